package billing

import (
	"context"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// trusted lets go on what money on its way will pay: a service begins whose pro forma is being paid, for whoever pays stands behind it
// (decisions.md 4, SUB5), and access comes back that an unpaid invoice had reduced (REA1), unless a debit of the same invoice failed before.
func (c Collection) trusted(ctx context.Context, tx *gorm.DB) error {
	if c.UpgradeID != nil {
		return store.Enqueue(tx, UpgradePaid{*c.UpgradeID})
	}
	if c.ProFormaID == nil {
		return c.restore(ctx, tx)
	}
	s, err := store.From[Subscription](tx, forUpdate).Where("id = (select subscription_id from pro_formas where id = ?)", *c.ProFormaID).Take(ctx)
	if err != nil || s.State != Requested {
		return err
	}
	return s.accept(ctx, tx, people.User{})
}

func (c Collection) restore(ctx context.Context, tx *gorm.DB) error {
	if c.State != Collecting { // what is settled restores by itself (PaymentAllocated)
		return nil
	}
	for _, part := range c.Parts {
		before, err := store.From[Collection](tx).Where("method = ? and state = ? and id in (select collection_id from collection_parts where invoice_id = ?)", BySEPA, NotPaid, part.InvoiceID).
			Count(ctx, "id")
		if err != nil {
			return err
		}
		if before > 0 {
			continue
		}
		if err := Restore(ctx, tx, *part.InvoiceID); err != nil {
			return err
		}
	}
	return nil
}

// distrusted puts access back to where the reminders had come when a debit fails that it had been restored for.
func (c Collection) distrusted(ctx context.Context, tx *gorm.DB) error {
	for _, part := range c.Parts {
		if part.InvoiceID == nil {
			continue
		}
		if err := holdAgain(ctx, tx, *part.InvoiceID); err != nil {
			return err
		}
	}
	return nil
}

func holdAgain(ctx context.Context, tx *gorm.DB, invoiceID uint) error {
	reduced, err := store.From[Chase](tx).Where("invoice_id = ? and step in ? and invoice_id in (select invoice_id from invoice_dues where due_cents > 0)", invoiceID, []ChaseStep{StepReadOnly, StepExportOnly}).Find(ctx)
	if err != nil || len(reduced) == 0 {
		return err
	}
	access := ReadOnly
	if reduced[0].Step == StepExportOnly {
		access = ExportOnly
	}
	running, err := store.From[Subscription](tx, forUpdate).Where("state = ? and id = (select subscription_id from invoices where id = ? and organisation_id = subscriptions.organisation_id)", Running, invoiceID).Find(ctx)
	if err != nil || len(running) == 0 {
		return err
	}
	return running[0].hold(ctx, tx, access)
}

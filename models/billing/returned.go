package billing

import (
	"context"
	"time"

	"chatiere/models/collective"
	"chatiere/models/ledger"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// reprieve is how many days an organisation has when something that was paid is due again through nobody's fault (SDD2).
const reprieve = 14

// leaves takes money out of a payment again: what settles nothing first, then what it had settled, newest first. It says how much of it
// is beyond what was left: then its payer got the same money twice.
func (p Payment) leaves(ctx context.Context, tx *gorm.DB, cents int64) (beyond int64, err error) {
	if p, err = LoadPayment(ctx, tx, p.ID); err != nil {
		return 0, err
	}
	away := min(cents, p.AmountCents-p.ReturnedCents)
	if err := p.freeUp(ctx, tx, away); err != nil {
		return 0, err
	}
	if beyond = cents - away; beyond > 0 {
		err = ask(ctx, tx, MoneyQuestion{
			Kind: PaidBackTwice, Subject: p.Ref, OrganisationID: &p.OrganisationID, PaymentID: &p.ID, AmountCents: beyond, Currency: p.Currency, ExpectedCents: p.AmountCents,
		})
		if err != nil {
			return beyond, err
		}
	}
	return beyond, p.returned(ctx, tx, away)
}

// comesBack counts money as received again.
func (p Payment) comesBack(ctx context.Context, tx *gorm.DB, cents int64) error {
	return p.returned(ctx, tx, -cents)
}

// returned adds to what left a payment again.
func (p Payment) returned(ctx context.Context, tx *gorm.DB, cents int64) error {
	done := tx.WithContext(ctx).Model(&Payment{}).Where("id = ?", p.ID).Update("returned_cents", gorm.Expr("returned_cents + ?", cents))
	return refused(done.Error)
}

// gone are the transfers of money that left a payment from where it lay; below nought, of money that came back.
func gone(p Payment, account string, cents, beyond int64) []ledger.Transfer {
	return []ledger.Transfer{
		{Debit: advances(p.OrganisationID), Credit: account, Unit: p.Currency, Amount: cents - beyond},
		{Debit: suspense, Credit: account, Unit: p.Currency, Amount: beyond},
	}
}

// freeUp makes that much of a payment settle nothing; what it had settled is due again, with a fortnight to pay.
func (p Payment) freeUp(ctx context.Context, tx *gorm.DB, cents int64) error {
	cents -= p.Rest()
	if cents <= 0 {
		return nil
	}
	pieces, err := standing(ctx, tx, "payment_id = ?", p.ID)
	if err != nil {
		return err
	}
	for _, a := range pieces {
		if cents <= 0 {
			break
		}
		i, err := LoadInvoice(ctx, tx, a.InvoiceID)
		if err != nil {
			return err
		}
		freed, err := freePiece(ctx, tx, &i, a, cents)
		if err != nil {
			return err
		}
		cents -= freed
		if err := i.reopen(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}

// reopen gives an invoice that is due again a new day to be paid by, and reminders begin anew; the issued document does not change.
func (i Invoice) reopen(ctx context.Context, tx *gorm.DB) error {
	host, err := collective.Find(ctx, tx)
	if err != nil {
		return err
	}
	day := store.Today(tx, host.Location()).AddDate(0, 0, reprieve).Format(time.DateOnly)
	if err := tx.WithContext(ctx).Exec("update invoice_dues set due_on = ? where invoice_id = ? and due_on < ?", day, i.ID, day).Error; err != nil {
		return err
	}
	return tx.WithContext(ctx).Exec(`update chases set counted = 0, step = 0, stepped_on = '',
		counted_on = (select due_on from invoice_dues d where d.invoice_id = chases.invoice_id) where invoice_id = ?`, i.ID).Error
}

// settleAgain lets money that came back settle what it had settled before, as far as that is still due.
func (p Payment) settleAgain(ctx context.Context, tx *gorm.DB) error {
	p, err := LoadPayment(ctx, tx, p.ID)
	if err != nil {
		return err
	}
	rest, seen := p.Rest(), map[uint]bool{}
	for _, before := range p.Allocations {
		if seen[before.InvoiceID] || rest <= 0 {
			continue
		}
		seen[before.InvoiceID] = true
		i, err := LoadInvoice(ctx, tx, before.InvoiceID)
		if err != nil {
			return err
		}
		a, err := allocate(ctx, tx, &i, Allocation{PaymentID: &p.ID, AmountCents: rest})
		if err != nil {
			return err
		}
		if a.ID == 0 { // paid otherwise meanwhile
			continue
		}
		rest -= a.AmountCents
		if err := move(ctx, tx, i, a, "advance_applied", advances(i.OrganisationID), receivable(i.OrganisationID)); err != nil {
			return err
		}
	}
	return nil
}

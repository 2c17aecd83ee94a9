package billing

import (
	"context"
	"errors"

	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// restore gives the people of an organisation's own subscription everything back, unless an unpaid invoice of its own still keeps it reduced
// or what it owed was written off.
func restore(ctx context.Context, tx *gorm.DB, subscriptionID, organisationID uint) error {
	s, err := store.From[Subscription](tx, forUpdate).Where("id = ?", subscriptionID).Take(ctx)
	if err != nil || s.State != Running || s.HeldFor != HeldUnpaid || s.OrganisationID != organisationID {
		return err
	}
	host, err := collective.Find(ctx, tx)
	if err != nil {
		return err
	}
	if lost, err := Tagged(ctx, tx, s.OrganisationID, WrittenOffTag, store.Today(tx, host.Location())); err != nil || lost {
		return err
	}
	var owed int64
	if err := tx.WithContext(ctx).Raw(`select count(*) from chases c join invoices i on i.id = c.invoice_id join invoice_dues d on d.invoice_id = i.id
		where i.subscription_id = ? and i.organisation_id = c.organisation_id and i.organisation_id = ? and c.step >= ? and d.due_cents > 0 and not exists (select 1 from collection_parts p join collections k on k.id = p.collection_id
			where p.invoice_id = i.id and k.state = 'processing')`, s.ID, s.OrganisationID, StepReadOnly).Scan(&owed).Error; err != nil || owed > 0 {
		return err
	}
	now := store.Now(tx)
	s.Access, s.HeldFor, s.TurnedAt = FullAccess, "", &now
	if err := s.save(ctx, tx, "access", "held_for", "turned_at"); err != nil {
		return err
	}
	if err := s.note(ctx, tx, journal.Actor{}, "subscription_resumed", "paid"); err != nil {
		return err
	}
	return store.Enqueue(tx, AccessChanged{s.ID})
}

// restoreAll looks again at every subscription of an organisation that is held for want of payment.
func restoreAll(ctx context.Context, tx *gorm.DB, organisationID uint) error {
	held, err := store.From[Subscription](tx).Where("organisation_id = ? and state = ? and held_for = ?", organisationID, Running, HeldUnpaid).Order("id").Find(ctx)
	for _, s := range held {
		err = errors.Join(err, restore(ctx, tx, s.ID, s.OrganisationID))
	}
	return err
}

package billing

import (
	"context"
	"errors"

	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// MakeUpgrade makes an upgrade whose difference was paid or is being debited, at the price that was shown: what was paid settles its
// invoice, a debit under way settles it when the bank answers. When the subscription is another one by now, nothing is made and the money
// waits as account credit (PAY2). Told twice, it is made once.
func MakeUpgrade(ctx context.Context, db *gorm.DB, id uint, why Because) error {
	return refused(store.InTx(ctx, db, func(tx *gorm.DB) error {
		u, err := store.From[PaidUpgrade](tx).Where("id = ?", id).Take(ctx)
		if err != nil {
			return err
		}
		if err := allAtOnce(tx, u.OrganisationID, nil); err != nil {
			return err
		}
		if u, err = store.From[PaidUpgrade](tx, forUpdate).Where("id = ?", id).Take(ctx); err != nil || u.State == UpgradeMade {
			return err
		}
		c, err := store.From[Collection](tx, forUpdate).Where("upgrade_id = ? and state in ?", u.ID, []CollectionState{Collected, Collecting}).Preload("Parts", inOrder).Take(ctx)
		if errors.Is(err, store.ErrNotFound) { // the debit failed before
			return nil
		}
		if err != nil {
			return err
		}
		err = store.InTx(ctx, tx, func(tx *gorm.DB) error { return u.make(ctx, tx, c, why) })
		if _, wrong := store.AsInvalid(err); wrong || errors.Is(err, store.ErrConflict) {
			err = u.fail(ctx, tx)
		}
		if err != nil || c.PaymentID == nil {
			return err
		}
		return store.Enqueue(tx, PaymentReceived{*c.PaymentID})
	}))
}

// make changes the subscription, if it is still what it was.
func (u *PaidUpgrade) make(ctx context.Context, tx *gorm.DB, c Collection, why Because) error {
	s, err := store.From[Subscription](tx, forUpdate).Where("id = ?", u.SubscriptionID).Take(ctx)
	if err != nil {
		return err
	}
	if u.State != UpgradeAsked || s.Settled() || s.Plan() != u.From || s.ChangeOn != u.ChangeOn {
		return store.ErrConflict
	}
	by, err := people.LoadUser(ctx, tx, u.ByID)
	if err != nil {
		return err
	}
	a := amendment{by: by, why: why, s: s}
	if err := a.load(ctx, tx); err != nil {
		return err
	}
	if err := a.decide(ctx, tx, u.To); err != nil {
		return err
	}
	if a.done.Direction != Upgrade {
		return store.ErrConflict
	}
	if err := a.now(ctx, tx); err != nil {
		return err
	}
	if err := a.conclude(ctx, tx); err != nil {
		return err
	}
	if err := c.debits(ctx, tx, a.done.Invoices); err != nil {
		return err
	}
	return u.end(ctx, tx, UpgradeMade)
}

// fail notes that nothing was made although money came.
func (u *PaidUpgrade) fail(ctx context.Context, tx *gorm.DB) error {
	if err := u.end(ctx, tx, UpgradeVoid); err != nil {
		return err
	}
	s, err := store.From[Subscription](tx).Where("id = ?", u.SubscriptionID).Take(ctx)
	if err != nil {
		return err
	}
	return s.note(ctx, tx, journal.Actor{}, "upgrade_void", "")
}

// debits ties a debit under way to the invoices it will pay, so that nobody is reminded of them or debited again meanwhile.
func (c Collection) debits(ctx context.Context, tx *gorm.DB, invoices []Invoice) error {
	if c.State != Collecting {
		return nil
	}
	rest, parts := c.AmountCents, []CollectionPart{}
	for _, i := range invoices {
		if due := min(i.DueCents(), rest); due > 0 {
			parts = append(parts, CollectionPart{CollectionID: c.ID, InvoiceID: &i.ID, Label: i.FullName(), AmountCents: due})
			rest -= due
		}
	}
	if len(parts) == 0 {
		return nil
	}
	if _, err := store.From[CollectionPart](tx).Where("collection_id = ?", c.ID).Delete(ctx); err != nil {
		return err
	}
	return store.From[CollectionPart](tx).CreateInBatches(ctx, &parts, 100)
}

// dropUpgrade ends the upgrade of a collection of which nothing comes: the plan stays as it is.
func (c Collection) dropUpgrade(ctx context.Context, tx *gorm.DB) error {
	if c.UpgradeID == nil || c.State != PageOver && c.State != NotPaid && c.State != Asking && c.State != Questioned {
		return nil
	}
	u, err := store.From[PaidUpgrade](tx, forUpdate).Where("id = ?", *c.UpgradeID).Take(ctx)
	if err != nil || u.State != UpgradeAsked {
		return err
	}
	return u.end(ctx, tx, UpgradeVoid)
}

// upgrades reports whether it is for an upgrade that is not made yet.
func (c Collection) upgrades() bool {
	return c.UpgradeID != nil && len(c.Parts) > 0 && c.Parts[0].InvoiceID == nil
}

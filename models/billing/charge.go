package billing

import (
	"context"
	"errors"
	"slices"

	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// BeginSetup writes down that somebody is about to leave a method for later, without paying; for an organisation that was closed nobody does.
func BeginSetup(ctx context.Context, db *gorm.DB, keys collective.PaymentKeys, by people.User, o people.Organisation, lang string) (Collection, error) {
	if !keeps(by, o.ID) {
		return Collection{}, store.ErrNotFound
	}
	now := store.Now(db)
	c := Collection{
		Ref: store.NewRef(), OrganisationID: o.ID, Kind: BySetup, State: Preparing, Currency: "EUR", Save: true, Locale: lang, Live: keys.Live, ByID: &by.ID,
		ExpiresAt: now.Add(pageLasts), CreatedAt: now, UpdatedAt: now,
	}
	if c.Kinds = kindsFor(keys, c); c.Kinds == "" {
		return c, store.ErrConflict
	}
	return c, store.InTx(ctx, db, func(tx *gorm.DB) error {
		if _, err := people.ActingFor(ctx, tx, by, o.ID, people.Treasurer); err != nil {
			return err
		}
		return c.begin(ctx, tx, by.Actor(), "setup_begun")
	})
}

// ErrNoMethod is returned when nothing can be charged: no method, a card that is over, a mandate that ended, an account that was stopped.
var ErrNoMethod = errors.New("billing: no saved method can be charged")

// Charge promises to take what is due for some invoices of one organisation from its preferred method. Told twice for the same invoices
// while the first is under way, it is the same charge: nobody is debited twice.
func Charge(ctx context.Context, db *gorm.DB, keys collective.PaymentKeys, by journal.Actor, o people.Organisation, invoices []uint) (Collection, error) {
	var c Collection
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := oneAtATime(tx, o.ID); err != nil {
			return err
		}
		host, err := collective.Find(ctx, tx)
		if err != nil {
			return err
		}
		m, err := store.From[SavedMethod](tx).Where("organisation_id = ? and preferred and live = ?", o.ID, keys.Live).Take(ctx)
		if errors.Is(err, store.ErrNotFound) || err == nil && !m.Chargeable(store.Today(tx, host.Location())) {
			return ErrNoMethod
		}
		if err != nil {
			return err
		}
		if c, err = chargeUnderWay(ctx, tx, o.ID, invoices); err == nil || !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if c, err = (Basket{OrganisationID: o.ID, InvoiceIDs: invoices, Lang: o.Locale}).collection(ctx, tx, keys); err != nil {
			return err
		}
		return c.charge(ctx, tx, by, m)
	})
	return c, err
}

// charge begins one from a saved method.
func (c *Collection) charge(ctx context.Context, tx *gorm.DB, by journal.Actor, m SavedMethod) error {
	c.Kind, c.SavedMethodID, c.CustomerID, c.Method, c.Last4, c.Kinds = ByCharge, &m.ID, m.CustomerID, m.Kind, m.Last4, "card"
	if m.Kind == BySEPA {
		c.Kinds = "sepa_debit"
	}
	if err := c.begin(ctx, tx, by, "charge_begun"); err != nil {
		return err
	}
	return store.Enqueue(tx, ChargePromised{c.ID})
}

// chargeUnderWay finds a charge of any of these invoices whose end is not known.
func chargeUnderWay(ctx context.Context, tx *gorm.DB, organisationID uint, invoices []uint) (Collection, error) {
	invoices = slices.Sorted(slices.Values(invoices))
	return store.From[Collection](tx).Where("organisation_id = ? and kind = ? and state in ('preparing','processing')", organisationID, ByCharge).
		Where("id in (select collection_id from collection_parts where invoice_id in ?)", invoices).Preload("Parts", inOrder).Take(ctx)
}

// ChargeRefused notes that the cashier would not even try: nothing was taken.
func ChargeRefused(ctx context.Context, db *gorm.DB, id uint, why string) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		c, err := takeCollection(ctx, tx, id)
		if err != nil || c.State != Preparing {
			return err
		}
		c.Problem = why
		if err := c.save(ctx, tx, "problem"); err != nil {
			return err
		}
		return c.turn(ctx, tx, NotPaid, Seen{})
	})
}

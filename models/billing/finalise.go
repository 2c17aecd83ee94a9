package billing

import (
	"context"
	"errors"
	"time"

	"chatiere/models/billing/period"
	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// grace is how many days after delivery a pro forma becomes an invoice with what is known of the buyer (decisions.md 1).
const grace = 7

// Finalise makes the numbered invoice of a pro forma, because the organisation asked for it now or its time has come: the number is
// taken in this transaction, seller and buyer are frozen, the books are told, and the document is promised. ErrNotReady when the
// buyer's details are not complete and nothing obliges us yet. Told twice, it returns the same invoice.
func Finalise(ctx context.Context, db *gorm.DB, by journal.Actor, proFormaID uint) (Invoice, error) {
	var made Invoice
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		var err error
		if made, err = finalise(ctx, tx, by, proFormaID, true); err != nil || made.DueCents() == 0 {
			return err
		}
		return settleFromAdvances(ctx, tx, &made, 0)
	})
	return made, refused(err)
}

// FinaliseDue makes the invoices of all pro formas whose time has come, each in its own transaction (BAT1). It returns how many.
func FinaliseDue(ctx context.Context, db *gorm.DB) (int, error) {
	ids, err := ripe(ctx, db)
	if err != nil {
		return 0, err
	}
	made, faults := 0, []error{}
	for _, id := range ids {
		switch err := finaliseAlone(ctx, db, id); {
		case err == nil:
			made++
		case !errors.Is(err, ErrNotReady):
			faults = append(faults, err)
		}
	}
	return made, errors.Join(faults...)
}

// finaliseAlone makes the invoice of one pro forma if it is ready, and settles it by what was paid before.
func finaliseAlone(ctx context.Context, db *gorm.DB, id uint) error {
	return refused(store.InTx(ctx, db, func(tx *gorm.DB) error {
		made, err := finalise(ctx, tx, journal.Actor{}, id, false)
		if err != nil || made.DueCents() == 0 {
			return err
		}
		return settleFromAdvances(ctx, tx, &made, 0)
	}))
}

// ripe are the open pro formas of delivered subscriptions, and of complete organisations that paid.
func ripe(ctx context.Context, db *gorm.DB) ([]uint, error) {
	host, err := collective.Find(ctx, db)
	if err != nil {
		return nil, err
	}
	since := store.Today(db, host.Location()).AddDate(0, 0, -grace).Format(time.DateOnly)
	var ids []uint
	err = db.WithContext(ctx).Table("pro_formas p").Joins("join subscriptions s on s.id = p.subscription_id").
		Joins("join organisations o on o.id = p.organisation_id").
		Where("p.state = ? and (p.total_cents > 0 or exists (select 1 from shares h where h.subscription_id = s.id and h.state = 'accepted'))", Open).
		Where("s.delivered_on <> '' and (s.delivered_on <= ? or o.details_at is not null) or exists (select 1 from payments y where y.pro_forma_id = p.id)", since).
		Order("p.id").Pluck("p.id", &ids).Error
	return ids, err
}

// finaliseReady makes the invoice of a subscription's open pro forma if it is ready; if not, nothing happens.
func finaliseReady(ctx context.Context, tx *gorm.DB, subscriptionID uint) error {
	open, err := store.From[ProForma](tx).Where("subscription_id = ? and state = ?", subscriptionID, Open).Find(ctx)
	for _, p := range open {
		if err := finaliseAlone(ctx, tx, p.ID); err != nil && !errors.Is(err, ErrNotReady) {
			return err
		}
	}
	return err
}

// DetailsCompleted finalises what waited for an organisation's details; the form that keeps them calls it.
func DetailsCompleted(ctx context.Context, tx *gorm.DB, o people.Organisation) error {
	open, err := OpenProFormasOf(ctx, tx, o)
	for _, p := range open {
		if err := finaliseReady(ctx, tx, p.SubscriptionID); err != nil {
			return err
		}
	}
	return err
}

// finalise makes the invoice without settling it: the caller knows what was paid. Everything happens in the caller's transaction.
func finalise(ctx context.Context, tx *gorm.DB, by journal.Actor, proFormaID uint, asked bool) (Invoice, error) {
	p, s, o, err := lockProForma(ctx, tx, proFormaID)
	if err != nil {
		return Invoice{}, err
	}
	if p.State == Invoiced {
		i, err := InvoiceOf(ctx, tx, p.ID)
		if errors.Is(err, store.ErrNotFound) { // others pay everything
			return Invoice{}, nil
		}
		return i, err
	}
	ready, err := p.ready(ctx, tx, s, o, asked)
	if err != nil {
		return Invoice{}, err
	}
	if !ready {
		return Invoice{}, ErrNotReady
	}
	return p.invoice(ctx, tx, by, s, o)
}

// lockProForma takes a pro forma, its subscription and its organisation for this transaction.
func lockProForma(ctx context.Context, tx *gorm.DB, id uint) (p ProForma, s Subscription, o people.Organisation, err error) {
	if p, err = store.From[ProForma](tx).Where("id = ?", id).Take(ctx); err != nil {
		return p, s, o, err
	}
	if err = allAtOnce(tx, p.OrganisationID, nil); err != nil {
		return p, s, o, err
	}
	if p, err = store.From[ProForma](tx, forUpdate).Where("id = ?", id).Take(ctx); err != nil {
		return p, s, o, err
	}
	if s, err = store.From[Subscription](tx).Where("id = ?", p.SubscriptionID).Take(ctx); err != nil {
		return p, s, o, err
	}
	o, err = people.LoadOrganisation(ctx, tx, p.OrganisationID)
	return p, s, o, err
}

// ready reports whether the pro forma may become an invoice: complete details and (asked for, paid or delivered), or delivered
// seven days ago (decisions.md 1).
func (p ProForma) ready(ctx context.Context, tx *gorm.DB, s Subscription, o people.Organisation, asked bool) (bool, error) {
	if p.State != Open || s.Plan().Cents() == 0 || !o.Usable() {
		return false, nil
	}
	if o.Complete() && (asked || s.Delivered()) {
		return true, nil
	}
	if day, err := period.Day(s.DeliveredOn); err == nil {
		host, err := collective.Find(ctx, tx)
		if err != nil || !store.Today(tx, host.Location()).Before(day.AddDate(0, 0, grace)) {
			return err == nil, err
		}
	}
	if !o.Complete() {
		return false, nil
	}
	received, err := receivedFor(ctx, tx, p.ID)
	return p.TotalCents > 0 && received >= p.TotalCents, err
}

// invoice writes the documents of the first period, under the regime and with the details of today, and returns the organisation's own; none
// where others pay everything.
func (p ProForma) invoice(ctx context.Context, tx *gorm.DB, by journal.Actor, s Subscription, o people.Organisation) (Invoice, error) {
	pricing, err := FindPricing(ctx, tx)
	if err != nil {
		return Invoice{}, err
	}
	b := bill{
		s: s, o: o, pricing: pricing, by: by, cents: s.Plan().Cents(), origin: "pro_forma:" + p.Ref, proFormaID: &p.ID, reference: p.PaymentReference,
	}
	if first, begun := s.Current(day(s.AnchorOn)); begun {
		b.from, b.to = first.From.Format(time.DateOnly), first.To.Format(time.DateOnly)
	}
	made, err := b.issue(ctx, tx)
	if err != nil {
		return Invoice{}, err
	}
	var i Invoice
	if len(made) > 0 && made[0].OrganisationID == o.ID {
		i = made[0]
	}
	p.State, p.Version, p.UpdatedAt = Invoiced, p.Version+1, store.Now(tx)
	return i, tx.WithContext(ctx).Model(&p).Select("state", "version", "updated_at").Updates(&p).Error
}

// day reads a stored day; an empty one is the zero time.
func day(stored string) time.Time {
	t, _ := period.Day(stored)
	return t
}

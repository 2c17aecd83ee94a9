package billing

import (
	"context"
	"time"

	"chatiere/models/billing/money"
	"chatiere/models/billing/period"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// ShareOffer is what a party is asked to pay, as it is shown before it says yes.
type ShareOffer struct {
	PeriodCents int64 // before tax
	YearlyCents int64 // before tax
	Yearly      money.Totals
	Every       period.Interval
	FromOn      string // the first period begins that day; empty: once the service is there
	ToOn        string
	InvoicedNow bool // the period is under way, and open: the invoice comes at once
}

// OfferOf says what a share would cost a payer; without one, an organisation of the collective's country that pays no VAT itself.
func (s Share) OfferOf(ctx context.Context, db *gorm.DB, payer people.Organisation) (ShareOffer, error) {
	pricing, err := FindPricing(ctx, db)
	if err != nil {
		return ShareOffer{}, err
	}
	sub := s.Subscription
	each, yearly := sub.part(s.BasisPoints)
	o := ShareOffer{PeriodCents: each, YearlyCents: yearly, Every: sub.Period, Yearly: pricing.Of(payer, yearly)}
	if s.State != ShareProposed {
		o.FromOn = s.FromOn
		return o, nil
	}
	gaps, err := sub.gapsFor(ctx, db, s, store.Today(db, pricing.Host.Location()))
	if err != nil {
		return o, err
	}
	if len(gaps) > 0 {
		o.FromOn, o.ToOn, o.InvoicedNow = gaps[0].FromOn, gaps[0].ToOn, true
		return o, nil
	}
	if o.FromOn, err = sub.lastInvoiced(ctx, db); err != nil || o.FromOn == "" {
		return o, err
	}
	next, _ := sub.Current(day(o.FromOn))
	o.ToOn = next.To.Format(time.DateOnly)
	return o, nil
}

// part is what basis points of a subscription are for a period and for a year, before tax.
func (s Subscription) part(bp int) (each, yearly int64) {
	each = money.Split(s.Plan().Cents(), []int64{int64(bp), int64(wholeBP - bp)})[0]
	if s.Period == period.Month {
		return each, 12 * each
	}
	return each, each
}

// gapsFor are the gaps, of periods that are not over, that a share is small enough to fill at least in part; the nearest first.
func (s Subscription) gapsFor(ctx context.Context, db *gorm.DB, share Share, today time.Time) ([]ShareGap, error) {
	all, err := GapsOf(ctx, db, s, today.Format(time.DateOnly))
	var fit []ShareGap
	for _, g := range all {
		if share.BasisPoints <= g.BP()+1 {
			fit = append(fit, g)
		}
	}
	return fit, err
}

// BP is how much of the period is open, in basis points.
func (g ShareGap) BP() int { return int(money.Share(g.Cents, wholeBP, g.WholeCents)) }

// ShareAnswer is the yes of a payer.
type ShareAnswer struct {
	Terms    bool  `form:"terms"`
	Discreet bool  `form:"discreet"`
	Cents    int64 `form:"cents"` // for a year, before tax, as it was shown
}

// Accept says yes for an organisation: from the next period that is not invoiced on it gets its own invoice for its part; where the period
// under way has a gap of that size, at once. ErrOutdated when the amount is not any more what was shown.
func (s Share) Accept(ctx context.Context, db *gorm.DB, by people.User, payer people.Organisation, f ShareAnswer) error {
	if !keeps(by, payer.ID) {
		return store.ErrForbidden
	}
	wrong := store.Invalid{}
	if !f.Terms {
		wrong.Add("terms", "error.terms")
	}
	if !payer.Complete() {
		wrong.Add("terms", "error.details_first")
	}
	if payer.ID == s.OrganisationID {
		wrong.Add("terms", "error.payer_self")
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	return refused(store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := allAtOnce(tx, s.OrganisationID, &payer.ID); err != nil {
			return err
		}
		if _, err := people.ActingFor(ctx, tx, by, payer.ID, people.Treasurer); err != nil {
			return err
		}
		share, subscription, err := takeShare(ctx, tx, s.ID)
		if err != nil {
			return err
		}
		if !share.Waiting(store.Now(tx)) || !subscription.Shareable() || share.PayerID != nil && *share.PayerID != payer.ID {
			return store.ErrConflict
		}
		if _, yearly := subscription.part(share.BasisPoints); yearly != f.Cents {
			return ErrOutdated
		}
		share.PayerID, share.Discreet, share.YearlyCents, share.AnsweredByID = &payer.ID, f.Discreet, f.Cents, &by.ID
		return share.accept(ctx, tx, by, subscription)
	}))
}

func (s *Share) accept(ctx context.Context, tx *gorm.DB, by people.User, subscription Subscription) error {
	host, err := collective.Find(ctx, tx)
	if err != nil {
		return err
	}
	gaps, err := subscription.gapsFor(ctx, tx, *s, store.Today(tx, host.Location()))
	if err != nil {
		return err
	}
	if s.FromOn, err = subscription.lastInvoiced(ctx, tx); err != nil {
		return err
	}
	if len(gaps) > 0 {
		s.FromOn = gaps[0].FromOn
	}
	now := store.Now(tx)
	s.State, s.AnsweredAt = ShareAccepted, &now
	if err := s.keep(ctx, tx, "payer_id", "discreet", "yearly_cents", "answered_by_id", "answered_at", "from_on", "state"); err != nil {
		return err
	}
	if err := s.note(ctx, tx, by.Actor(), "share_accepted"); err != nil {
		return err
	}
	for _, g := range gaps {
		if _, err := subscription.fill(ctx, tx, by, g, Payer{OrganisationID: *s.PayerID, Share: s, BP: s.BasisPoints}, ""); err != nil {
			return err
		}
	}
	if err := subscription.askAgain(ctx, tx, by); err != nil {
		return err
	}
	return store.Enqueue(tx, ShareAnswered{s.ID})
}

// fill invoices what of a gap somebody takes.
func (s Subscription) fill(ctx context.Context, tx *gorm.DB, by people.User, g ShareGap, p Payer, origin string) (Invoice, error) {
	b, err := s.billOf(ctx, tx, by, origin)
	if err != nil {
		return Invoice{}, err
	}
	return b.take(ctx, tx, g, p, g.BP())
}

// billOf is a bill of a subscription without an amount yet.
func (s Subscription) billOf(ctx context.Context, tx *gorm.DB, by people.User, origin string) (bill, error) {
	pricing, err := FindPricing(ctx, tx)
	if err != nil {
		return bill{}, err
	}
	o, err := people.LoadOrganisation(ctx, tx, s.OrganisationID)
	return bill{s: s, o: o, pricing: pricing, by: by.Actor(), origin: origin}, err
}

// Refuse says no, for the payer or by whoever reads the mail of the address that was written to. The organisation pays that part itself, or it is
// open, as it said.
func (s Share) Refuse(ctx context.Context, db *gorm.DB, by people.User) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		share, subscription, err := takeShare(ctx, tx, s.ID)
		if err != nil || share.State == ShareRefused {
			return err
		}
		if share.State != ShareProposed {
			return store.ErrConflict
		}
		now := store.Now(tx)
		share.State, share.AnsweredAt = ShareRefused, &now
		if by.ID != 0 {
			share.AnsweredByID = &by.ID
		}
		if err := share.keep(ctx, tx, "state", "answered_at", "answered_by_id"); err != nil {
			return err
		}
		if err := share.note(ctx, tx, by.Actor(), "share_refused"); err != nil {
			return err
		}
		if err := subscription.askAgain(ctx, tx, by); err != nil {
			return err
		}
		return store.Enqueue(tx, ShareAnswered{share.ID})
	})
}

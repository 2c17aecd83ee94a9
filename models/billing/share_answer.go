package billing

import (
	"context"
	"fmt"
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

// Leave ends what an organisation pays for another at the end of the period under way. What was invoiced ahead is credited, with the words of
// why; the organisation pays that part itself, or it is open, as it said when it asked.
func (s Share) Leave(ctx context.Context, db *gorm.DB, by people.User, why Because) error {
	if !s.Answers(by) && !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	return refused(store.InTx(ctx, db, func(tx *gorm.DB) error {
		share, subscription, err := takeShare(ctx, tx, s.ID)
		if err != nil {
			return err
		}
		if share.State != ShareAccepted {
			return store.ErrConflict
		}
		return share.leave(ctx, tx, by, subscription, why)
	}))
}

func (s *Share) leave(ctx context.Context, tx *gorm.DB, by people.User, subscription Subscription, why Because) error {
	host, err := collective.Find(ctx, tx)
	if err != nil {
		return err
	}
	now := store.Now(tx)
	s.State, s.EndedAt, s.UntilOn = ShareEnded, &now, ""
	if by.ID != 0 {
		s.EndedByID = &by.ID
	}
	if current, begun := subscription.Current(store.Today(tx, host.Location())); begun {
		s.UntilOn = max(current.To.Format(time.DateOnly), s.FromOn)
	}
	if err := s.keep(ctx, tx, "state", "ended_at", "ended_by_id", "until_on"); err != nil {
		return err
	}
	if err := s.note(ctx, tx, by.Actor(), "share_ended"); err != nil {
		return err
	}
	if err := s.giveBackAhead(ctx, tx, by, subscription, why); err != nil {
		return err
	}
	if err := subscription.askAgain(ctx, tx, by); err != nil {
		return err
	}
	return store.Enqueue(tx, ShareLeft{s.ID})
}

// giveBackAhead credits what was invoiced to the payer for periods it will not pay, and gives that part to the organisation or leaves it open.
func (s Share) giveBackAhead(ctx context.Context, tx *gorm.DB, by people.User, subscription Subscription, why Because) error {
	ahead, err := subscription.standing(ctx, tx, "i.organisation_id = ?", *s.PayerID)
	if err != nil {
		return err
	}
	for _, i := range ahead {
		if i.ServiceFrom != "" && i.ServiceFrom < s.UntilOn || i.ServiceFrom == "" && s.UntilOn != "" {
			continue
		}
		note, err := i.correct(ctx, tx, by, CreditForm{Reason: why(i.Locale), Key: "share:" + s.Ref + ":" + i.Ref})
		if err != nil {
			return err
		}
		b, err := subscription.billOf(ctx, tx, by, fmt.Sprintf("returned:%s:%s", s.Ref, i.Ref))
		if err != nil {
			return err
		}
		if b.from, b.to, b.cents = i.ServiceFrom, i.ServiceTo, note.NetCents; s.StaysOpen {
			b.cents = subscription.Plan().Cents()
			err = b.leaveOpen(ctx, tx, note.NetCents)
		} else {
			_, err = b.part(ctx, tx, Payer{OrganisationID: subscription.OrganisationID, BP: i.ShareBP, Cents: note.NetCents}, false)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// CarryOpen lets the organisation pay itself what is open: from now on, and at once for periods that are not over.
func (s Subscription) CarryOpen(ctx context.Context, db *gorm.DB, by people.User) error {
	if !s.sharer(by) {
		return store.ErrForbidden
	}
	return refused(store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := allAtOnce(tx, s.OrganisationID, nil); err != nil {
			return err
		}
		fresh, err := store.From[Subscription](tx, forUpdate).Where("id = ?", s.ID).Take(ctx)
		if err != nil {
			return err
		}
		if fresh.State == Ended {
			return store.ErrConflict
		}
		now := store.Now(tx)
		if _, err := store.From[Share](tx).Where("subscription_id = ? and stays_open and closed_at is null and state in ('refused','withdrawn','ended')", s.ID).Update(ctx, "closed_at", now); err != nil {
			return err
		}
		host, err := collective.Find(ctx, tx)
		if err != nil {
			return err
		}
		gaps, err := GapsOf(ctx, tx, fresh, store.Today(tx, host.Location()).Format(time.DateOnly))
		if err != nil {
			return err
		}
		for _, g := range gaps {
			origin := fmt.Sprintf("carried:%s:%d:%d", s.Ref, g.ID, now.UnixNano())
			if _, err := fresh.fill(ctx, tx, by, g, Payer{OrganisationID: s.OrganisationID, BP: g.BP()}, origin); err != nil {
				return err
			}
		}
		if err := fresh.note(ctx, tx, by.Actor(), "gap_carried", ""); err != nil {
			return err
		}
		return fresh.askAgain(ctx, tx, by)
	}))
}

// endShares ends all shares of a subscription that is over.
func (s Subscription) endShares(ctx context.Context, tx *gorm.DB, by people.User, on string) error {
	all, err := store.From[Share](tx, forUpdate).Where("subscription_id = ? and (state in ('proposed','accepted') or stays_open and closed_at is null or until_on > ?)", s.ID, on).Order("id").Find(ctx)
	now := store.Now(tx)
	for _, share := range all {
		told := share.State == ShareAccepted
		switch share.State {
		case ShareAccepted, ShareEnded:
			share.State, share.UntilOn = ShareEnded, on
		case ShareProposed:
			share.State = ShareWithdrawn
		}
		if share.ClosedAt = &now; share.EndedAt == nil {
			share.EndedAt = &now
		}
		if err := share.keep(ctx, tx, "state", "until_on", "closed_at", "ended_at"); err != nil {
			return err
		}
		if told {
			if err := store.Enqueue(tx, ShareLeft{share.ID}); err != nil {
				return err
			}
		}
	}
	if err != nil {
		return err
	}
	return tx.WithContext(ctx).Exec("update share_gaps set cents = 0, updated_at = ? where subscription_id = ? and (from_on >= ? or from_on = '')", now, s.ID, on).Error
}

// announceShares tells everybody who pays a part of a period to come.
func (s Subscription) announceShares(ctx context.Context, tx *gorm.DB, from string) error {
	parts, err := s.Payers(ctx, tx, from)
	for _, p := range parts {
		if p.Share == nil {
			continue
		}
		if err := store.Enqueue(tx, ShareGoesOn{p.Share.ID, from}); err != nil {
			return err
		}
	}
	return err
}

// chaseShare is the step of an unpaid share: the service stays as it is, the organisation is told at the last notice, and in the end the share
// is over at the next term.
func (s Subscription) chaseShare(ctx context.Context, tx *gorm.DB, i Invoice, step ChaseStep, why Because) error {
	switch step {
	case LastNotice:
		return store.Enqueue(tx, ShareUnpaid{i.ID})
	case StepEnd:
		all, err := store.From[Share](tx, forUpdate).Where("subscription_id = ? and payer_id = ? and state = ?", s.ID, i.OrganisationID, ShareAccepted).Find(ctx)
		if err != nil || len(all) == 0 {
			return err
		}
		return all[0].leave(ctx, tx, people.User{}, s, why)
	}
	return nil
}

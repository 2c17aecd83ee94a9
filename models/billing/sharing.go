package billing

import (
	"context"
	"errors"
	"time"

	"chatiere/models/billing/money"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Sharing is who pays a subscription, for pages: what a year of it costs, who carries which part now, and what is open.
type Sharing struct {
	Subscription Subscription
	Shares       []Share
	YearlyCents  int64 // before tax
	OwnBP        int   // what the organisation itself pays now
	NextOwnBP    int   // and from the next period on
	NextOn       string
	OpenBP       int
	Gaps         []ShareGap
	Today        string
}

// LeftBP is what the organisation would pay itself if everybody who was asked said yes.
func (p Sharing) LeftBP() int {
	left := p.NextOwnBP
	for _, share := range p.Shares {
		if share.State == ShareProposed && !share.StaysOpen { // what stays open without an answer is no part of its own already
			left -= share.BasisPoints
		}
	}
	return max(0, left)
}

// SharingOf gathers who pays a subscription on a day.
func SharingOf(ctx context.Context, db *gorm.DB, s Subscription, today time.Time) (Sharing, error) {
	p := Sharing{Subscription: s, Today: today.Format(time.DateOnly)}
	_, p.YearlyCents = s.part(wholeBP)
	var err error
	if p.Shares, err = SharesOf(ctx, db, s); err != nil {
		return p, err
	}
	from := ""
	if current, begun := s.Current(today); begun {
		from = current.From.Format(time.DateOnly)
	}
	if p.NextOn, err = s.lastInvoiced(ctx, db); err != nil {
		return p, err
	}
	p.OwnBP, p.OpenBP = ownAndOpen(s.partsOf(p.Shares, from), s.OrganisationID)
	p.NextOwnBP, _ = ownAndOpen(s.partsOf(p.Shares, max(p.NextOn, from)), s.OrganisationID)
	p.Gaps, err = GapsOf(ctx, db, s, p.Today)
	return p, err
}

func ownAndOpen(parts []Payer, organisationID uint) (own, open int) {
	for _, p := range parts {
		switch {
		case p.Open():
			open += p.BP
		case p.OrganisationID == organisationID && p.Share == nil:
			own += p.BP
		}
	}
	return own, open
}

// Of is what basis points are of a year, before tax.
func (p Sharing) Of(bp int) int64 { return money.Share(p.YearlyCents, int64(bp), wholeBP) }

// CarriedCents is what of a year somebody pays, before tax.
func (p Sharing) CarriedCents() int64 { return p.YearlyCents - p.Of(p.OpenBP) }

// GapCents is what of the periods under way and to come was invoiced to nobody, before tax.
func (p Sharing) GapCents() (sum int64) {
	for _, g := range p.Gaps {
		sum += g.Cents
	}
	return sum
}

// Paying reports whether a share pays now.
func (p Sharing) Paying(s Share) bool {
	from := ""
	if current, begun := p.Subscription.Current(day(p.Today)); begun {
		from = current.From.Format(time.DateOnly)
	}
	return s.Pays(from)
}

// Carriers counts the other organisations that pay a part of a subscription, now or from a later period on.
func Carriers(ctx context.Context, db *gorm.DB, s Subscription, today time.Time) (int, error) {
	shares, err := SharesOf(ctx, db, s)
	n := 0
	for _, share := range shares {
		if share.State == ShareAccepted || share.Leaving(today.Format(time.DateOnly)) {
			n++
		}
	}
	return n, err
}

// Supporters are those who pay a part now and are named, and how many are not.
func (p Sharing) Supporters() (named []Share, discreet int) {
	for _, s := range p.Shares {
		switch {
		case !p.Paying(s):
		case s.Discreet:
			discreet++
		default:
			named = append(named, s)
		}
	}
	return named, discreet
}

// SharedPage returns the subscription with that ref for its shared page, if several carry it or are asked to; else store.ErrNotFound. Whoever knows
// the address may see it: it names neither people nor those who asked for discretion.
func SharedPage(ctx context.Context, db *gorm.DB, ref string, today time.Time) (Sharing, error) {
	s, err := store.From[Subscription](db).Joins(clause.Has("Organisation"), nil).Where("subscriptions.ref = ? and subscriptions.state in ('accepted','running')", ref).Take(ctx)
	if err != nil {
		return Sharing{}, err
	}
	p, err := SharingOf(ctx, db, s, today)
	if err == nil && len(p.Shares) == 0 {
		err = store.ErrNotFound
	}
	return p, err
}

// Sharer reports whether a person may say who pays.
func (p Sharing) Sharer(u people.User) bool { return p.Subscription.sharer(u) }

// Claim notes for which of their organisations somebody who was written to looks at a share; the answer is given there.
func (s *Share) Claim(ctx context.Context, db *gorm.DB, by people.User, payer people.Organisation) error {
	if !keeps(by, payer.ID) {
		return store.ErrForbidden
	}
	if payer.ID == s.OrganisationID {
		return store.Invalid{"for": {Key: "error.payer_self"}}
	}
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		fresh, err := store.From[Share](tx, forUpdate).Where("id = ?", s.ID).Take(ctx)
		if err != nil {
			return err
		}
		if *s = fresh; !s.Waiting(store.Now(tx)) || s.PayerID != nil && *s.PayerID != payer.ID {
			return store.ErrConflict
		}
		s.PayerID = &payer.ID
		return s.keep(ctx, tx, "payer_id")
	})
	if errors.Is(err, store.ErrConflict) && s.PayerID != nil && *s.PayerID == payer.ID { // it carries another part already
		return store.Invalid{"for": {Key: "error.payer_twice"}}
	}
	return err
}

// Hide changes whether a payer's name and amount are hidden from the others and the public.
func (s Share) Hide(ctx context.Context, db *gorm.DB, by people.User, discreet bool) error {
	if !s.Answers(by) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		fresh, err := store.From[Share](tx, forUpdate).Where("id = ?", s.ID).Take(ctx)
		if err != nil {
			return err
		}
		fresh.Discreet = discreet
		return fresh.keep(ctx, tx, "discreet")
	})
}

// InvoicesOfShare are the documents of a payer for one subscription, newest first.
func InvoicesOfShare(ctx context.Context, db *gorm.DB, s Share) ([]Invoice, error) {
	if s.PayerID == nil {
		return nil, nil
	}
	rows, err := store.From[Invoice](db).Where("(subscription_id = ? or id in (select invoice_id from pool_parts where share_id = ?)) and organisation_id = ? and state = ?", s.SubscriptionID, s.ID, *s.PayerID, Final).Order("id desc").Limit(24).Omit(unlisted...).Find(ctx)
	if err == nil {
		err = settled(ctx, db, rows)
	}
	return rows, err
}

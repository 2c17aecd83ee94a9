package billing

import (
	"context"
	"time"

	"chatiere/models/billing/money"
	"chatiere/models/billing/period"
	"chatiere/models/journal"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// GiftUse is what a code took off one document, or off a period that was free by it and so has no document (ZER1). Documents for the same
// period share its number: a change does not use a code up twice.
type GiftUse struct {
	ID             uint
	GiftID         uint
	GiftCodeID     uint
	OrganisationID uint
	SubscriptionID uint
	InvoiceID      *uint
	Cycle          int
	PeriodFrom     string
	PeriodTo       string
	Cents          int64 // before tax
	CreatedAt      time.Time
}

// priced are the lines of a document with what a gift code takes off them.
type priced struct {
	lines []Line
	use   *GiftUse // not filed yet; nil when no code is used
}

// free reports whether the code left nothing to charge.
func (p priced) free() bool {
	sums, err := totals(p.lines)
	return p.use != nil && err == nil && sums.Total == 0
}

// off is what the code takes off, before tax.
func (p priced) off() int64 {
	if p.use == nil {
		return 0
	}
	return p.use.Cents
}

// net is what is charged before tax.
func (p priced) net() int64 {
	sums, _ := totals(p.lines)
	return sums.Net
}

// lowered takes off what the subscription's code gives for a period of which so much is charged: one line below each service, before
// tax, under its rate, never more than it (CPN2).
func lowered(ctx context.Context, tx *gorm.DB, s Subscription, p period.Period, lines []Line) (priced, error) {
	g, err := GiftOf(ctx, tx, s)
	if err != nil || g.ID == 0 {
		return priced{lines: lines}, err
	}
	var cents int64
	weights := make([]int64, len(lines))
	for n, l := range lines {
		weights[n] = l.NetCents
		cents += l.NetCents
	}
	use, ok := g.use(s, p, cents)
	if !ok {
		return priced{lines: lines}, nil
	}
	out := priced{use: &use}
	for n, part := range money.Split(use.Cents, weights) {
		out.lines = append(out.lines, lines[n])
		if part > 0 {
			l := lines[n]
			l.Kind, l.Label, l.Quantity, l.UnitCents, l.NetCents = Discount, g.Code.Label(), 1, -part, -part
			out.lines = append(out.lines, l)
		}
	}
	return out, nil
}

// use is what a gift gives for a period of which so much is charged. A period that it lowered before is lowered again in the same way; a
// new one uses up the next of its periods. An amount is given in proportion when only the rest of a period is charged.
func (g Gift) use(s Subscription, p period.Period, cents int64) (GiftUse, bool) {
	u := GiftUse{GiftID: g.ID, GiftCodeID: g.GiftCodeID, OrganisationID: g.OrganisationID, SubscriptionID: g.SubscriptionID, Cents: g.Code.Off(cents)}
	rest := false
	if !p.From.IsZero() {
		u.PeriodFrom, u.PeriodTo = p.From.Format(time.DateOnly), p.To.Format(time.DateOnly)
		whole, _ := s.Current(p.From)
		if rest = whole != p; rest && g.Code.Kind == GiftFixed {
			u.Cents = min(cents, money.Share(g.Code.Cents, int64(p.Days()), int64(whole.Days())))
		}
	}
	if !g.Code.For(s.OfferID) || cents <= 0 {
		return u, false
	}
	last := 0
	for _, before := range g.Uses {
		if before.PeriodTo == u.PeriodTo || before.PeriodFrom == u.PeriodFrom {
			u.Cycle = before.Cycle
		}
		last = max(last, before.Cycle)
	}
	if u.Cycle == 0 {
		if rest || g.Code.Cycles > 0 && last >= g.Code.Cycles {
			return u, false
		}
		u.Cycle = last + 1
	}
	return u, u.Cents > 0
}

// file keeps what a code took off a document, once for each, and counts it (CPN3).
func (p priced) file(ctx context.Context, tx *gorm.DB, invoice *Invoice) error {
	if p.use == nil {
		return nil
	}
	u := *p.use
	u.CreatedAt = store.Now(tx)
	if invoice != nil {
		u.InvoiceID = &invoice.ID
	}
	if err := store.From[GiftUse](tx).Create(ctx, &u); err != nil {
		return err
	}
	g := Gift{ID: u.GiftID, State: GiftCounted, CountedAt: &u.CreatedAt}
	_, err := store.From[Gift](tx).Where("id = ? and state <> ?", g.ID, GiftCounted).Select("state", "counted_at").Updates(ctx, g)
	return err
}

// giveFree keeps that a period is free by a code: nothing is issued, the account's history says so (ZER1).
func (s Subscription) giveFree(ctx context.Context, tx *gorm.DB, p priced) error {
	if err := p.file(ctx, tx, nil); err != nil {
		return err
	}
	return s.noteGift(ctx, tx, journal.Actor{}, "gift_period", map[string]any{"from": p.use.PeriodFrom, "to": p.use.PeriodTo, "cents": p.use.Cents})
}

// giveFreeOnce keeps that what a change charges is free by a code, unless the period was free by it before.
func (s Subscription) giveFreeOnce(ctx context.Context, tx *gorm.DB, p priced) error {
	until, err := s.freeUntil(ctx, tx)
	if err != nil || p.use.PeriodTo == "" || until >= p.use.PeriodTo {
		return err
	}
	return s.giveFree(ctx, tx, p)
}

// beginFree gives the first period of a subscription that was delivered, if its code leaves nothing to charge.
func (s Subscription) beginFree(ctx context.Context, tx *gorm.DB) error {
	g, err := GiftOf(ctx, tx, s)
	if err != nil || g.ID == 0 || len(g.Uses) > 0 {
		return err
	}
	a := amendment{s: s}
	if err := a.load(ctx, tx); err != nil {
		return err
	}
	first, _ := s.Current(day(s.AnchorOn))
	asked, err := linesOf(ctx, tx, s, a.o, a.pricing, a.o.Locale, first)
	if err != nil || !asked.free() {
		return err
	}
	return s.giveFreeOnce(ctx, tx, asked)
}

// freeUntil is the day until which a subscription is free by a code; empty when it never was.
func (s Subscription) freeUntil(ctx context.Context, tx *gorm.DB) (string, error) {
	var until string
	err := tx.WithContext(ctx).Table("gift_uses").Select("coalesce(max(period_to), '')").Where("subscription_id = ? and invoice_id is null", s.ID).Scan(&until).Error
	return dayOnly(until), err
}

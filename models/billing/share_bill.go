package billing

import (
	"context"
	"fmt"
	"time"

	"chatiere/models/billing/money"
	"chatiere/models/billing/period"
	"chatiere/models/billing/reference"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// bill is an amount for a period of a subscription, to be invoiced to whoever pays it: a numbered document for each, in its own language and
// with its own tax, all in one transaction.
type bill struct {
	s          Subscription
	o          people.Organisation // whose subscription it is
	pricing    Pricing
	by         journal.Actor
	from, to   string // empty before anything was delivered
	cents      int64  // of the whole, before tax
	origin     string // of what the organisation itself pays; unique
	proFormaID *uint
	together   bool   // whoever issues tells of it, with the others
	reference  string // under which the organisation itself was asked to pay; empty: a new one
}

// issue writes the invoices of all parts, the organisation's own first, and keeps what is open.
func (b bill) issue(ctx context.Context, tx *gorm.DB) ([]Invoice, error) {
	parts, err := b.s.Payers(ctx, tx, b.from)
	if err != nil {
		return nil, err
	}
	whole := alone(parts, b.s.OrganisationID)
	parts = divide(parts, b.cents, b.s.Period, b.s.OrganisationID)
	var made []Invoice
	for _, p := range parts {
		if p.Open() {
			if err := b.leaveOpen(ctx, tx, p.Cents); err != nil {
				return made, err
			}
			continue
		}
		i, err := b.part(ctx, tx, p, whole)
		if err != nil {
			return made, err
		}
		if i.ID != 0 {
			made = append(made, i)
		}
	}
	return made, nil
}

// part invoices one part, and settles it by what waits; what a head gets on one invoice for all its members is kept for that. Nothing to
// charge, nothing issued (ZER1).
func (b bill) part(ctx context.Context, tx *gorm.DB, p Payer, whole bool) (Invoice, error) {
	if p.Cents <= 0 {
		return Invoice{}, nil
	}
	if pooled, err := b.forPool(ctx, tx, p); err != nil || pooled {
		if err == nil {
			err = b.collect(ctx, tx, p)
		}
		return Invoice{}, err
	}
	payer, own, err := b.o, p.OrganisationID == b.o.ID, error(nil)
	if !own {
		if payer, err = people.LoadOrganisation(ctx, tx, p.OrganisationID); err != nil {
			return Invoice{}, err
		}
	}
	i := Invoice{
		Kind: AnInvoice, Origin: b.origin, OrganisationID: payer.ID, SubscriptionID: &b.s.ID, Locale: payer.Locale, Currency: b.s.Currency,
		Regime: b.pricing.Regime.Regime, Seller: sellerOf(b.pricing.Host, b.pricing.Regime.Regime), Buyer: buyerOf(payer), PaymentReference: b.reference,
		ServiceFrom: b.from, ServiceTo: b.to, toldTogether: b.together,
	}
	if own {
		i.ProFormaID = b.proFormaID
	} else if i.PaymentReference, i.Origin, err = reference.New(), "", nil; err == nil {
		i.Origin, err = b.s.partOrigin(ctx, tx, payer.ID, b.from)
	}
	if err != nil {
		return i, err
	}
	if i.PaymentReference == "" {
		i.PaymentReference = reference.New()
	}
	if !whole {
		i.ForName, i.ShareBP = b.o.Name, p.BP
	}
	l, err := b.line(ctx, tx, i, p.Cents)
	if err != nil {
		return i, err
	}
	asked := priced{lines: []Line{l}}
	if own { // a gift code lowers what the organisation itself pays: the others said yes to an amount
		if asked, err = lowered(ctx, tx, b.s, period.Period{From: day(b.from), To: day(b.to)}, asked.lines); err != nil {
			return i, err
		}
	}
	if asked.free() {
		return Invoice{}, b.s.giveFreeOnce(ctx, tx, asked)
	}
	if i, err = issue(ctx, tx, b.by, i, asked.lines, b.pricing); err != nil {
		return i, err
	}
	if err := asked.file(ctx, tx, &i); err != nil || i.DueCents() == 0 || i.ProFormaID != nil { // whoever finalises knows what was paid for it
		return i, err
	}
	return i, settleFromAdvances(ctx, tx, &i, 0)
}

// line is what an invoice of a period charges: so many at the price, or at a part of it, or once where that part has no whole cents; a
// share names whom it is for.
func (b bill) line(ctx context.Context, tx *gorm.DB, i Invoice, cents int64) (Line, error) {
	label, err := LabelOf(ctx, tx, b.s, i.Locale)
	if err != nil {
		return Line{}, err
	}
	quantity, unit := b.s.Quantity, cents/b.s.Quantity
	if unit*quantity != cents || i.ShareBP > 0 {
		if quantity > 1 {
			label = fmt.Sprintf("%s × %d", label, b.s.Quantity)
		}
		quantity, unit = 1, cents
	}
	if i.ShareBP > 0 {
		label = fmt.Sprintf("%s · %s · %s", label, i.ForName, percent(i.ShareBP, i.Locale))
	}
	l, err := newLine(Service, label, quantity, unit, b.pricing.treatment(i.Buyer))
	l.PeriodFrom, l.PeriodTo = i.ServiceFrom, i.ServiceTo
	return l, err
}

// partOrigin names the invoice of a payer for a period: one for each, unless the one before was credited whole (BAT2).
func (s Subscription) partOrigin(ctx context.Context, tx *gorm.DB, payerID uint, from string) (string, error) {
	origin := fmt.Sprintf("part:%s:%d:%s", s.Ref, payerID, from)
	before, err := store.From[Invoice](tx).Where("subscription_id = ? and (origin = ? or origin like ?)", s.ID, origin, origin+":%").Count(ctx, "id")
	if before > 0 {
		origin = fmt.Sprintf("%s:%d", origin, before)
	}
	return origin, err
}

// ShareGap is what nobody carries of a period of a subscription: it is invoiced to nobody until somebody takes it.
type ShareGap struct {
	ID             uint
	SubscriptionID uint
	OrganisationID uint
	FromOn         string
	ToOn           string
	Cents          int64 // before tax
	WholeCents     int64 // of the whole period, before tax
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// GapsOf are the gaps of a subscription in periods that are not over on a day, the nearest first.
func GapsOf(ctx context.Context, db *gorm.DB, s Subscription, today string) ([]ShareGap, error) {
	return store.From[ShareGap](db).Where("subscription_id = ? and cents > 0 and (to_on = '' or to_on > ?)", s.ID, today).Order("from_on").Find(ctx)
}

// leaveOpen adds what nobody pays to the gap of a period.
func (b bill) leaveOpen(ctx context.Context, tx *gorm.DB, cents int64) error {
	now := store.Now(tx)
	g := ShareGap{
		SubscriptionID: b.s.ID, OrganisationID: b.s.OrganisationID, FromOn: b.from, ToOn: b.to, Cents: cents, WholeCents: max(b.cents, cents), CreatedAt: now, UpdatedAt: now,
	}
	return tx.WithContext(ctx).Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "subscription_id"}, {Name: "from_on"}, {Name: "to_on"}},
		DoUpdates: clause.Assignments(map[string]any{
			"cents": gorm.Expr("share_gaps.cents + ?", cents), "whole_cents": gorm.Expr("case when share_gaps.whole_cents < share_gaps.cents + ? then share_gaps.cents + ? else share_gaps.whole_cents end", cents, cents),
			"updated_at": now,
		}),
	}).Create(&g).Error
}

// narrow takes so many cents out of a gap.
func (g *ShareGap) narrow(ctx context.Context, tx *gorm.DB, cents int64) error {
	g.Cents, g.UpdatedAt = max(0, g.Cents-cents), store.Now(tx)
	return tx.WithContext(ctx).Model(g).Select("cents", "updated_at").Updates(g).Error
}

// take invoices a part of a gap to whoever takes it from now on: the basis points it takes, of those that are open in that period.
func (b bill) take(ctx context.Context, tx *gorm.DB, g ShareGap, p Payer, openBP int) (Invoice, error) {
	p.Cents = g.Cents
	if p.BP < openBP {
		p.Cents = money.Share(g.Cents, int64(p.BP), int64(openBP))
	}
	if err := g.narrow(ctx, tx, p.Cents); err != nil {
		return Invoice{}, err
	}
	b.from, b.to, b.cents = g.FromOn, g.ToOn, g.WholeCents
	return b.part(ctx, tx, p, false)
}

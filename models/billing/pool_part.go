package billing

import (
	"context"
	"fmt"
	"slices"
	"time"

	"chatiere/models/billing/money"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// PoolPart is what a head is charged for one space of a member and one period: a line of the invoice that it gets for all of them, once
// that is written. It stands for an invoice wherever one asks what of the space is paid for.
type PoolPart struct {
	ID             uint
	HeadID         uint
	AffiliationID  uint
	ShareID        uint
	SubscriptionID uint
	OrganisationID uint // of the member
	FromOn         string
	ToOn           string
	Cents          int64 // before tax
	CreditedCents  int64 // of these
	Released       bool  // the period may be invoiced again: the plan changed, it will not come, or somebody else pays it
	Label          string
	InvoiceID      *uint // nil while it waits for the others
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// coveringPart is the condition on a part k that its period is taken care of.
const coveringPart = "not k.released"

// collect keeps a part of a bill for the invoice that its head gets for all spaces.
func (b bill) collect(ctx context.Context, tx *gorm.DB, p Payer) error {
	head, err := people.LoadOrganisation(ctx, tx, p.OrganisationID)
	if err != nil {
		return err
	}
	label, err := LabelOf(ctx, tx, b.s, head.Locale)
	if err != nil {
		return err
	}
	if b.s.Quantity > 1 {
		label = fmt.Sprintf("%s × %d", label, b.s.Quantity)
	}
	label = b.o.Name + " · " + label
	if p.BP < wholeBP {
		label += " · " + percent(p.BP, head.Locale)
	}
	now := store.Now(tx)
	k := PoolPart{
		HeadID: p.OrganisationID, AffiliationID: *p.Share.AffiliationID, ShareID: p.Share.ID, SubscriptionID: b.s.ID, OrganisationID: b.o.ID, FromOn: b.from, ToOn: b.to,
		Cents: p.Cents, Label: label, CreatedAt: now, UpdatedAt: now,
	}
	return store.From[PoolPart](tx).Create(ctx, &k)
}

// forPool reports whether a part of a bill goes onto the invoice that its head gets for all spaces.
func (b bill) forPool(ctx context.Context, tx *gorm.DB, p Payer) (bool, error) {
	if p.Share == nil || p.Share.AffiliationID == nil || b.s.Currency != euros {
		return false, nil
	}
	pool, err := PoolOf(ctx, tx, p.OrganisationID)
	return pool.Together, err
}

// pooled are the parts of a subscription on invoices of its head that meet a condition, each as if it were an invoice of its own: without an id,
// so that nobody takes it for the whole document.
func (s Subscription) pooled(ctx context.Context, tx *gorm.DB, condition string) ([]Invoice, error) {
	var parts []PoolPart
	err := tx.WithContext(ctx).Table("pool_parts k").Select("k.*").Where("k.subscription_id = ?", s.ID).Where(condition).Order("k.id").Find(&parts).Error
	all := make([]Invoice, len(parts))
	for n := range parts {
		k := &parts[n]
		all[n] = Invoice{
			Ref: fmt.Sprintf("part-%d", k.ID), Kind: AnInvoice, State: Final, OrganisationID: k.HeadID, SubscriptionID: &s.ID, NetCents: k.Cents, TotalCents: k.Cents,
			CreditedCents: k.CreditedCents, SettledCents: k.CreditedCents, ServiceFrom: k.FromOn, ServiceTo: k.ToOn, Part: k,
		}
		if first, begun := s.Current(day(s.AnchorOn)); begun && k.ToOn == "" {
			all[n].ServiceFrom, all[n].ServiceTo = first.From.Format(time.DateOnly), first.To.Format(time.DateOnly)
		}
	}
	return all, err
}

// standingPart is the condition on a part k that not all of it was credited.
const standingPart = "k.credited_cents < k.cents"

// credit takes an amount before tax off a part, at most what is left of it, and says how much it was: before its invoice is written the part
// shrinks, afterwards a credit note names the line. Where the last cent of tax could not be credited any more it is a cent or two more.
func (k PoolPart) credit(ctx context.Context, tx *gorm.DB, by people.User, cents int64, why Because, f CreditForm) (int64, error) {
	if err := oneAtATime(tx, k.HeadID); err != nil {
		return 0, err
	}
	k, err := store.From[PoolPart](tx, forUpdate).Where("id = ?", k.ID).Take(ctx)
	if err != nil {
		return 0, err
	}
	if left := k.Cents - k.CreditedCents; cents == 0 || cents > left {
		cents = left
	}
	k.Released = k.Released || f.releases
	switch {
	case cents == 0:
	case k.InvoiceID == nil:
		k.Cents -= cents
	default:
		if cents, err = k.creditLine(ctx, tx, by, cents, why, f); err != nil {
			return 0, err
		}
		k.CreditedCents += cents
	}
	k.UpdatedAt = store.Now(tx)
	return cents, tx.WithContext(ctx).Model(&k).Select("cents", "credited_cents", "released", "updated_at").Updates(&k).Error
}

// creditLine writes the credit note on the invoice that the part is a line of, and says how much before tax it is.
func (k PoolPart) creditLine(ctx context.Context, tx *gorm.DB, by people.User, cents int64, why Because, f CreditForm) (int64, error) {
	i, err := LoadInvoice(ctx, tx, *k.InvoiceID)
	if err != nil {
		return 0, err
	}
	groups, err := i.uncredited(ctx, tx)
	if err != nil {
		return 0, err
	}
	for _, l := range i.Lines {
		if l.Label != k.Label || l.PeriodFrom != k.FromOn || l.NetCents != k.Cents {
			continue
		}
		left := leftOf(groups, l.Line)
		f.line, f.Reason, cents = &l.Line, why(i.Locale), min(cents, left)
		for f.Cents = cents; f.Cents > 0 && f.Cents <= left; f.Cents++ {
			_, err = i.correct(ctx, tx, by, f)
			if _, rounding := store.AsInvalid(err); !rounding {
				return f.Cents, err
			}
		}
		return 0, err
	}
	return 0, nil
}

// giveBack credits an invoice, or a line of one that a head got for all its members, and says how much before tax it was; without an amount all
// of an invoice that was not credited yet.
func (i Invoice) giveBack(ctx context.Context, tx *gorm.DB, by people.User, cents int64, why Because, f CreditForm) (int64, error) {
	if i.Part != nil {
		return i.Part.credit(ctx, tx, by, cents, why, f)
	}
	f.Cents, f.Reason = cents, why(i.Locale)
	note, err := i.correct(ctx, tx, by, f)
	return note.NetCents, err
}

// giveBackUnused credits what of a part was not used, when the contract was given back.
func (k PoolPart) giveBackUnused(ctx context.Context, tx *gorm.DB, by people.User, used int64, days stretch, why Because) error {
	left := k.Cents - k.CreditedCents
	if unused := left - min(left, used); unused > 0 {
		_, err := k.credit(ctx, tx, by, unused, why, CreditForm{Key: fmt.Sprintf("withdrawal:part-%d", k.ID), span: days, releases: true})
		return err
	}
	return nil
}

// dropParts credits what heads were charged for periods of a contract that begin on a day or later: they will not come.
func (s Subscription) dropParts(ctx context.Context, tx *gorm.DB, by people.User, from string, why Because) error {
	all, err := s.pooled(ctx, tx, standingPart)
	for _, i := range all {
		if i.ServiceFrom < from {
			continue
		}
		if _, err := i.giveBack(ctx, tx, by, 0, why, CreditForm{Key: "ahead:" + i.Ref, releases: true}); err != nil {
			return err
		}
	}
	return err
}

// pooledInvoices are those of some late invoices that a head got for all its members: they keep nobody out.
func pooledInvoices(ctx context.Context, db *gorm.DB, headID uint, late []Invoice) (ids []uint, err error) {
	if !slices.ContainsFunc(late, func(i Invoice) bool { return i.SubscriptionID == nil && !i.Carried }) {
		return nil, nil
	}
	err = db.WithContext(ctx).Model(&PoolPart{}).Where("head_id = ? and invoice_id is not null", headID).Distinct("invoice_id").Pluck("invoice_id", &ids).Error
	return ids, err
}

// stillAsked are the lines of an invoice that is written again: of one for many spaces, less what of each was credited before because it will not
// come or somebody else pays it. Those parts stay with the first invoice, the others go with the new one.
func (i Invoice) stillAsked(ctx context.Context, tx *gorm.DB) ([]Line, error) {
	lines := i.PlainLines()
	parts, err := store.From[PoolPart](tx).Where("invoice_id = ? and credited_cents > 0", i.ID).Order("id").Find(ctx)
	for _, k := range parts {
		n := slices.IndexFunc(lines, func(l Line) bool { return l.Label == k.Label && l.PeriodFrom == k.FromOn && l.NetCents == k.Cents })
		if n < 0 {
			continue
		}
		if k.Cents == k.CreditedCents {
			lines = slices.Delete(lines, n, n+1)
			continue
		}
		k.Cents, k.CreditedCents = k.Cents-k.CreditedCents, 0
		lines[n].UnitCents, lines[n].NetCents = k.Cents, k.Cents
		if err := tx.WithContext(ctx).Model(&k).Select("cents", "credited_cents").Updates(&k).Error; err != nil {
			return nil, err
		}
	}
	return lines, err
}

// leftOf is what was not credited yet of the tax group of a line.
func leftOf(groups []money.Group, l Line) int64 {
	for _, g := range groups {
		if g.Category == string(l.Category) && g.RateBP == l.RateBP {
			return g.Net
		}
	}
	return 0
}

package billing

import (
	"context"
	"time"

	"chatiere/models/billing/money"
	"chatiere/models/billing/period"

	"gorm.io/gorm"
)

// standingInvoice is the condition on an invoice i that not all of it was credited.
const standingInvoice = "i.kind = 'invoice' and i.state = 'final' and exists (select 1 from invoice_dues d where d.invoice_id = i.id and d.credited_cents < i.total_cents)"

// live are the invoices of a subscription of which not everything was credited, oldest first. One that was issued before anything was
// delivered is for the first period.
func (s Subscription) live(ctx context.Context, tx *gorm.DB) ([]Invoice, error) {
	return s.standing(ctx, tx, "1 = 1")
}

func (s Subscription) standing(ctx context.Context, tx *gorm.DB, condition string, args ...any) ([]Invoice, error) {
	var all []Invoice
	err := tx.WithContext(ctx).Table("invoices i").Select("i.*").Where("i.subscription_id = ?", s.ID).Where(standingInvoice).
		Where(condition, args...).Order("i.id").Find(&all).Error
	if err != nil {
		return nil, err
	}
	for n := range all {
		if first, begun := s.Current(day(s.AnchorOn)); begun && all[n].ServiceTo == "" {
			all[n].ServiceFrom, all[n].ServiceTo = first.From.Format(time.DateOnly), first.To.Format(time.DateOnly)
		}
	}
	return all, nil
}

// invoicedFrom are the invoices that cover a period to its end, and those of later ones. Of several for the same period only the newest
// counts: the others were replaced by it.
func (s Subscription) invoicedFrom(ctx context.Context, tx *gorm.DB, p period.Period) ([]Invoice, error) {
	from, to := p.From.Format(time.DateOnly), p.To.Format(time.DateOnly)
	all, err := s.standing(ctx, tx, "i.service_to = '' or i.service_to >= ?", to)
	var kept []Invoice
	for _, i := range all {
		switch {
		case i.ServiceTo == to && i.ServiceFrom >= from:
			kept = []Invoice{i}
		case i.ServiceFrom >= to:
			kept = append(kept, i)
		}
	}
	return kept, err
}

// ahead are those of them that are for later periods.
func ahead(invoices []Invoice, from time.Time) []Invoice {
	var later []Invoice
	for _, i := range invoices {
		if i.ServiceFrom >= from.Format(time.DateOnly) {
			later = append(later, i)
		}
	}
	return later
}

// unused is what of an invoice before tax is for days from a day on, rounded to the cent (CHG4). One-time lines are used (CHG6).
func unused(i Invoice, from time.Time) int64 {
	p := period.Period{From: day(i.ServiceFrom), To: day(i.ServiceTo)}
	if p.Days() <= 0 {
		return 0
	}
	left := p
	if from.After(p.From) {
		left.From = from
	}
	return money.Share(i.NetCents-i.oneTime(), int64(max(0, left.Days())), int64(p.Days()))
}

// oneTime is what an invoice charges once, before tax.
func (i Invoice) oneTime() int64 {
	var sum int64
	for _, l := range i.Lines {
		if l.Kind == Setup {
			sum += l.NetCents
		}
	}
	return sum
}

// creditable is what of an invoice was not credited yet, before tax.
func (i Invoice) creditable(ctx context.Context, tx *gorm.DB) (int64, error) {
	groups, err := i.uncredited(ctx, tx)
	var sum int64
	for _, g := range groups {
		sum += g.Net
	}
	return sum, err
}

// lastInvoiced is the day until which a subscription is invoiced; empty when it is not.
func (s Subscription) lastInvoiced(ctx context.Context, tx *gorm.DB) (string, error) {
	all, err := s.standing(ctx, tx, "i.id = (select max(i.id) from invoices i where i.subscription_id = ? and "+standingInvoice+")", s.ID)
	if err != nil || len(all) == 0 {
		return "", err
	}
	return all[0].ServiceTo, nil
}

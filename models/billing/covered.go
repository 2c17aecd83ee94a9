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

// coveringInvoice is the condition on an invoice i that its period is taken care of: something of it stands, or it was credited for good. Only
// a credit note that releases the period (the plan changed, it will not come) leaves it to be invoiced again.
const coveringInvoice = "i.kind = 'invoice' and i.state = 'final' and (exists (select 1 from invoice_dues d where d.invoice_id = i.id and d.credited_cents < i.total_cents)" +
	" or not exists (select 1 from invoices n where n.corrects_id = i.id and n.released))"

// replacedInvoice is the condition on an invoice i that a change credited what of it was unused, and another one took its place.
const replacedInvoice = "exists (select 1 from invoices n where n.corrects_id = i.id and n.origin like 'credit:change:%')"

// lastDay selects the day until which a subscription s is invoiced, here or by the system it came from, or nobody could be, or it is free by a
// gift code.
const lastDay = "select max(x.last_on) from (select i.service_to as last_on from invoices i where i.subscription_id = s.id and " + coveringInvoice + " and not " + replacedInvoice +
	" union all select g.to_on as last_on from share_gaps g where g.subscription_id = s.id" +
	" union all select k.to_on as last_on from pool_parts k where k.subscription_id = s.id and " + coveringPart +
	" union all select u.period_to as last_on from gift_uses u where u.subscription_id = s.id and u.invoice_id is null union all select nullif(s.invoiced_until, '')) x"

// live are the invoices of a subscription of which not everything was credited, oldest first. One that was issued before anything was
// delivered is for the first period.
func (s Subscription) live(ctx context.Context, tx *gorm.DB) ([]Invoice, error) {
	all, err := s.standing(ctx, tx, "1 = 1")
	if err != nil {
		return nil, err
	}
	pooled, err := s.pooled(ctx, tx, standingPart)
	return append(all, pooled...), err
}

func (s Subscription) standing(ctx context.Context, tx *gorm.DB, condition string, args ...any) ([]Invoice, error) {
	return s.those(ctx, tx, standingInvoice, condition, args...)
}

// those are the invoices of a subscription of one sort that meet a condition, oldest first.
func (s Subscription) those(ctx context.Context, tx *gorm.DB, sort, condition string, args ...any) ([]Invoice, error) {
	var all []Invoice
	err := tx.WithContext(ctx).Table("invoices i").Select("i.*").Where("i.subscription_id = ?", s.ID).Where(sort).
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

// invoicedFrom are the invoices that cover a period to its end, also those that were credited for good, and those of later ones that stand, of
// everybody who pays. Those that a change replaced do not count.
func (s Subscription) invoicedFrom(ctx context.Context, tx *gorm.DB, p period.Period) ([]Invoice, error) {
	from, to := p.From.Format(time.DateOnly), p.To.Format(time.DateOnly)
	covering, err := s.those(ctx, tx, coveringInvoice, "(i.service_to = '' or i.service_to = ?) and not "+replacedInvoice, to)
	if err != nil {
		return nil, err
	}
	pooled, err := s.pooled(ctx, tx, coveringPart)
	if err != nil {
		return nil, err
	}
	var kept []Invoice
	for _, i := range append(covering, pooled...) {
		if i.ServiceTo == to && i.ServiceFrom >= from {
			kept = append(kept, i)
		}
	}
	later, err := s.standing(ctx, tx, "i.service_from >= ?", to)
	for _, i := range pooled {
		if i.ServiceFrom >= to && i.CreditedCents < i.TotalCents {
			later = append(later, i)
		}
	}
	return append(kept, later...), err
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

// stretch are days, from the first until before the last; empty where none are known.
type stretch struct{ From, To string }

// spanFrom are the days of an invoice from a day on.
func (i Invoice) spanFrom(from time.Time) stretch {
	first := from.Format(time.DateOnly)
	switch {
	case i.ServiceFrom == "" || i.ServiceTo == "" || first >= i.ServiceTo:
		return stretch{}
	case first < i.ServiceFrom:
		first = i.ServiceFrom
	}
	return stretch{first, i.ServiceTo}
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

// lastInvoiced is the day until which the periods of a subscription are taken care of, or could be by nobody; empty when none is.
func (s Subscription) lastInvoiced(ctx context.Context, tx *gorm.DB) (string, error) {
	var last *string
	err := tx.WithContext(ctx).Raw("select ("+lastDay+") from subscriptions s where s.id = ?", s.ID).Scan(&last).Error
	if err != nil || last == nil {
		return "", err
	}
	if first, begun := s.Current(day(s.AnchorOn)); begun && *last == "" { // issued before anything was delivered: for the first period
		return first.To.Format(time.DateOnly), nil
	}
	return dayOnly(*last), nil
}

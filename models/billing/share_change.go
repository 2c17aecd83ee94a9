package billing

import (
	"context"
	"slices"
	"time"

	"chatiere/models/billing/money"
	"chatiere/models/billing/period"

	"gorm.io/gorm"
)

// staying are the invoices of others that a change of the subscription leaves as they are.
type staying []Invoice

// staying are those of others, while the periods stay as long as they are: nobody's part is raised without their yes.
func (s Subscription) staying(invoiced []Invoice, sameLength bool) staying {
	var kept staying
	for _, i := range invoiced {
		if sameLength && i.OrganisationID != s.OrganisationID && i.CreditedCents < i.TotalCents {
			kept = append(kept, i)
		}
	}
	return kept
}

func (k staying) holds(i Invoice) bool {
	return slices.ContainsFunc(k, func(kept Invoice) bool { return kept.Ref == i.Ref })
}

// unused is what of them is for the days from one to another, before tax.
func (k staying) unused(from, to time.Time) (sum int64) {
	for _, i := range k {
		if i.ServiceTo == to.Format(time.DateOnly) {
			sum += unused(i, from)
		}
	}
	return sum
}

// gapsFrom are the open gaps of a period and of later ones.
func (s Subscription) gapsFrom(ctx context.Context, tx *gorm.DB, p period.Period) ([]ShareGap, error) {
	all, err := GapsOf(ctx, tx, s, p.From.Format(time.DateOnly))
	for n := range all {
		if first, begun := s.Current(day(s.AnchorOn)); begun && all[n].ToOn == "" {
			all[n].FromOn, all[n].ToOn = first.From.Format(time.DateOnly), first.To.Format(time.DateOnly)
		}
	}
	return all, err
}

// openCents is what of gaps is for the days from one to another, before tax.
func openCents(gaps []ShareGap, from, to time.Time) (sum int64) {
	for _, g := range gaps {
		p := period.Period{From: day(g.FromOn), To: day(g.ToOn)}
		if !p.To.Equal(to) || p.Days() <= 0 {
			continue
		}
		left := p
		if from.After(p.From) {
			left.From = from
		}
		sum += money.Share(g.Cents, int64(max(0, left.Days())), int64(p.Days()))
	}
	return sum
}

// periodsOf are the periods that invoices are for, each once, in order.
func periodsOf(invoices []Invoice) []period.Period {
	var all []period.Period
	for _, i := range invoices {
		p := period.Period{From: day(i.ServiceFrom), To: day(i.ServiceTo)}
		if !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(a, b period.Period) int { return a.From.Compare(b.From) })
	return all
}

// netOf adds invoices up, before tax.
func netOf(invoices []Invoice) (sum int64) {
	for _, i := range invoices {
		sum += i.NetCents
	}
	return sum
}

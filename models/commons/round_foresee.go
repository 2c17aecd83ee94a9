package commons

import (
	"context"
	"time"

	"chatiere/models/commons/formula"

	"gorm.io/gorm"
)

// toldInputs are the sums of a round as far as they were told to everybody: whole tellings within its period, and what of the pot is in none yet.
type toldInputs struct {
	Base, Accrued, Untold int64
}

// toldSums reads them.
const toldSums = `cast(coalesce((select sum(received_cents) from redistribution_tellings where from_month >= @month and to_month <= @until), 0) as bigint) as told,
		cast(coalesce((select sum(set_aside_cents) from redistribution_tellings where from_month >= @month and to_month <= @until), 0) as bigint) as told_accrued,
		cast(coalesce((select set_aside_cents from redistribution_totals where id = 1), 0) - coalesce((select sum(set_aside_cents) from redistribution_tellings), 0) as bigint) as untold`

// wholeMonths are the first and the last month that lie wholly in a period.
func wholeMonths(p formula.Period) (from, to string) {
	first, _ := time.Parse(time.DateOnly, p.From)
	next, _ := time.Parse(time.DateOnly, p.To)
	if next = next.AddDate(0, 0, 1); first.Day() > 1 {
		first = first.AddDate(0, 1, 1-first.Day())
	}
	return first.Format("2006-01"), next.AddDate(0, 0, -next.Day()).Format("2006-01")
}

// Foresee is the pot as it would be today, as far as everybody is told of what it is made of: whoever looks before and after a payment sees the same.
// It is false where that cannot be said: of invoices nothing is told, and of payments nothing before the first months of the period are. Ballots are not looked at.
func (r *Round) Foresee(ctx context.Context, db *gorm.DB) (pot int64, in formula.Inputs, foreseen bool, err error) {
	var told toldInputs
	if in, told, r.Subscribers, err = r.inputs(ctx, db); err != nil {
		return 0, in, false, err
	}
	in.Available = max(0, in.Available-told.Untold)
	switch r.Rules().Base.Kind {
	case formula.InvoicedHT:
		return 0, formula.Inputs{}, false, nil
	case formula.ReceivedHT:
		in.Base, in.Accrued = told.Base, told.Accrued
		r.Subscribers = 0
		if in.Base > 0 {
			r.Subscribers = FewestPayers // each telling has at least so many
		} else if in.Carried == 0 {
			return 0, in, false, nil // nothing of it is told yet: nought would be said of money that is there
		}
	}
	return r.Rules().Pot(in), in, true, nil
}

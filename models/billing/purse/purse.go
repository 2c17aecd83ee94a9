// Package purse counts what a network head has, spends and will spend for its members in a year. It knows no database and nobody's name.
package purse

import (
	"time"

	"chatiere/models/billing/money"
	"chatiere/models/billing/period"
)

// Use is how far the money for a year is used, in cents, tax included.
type Use struct {
	Budget    int64 // 0: no limit was set
	Spent     int64 // invoiced, credit notes taken off
	Committed int64 // will be invoiced in the year for what was agreed upon
}

// Used is what is spent and what is committed.
func (u Use) Used() int64 { return u.Spent + u.Committed }

// Left is what may still be agreed to; less than nothing when the budget is passed.
func (u Use) Left() int64 { return u.Budget - u.Used() }

// Limited reports whether there is a budget at all.
func (u Use) Limited() bool { return u.Budget > 0 }

// Holds reports whether so much more stays within the budget.
func (u Use) Holds(cents int64) bool { return !u.Limited() || cents <= 0 || u.Used()+cents <= u.Budget }

// Reached is the last threshold that is reached, of which somebody is told: 80 or 100 per cent, or none.
func (u Use) Reached() int {
	switch {
	case !u.Limited():
		return 0
	case u.Used() >= u.Budget:
		return 100
	case 10*u.Used() >= 8*u.Budget:
		return 80
	}
	return 0
}

// Percent is how many hundredths of the budget are used, rounded down.
func (u Use) Percent() int {
	if !u.Limited() {
		return 0
	}
	return int(u.Used() * 100 / u.Budget)
}

// Part is what of an amount somebody carries, in basis points.
func Part(cents int64, bp int) int64 { return money.Percent(cents, int64(bp)) }

// Coming counts the periods that begin in a year, from a day on; those that begin on the day of the end or later do not come.
func Coming(anchor time.Time, every period.Interval, from time.Time, year int, end time.Time) int {
	count := 0
	for p, _ := period.Holding(anchor, every, from); p.From.Year() <= year; p, _ = period.Holding(anchor, every, p.To) {
		if !end.IsZero() && !p.From.Before(end) {
			break
		}
		if p.From.Year() == year {
			count++
		}
	}
	return count
}

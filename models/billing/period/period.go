// Package period counts the days a subscription covers. It is pure. A day is midnight UTC of the date in the collective's zone,
// so that a change of the clock never adds or loses one; a period is half open: its last day is the eve of To (MON3).
package period

import (
	"errors"
	"time"
)

// Interval is how long one period lasts.
type Interval string

// The intervals. An offer is paid by the month or by the year; what people promise may come each quarter too.
const (
	Month   Interval = "month"
	Quarter Interval = "quarter"
	Year    Interval = "year"
)

// Valid reports whether an offer can be paid by it.
func (i Interval) Valid() bool { return i == Month || i == Year }

// Months is how many months it lasts.
func (i Interval) Months() int {
	switch i {
	case Quarter:
		return 3
	case Year:
		return 12
	}
	return 1
}

// Period is the days from From up to, not including, To.
type Period struct{ From, To time.Time }

// Nth is the n-th period (from 0) of a subscription that began on anchor. Each bound is counted from the anchor itself, never from
// the bound before: 31 January, 28 or 29 February, 31 March; 29 February each year, or the 28th where there is none.
func Nth(anchor time.Time, every Interval, n int) Period {
	return Period{From: bound(anchor, every, n), To: bound(anchor, every, n+1)}
}

// Holding is the period in which day lies; before the anchor it is the first one.
func Holding(anchor time.Time, every Interval, day time.Time) (p Period, n int) {
	n = max(0, ((day.Year()-anchor.Year())*12+int(day.Month())-int(anchor.Month()))/every.Months()-1)
	for !bound(anchor, every, n+1).After(day) {
		n++
	}
	return Nth(anchor, every, n), n
}

// bound is the day on which the n-th period begins: the anchor's day, or the last of a month that is too short for it.
func bound(anchor time.Time, every Interval, n int) time.Time {
	first := time.Date(anchor.Year(), anchor.Month()+time.Month(n*every.Months()), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(anchor.Day(), last)-1)
}

// Days is how many days the period has.
func (p Period) Days() int { return int(p.To.Sub(p.From) / (24 * time.Hour)) }

// Last is the last day inside, as people write a period: from the first to the last.
func (p Period) Last() time.Time { return p.To.AddDate(0, 0, -1) }

// Holds reports whether a day lies in the period.
func (p Period) Holds(day time.Time) bool { return !day.Before(p.From) && day.Before(p.To) }

// ErrDay says that a text is no day.
var ErrDay = errors.New("period: not a day")

// Day reads a day as it is stored: 2026-11-25.
func Day(stored string) (time.Time, error) {
	t, err := time.Parse(time.DateOnly, stored)
	if err != nil {
		return t, ErrDay
	}
	return t, nil
}

// Package reminder says on which days an unpaid invoice is reminded of, and when the service behind it is reduced and ends (billing.md 8).
// It is pure: days are midnight UTC.
package reminder

import "time"

// Days are counted from the day an invoice is due: three letters, then what becomes of the unpaid service and of no other.
type Days struct {
	First      int `json:"first"`       // reminder
	Second     int `json:"second"`      // reminder, to the owners too
	Last       int `json:"last"`        // notice before anything is reduced
	ReadOnly   int `json:"read_only"`   // reading, export, payment and help work; writing does not
	ExportOnly int `json:"export_only"` // only export, payment and help
	End        int `json:"end"`         // the contract ends
}

// Usual are the days of a collective that never chose others.
var Usual = Days{First: 7, Second: 21, Last: 35, ReadOnly: 45, ExportOnly: 90, End: 120}

// Between is how many days lie between two steps at least, also when several are overdue at once after a pause (billing.md DUN3).
const Between = 10

// The least time before a service is reduced, and the most before an end: floors of billing.md 8.
const (
	leastFirst  = 3
	leastClosed = 30 // from the due day to reading only
	leastExport = 45 // more to export only
	leastEnd    = 30 // more to the end
	most        = 365
)

// Field names one of the days.
type Field string

// The days by name, in their order.
const (
	First      Field = "first"
	Second     Field = "second"
	Last       Field = "last"
	ReadOnly   Field = "read_only"
	ExportOnly Field = "export_only"
	End        Field = "end"
)

// Fields are all of them, in order.
var Fields = []Field{First, Second, Last, ReadOnly, ExportOnly, End}

// Of is one of the days by its name.
func (d *Days) Of(f Field) *int {
	return map[Field]*int{First: &d.First, Second: &d.Second, Last: &d.Last, ReadOnly: &d.ReadOnly, ExportOnly: &d.ExportOnly, End: &d.End}[f]
}

// At is the day of the n-th step, the first reminder being 1; ok is false after the last one.
func (d Days) At(n int) (days int, ok bool) {
	if n < 1 || n > len(Fields) {
		return 0, false
	}
	return *d.Of(Fields[n-1]), true
}

// Bounds are the least and the most that a day may be, given the one before it.
func (d Days) Bounds(f Field) (low, high int) {
	low = map[Field]int{
		First: leastFirst, Second: d.First + Between, Last: d.Second + Between, ReadOnly: max(leastClosed, d.Last+Between),
		ExportOnly: d.ReadOnly + leastExport, End: d.ExportOnly + leastEnd,
	}[f]
	return low, most
}

// Sound reports whether every day is within its bounds.
func (d Days) Sound() bool {
	for _, f := range Fields {
		if low, high := d.Bounds(f); *d.Of(f) < low || *d.Of(f) > high {
			return false
		}
	}
	return true
}

// Calendar is when each step comes for an invoice due on a day that stays unpaid: on its day, not less than Between after the one before,
// and on a day on which people work.
func (d Days) Calendar(due time.Time, working func(time.Time) time.Time) []time.Time {
	var all []time.Time
	for n := 1; ; n++ {
		days, ok := d.At(n)
		if !ok {
			return all
		}
		on := due.AddDate(0, 0, days)
		if n > 1 && on.Before(all[n-2].AddDate(0, 0, Between)) {
			on = all[n-2].AddDate(0, 0, Between)
		}
		all = append(all, working(on))
	}
}

// Plan is the days for invoices that are due on a day or later, until the next plan begins.
type Plan struct {
	FromOn string `json:"from_on"` // YYYY-MM-DD
	Days   Days   `json:"days"`
}

// Plans are those of a collective, oldest first. None: the usual days.
type Plans []Plan

// For are the days for an invoice that is due on a day: those that were in force then, so that a later plan never changes what was begun.
func (p Plans) For(due string) Days {
	days := Usual
	for _, one := range p {
		if one.FromOn <= due {
			days = one.Days
		}
	}
	return days
}

// Coming reports whether the newest plan has not begun on a day.
func (p Plans) Coming(today string) (Plan, bool) {
	if len(p) == 0 || p[len(p)-1].FromOn <= today {
		return Plan{}, false
	}
	return p[len(p)-1], true
}

// Promised are the days that hold whatever invoice is meant: the least of those in force on a day and of those to come.
func (p Plans) Promised(today string) Days {
	days := p.For(today)
	for _, one := range p {
		if one.FromOn <= today {
			continue
		}
		for _, f := range Fields {
			*days.Of(f) = min(*days.Of(f), *one.Days.Of(f))
		}
	}
	return days
}

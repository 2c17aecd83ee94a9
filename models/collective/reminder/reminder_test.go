package reminder_test

import (
	"testing"
	"time"

	"chatiere/models/collective/reminder"
)

func on(t *testing.T, text string) time.Time {
	t.Helper()
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTheUsualDaysAreSoundAndNoneMayComeSooner(t *testing.T) {
	if !reminder.Usual.Sound() {
		t.Fatal("the usual days break their own bounds")
	}
	for name, change := range map[string]func(*reminder.Days){
		"a first reminder on the next day":      func(d *reminder.Days) { d.First = 1 },
		"a second one within ten days":          func(d *reminder.Days) { d.Second = 16 },
		"a last notice within ten days":         func(d *reminder.Days) { d.Last = 30 },
		"read-only without ten days of notice":  func(d *reminder.Days) { d.ReadOnly = 44 },
		"read-only before thirty days":          func(d *reminder.Days) { d.First, d.Second, d.Last, d.ReadOnly = 3, 13, 16, 29 },
		"export only within forty-five days":    func(d *reminder.Days) { d.ExportOnly = 89 },
		"an end within thirty days of the step": func(d *reminder.Days) { d.End = 119 },
		"an end after more than a year":         func(d *reminder.Days) { d.End = 366 },
	} {
		d := reminder.Usual
		if change(&d); d.Sound() {
			t.Errorf("%s is taken: %+v", name, d)
		}
	}
}

func TestAnInvoiceKeepsTheDaysThatHeldWhenItWasDue(t *testing.T) {
	slow := reminder.Usual
	slow.ReadOnly, slow.ExportOnly, slow.End = 60, 120, 180
	plans := reminder.Plans{{FromOn: "2027-03-01", Days: slow}}
	if plans.For("2027-02-28") != reminder.Usual || plans.For("2027-03-01") != slow || (reminder.Plans{}).For("2027-03-01") != reminder.Usual {
		t.Error("the days are not those of the due day")
	}
	if _, coming := plans.Coming("2027-03-01"); coming {
		t.Error("a plan that holds is to come")
	}
	if got := plans.Promised("2027-02-01"); got != reminder.Usual {
		t.Errorf("promised %+v", got)
	}
	if got := plans.Promised("2027-03-02"); got != slow {
		t.Errorf("promised %+v", got)
	}
}

func TestTheCalendarWaitsForWorkingDaysAndKeepsItsDistance(t *testing.T) {
	weekend := func(d time.Time) time.Time {
		for d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
			d = d.AddDate(0, 0, 1)
		}
		return d
	}
	d := reminder.Days{First: 3, Second: 13, Last: 23, ReadOnly: 33, ExportOnly: 78, End: 108}
	got := d.Calendar(on(t, "2027-03-03"), weekend) // a Wednesday: day 3 is a Saturday
	for n, want := range []string{"2027-03-08", "2027-03-18", "2027-03-29", "2027-04-08", "2027-05-20", "2027-06-21"} {
		if !got[n].Equal(on(t, want)) {
			t.Errorf("step %d on %s, want %s", n+1, got[n].Format(time.DateOnly), want)
		}
	}
}

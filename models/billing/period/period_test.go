package period_test

import (
	"testing"
	"time"

	"chatiere/models/billing/period"
)

func day(t *testing.T, text string) time.Time {
	t.Helper()
	d, err := period.Day(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestMON3_EachBoundIsCountedFromTheAnchor(t *testing.T) {
	for name, c := range map[string]struct {
		anchor string
		every  period.Interval
		want   []string
	}{
		"the 31st":          {"2027-01-31", period.Month, []string{"2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"}},
		"in a leap year":    {"2028-01-31", period.Month, []string{"2028-01-31", "2028-02-29", "2028-03-31"}},
		"over a year's end": {"2026-11-30", period.Month, []string{"2026-11-30", "2026-12-30", "2027-01-30", "2027-02-28", "2027-03-30"}},
		"on a leap day":     {"2028-02-29", period.Year, []string{"2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"}},
		"an ordinary year":  {"2026-11-25", period.Year, []string{"2026-11-25", "2027-11-25"}},
	} {
		t.Run(name, func(t *testing.T) {
			for n, want := range c.want {
				if got := period.Nth(day(t, c.anchor), c.every, n).From.Format(time.DateOnly); got != want {
					t.Errorf("period %d begins on %s, want %s", n, got, want)
				}
			}
		})
	}
}

func TestMON3_PeriodsFollowEachOtherWithoutGap(t *testing.T) {
	for anchor := day(t, "2026-01-01"); anchor.Year() < 2029; anchor = anchor.AddDate(0, 0, 1) {
		for _, every := range []period.Interval{period.Month, period.Year} {
			for n := range 30 {
				p, next := period.Nth(anchor, every, n), period.Nth(anchor, every, n+1)
				if !p.To.Equal(next.From) || p.Days() < 28 || p.Holds(p.To) || !p.Holds(p.Last()) {
					t.Fatalf("from %s, %s %d: %v, then %v", anchor, every, n, p, next)
				}
				for _, inside := range []time.Time{p.From, p.Last(), p.From.AddDate(0, 0, p.Days()/2)} {
					if held, at := period.Holding(anchor, every, inside); at != n || held != p {
						t.Fatalf("%s lies in period %d of %s, not %d", inside, n, anchor, at)
					}
				}
			}
		}
	}
}

func TestMON3_AMonthWithAClockChangeHasWholeDays(t *testing.T) {
	if n := period.Nth(day(t, "2027-03-01"), period.Month, 0).Days(); n != 31 {
		t.Errorf("March has %d days", n)
	}
	if n := period.Nth(day(t, "2027-10-15"), period.Month, 0).Days(); n != 31 {
		t.Errorf("from mid October: %d days", n)
	}
}

func TestADayBeforeTheAnchorLiesInTheFirstPeriod(t *testing.T) {
	if _, n := period.Holding(day(t, "2026-11-25"), period.Month, day(t, "2025-01-01")); n != 0 {
		t.Error(n)
	}
	if _, err := period.Day("25/11/2026"); err == nil {
		t.Error("taken for a stored day")
	}
}

func TestAQuarterIsThreeMonthsFromItsAnchor(t *testing.T) {
	anchor := day(t, "2026-11-30")
	for on, want := range map[string]string{
		"2026-11-29": "2026-11-30 2027-02-28", "2026-11-30": "2026-11-30 2027-02-28", "2027-02-27": "2026-11-30 2027-02-28", "2027-02-28": "2027-02-28 2027-05-30",
		"2027-05-29": "2027-02-28 2027-05-30", "2027-12-01": "2027-11-30 2028-02-29", "2036-11-30": "2036-11-30 2037-02-28",
	} {
		p, n := period.Holding(anchor, period.Quarter, day(t, on))
		if got := p.From.Format(time.DateOnly) + " " + p.To.Format(time.DateOnly); got != want || period.Nth(anchor, period.Quarter, n) != p {
			t.Errorf("%s lies in %s, not in %s", on, got, want)
		}
	}
	if period.Quarter.Valid() {
		t.Error("an offer is paid by the quarter")
	}
}

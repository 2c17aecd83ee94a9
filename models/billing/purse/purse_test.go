package purse_test

import (
	"testing"
	"time"

	"chatiere/models/billing/period"
	"chatiere/models/billing/purse"
)

func TestABudgetSaysWhatIsLeftAndWhichThresholdIsReached(t *testing.T) {
	for name, c := range map[string]struct {
		use              purse.Use
		left             int64
		reached, percent int
		holdsOne         bool
	}{
		"no budget":        {purse.Use{Spent: 5000}, -5000, 0, 0, true},
		"begun":            {purse.Use{Budget: 10000, Spent: 5000, Committed: 2999}, 2001, 0, 79, true},
		"eighty per cent":  {purse.Use{Budget: 10000, Spent: 5000, Committed: 3000}, 2000, 80, 80, true},
		"to the last cent": {purse.Use{Budget: 10000, Spent: 10000}, 0, 100, 100, false},
		"passed":           {purse.Use{Budget: 10000, Spent: 9000, Committed: 3000}, -2000, 100, 120, false},
	} {
		t.Run(name, func(t *testing.T) {
			u := c.use
			if u.Left() != c.left || u.Reached() != c.reached || u.Percent() != c.percent || u.Holds(1) != c.holdsOne || !u.Holds(0) {
				t.Errorf("%+v: %d left, %d reached, %d %%, holds a cent: %v", u, u.Left(), u.Reached(), u.Percent(), u.Holds(1))
			}
		})
	}
}

func TestPeriodsToComeAreThoseThatBeginInTheYear(t *testing.T) {
	day := func(text string) time.Time {
		d, _ := period.Day(text)
		return d
	}
	for name, c := range map[string]struct {
		anchor, from, end string
		every             period.Interval
		year, want        int
	}{
		"a year":                     {"2026-11-25", "2027-11-25", "", period.Year, 2027, 1},
		"a year that is invoiced":    {"2026-11-25", "2028-11-25", "", period.Year, 2027, 0},
		"the year after":             {"2026-11-25", "2027-11-25", "", period.Year, 2028, 1},
		"months to the end":          {"2026-01-31", "2026-10-31", "", period.Month, 2026, 3},
		"all months":                 {"2026-01-31", "2026-10-31", "", period.Month, 2027, 12},
		"cancelled before it begins": {"2026-11-25", "2027-11-25", "2027-11-25", period.Year, 2027, 0},
		"cancelled after two months": {"2026-01-31", "2026-10-31", "2026-12-31", period.Month, 2026, 2},
	} {
		t.Run(name, func(t *testing.T) {
			if got := purse.Coming(day(c.anchor), c.every, day(c.from), c.year, day(c.end)); got != c.want {
				t.Errorf("%d, not %d", got, c.want)
			}
		})
	}
}

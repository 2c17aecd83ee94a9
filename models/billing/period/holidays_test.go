package period_test

import (
	"testing"
	"time"

	"chatiere/models/billing/period"
)

func TestRf1_TheWithdrawalPeriodEndsOnAWorkingDay(t *testing.T) {
	for concluded, last := range map[string]string{
		"2026-06-22": "2026-07-06",
		"2026-06-30": "2026-07-15", // the fourteenth day is Bastille Day
		"2026-07-04": "2026-07-20", // a Saturday
		"2027-03-15": "2027-03-30", // Easter Monday is 29 March 2027
		"2026-12-11": "2026-12-28", // Christmas is a Friday
		"2027-12-18": "2028-01-03", // New Year's Day is a Saturday
	} {
		if got := period.WithdrawalEnd(day(t, concluded)).Format(time.DateOnly); got != last {
			t.Errorf("concluded on %s: until %s, want %s", concluded, got, last)
		}
	}
}

func TestFrenchHolidaysFollowEaster(t *testing.T) {
	for _, holiday := range []string{"2026-04-06", "2026-05-14", "2026-05-25", "2027-05-06", "2028-06-05", "2026-11-11"} {
		if !period.Holiday(day(t, holiday)) {
			t.Errorf("%s is a holiday", holiday)
		}
	}
	for _, ordinary := range []string{"2026-04-05", "2026-04-07", "2026-12-26", "2026-05-15"} {
		if period.Holiday(day(t, ordinary)) {
			t.Errorf("%s is an ordinary day", ordinary)
		}
	}
}

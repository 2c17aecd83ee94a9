package pain

import "time"

// BankingDay reports whether the banks of the euro settle on that day (TARGET: neither weekends nor 1 January, Good Friday, Easter Monday,
// 1 May, 25 and 26 December).
func BankingDay(day time.Time) bool {
	if day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		return false
	}
	switch day.Format("01-02") {
	case "01-01", "05-01", "12-25", "12-26":
		return false
	}
	since := int(midnight(day).Sub(easter(day.Year())).Hours()) / 24
	return since != -2 && since != 1
}

// NextBankingDay is that day, or the first after it on which banks settle.
func NextBankingDay(day time.Time) time.Time {
	for !BankingDay(day) {
		day = day.AddDate(0, 0, 1)
	}
	return day
}

func midnight(day time.Time) time.Time {
	y, m, d := day.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// easter is Easter Sunday of a year (Gregorian computus, Meeus/Jones/Butcher).
func easter(year int) time.Time {
	a, b, c := year%19, year/100, year%100
	h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return time.Date(year, time.Month(n/31), n%31+1, 0, 0, 0, 0, time.UTC)
}

package period

import "time"

// WithdrawalDays is how long a contract concluded at a distance may be given back (L221-18, law-and-charter.md f).
const WithdrawalDays = 14

// WithdrawalEnd is the last day on which a contract concluded on a day may be given back: that day is not counted, the fourteenth ends
// with its last hour, and one that falls on a Saturday, a Sunday or a French public holiday moves to the next working day (R-f1).
func WithdrawalEnd(concluded time.Time) time.Time {
	return NextWorkingDay(concluded.AddDate(0, 0, WithdrawalDays))
}

// NextWorkingDay is a day itself, or the next one on which people work in France.
func NextWorkingDay(day time.Time) time.Time {
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday || Holiday(day) {
		day = day.AddDate(0, 0, 1)
	}
	return day
}

// Holiday reports whether a day is a public holiday in the whole of France (code du travail L3133-1).
func Holiday(day time.Time) bool {
	switch day.Format("01-02") {
	case "01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25":
		return true
	}
	easter := easterSunday(day.Year())
	for _, after := range []int{1, 39, 50} { // Easter Monday, Ascension, Whit Monday
		if day.Format(time.DateOnly) == easter.AddDate(0, 0, after).Format(time.DateOnly) {
			return true
		}
	}
	return false
}

// easterSunday is the day of Easter in the Gregorian calendar (the anonymous algorithm of 1876, Nature 13, 487).
func easterSunday(year int) time.Time {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (b - (b+8)/25 + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return time.Date(year, time.Month(n/31), n%31+1, 0, 0, 0, 0, time.UTC)
}

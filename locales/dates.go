package locales

import (
	"strconv"
	"strings"
	"time"
)

var monthKeys = [12]string{
	"unit.month.january", "unit.month.february", "unit.month.march", "unit.month.april",
	"unit.month.may", "unit.month.june", "unit.month.july", "unit.month.august",
	"unit.month.september", "unit.month.october", "unit.month.november", "unit.month.december",
}

// Date writes the day of t in words, in t's own zone: 25 novembre 2026.
func Date(lang string, t time.Time) string {
	day := strconv.Itoa(t.Day())
	if t.Day() == 1 {
		day = T(lang, "unit.date.first")
	}
	return T(lang, "unit.date.long", "Day", day, "Month", T(lang, monthKeys[t.Month()-1]), "Year", t.Format("2006"))
}

// DateShort writes the day of t in figures, in t's own zone: 25/11/2026.
func DateShort(lang string, t time.Time) string {
	return T(lang, "unit.date.short", "Day", t.Format("02"), "Month", t.Format("01"), "Year", t.Format("2006"))
}

// DateTime writes day and time of t in that zone (UTC when nil): 25 novembre 2026 à 14 h 05.
func DateTime(lang string, t time.Time, zone *time.Location) string {
	if zone == nil {
		zone = time.UTC
	}
	t = t.In(zone)
	return T(lang, "unit.date.time", "Date", Date(lang, t), "Hour", strconv.Itoa(t.Hour()), "Minute", t.Format("04"))
}

// Ago says how long before now (or after it) t is: il y a 3 heures, dans 2 jours.
func Ago(lang string, now, t time.Time) string {
	gap := now.Sub(t)
	if gap < 0 {
		return until(lang, -gap)
	}
	n, unit := rounded(gap)
	switch unit {
	case minute:
		return N(lang, "unit.ago.minutes", n)
	case hour:
		return N(lang, "unit.ago.hours", n)
	case day:
		return N(lang, "unit.ago.days", n)
	case month:
		return N(lang, "unit.ago.months", n)
	case year:
		return N(lang, "unit.ago.years", n)
	}
	return T(lang, "unit.ago.now")
}

func until(lang string, gap time.Duration) string {
	n, unit := rounded(gap)
	switch unit {
	case minute:
		return N(lang, "unit.until.minutes", n)
	case hour:
		return N(lang, "unit.until.hours", n)
	case day:
		return N(lang, "unit.until.days", n)
	case month:
		return N(lang, "unit.until.months", n)
	case year:
		return N(lang, "unit.until.years", n)
	}
	return T(lang, "unit.until.now")
}

const (
	minute = time.Minute
	hour   = time.Hour
	day    = 24 * hour
	month  = 30 * day
	year   = 365 * day
)

// rounded is the gap in its largest whole unit; no unit under a minute.
func rounded(gap time.Duration) (int, time.Duration) {
	for _, unit := range []time.Duration{year, month, day, hour, minute} {
		if gap >= unit {
			return int(gap / unit), unit
		}
	}
	return 0, 0
}

// ParseDate reads a day as people write it: "25/11/2026", "2026-11-25", "25 novembre 2026". The result is midnight UTC.
func ParseDate(lang, s string) (time.Time, bool) {
	if len(s) > 60 {
		return time.Time{}, false
	}
	s = strings.ToLower(strings.Join(strings.Fields(s), " "))
	if t, err := time.Parse("2006-01-02", s); err == nil {
		return t, t.Year() > 0
	}
	if t, ok := figures(lang, s); ok {
		return t, true
	}
	return inWords(lang, s)
}

// figures reads day, month and year of four figures, in the order in which that language writes them.
func figures(lang, s string) (time.Time, bool) {
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("/.- ", r) })
	if len(parts) != 3 {
		return time.Time{}, false
	}
	sample := DateShort(lang, time.Date(2001, 2, 3, 0, 0, 0, 0, time.UTC))
	if strings.Index(sample, "02") < strings.Index(sample, "03") {
		parts[0], parts[1] = parts[1], parts[0]
	}
	return calendar(parts[2], parts[1], parts[0])
}

func inWords(lang, s string) (time.Time, bool) {
	parts := strings.Fields(s)
	if len(parts) != 3 {
		return time.Time{}, false
	}
	if parts[0] == strings.ToLower(T(lang, "unit.date.first")) {
		parts[0] = "1"
	}
	for i, key := range monthKeys {
		if parts[1] == strings.ToLower(T(lang, key)) {
			return calendar(parts[2], strconv.Itoa(i+1), parts[0])
		}
	}
	return time.Time{}, false
}

// calendar is the day that exists: there is no 31 February.
func calendar(year, month, day string) (time.Time, bool) {
	t, err := time.Parse("2006-1-2", year+"-"+month+"-"+day)
	return t, err == nil && t.Year() > 0
}

// Month writes the month of t in words: novembre 2026.
func Month(lang string, t time.Time) string {
	return T(lang, "unit.date.month", "Month", T(lang, monthKeys[t.Month()-1]), "Year", t.Format("2006"))
}

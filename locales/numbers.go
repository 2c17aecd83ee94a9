package locales

import (
	"strconv"
	"strings"
)

// Number writes a whole number with the groups of that language: 1 234 567 or 1,234,567.
func Number(lang string, n int64) string {
	return sign(n) + grouped(lang, magnitude(n))
}

// Some writes a number that was counted up to a limit only: from there on it says 99+.
func Some(lang string, n, limit int64) string {
	if n < limit {
		return Number(lang, n)
	}
	return T(lang, "unit.number.more_than", "Number", Number(lang, limit-1))
}

// Percent writes basis points as a percentage: 1250 is 12,5 %.
func Percent(lang string, basisPoints int64) string {
	m := magnitude(basisPoints)
	return sign(basisPoints) + T(lang, "unit.percent", "Number", trimmed(lang, m/100, m%100, 2))
}

// Minutes writes a duration given in minutes: 2 h 15 or 2h 15m.
func Minutes(lang string, n int64) string {
	m := magnitude(n)
	hours, minutes := grouped(lang, m/60), strconv.FormatUint(m%60, 10)
	switch {
	case m < 60:
		return sign(n) + T(lang, "unit.duration.minutes", "Minutes", minutes)
	case m%60 == 0:
		return sign(n) + T(lang, "unit.duration.hours", "Hours", hours)
	}
	return sign(n) + T(lang, "unit.duration.both", "Hours", hours, "Minutes", padded(m%60, 2))
}

var byteKeys = []string{"unit.bytes.plain", "unit.bytes.kilo", "unit.bytes.mega", "unit.bytes.giga", "unit.bytes.tera", "unit.bytes.peta"}

// Bytes writes the size of a file or a quota in decimal units, with at most one decimal: 1,5 Mo or 1.5 MB.
func Bytes(lang string, n int64) string {
	m, unit, power := magnitude(n), uint64(1), 0
	for power < len(byteKeys)-1 && m >= unit*1000-unit/20 { // 999.95 of a unit would round to 1,000
		unit, power = unit*1000, power+1
	}
	whole, tenths := m/unit, uint64(0)
	if unit > 1 {
		tenths = (m%unit + unit/20) / (unit / 10)
		whole, tenths = whole+tenths/10, tenths%10
	}
	return sign(n) + T(lang, byteKeys[power], "Number", trimmed(lang, whole, tenths, 1))
}

// trimmed writes whole and its decimals (of that many digits) without the zeros at the end.
func trimmed(lang string, whole, decimals uint64, digits int) string {
	end := strings.TrimRight(padded(decimals, digits), "0")
	if end == "" {
		return grouped(lang, whole)
	}
	return grouped(lang, whole) + T(lang, "unit.number.decimal") + end
}

func grouped(lang string, n uint64) string {
	digits := strconv.FormatUint(n, 10)
	if len(digits) <= 3 {
		return digits
	}
	var groups []string
	for len(digits) > 3 {
		groups = append([]string{digits[len(digits)-3:]}, groups...)
		digits = digits[:len(digits)-3]
	}
	return digits + T(lang, "unit.number.group") + strings.Join(groups, T(lang, "unit.number.group"))
}

func padded(n uint64, digits int) string {
	s := strconv.FormatUint(n, 10)
	return strings.Repeat("0", max(0, digits-len(s))) + s
}

func sign(n int64) string {
	if n < 0 {
		return "-"
	}
	return ""
}

// magnitude is n without its sign, also for the smallest int64.
func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

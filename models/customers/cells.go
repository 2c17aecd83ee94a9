package customers

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"chatiere/models/billing/period"
)

var (
	euros  = regexp.MustCompile(`^(\d{1,9})(?:[.,](\d{1,2}))?$`)
	spaces = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "€", "")
)

// cents reads an amount: 1234.56, 1234,5 or 1 234 €.
func (l line) cents(column string) (int64, bool) {
	text := spaces.Replace(l.cells[column])
	if text == "" {
		return 0, false
	}
	parts := euros.FindStringSubmatch(text)
	if parts == nil {
		l.Add(column, "customers.fault.amount", "Text", l.cells[column])
		return 0, false
	}
	whole, _ := strconv.ParseInt(parts[1], 10, 64)
	part, _ := strconv.ParseInt((parts[2] + "00")[:2], 10, 64)
	return whole*100 + part, true
}

// day reads a day, 2026-12-31 or 31/12/2026, as it is stored; an empty cell is an empty day.
func (l line) day(column string) string {
	text := l.cells[column]
	if text == "" {
		return ""
	}
	for _, shape := range []string{time.DateOnly, "02/01/2006", "2/1/2006"} {
		if d, err := time.Parse(shape, text); err == nil && d.Year() > 1950 && d.Year() < 2200 {
			return d.Format(time.DateOnly)
		}
	}
	l.Add(column, "customers.fault.day", "Text", text)
	return ""
}

// number reads a whole number between two bounds; an empty cell is otherwise.
func (l line) whole(column string, least, most, otherwise int64) int64 {
	text := spaces.Replace(l.cells[column])
	if text == "" {
		return otherwise
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < least || n > most {
		l.Add(column, "customers.fault.number", "Text", l.cells[column], "Least", least, "Most", most)
		return otherwise
	}
	return n
}

// word reads one of some words; an empty cell is otherwise.
func word[W ~string](l line, column string, known []W, otherwise W) W {
	text := strings.ToLower(l.cells[column])
	if text == "" {
		return otherwise
	}
	var all []string
	for _, w := range known {
		if string(w) == text {
			return w
		}
		all = append(all, string(w))
	}
	l.Add(column, "customers.fault.word", "Text", l.cells[column], "Known", strings.Join(all, ", "))
	return otherwise
}

// several cuts a cell that holds several words.
func (l line) several(column string) []string {
	return strings.FieldsFunc(l.cells[column], func(r rune) bool { return r == '|' || r == ' ' || r == ';' || r == ',' })
}

// short says when a cell is too long for what it becomes.
func (l line) short(column string, most int) string {
	if len([]rune(l.cells[column])) > most {
		l.Add(column, "error.too_long", "Max", most)
	}
	return l.cells[column]
}

// keys remembers on which line each key stands, and says when one comes again.
type keys map[string]int

func (k keys) once(l line, column, key string) bool {
	if key == "" {
		return false
	}
	if first, twice := k[key]; twice {
		l.Add(column, "customers.fault.twice", "Key", key, "Line", first)
		return false
	}
	k[key] = l.number
	return true
}

// onDay reads a stored day; an empty one is the zero time.
func onDay(stored string) time.Time {
	d, _ := period.Day(stored)
	return d
}

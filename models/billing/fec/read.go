package fec

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// ErrUnreadable says that some bytes are no such file.
var ErrUnreadable = errors.New("fec: not a file of accounting entries")

// raw is a file cut into its lines and columns, nothing understood yet.
type raw struct {
	separator string
	head      []string
	rows      [][]string // the first one is line 2 of the file
	odd       []int      // lines with bytes that belong to no text
}

// Read reads a file that this package or other software wrote: separated by tabs or bars, lines ended in any way, in ISO 8859-15 or UTF-8.
// Check says everything that is wrong with it; Read stops at the first line it cannot understand.
func Read(content []byte) ([]Line, error) {
	r := cut(content)
	if !r.sound() {
		return nil, fmt.Errorf("%w: the first line does not name the columns", ErrUnreadable)
	}
	lines := make([]Line, 0, len(r.rows))
	for i, fields := range r.rows {
		l, err := understood(fields)
		if err != nil {
			return lines, fmt.Errorf("%w: line %d: %w", ErrUnreadable, i+2, err)
		}
		lines = append(lines, l)
	}
	return lines, nil
}

func understood(fields []string) (Line, error) {
	if len(fields) != len(columns) {
		return Line{}, fmt.Errorf("%d columns", len(fields))
	}
	l := Line{
		Journal: fields[journalCode], JournalName: fields[journalLib], Number: fields[entryNumber], Account: fields[accountNumber], AccountName: fields[accountLabel],
		Aux: fields[auxNumber], AuxName: fields[auxLabel], Piece: fields[pieceRef], Label: fields[entryLabel], Letter: fields[letterCode],
		Foreign: fields[currencyAmount], Currency: fields[currencyCode],
	}
	for _, d := range []struct {
		column int
		into   *string
	}{{entryDate, &l.On}, {pieceDate, &l.PieceOn}, {letterDate, &l.LetteredOn}, {validDate, &l.ValidOn}} {
		day, ok := dayOf(fields[d.column])
		if !ok {
			return l, fmt.Errorf("%s %q", columns[d.column], fields[d.column])
		}
		*d.into = day
	}
	var debit, credit bool
	l.Debit, debit = centsOf(fields[debitColumn])
	l.Credit, credit = centsOf(fields[creditColumn])
	if !debit || !credit {
		return l, fmt.Errorf("amounts %q %q", fields[debitColumn], fields[creditColumn])
	}
	return l, nil
}

// sound reports whether the first line names the 18 columns.
func (r raw) sound() bool { return strings.Join(r.head, "\t") == strings.Join(columns, "\t") }

// cut cuts a file into lines and columns.
func cut(content []byte) raw {
	text := decoded(content)
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	r := raw{separator: Separator}
	if !strings.Contains(lines[0], Separator) && strings.Contains(lines[0], "|") {
		r.separator = "|"
	}
	for i, l := range lines {
		if strings.ContainsFunc(l, func(c rune) bool { return (c < ' ' && c != '\t') || (c >= 0x7f && c < 0xa0) || c == utf8.RuneError }) {
			r.odd = append(r.odd, i+1)
		}
		if i == 0 {
			r.head = strings.Split(l, r.separator)
			continue
		}
		r.rows = append(r.rows, strings.Split(l, r.separator))
	}
	return r
}

// decoded is the text of a file: UTF-8 when it is that and says something beyond ASCII, else ISO 8859-15.
func decoded(content []byte) string {
	text := string(content)
	if utf8.ValidString(text) {
		return strings.TrimPrefix(text, "\ufeff")
	}
	latin, _ := charmap.ISO8859_15.NewDecoder().String(text) // every byte is a sign of it
	return latin
}

// dayOf reads a day of the law; an empty one stays empty.
func dayOf(field string) (string, bool) {
	if field == "" {
		return "", true
	}
	at, err := time.Parse("20060102", field)
	if err != nil {
		return "", false
	}
	return at.Format(time.DateOnly), true
}

var amountShape = regexp.MustCompile(`^-?[0-9]{1,13},[0-9]{2}$`)

// centsOf reads an amount of the law.
func centsOf(field string) (int64, bool) {
	if !amountShape.MatchString(field) {
		return 0, false
	}
	cents, err := strconv.ParseInt(strings.Replace(field, ",", "", 1), 10, 64)
	return cents, err == nil
}

package statement

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// ReadCSV reads a file by a mapping. A row without a day and without an amount is no movement (a blank, a total, a foot) and falls away; one
// that has only one of them is told in Unread, so that nothing is lost in silence.
func ReadCSV(content []byte, m Mapping) (File, error) {
	f := File{Format: CSV}
	t, err := CutCSV(content, m.Encoding, m.Delimiter)
	if err != nil {
		return f, err
	}
	if wrong := m.Mistakes(t.Columns()); len(wrong) > 0 {
		return f, fmt.Errorf("%w: the mapping lacks %v", ErrUnreadable, wrong)
	}
	for _, line := range t.Broken {
		f.Unread = append(f.Unread, Unread{Row: line, Why: NoRow})
	}
	var s Statement
	for i, row := range t.Rows {
		if i < m.HeadRow {
			continue
		}
		l, why := m.line(row)
		switch {
		case why != "":
			f.Unread = append(f.Unread, Unread{Row: t.Numbers[i], Text: tidy(strings.Join(row, m.Delimiter+" ")), Why: why})
		case l.Cents != 0:
			s.Lines = append(s.Lines, l)
		}
	}
	f.Statements = []Statement{s}
	f.number()
	return f, nil
}

// line reads one row; a line of nothing is none.
func (m Mapping) line(row []string) (Line, Why) {
	cell := func(column int) string {
		if column < 0 || column >= len(row) {
			return ""
		}
		return row[column]
	}
	booked, dated := m.DateFormat.day(cell(m.Date))
	cents, said, readable := m.cents(cell)
	switch {
	case !dated && !said:
		return Line{}, ""
	case !dated && strings.TrimSpace(cell(m.Date)) == "" && !readable:
		return Line{}, ""
	case !dated:
		return Line{}, NoDate
	case !said && len(row) < 3:
		return Line{}, ""
	case !readable:
		return Line{}, NoAmount
	}
	value, ok := m.DateFormat.day(cell(m.Value))
	if !ok {
		value = booked
	}
	l := Line{
		BookedOn: booked, ValueOn: value, Cents: cents, Currency: currency(cell(m.Currency)), Counterparty: tidy(cell(m.Counterparty)),
		CounterAccount: squeezeAccount(cell(m.Counter)), Reference: tidy(cell(m.Reference)), BankReference: tidy(cell(m.BankRef)),
	}
	var texts []string
	for _, column := range m.Labels {
		texts = append(texts, cell(column))
	}
	l.Text = joined(texts...)
	return l, ""
}

// cents is the amount of a row: whether it says one at all, and whether it can be read.
func (m Mapping) cents(cell func(int) string) (cents int64, said, readable bool) {
	if m.Amount != None {
		text := tidy(cell(m.Amount))
		cents, readable = amountOf(text, m.Decimal)
		return cents, text != "", readable
	}
	debit, credit := tidy(cell(m.Debit)), tidy(cell(m.Credit))
	var out, in int64
	readable = true
	if debit != "" {
		out, readable = amountOf(debit, m.Decimal)
	}
	if credit != "" && readable {
		in, readable = amountOf(credit, m.Decimal)
	}
	return absolute(in) - absolute(out), debit != "" || credit != "", readable && (debit != "" || credit != "") && (in == 0 || out == 0)
}

func absolute(n int64) int64 { return max(n, -n) }

// currency is a currency's code; euros when the file does not say.
func currency(text string) string {
	code := strings.ToUpper(tidy(text))
	switch {
	case code == "" || code == "€" || strings.HasPrefix(code, "EURO"):
		return "EUR"
	case len(code) == 3 && strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "":
		return code
	}
	return "EUR"
}

// day reads a day as the file writes it; what stands behind it, as a time of day, does no harm.
func (f DateFormat) day(text string) (string, bool) {
	text = tidy(text)
	if len(text) < len(f) {
		return "", false
	}
	if rest := text[len(f):]; rest != "" && rest[0] != ' ' && rest[0] != 'T' {
		return "", false
	}
	at, err := time.Parse(string(f), text[:len(f)])
	if err != nil || at.Year() < 1990 || at.Year() > 2199 {
		return "", false
	}
	return at.Format(time.DateOnly), true
}

var (
	amountWords = strings.NewReplacer("\u2212", "-", "\u2013", "-", "€", "", "EUR", "", "'", "", "\u2019", "", " ", "")
	byComma     = regexp.MustCompile(`^([0-9]{1,13}|[0-9]{1,3}(?:\.[0-9]{3})+)(?:,([0-9]{1,2}))?$`)
	byPoint     = regexp.MustCompile(`^([0-9]{1,13}|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]{1,2}))?$`)
)

// amountOf reads an amount with the decimal mark of the file: signs before or behind, brackets, group marks and the euro's sign do no harm.
func amountOf(text, decimal string) (int64, bool) {
	if len(text) > 60 {
		return 0, false
	}
	text = amountWords.Replace(strings.ToUpper(text))
	negative := false
	if inside, ok := strings.CutPrefix(text, "("); ok && strings.HasSuffix(inside, ")") {
		text, negative = strings.TrimSuffix(inside, ")"), true
	}
	switch {
	case strings.HasPrefix(text, "-"), strings.HasPrefix(text, "+"):
		text, negative = text[1:], negative != (text[0] == '-')
	case strings.HasSuffix(text, "-"), strings.HasSuffix(text, "+"):
		text, negative = text[:len(text)-1], negative != (text[len(text)-1] == '-')
	}
	shape, group := byComma, "."
	if decimal == "." {
		shape, group = byPoint, ","
	}
	parts := shape.FindStringSubmatch(text)
	if parts == nil {
		return 0, false
	}
	cents, err := strconv.ParseInt(strings.ReplaceAll(parts[1], group, "")+(parts[2] + "00")[:2], 10, 64)
	if err != nil || cents > maxCents {
		return 0, false
	}
	if negative {
		return -cents, true
	}
	return cents, true
}

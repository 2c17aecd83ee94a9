package statement

import (
	"slices"
	"strings"
)

// Encoding is the alphabet of a file.
type Encoding string

// The alphabets.
const (
	UTF8    Encoding = "utf-8"
	Windows Encoding = "windows-1252" // and ISO 8859-1
	Latin9  Encoding = "iso-8859-15"
	UTF16   Encoding = "utf-16"
)

// Encodings are all alphabets, the likelier first.
var Encodings = []Encoding{UTF8, Windows, Latin9, UTF16}

// Delimiters are what may stand between two columns.
var Delimiters = []string{";", ",", "\t", "|"}

// DateFormat is how a file writes days, by Go's example day 2 January 2006.
type DateFormat string

// DateFormats are the ways banks write days. Day first comes before month first.
var DateFormats = []DateFormat{
	"02/01/2006", "2006-01-02", "02/01/06", "02-01-2006", "02.01.2006", "2006/01/02", "20060102", "02012006", "01/02/2006", "02.01.06", "02-01-06",
}

// None says that a file has no such column.
const None = -1

// Mapping says how to read the CSV files of one bank. Columns count from 0.
type Mapping struct {
	Encoding     Encoding   `json:"encoding"`
	Delimiter    string     `json:"delimiter"`
	HeadRow      int        `json:"head_row"` // the row with the names of the columns, from 1; 0 when there is none
	DateFormat   DateFormat `json:"date_format"`
	Decimal      string     `json:"decimal"` // , or .
	Date         int        `json:"date"`
	Value        int        `json:"value"`
	Amount       int        `json:"amount"` // one column with a sign…
	Debit        int        `json:"debit"`  // …or one for each direction
	Credit       int        `json:"credit"`
	Labels       []int      `json:"labels"` // put behind each other
	Reference    int        `json:"reference"`
	Counterparty int        `json:"counterparty"`
	Counter      int        `json:"counter_account"`
	Currency     int        `json:"currency"`
	BankRef      int        `json:"bank_reference"`
}

// unmapped is a mapping without any column.
func unmapped() Mapping {
	return Mapping{
		Encoding: UTF8, Delimiter: ";", DateFormat: DateFormats[0], Decimal: ",", Date: None, Value: None, Amount: None, Debit: None, Credit: None,
		Reference: None, Counterparty: None, Counter: None, Currency: None, BankRef: None,
	}
}

// Mistake is a thing a mapping lacks.
type Mistake string

// What a mapping may lack.
const (
	NeedsDate    Mistake = "date"
	NeedsAmount  Mistake = "amount"
	BothAmounts  Mistake = "both" // one column with a sign, and two without
	NeedsLabel   Mistake = "label"
	WrongSetting Mistake = "setting"
)

// Mistakes says what a mapping lacks for files with so many columns; nothing when it can be used.
func (m Mapping) Mistakes(columns int) []Mistake {
	var all []Mistake
	if m.Date == None {
		all = append(all, NeedsDate)
	}
	switch two := m.Debit != None || m.Credit != None; {
	case m.Amount == None && !two:
		all = append(all, NeedsAmount)
	case m.Amount != None && two:
		all = append(all, BothAmounts)
	}
	if len(m.Labels) == 0 && m.Counterparty == None && m.Reference == None {
		all = append(all, NeedsLabel)
	}
	outside := func(c int) bool { return c < None || c >= columns }
	if !slices.Contains(Encodings, m.Encoding) || !slices.Contains(Delimiters, m.Delimiter) || !slices.Contains(DateFormats, m.DateFormat) ||
		m.Decimal != "," && m.Decimal != "." || m.HeadRow < 0 || slices.ContainsFunc(m.columns(), outside) || slices.Contains(m.Labels, None) {
		all = append(all, WrongSetting)
	}
	return all
}

// columns are all columns a mapping names.
func (m Mapping) columns() []int {
	return append([]int{m.Date, m.Value, m.Amount, m.Debit, m.Credit, m.Reference, m.Counterparty, m.Counter, m.Currency, m.BankRef}, m.Labels...)
}

// Signature recognises the files of one bank again: its heads, or without heads the number of columns.
func Signature(heads []string, columns int, delimiter string) string {
	if len(heads) == 0 {
		return strings.Repeat(delimiter, max(0, columns-1))
	}
	var words []string
	for _, h := range heads {
		words = append(words, squeeze(h))
	}
	return strings.TrimRight(strings.Join(words, delimiter), delimiter)
}

// FindHeads finds the row of heads that a signature names; without heads it compares the columns.
func (t Table) FindHeads(signature, delimiter string, heads bool) (row int, found bool) {
	if !heads {
		return 0, Signature(nil, t.Columns(), delimiter) == signature
	}
	for i := range t.Rows[:min(len(t.Rows), headsWithin)] {
		if Signature(t.Heads(i+1), 0, delimiter) == signature {
			return i + 1, true
		}
	}
	return 0, false
}

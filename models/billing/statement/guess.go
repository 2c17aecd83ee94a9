package statement

import (
	"cmp"
	"slices"
	"strings"
)

// names are the words by which banks name their columns, squeezed; the first that fits wins, in this order of columns.
var names = []struct {
	into  func(*Mapping) *int
	words []string
}{
	{func(m *Mapping) *int { return &m.Value }, []string{"datedevaleur", "datevaleur", "valuedate", "valeur", "datedelavaleur"}},
	{func(m *Mapping) *int { return &m.Date }, []string{"datedecomptabilisation", "datecomptable", "datedoperation", "dateoperation", "dateopération", "bookingdate", "bookedon", "settlementdate", "date"}},
	{func(m *Mapping) *int { return &m.Debit }, []string{"debit"}},
	{func(m *Mapping) *int { return &m.Credit }, []string{"credit"}},
	{func(m *Mapping) *int { return &m.Amount }, []string{"montant", "amount", "betrag", "importe"}},
	{func(m *Mapping) *int { return &m.Currency }, []string{"devise", "currency", "monnaie"}},
	{func(m *Mapping) *int { return &m.Counter }, []string{"ibancontrepartie", "ibanducompteemetteur", "counterpartyiban", "ibancrediteur", "iban"}},
	{func(m *Mapping) *int { return &m.Counterparty }, []string{"contrepartie", "counterparty", "nomducontrepartie", "emetteur", "tiers", "beneficiaire", "payer", "payee", "nomdelacontrepartie"}},
	{func(m *Mapping) *int { return &m.BankRef }, []string{"idtransaction", "transactionid", "numerodoperation", "referencebancaire", "numoperation"}},
	{func(m *Mapping) *int { return &m.Reference }, []string{"reference", "ref", "endtoendid", "refdebout"}},
}

// labelWords name columns of free text, in the order in which they are put behind each other.
var labelWords = []string{"libelle", "label", "description", "motif", "communication", "informationscomplementaires", "details", "detail", "memo", "note", "intitule", "nature"}

// notLabels are words of columns that look like one and change from export to export.
var notLabels = []string{"solde", "balance", "categor", "tag", "pointage"}

// Guess looks at a file and says how it is probably written. A person confirms it.
func Guess(content []byte) (Mapping, Table, error) {
	m := unmapped()
	m.Encoding = guessEncoding(content)
	if err := m.guessDelimiter(beginning(content)); err != nil {
		return m, Table{}, err
	}
	t, err := CutCSV(content, m.Encoding, m.Delimiter)
	if err != nil {
		return m, t, err
	}
	m.HeadRow = t.headRow()
	m.named(t.Heads(m.HeadRow))
	m.byContent(t)
	return m, t, nil
}

// beginning is as much of a file as a guess needs.
func beginning(content []byte) []byte {
	const enough = 128 << 10
	if len(content) > enough {
		content = content[:enough:enough] // an even number: UTF-16 stays whole
	}
	return content
}

// guessDelimiter takes what cuts most rows into the same number of columns.
func (m *Mapping) guessDelimiter(content []byte) error {
	most := 0
	for _, d := range Delimiters {
		t, err := CutCSV(content, m.Encoding, d)
		if err != nil {
			return err
		}
		width, regular := t.Width(), 0
		for _, row := range t.Rows {
			if len(row) == width {
				regular++
			}
		}
		if score := regular * min(width, 8); width > 1 && score > most {
			most, m.Delimiter = score, d
		}
	}
	return nil
}

// headsWithin is among how many rows the heads are looked for.
const headsWithin = 40

// headRow is the row that names the columns: the first that names a day and an amount; else the one of words alone above the first row
// with a day. 0 when there is none.
func (t Table) headRow() int {
	for i, row := range t.Rows[:min(len(t.Rows), headsWithin)] {
		probe := unmapped()
		probe.named(row)
		if probe.Date != None && (probe.Amount != None || probe.Debit != None || probe.Credit != None) {
			return i + 1
		}
	}
	for i, row := range t.Rows[:min(len(t.Rows), headsWithin)] {
		if !slices.ContainsFunc(row, isDay) {
			continue
		}
		if i > 0 && len(t.Rows[i-1]) == len(row) && !slices.ContainsFunc(t.Rows[i-1], isAmount) && !slices.Contains(t.Rows[i-1], "") {
			return i
		}
		return 0
	}
	return 0
}

func isDay(cell string) bool {
	return slices.ContainsFunc(DateFormats, func(f DateFormat) bool { _, ok := f.day(cell); return ok })
}

func isAmount(cell string) bool {
	_, comma := amountOf(tidy(cell), ",")
	_, point := amountOf(tidy(cell), ".")
	return comma || point
}

// named takes the columns whose names it knows.
func (m *Mapping) named(heads []string) {
	taken := map[int]bool{}
	for _, n := range names {
		if column := fitting(heads, taken, n.words); column != None {
			*n.into(m), taken[column] = column, true
		}
	}
	if m.Amount != None { // a file with a signed amount needs no directions
		m.Debit, m.Credit = None, None
	}
	if m.Date == None {
		m.Date, m.Value = m.Value, None
	}
	for _, word := range labelWords {
		for column, h := range heads {
			if name := squeeze(h); !taken[column] && strings.Contains(name, word) && !slices.ContainsFunc(notLabels, func(no string) bool { return strings.Contains(name, no) }) {
				m.Labels, taken[column] = append(m.Labels, column), true
			}
		}
	}
}

// fitting is the first column whose name is one of the words, or begins with one.
func fitting(heads []string, taken map[int]bool, words []string) int {
	for _, exact := range []bool{true, false} {
		for _, word := range words {
			word = squeeze(word)
			for column, h := range heads {
				name := squeeze(h)
				if !taken[column] && (name == word || !exact && strings.HasPrefix(name, word)) {
					return column
				}
			}
		}
	}
	return None
}

// byContent decides by the rows themselves what the names did not: how days and amounts are written, and columns without names.
func (m *Mapping) byContent(t Table) {
	rows := t.Rows[min(m.HeadRow, len(t.Rows)):]
	rows = rows[:min(len(rows), 500)]
	if m.Date == None {
		m.Date = bestColumn(rows, func(cell string) bool {
			return slices.ContainsFunc(DateFormats, func(f DateFormat) bool { _, ok := f.day(cell); return ok })
		})
	}
	most := 0
	for _, f := range DateFormats {
		if n := count(rows, m.Date, func(cell string) bool { _, ok := f.day(cell); return ok }); n > most {
			m.DateFormat, most = f, n
		}
	}
	looksLikeAmount := func(cell string) bool { return isAmount(cell) && strings.ContainsAny(cell, ",.") }
	if m.Amount == None && m.Debit == None && m.Credit == None {
		m.Amount = bestColumn(rows, looksLikeAmount)
	}
	m.Decimal = m.guessDecimal(rows)
	if len(m.Labels) == 0 {
		if widest := widestText(rows, m.columns()); widest != None {
			m.Labels = []int{widest}
		}
	}
}

// guessDecimal is the mark that stands before one or two last digits most often.
func (m Mapping) guessDecimal(rows [][]string) string {
	points := 0
	for _, column := range []int{m.Amount, m.Debit, m.Credit} {
		points += count(rows, column, func(cell string) bool { _, ok := amountOf(tidy(cell), "."); return ok && strings.Contains(cell, ".") })
		points -= count(rows, column, func(cell string) bool { _, ok := amountOf(tidy(cell), ","); return ok && strings.Contains(cell, ",") })
	}
	if points > 0 {
		return "."
	}
	return ","
}

// count is in how many rows a column's cell is so.
func count(rows [][]string, column int, ok func(string) bool) int {
	n := 0
	for _, row := range rows {
		if column >= 0 && column < len(row) && ok(row[column]) {
			n++
		}
	}
	return n
}

// bestColumn is the column whose cells are so most often; None when it is none of them.
func bestColumn(rows [][]string, ok func(string) bool) int {
	best, most := None, 0
	for column := range (Table{Rows: rows}).Columns() {
		if n := count(rows, column, ok); n > most {
			best, most = column, n
		}
	}
	return best
}

// widestText is the column with the longest texts that no other use has taken.
func widestText(rows [][]string, taken []int) int {
	lengths := map[int]int{}
	for _, row := range rows {
		for column, cell := range row {
			if !slices.Contains(taken, column) {
				lengths[column] += len([]rune(tidy(cell)))
			}
		}
	}
	best := None
	for column, n := range lengths {
		if n > 0 && (best == None || cmp.Or(cmp.Compare(n, lengths[best]), cmp.Compare(best, column)) > 0) {
			best = column
		}
	}
	return best
}

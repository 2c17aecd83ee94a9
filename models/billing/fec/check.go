package fec

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Rule is one thing that such a file must keep; its sentence is said by the page (law-and-charter.md R-b1 to R-b12).
type Rule string

// The rules, by what breaks them.
const (
	WrongHead      Rule = "head"            // R-b1: the first line does not name the 18 columns
	WrongColumns   Rule = "columns"         // R-b1: a line has more or fewer columns
	OddSigns       Rule = "signs"           // signs that belong to no text
	Empty          Rule = "empty"           // R-b2: a needed column is empty
	WrongDate      Rule = "date"            // R-b3: no real day
	OutsideYear    Rule = "outside_year"    // R-b3: booked outside the year
	ValidatedEarly Rule = "validated_early" // R-b3: validated before it was booked
	WrongAmount    Rule = "amount"          // no amount with a comma and two decimals
	NotOneSide     Rule = "one_side"        // R-b4: both sides or none
	Unbalanced     Rule = "unbalanced"      // R-b5: an entry's sides differ
	WrongTotal     Rule = "total"           // R-b5: the file's sides differ
	Gap            Rule = "gap"             // R-b6: a number is missing before this one
	Twice          Rule = "twice"           // R-b6: a number came before
	WrongAccount   Rule = "account"         // R-b7: no account of the French chart
	HalfLetter     Rule = "half_letter"     // R-b8: a matching code without its day, or the reverse
	LetterOff      Rule = "letter_off"      // R-b8: a matching code that does not sum to nought on its account
	UnknownPiece   Rule = "unknown_piece"   // R-b9: a sale whose document was not issued
	MissingPiece   Rule = "missing_piece"   // R-b9: an issued document without a sale
	WrongSIREN     Rule = "siren"           // R-b10: the body's number is none
	InKindMixed    Rule = "in_kind"         // R-b11: contributions in kind outside their journal, or others in it
	OutOfOrder     Rule = "order"           // R-b12: not after the line before
)

// Violation is one thing that is wrong: on which line of the file (0 for the whole file), by which rule, and what stands there.
type Violation struct {
	Line   int
	Rule   Rule
	Column string
	Found  string
}

// Expected is what the file must agree with.
type Expected struct {
	SIREN    string
	From, To string          // first and last day of the year
	Sales    string          // code of the sales journal
	InKind   string          // code of the journal of contributions in kind
	Issued   map[string]bool // numbers of the documents issued in the year; nil when nobody knows
}

// Report is what the self-check found.
type Report struct {
	Lines       int
	Entries     int
	DebitCents  int64
	CreditCents int64
	Violations  []Violation // at most Most of them
	More        int         // how many others
}

// Most is how many violations a report lists.
const Most = 500

// Sound reports whether nothing is wrong.
func (r Report) Sound() bool { return len(r.Violations) == 0 }

// checker walks through a file once.
type checker struct {
	Expected
	report  Report
	line    int
	before  []string          // the line before
	numbers map[string]int    // last number of each journal and prefix
	entries map[string]*entry // by journal and number
	order   []*entry
	current *entry
	letters map[string]*entry
	seen    map[string]bool // documents of the sales journal
}

// entry adds up the sides of something.
type entry struct {
	line          int
	name          string
	debit, credit int64
}

// Check reads a file as a tax inspector's program would and says everything that is wrong with it.
func Check(content []byte, e Expected) Report {
	c := &checker{Expected: e, numbers: map[string]int{}, entries: map[string]*entry{}, letters: map[string]*entry{}, seen: map[string]bool{}}
	r := cut(content)
	if !luhn(e.SIREN) {
		c.wrong(0, WrongSIREN, "", e.SIREN)
	}
	if !r.sound() {
		c.wrong(1, WrongHead, "", strings.Join(r.head, " "))
	}
	for _, line := range r.odd {
		c.wrong(line, OddSigns, "", "")
	}
	for i, fields := range r.rows {
		c.line = i + 2
		c.row(fields)
	}
	c.finish()
	return c.report
}

func (c *checker) wrong(line int, rule Rule, column, found string) {
	if len(c.report.Violations) == Most {
		c.report.More++
		return
	}
	if runes := []rune(found); len(runes) > 80 {
		found = string(runes[:80]) + "…"
	}
	c.report.Violations = append(c.report.Violations, Violation{line, rule, column, found})
}

// at notes that a column of the present line is wrong.
func (c *checker) at(fields []string, column int, rule Rule) {
	c.wrong(c.line, rule, columns[column], fields[column])
}

func (c *checker) row(fields []string) {
	c.report.Lines++
	if len(fields) != len(columns) {
		c.wrong(c.line, WrongColumns, "", strconv.Itoa(len(fields)))
		return
	}
	for _, column := range needed {
		if strings.TrimSpace(fields[column]) == "" {
			c.at(fields, column, Empty)
		}
	}
	c.dates(fields)
	c.accounts(fields)
	debit, credit := c.amounts(fields)
	c.number(fields)
	c.current.add(debit, credit)
	c.lettering(fields, debit, credit)
	c.inOrder(fields)
	if fields[journalCode] == c.Sales {
		c.piece(fields)
	}
	c.before = fields
}

func (e *entry) add(debit, credit int64) {
	e.debit += debit
	e.credit += credit
}

func (c *checker) dates(fields []string) {
	for _, column := range []int{entryDate, pieceDate, letterDate, validDate} {
		if _, ok := dayOf(fields[column]); !ok {
			c.at(fields, column, WrongDate)
		}
	}
	booked, ok := dayOf(fields[entryDate])
	if ok && booked != "" && (booked < c.From || booked > c.To) {
		c.at(fields, entryDate, OutsideYear)
	}
	valid, known := dayOf(fields[validDate])
	if ok && known && valid != "" && valid < booked && !opening(fields[journalCode]) {
		c.at(fields, validDate, ValidatedEarly)
	}
}

var accountShape = regexp.MustCompile(`^[1-8][0-9]{2}[0-9A-Za-z]*$`)

func (c *checker) accounts(fields []string) {
	number := fields[accountNumber]
	if number != "" && !accountShape.MatchString(number) {
		c.at(fields, accountNumber, WrongAccount)
	}
	inKind := strings.HasPrefix(number, "86") || strings.HasPrefix(number, "87")
	if number != "" && inKind != (fields[journalCode] == c.InKind) {
		c.at(fields, accountNumber, InKindMixed)
	}
}

func (c *checker) amounts(fields []string) (debit, credit int64) {
	read := func(column int) int64 {
		cents, ok := centsOf(fields[column])
		if !ok && fields[column] != "" {
			c.at(fields, column, WrongAmount)
		}
		return cents
	}
	debit, credit = read(debitColumn), read(creditColumn)
	if (debit == 0) == (credit == 0) {
		c.wrong(c.line, NotOneSide, columns[debitColumn], fields[debitColumn]+" / "+fields[creditColumn])
	}
	c.report.DebitCents += debit
	c.report.CreditCents += credit
	return debit, credit
}

var numberShape = regexp.MustCompile(`^(.*?)([0-9]{1,12})$`)

// number follows the numbers of each journal: each entry's lines stand together, and its number is one more than the last.
func (c *checker) number(fields []string) {
	journal, number := fields[journalCode], fields[entryNumber]
	name := journal + " " + number
	if c.current != nil && c.current.name == name {
		return
	}
	if known := c.entries[name]; known != nil {
		c.at(fields, entryNumber, Twice)
		c.current = known
		return
	}
	c.current = &entry{line: c.line, name: name}
	c.entries[name], c.order = c.current, append(c.order, c.current)
	c.report.Entries++
	parts := numberShape.FindStringSubmatch(number)
	if parts == nil {
		if number != "" {
			c.at(fields, entryNumber, Gap)
		}
		return
	}
	series := journal + " " + parts[1]
	n, _ := strconv.Atoi(parts[2]) // at most twelve digits
	if n != c.numbers[series]+1 {
		c.at(fields, entryNumber, Gap)
	}
	c.numbers[series] = n
}

func (c *checker) lettering(fields []string, debit, credit int64) {
	code := fields[letterCode]
	if (code == "") != (fields[letterDate] == "") {
		c.at(fields, letterCode, HalfLetter)
	}
	if code == "" {
		return
	}
	name := fields[accountNumber] + " " + fields[auxNumber] + " " + code
	if c.letters[name] == nil {
		c.letters[name] = &entry{line: c.line, name: code}
	}
	c.letters[name].add(debit, credit)
}

func (c *checker) inOrder(fields []string) {
	if c.before == nil {
		return
	}
	key := func(f []string) []string {
		if opening(f[journalCode]) {
			return []string{"0"}
		}
		return []string{"1", f[validDate], f[journalCode]}
	}
	if slices.Compare(key(c.before), key(fields)) > 0 {
		c.at(fields, validDate, OutOfOrder)
	}
}

func (c *checker) piece(fields []string) {
	ref := fields[pieceRef]
	if c.Issued != nil && !c.Issued[ref] && !c.seen[ref] {
		c.at(fields, pieceRef, UnknownPiece)
	}
	c.seen[ref] = true
}

// finish says what only the whole file shows.
func (c *checker) finish() {
	for _, e := range c.order {
		if e.debit != e.credit {
			c.wrong(e.line, Unbalanced, columns[entryNumber], e.difference())
		}
	}
	if c.report.DebitCents != c.report.CreditCents {
		c.wrong(0, WrongTotal, "", (&entry{debit: c.report.DebitCents, credit: c.report.CreditCents}).difference())
	}
	var off []*entry
	for _, l := range c.letters {
		if l.debit != l.credit {
			off = append(off, l)
		}
	}
	slices.SortFunc(off, func(a, b *entry) int { return a.line - b.line })
	for _, l := range off {
		c.wrong(l.line, LetterOff, columns[letterCode], l.difference())
	}
	var missing []string
	for number := range c.Issued {
		if !c.seen[number] {
			missing = append(missing, number)
		}
	}
	slices.Sort(missing)
	for _, number := range missing {
		c.wrong(0, MissingPiece, columns[pieceRef], number)
	}
}

// difference says by how much two sides differ.
func (e *entry) difference() string {
	return strings.TrimSpace(e.name + " " + amount(e.debit) + " / " + amount(e.credit))
}

// luhn reports whether a text is a SIREN: nine digits whose weighted sum ends in nought.
func luhn(siren string) bool {
	if len(siren) != 9 {
		return false
	}
	sum := 0
	for i, r := range siren {
		if r < '0' || r > '9' {
			return false
		}
		n := int(r - '0')
		if i%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}

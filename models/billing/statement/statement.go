// Package statement reads what banks give their customers: CAMT.053 (versions 02 to 13, tolerant of namespaces) and CSV files of any
// shape, by a mapping that is guessed and then confirmed by a person. It is pure: bytes in, lines and doubts out.
package statement

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Limits of a file: beyond them somebody sends us something else than a statement.
const (
	MaxBytes = 25 << 20
	MaxLines = 200_000
	maxText  = 1000              // signs of one text
	maxCents = 1_000_000_000_000 // ten thousand million euros
)

// ErrUnreadable says that some bytes are no statement we can read.
var ErrUnreadable = errors.New("statement: not a bank statement")

// Format is how a file is written.
type Format string

// The formats.
const (
	CAMT Format = "camt"
	CSV  Format = "csv"
)

// File is what one file says.
type File struct {
	Format     Format
	Statements []Statement
	Unread     []Unread // rows that look like movements and could not be read
	Pending    int      // entries the bank has not booked yet: they will come again
}

// Statement is one account over some days.
type Statement struct {
	Account  string // IBAN, or what the bank calls it; empty when the file does not say
	Number   string // the bank's own number of it
	Currency string
	Opening  *int64
	Closing  *int64
	Lines    []Line
}

// Line is one movement. Cents are positive for money that came in.
type Line struct {
	Position       int // in the file, from 1
	BookedOn       string
	ValueOn        string
	Cents          int64
	Currency       string
	Counterparty   string
	CounterAccount string // IBAN of the other side
	Text           string // what the payer wrote, and what the bank says
	Reference      string // end-to-end reference of the payer
	BankReference  string // the bank's own, if it gives one
	Reversal       bool   // it takes an earlier movement back
	ForeignCents   int64  // in the currency it was made in; 0 when that is the account's
	Foreign        string
	Batch          int    // how many movements the bank booked together, when this is one of them
	Digest         string // what makes it the same line in two files
	Occurrence     int    // 1 for the first of its twins in the file, 2 for the second…
}

// Unread is a row that could not be read.
type Unread struct {
	Row  int
	Text string
	Why  Why
}

// Why says what could not be read of a row.
type Why string

// The reasons.
const (
	NoDate   Why = "date"
	NoAmount Why = "amount"
	NoRow    Why = "row" // the row itself is broken
)

// Check says whether a statement's lines lead from its opening balance to its closing one.
type Check string

// The answers.
const (
	Unchecked Check = "unchecked" // the file does not give both balances
	Agrees    Check = "agrees"
	Differs   Check = "differs"
)

// Check compares the balances with the lines, and says by how much they differ.
func (s Statement) Check() (Check, int64) {
	if s.Opening == nil || s.Closing == nil {
		return Unchecked, 0
	}
	sum := *s.Opening
	for _, l := range s.Lines {
		if l.Currency == s.Currency {
			sum += l.Cents
		}
	}
	if sum != *s.Closing {
		return Differs, *s.Closing - sum
	}
	return Agrees, 0
}

// Lines are all lines of a file.
func (f File) Lines() []Line {
	var all []Line
	for _, s := range f.Statements {
		all = append(all, s.Lines...)
	}
	return all
}

// Days are the first and the last day on which something was booked; empty in an empty file.
func (f File) Days() (first, last string) {
	for _, s := range f.Statements {
		for _, l := range s.Lines {
			if first == "" || l.BookedOn < first {
				first = l.BookedOn
			}
			last = max(last, l.BookedOn)
		}
	}
	return first, last
}

// number gives the lines of a file their places, their digests and their place among twins.
func (f *File) number() {
	seen := map[string]int{}
	position := 0
	for s := range f.Statements {
		st := &f.Statements[s]
		for i := range st.Lines {
			l := &st.Lines[i]
			position++
			l.Position = position
			l.Digest = l.digest()
			seen[l.Digest]++
			l.Occurrence = seen[l.Digest]
		}
	}
}

// digest is the same for the same movement in two files of an account: day, amount, and the words without their blanks and signs, which
// banks change from one export to the next.
func (l Line) digest() string {
	sum := sha256.New()
	for _, part := range []string{
		l.BookedOn, strconv.FormatInt(l.Cents, 10), l.Currency,
		squeeze(l.Text), squeeze(l.Reference), squeeze(l.BankReference), squeeze(l.Counterparty),
	} {
		sum.Write([]byte(part + "\x00"))
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// squeeze keeps letters and digits only, small and without accents.
func squeeze(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFD.String(text))
}

// tidy keeps a text on one line, without control signs, and not longer than we keep.
func tidy(text string) string {
	text = strings.ToValidUTF8(text, "")
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.IsSpace(r) {
			return ' '
		}
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, text)
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > maxText {
		text = strings.TrimSpace(string(runes[:maxText]))
	}
	return text
}

// joined puts texts behind each other, leaving out empty ones and those said already.
func joined(texts ...string) string {
	var kept []string
	said := map[string]bool{}
	for _, text := range texts {
		if text = tidy(text); text != "" && !said[text] {
			kept, said[text] = append(kept, text), true
		}
	}
	return tidy(strings.Join(kept, " "))
}

// ReadAny reads CAMT.053 whatever its name; anything else is a CSV file, whose mapping must be known.
func ReadAny(content []byte, m Mapping) (File, error) {
	if LooksLikeXML(content) {
		return ReadCAMT(content)
	}
	return ReadCSV(content, m)
}

// LooksLikeXML reports whether a file begins as XML does.
func LooksLikeXML(content []byte) bool {
	head := strings.TrimLeft(strings.TrimPrefix(string(content[:min(len(content), 512)]), "\ufeff"), " \t\r\n")
	return strings.HasPrefix(head, "<?xml") || strings.HasPrefix(head, "<") && strings.Contains(head, ">")
}

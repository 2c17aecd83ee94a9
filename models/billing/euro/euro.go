// Package euro says where each euro goes, for everybody to read: into which of six groups what the bank paid belongs, how ten euros
// divide among them, and which lines a remembered rule sorts. It is pure.
package euro

import (
	"slices"
	"strings"
	"unicode"

	"chatiere/models/billing/money"

	"golang.org/x/text/unicode/norm"
)

// Purpose is what money that went out was for.
type Purpose string

// The six groups that everybody reads, and the way out.
const (
	Waiting  Purpose = ""         // nobody has said yet
	People   Purpose = "people"   // pay and what the law adds to it: shown as a sum, never line by line
	Servers  Purpose = "servers"  // machines, their room and their current
	Taxes    Purpose = "taxes"    // VAT and the like
	Upstream Purpose = "upstream" // the projects whose software runs here
	Services Purpose = "services" // bank, insurance, accountant, rooms, travel
	Reserve  Purpose = "reserve"  // set aside for bad days
	Apart    Purpose = "apart"    // only moved between our own accounts, given back, or not for the public
)

// Groups are the six groups, in the order in which they are told.
var Groups = []Purpose{People, Servers, Taxes, Upstream, Services, Reserve}

// Choices are all that a line can be sorted into.
var Choices = append(slices.Clone(Groups), Apart)

// Known reports whether a line can be sorted so.
func (p Purpose) Known() bool { return slices.Contains(Choices, p) }

// Public reports whether everybody reads its sum.
func (p Purpose) Public() bool { return slices.Contains(Groups, p) }

// Listed reports whether everybody also reads its lines: pay is shown as a sum only.
func (p Purpose) Listed() bool { return p.Public() && p != People }

// Ten is ten euros, in cents.
const Ten = 1000

// Piece is one group's part.
type Piece struct {
	Purpose Purpose
	Cents   int64 // what it cost in all
	OfTen   int64 // its part of each ten euros, in cents
}

// OfTen divides ten euros among the groups as their sums do, by largest remainder: the parts always add up to ten euros. It is empty when
// nothing went out.
func OfTen(sums map[Purpose]int64) []Piece {
	weights := make([]int64, len(Groups))
	for i, g := range Groups {
		weights[i] = max(sums[g], 0)
	}
	parts := money.Split(Ten, weights)
	if parts == nil {
		return nil
	}
	all := make([]Piece, len(Groups))
	for i, g := range Groups {
		all[i] = Piece{Purpose: g, Cents: weights[i], OfTen: parts[i]}
	}
	return all
}

// Field is what a rule looks at.
type Field string

// The fields.
const (
	ByName  Field = "name"  // the whole name of who was paid
	ByWords Field = "words" // some words anywhere in the line
)

// Rule sorts the lines that fit it.
type Rule struct {
	Field   Field
	Pattern string // folded
}

// Shortest is how short the words of a rule may be: fewer letters would fit anything.
const Shortest = 4

// Fits reports whether a line fits: its name as a whole, or words of it one after the other.
func (r Rule) Fits(name, words string) bool {
	if r.Pattern == "" {
		return false
	}
	if r.Field == ByName {
		return Fold(name) == r.Pattern
	}
	return strings.Contains(" "+Fold(words)+" ", " "+r.Pattern+" ")
}

// Fold writes a text as rules compare it: small letters without accents, words of letters and digits with one blank between them.
func Fold(text string) string {
	var out strings.Builder
	gap := false
	for _, r := range norm.NFD.String(text) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && out.Len() > 0 {
				out.WriteByte(' ')
			}
			gap = false
			out.WriteRune(unicode.ToLower(r))
		default:
			gap = true
		}
	}
	return out.String()
}

// Discreet reports whether words may be read by everybody: no address, no number of an account.
func Discreet(label string) bool {
	digits := 0
	for _, r := range label {
		switch {
		case r == '@':
			return false
		case unicode.IsDigit(r):
			if digits++; digits > 6 {
				return false
			}
		}
	}
	return true
}

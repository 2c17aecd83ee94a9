// Package content holds everything that is written for readers and translated: pages, help, news, legal texts, guides,
// and the words of the catalogue. A text is written in one language, cut in segments, and each segment is translated;
// what readers see is built here, with the language it is really in. It knows people and files; no area below it.
package content

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Class decides what a translation must have passed before readers see it (translation.md 6).
type Class string

// The classes of text.
const (
	Legal     Class = "legal"     // terms, privacy, prices, agreements
	Reference Class = "reference" // pages, help, guides, words of the catalogue
	News      Class = "news"      // news and incidents
)

// Format says how a text is written.
type Format string

// The formats of text.
const (
	Markdown Format = "md"
	Plain    Format = "text" // one line, no markup
)

// Field is one text of one resource: the title of a page, the summary of a service.
type Field struct {
	Subject    Subject // what the editors' desk lists it under
	Type       string  // of the resource: page, part, service…
	ID         uint    // of the resource
	Name       string
	Position   int // among the texts of the subject; the one at 0 gives the subject its title on the desk
	Class      Class
	Format     Format
	MaxLength  int // in characters; 0 means the usual one of its format
	SourceLang string
}

// Subject is what a person translates in one go: a page with its cards, a service, an offer.
type Subject struct {
	Type string
	Ref  string
}

func (f Field) maxLength() int {
	switch {
	case f.MaxLength > 0:
		return f.MaxLength
	case f.Format == Plain:
		return 300
	}
	return 100_000
}

// Fold makes a text ready to be searched: lower case, without accents, single spaces.
func Fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'œ':
			b.WriteString("oe")
		case r == 'æ':
			b.WriteString("ae")
		case r == '’':
			b.WriteByte('\'')
		default:
			b.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// Package registry checks the numbers under which organisations are registered: SIREN, SIRET, RNA, VAT.
// It is a pure leaf: it looks at the writing and the check digits, never at a register.
package registry

import (
	"regexp"
	"strings"
)

// Kind says in which register a number stands.
type Kind string

// The kinds of registration numbers.
const (
	SIREN   Kind = "siren"   // 9 digits, a company, public body or association known to INSEE
	SIRET   Kind = "siret"   // SIREN and 5 digits for the place
	RNA     Kind = "rna"     // W and 9 more, an association of the law of 1901
	Local   Kind = "local"   // volume and folio, an association of Alsace or Moselle (local law of 1908)
	Foreign Kind = "foreign" // any number of another country
)

// Number is a registration number in its clean writing.
type Number struct {
	Kind Kind
	Text string
}

// laPoste is the only company whose SIRETs do not obey the check digit: the sum of their digits is a multiple of five.
const laPoste = "356000000"

var (
	digits9  = regexp.MustCompile(`^\d{9}$`)
	digits14 = regexp.MustCompile(`^\d{14}$`)
	rna      = regexp.MustCompile(`^W\d[0-9A-Z]\d{7}$`)
	local    = regexp.MustCompile(`^VOL(?:UME)?(\d{1,4})FOL(?:IO)?(?:N[O°]?)?(\d{1,5})$`)
	foreign  = regexp.MustCompile(`^[0-9A-Z][0-9A-Z./-]{1,29}$`)
)

// Parse reads a registration number of a country (ISO code). Blanks, dots and dashes between digits do not matter.
func Parse(country, typed string) (Number, bool) {
	text := squeeze(typed)
	if country != "FR" {
		return Number{Foreign, strings.ToUpper(strings.Join(strings.Fields(typed), ""))}, foreign.MatchString(strings.ToUpper(strings.Join(strings.Fields(typed), "")))
	}
	switch {
	case digits9.MatchString(text):
		return Number{SIREN, text}, luhn(text)
	case digits14.MatchString(text):
		return Number{SIRET, text}, siret(text)
	case rna.MatchString(text):
		return Number{RNA, text}, true
	}
	if m := local.FindStringSubmatch(text); m != nil {
		return Number{Local, "volume " + m[1] + " folio " + m[2]}, true
	}
	return Number{Text: text}, false
}

// SIREN returns the nine digits of the company inside a SIREN or SIRET, or nothing.
func (n Number) SIREN() string {
	if n.Kind == SIREN || n.Kind == SIRET {
		return n.Text[:9]
	}
	return ""
}

// squeeze takes out what people put between the digits and writes capitals.
func squeeze(typed string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '.' || r == '-' || r == ',' || r == '\t' || r == '\u00a0' || r == '\u202f' {
			return -1
		}
		return r
	}, strings.ToUpper(strings.TrimSpace(typed)))
}

// siret checks the company's number and the whole.
func siret(text string) bool {
	if text[:9] != laPoste {
		return luhn(text[:9]) && luhn(text)
	}
	sum := 0
	for _, r := range text {
		sum += int(r - '0')
	}
	return luhn(text) || sum%5 == 0
}

// luhn checks the last digit by Luhn's formula (ISO/IEC 7812-1), which INSEE uses.
func luhn(text string) bool {
	sum := 0
	for i := range len(text) {
		d := int(text[len(text)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0 && strings.Trim(text, "0") != ""
}

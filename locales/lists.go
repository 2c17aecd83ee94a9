package locales

import (
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// List joins words as in a sentence: a, b et c.
func List(lang string, words []string) string {
	before, last := listed(lang, words)
	if before == "" {
		return last
	}
	return T(lang, "unit.list.last", "Before", before, "After", last)
}

// Either joins words of which one is chosen: a, b ou c.
func Either(lang string, words []string) string {
	before, last := listed(lang, words)
	if before == "" {
		return last
	}
	return T(lang, "unit.list.either", "Before", before, "After", last)
}

// listed are all words but the last, joined, and the last one.
func listed(lang string, words []string) (before, last string) {
	for i, word := range words {
		switch i {
		case 0:
		case 1:
			before = last
		default:
			before = T(lang, "unit.list.middle", "Before", before, "After", last)
		}
		last = word
	}
	return before, last
}

// CountryName is a country as a reader chooses it in a form. Code is ISO 3166-1, two letters.
type CountryName struct {
	Code string
	Name string
}

// LanguageName names a language in the reader's language, as in "in English": small letters where that language writes them so.
func LanguageName(lang, code string) string {
	for _, l := range All() {
		if l.Code != code {
			continue
		}
		if names := display.Languages(language.Make(tagOf(lang))); names != nil {
			if name := names.Name(language.Make(tagOf(code))); name != "" {
				return name
			}
		}
		return l.Name
	}
	return code
}

// Country names the country with that ISO 3166-1 code; an unknown code comes back as it is.
func Country(lang, code string) string {
	switch code { // newer than the tables of x/text
	case "MK":
		return T(lang, "country.mk")
	case "SZ":
		return T(lang, "country.sz")
	}
	region, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	if name := display.Regions(language.Make(tagOf(lang))).Name(region); name != "" {
		return name
	}
	return code
}

var countries sync.Map

// Countries lists all countries in the reader's alphabetical order.
func Countries(lang string) []CountryName {
	if !Known(lang) {
		lang = Default
	}
	if known, ok := countries.Load(lang); ok {
		return known.([]CountryName)
	}
	all := byName{collate.New(language.Make(tagOf(lang))), nil}
	for _, code := range isoCodes() {
		if name := Country(lang, code); name != code { // states that are no more have no name
			all.names = append(all.names, CountryName{code, name})
		}
	}
	all.order.Sort(&all)
	countries.Store(lang, all.names)
	return all.names
}

// reserved codes have a name in Unicode's tables and are no country: islands of another one, unions.
const reserved = "AC CP DG EA EU EZ IC TA UN"

func isoCodes() []string {
	var all []string
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			code := string([]rune{a, b})
			region, err := language.ParseRegion(code)
			if err == nil && region.IsCountry() && region.Canonicalize() == region && region.String() == code && !strings.Contains(reserved, code) {
				all = append(all, code)
			}
		}
	}
	return all
}

// byName lets the collator put the names in order.
type byName struct {
	order *collate.Collator
	names []CountryName
}

func (l *byName) Len() int           { return len(l.names) }
func (l *byName) Swap(i, j int)      { l.names[i], l.names[j] = l.names[j], l.names[i] }
func (l *byName) Bytes(i int) []byte { return []byte(l.names[i].Name) }

package billing

import (
	"strings"
	"unicode/utf8"

	"chatiere/models/billing/period"
	"chatiere/models/catalogue"
	"chatiere/models/people"
	"chatiere/models/store"
)

// SubscribeForm is what a person says to subscribe: four fields and two boxes; tier and period come from the offer's card
// (decisions.md 2). A signed-in person only says for whom.
type SubscribeForm struct {
	Offer        string          `param:"slug"`
	Tier         catalogue.Tier  `form:"tier" query:"tier"`
	Period       period.Interval `form:"period" query:"period"`
	For          string          `form:"for"` // ref of an organisation the person owns; empty: the one named below
	Organisation string          `form:"organisation"`
	Name         string          `form:"name"`
	Email        string          `form:"email"`
	Country      string          `form:"country"`
	Terms        bool            `form:"terms"`
	EarlyStart   bool            `form:"early_start"`       // start before the withdrawal period ends
	Gift         string          `form:"gift" query:"gift"` // a gift code, when there is one
	Key          string          `form:"key"`               // the same form sent twice is one subscription

	Lang         string `form:"-"` // of the page
	TermsVersion string `form:"-"` // of the terms that were shown
}

const longest = 120

// Check says what is wrong, and cleans what is not.
func (f *SubscribeForm) Check(by people.User) error {
	wrong := store.Invalid{}
	f.Organisation, f.Name = oneLine(f.Organisation), oneLine(f.Name)
	f.Country = strings.ToUpper(strings.TrimSpace(f.Country))
	if f.For == "" {
		needed(wrong, "organisation", f.Organisation)
		if !country(f.Country) {
			wrong.Add("country", "error.choose")
		}
	}
	if !by.SignedIn() {
		needed(wrong, "name", f.Name)
		email, ok := people.CleanEmail(f.Email)
		f.Email = email
		switch {
		case email == "":
			wrong.Add("email", "error.required")
		case !ok:
			wrong.Add("email", "error.email")
		}
	}
	if !f.Terms {
		wrong.Add("terms", "error.terms")
	}
	return wrong.Err()
}

// needed asks for a text of one line that is not too long.
func needed(wrong store.Invalid, field, text string) {
	switch n := utf8.RuneCountInString(text); {
	case n == 0:
		wrong.Add(field, "error.required")
	case n > longest:
		wrong.Add(field, "error.too_long", "Max", longest)
	}
}

// oneLine keeps a text on one line, without signs that cannot be seen.
func oneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < 32 || r == 127 || r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0xfeff {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	return strings.Join(strings.Fields(text), " ")
}

// country reports whether a text can be a country's code (ISO 3166-1 alpha-2).
func country(code string) bool {
	return len(code) == 2 && strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

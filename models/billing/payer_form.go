package billing

import (
	"context"
	"strings"

	"chatiere/models/people"
	"chatiere/models/store"

	"golang.org/x/text/language"
	"gorm.io/gorm"
)

// PayerForm is for which organisation somebody looks at what they were asked to pay: one of theirs, or a new one.
type PayerForm struct {
	For     string `form:"for"`          // ref of an organisation whose money they keep; empty: a new one
	Called  string `form:"organisation"` // name of the new one
	Name    string `form:"name"`         // of a person who has no account yet
	Country string `form:"country"`
}

// Check says what is wrong.
func (f *PayerForm) Check(by people.User) store.Invalid {
	wrong := store.Invalid{}
	f.Called, f.Name = oneLine(f.Called), oneLine(f.Name)
	if f.For == "" && f.Called == "" {
		wrong.Add("organisation", "error.required")
	}
	if len([]rune(f.Called)) > longest {
		wrong.Add("organisation", "error.too_long", "Max", longest)
	}
	if !by.SignedIn() && f.Name == "" {
		wrong.Add("name", "error.required")
	}
	if len([]rune(f.Name)) > longest {
		wrong.Add("name", "error.too_long", "Max", longest)
	}
	f.Country = strings.ToUpper(strings.TrimSpace(f.Country))
	if region, err := language.ParseRegion(f.Country); f.For == "" && (err != nil || !region.IsCountry() || len(f.Country) != 2) {
		wrong.Add("country", "error.choose")
	}
	return wrong
}

// Organisation finds the one that was chosen, or files the new one with the person as its owner.
func (f PayerForm) Organisation(ctx context.Context, tx *gorm.DB, by people.User, lang string) (people.Organisation, error) {
	for _, m := range by.Memberships {
		if f.For != "" && m.Organisation.Ref == f.For && keeps(by, m.OrganisationID) && m.Organisation.Acting() {
			return m.Organisation, nil
		}
	}
	if f.For != "" {
		return people.Organisation{}, store.ErrNotFound
	}
	return people.NewOrganisation(ctx, tx, people.Organisation{Name: f.Called, Country: f.Country, Locale: lang}, by)
}

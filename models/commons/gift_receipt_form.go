package commons

import (
	"chatiere/models/people"
	"chatiere/models/people/registry"
	"chatiere/models/store"

	"golang.org/x/text/language"
)

// ReceiptForm is who gave, with the full address that the law demands; of a company its legal form and its number too.
type ReceiptForm struct {
	Name      string `form:"name"`
	LegalForm string `form:"legal_form"`
	SIREN     string `form:"siren"`
	Street    string `form:"street"`
	Postcode  string `form:"postcode"`
	City      string `form:"city"`
	Country   string `form:"country"`
	Thing     string `form:"thing"` // what was given in kind
	Cost      bool   `form:"cost"`  // its value is what it cost the company, as the company itself reckoned it

	Lang    string `form:"-"`
	Company bool   `form:"-"`
	InKind  bool   `form:"-"`
}

// longestThing is how much may be said of what was given.
const longestThing = 600

// ReceiptFormOf is the form as far as it is known for an organisation.
func ReceiptFormOf(o people.Organisation) ReceiptForm {
	f := ReceiptForm{Name: o.LegalName, Street: o.Street, Postcode: o.Postcode, City: o.City, Country: o.Country, Company: true}
	if f.Name == "" {
		f.Name = o.Name
	}
	if n, ok := registry.Parse(o.Country, o.RegistryNumber); ok {
		f.SIREN = n.SIREN()
	}
	return f
}

func (f *ReceiptForm) check() error {
	bad := store.Invalid{}
	f.Name, f.Street, f.Postcode, f.City = oneLine(f.Name), oneLine(f.Street), oneLine(f.Postcode), oneLine(f.City)
	asked := map[string]string{"name": f.Name, "street": f.Street, "postcode": f.Postcode, "city": f.City}
	if f.Company {
		f.LegalForm = oneLine(f.LegalForm)
		asked["legal_form"] = f.LegalForm
		f.company(bad)
	}
	for name, text := range asked {
		if text == "" {
			bad.Add(name, "error.required")
		}
		if len([]rune(text)) > LongestTitle {
			bad.Add(name, "error.too_long", "Max", LongestTitle)
		}
	}
	if region, err := language.ParseRegion(f.Country); err != nil || !region.IsCountry() || len(f.Country) != 2 {
		bad.Add("country", "error.choose")
	}
	return bad.Err()
}

// company checks what only the form of companies asks: their number, and of a gift in kind what it was and that its value is its cost.
func (f *ReceiptForm) company(bad store.Invalid) {
	n, ok := registry.Parse("FR", f.SIREN)
	switch {
	case oneLine(f.SIREN) == "":
		bad.Add("siren", "error.required")
	case !ok || n.SIREN() == "":
		bad.Add("siren", "error.siren")
	default:
		f.SIREN = n.SIREN()
	}
	if !f.InKind {
		return
	}
	f.Thing = oneLine(f.Thing)
	switch {
	case f.Thing == "":
		bad.Add("thing", "error.required")
	case len([]rune(f.Thing)) > longestThing:
		bad.Add("thing", "error.too_long", "Max", longestThing)
	}
	if !f.Cost {
		bad.Add("cost", "error.tick")
	}
}

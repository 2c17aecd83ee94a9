package commons

import (
	"cmp"
	"context"
	"strings"

	"chatiere/models/people"
	"chatiere/models/people/registry"
	"chatiere/models/store"

	"golang.org/x/text/language"
	"gorm.io/gorm"
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

// ReceiptFormFor is the form as far as it is known of an organisation: what its file says now, and what only receipts say as its last one said it.
func ReceiptFormFor(ctx context.Context, db *gorm.DB, o people.Organisation) (ReceiptForm, error) {
	f := receiptFormOf(o)
	last, err := lastReceipt(ctx, db, "organisation_id = ?", o.ID)
	f.LegalForm, f.SIREN = last.LegalForm, cmp.Or(f.SIREN, last.SIREN)
	if f.Street == "" && f.City == "" {
		f.lives(last)
	}
	return f, err
}

// OwnReceiptForm is the form of a person's own gift, with the address of their last receipt; at first only their country is guessed.
func OwnReceiptForm(ctx context.Context, db *gorm.DB, u people.User, country string) (ReceiptForm, error) {
	f := ReceiptForm{Name: u.Name, Country: country}
	last, err := lastReceipt(ctx, db, "organisation_id is null and user_id = ?", u.ID)
	f.Name = cmp.Or(last.DonorName, f.Name)
	f.lives(last)
	return f, err
}

// lastReceipt is the latest one that stands; an empty one where there is none.
func lastReceipt(ctx context.Context, db *gorm.DB, whose string, id uint) (GiftReceipt, error) {
	found, err := store.From[GiftReceipt](db).Where(whose+" and voided_at is null", id).Order("id desc").Limit(1).Find(ctx)
	if err != nil || len(found) == 0 {
		return GiftReceipt{}, err
	}
	return found[0], nil
}

// lives takes over the address of a receipt.
func (f *ReceiptForm) lives(r GiftReceipt) {
	if r.ID != 0 {
		f.Street, f.Postcode, f.City, f.Country = r.Street, r.Postcode, r.City, r.Country
	}
}

// receiptFormOf is the form as far as the file of an organisation says it; a French VAT number ends with the company's number.
func receiptFormOf(o people.Organisation) ReceiptForm {
	f := ReceiptForm{Name: o.LegalName, Street: o.Street, Postcode: o.Postcode, City: o.City, Country: o.Country, Company: true}
	if f.Name == "" {
		f.Name = o.Name
	}
	if n, ok := registry.Parse(o.Country, o.RegistryNumber); ok {
		f.SIREN = n.SIREN()
	}
	if vat, french := strings.CutPrefix(o.VATNumber, "FR"); f.SIREN == "" && french && len(vat) == 11 {
		if n, ok := registry.Parse("FR", vat[2:]); ok {
			f.SIREN = n.SIREN()
		}
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

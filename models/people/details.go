package people

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"chatiere/models/journal"
	"chatiere/models/people/registry"
	"chatiere/models/store"

	"golang.org/x/text/language"
	"gorm.io/gorm"
)

// Sorts are all sorts of organisations, in the order a form offers them.
var Sorts = []Sort{Association, Informal, Network, Company, PublicBody}

// FiscalStatuses are the answers a form offers; "unknown" is no answer.
var FiscalStatuses = []FiscalStatus{NotSubject, ExemptTaxable, Liable}

// OrganisationCompleted is promised when the billing details of an organisation became complete for the first time.
type OrganisationCompleted struct {
	OrganisationID uint `json:"organisation_id"`
}

// Kind names the promise.
func (OrganisationCompleted) Kind() string { return "organisation_completed" }

// DetailsForm is what an invoice must know about its buyer (billing.md 1).
type DetailsForm struct {
	Name           string       `form:"name"`
	LegalName      string       `form:"legal_name"`
	Sort           Sort         `form:"sort"`
	Street         string       `form:"street"`
	Postcode       string       `form:"postcode"`
	City           string       `form:"city"`
	Country        string       `form:"country"`
	RegistryNumber string       `form:"registry_number"` // SIREN, SIRET, RNA or a foreign number; may be empty
	VATNumber      string       `form:"vat_number"`      // needed where the organisation is liable
	FiscalStatus   FiscalStatus `form:"fiscal_status"`
	TreasurerEmail string       `form:"treasurer_email"` // may be empty
	BuyerReference string       `form:"buyer_reference"` // may be empty
	PurchaseOrder  string       `form:"purchase_order"`  // may be empty
	Version        int          `form:"version"`
}

// DetailsOf fills the form with what is known.
func DetailsOf(o Organisation) DetailsForm {
	f := DetailsForm{
		Name: o.Name, LegalName: o.LegalName, Sort: o.Sort, Street: o.Street, Postcode: o.Postcode, City: o.City, Country: o.Country,
		RegistryNumber: o.RegistryNumber, VATNumber: o.VATNumber, FiscalStatus: o.FiscalStatus, TreasurerEmail: o.TreasurerEmail, BuyerReference: o.BuyerReference,
		PurchaseOrder: o.PurchaseOrder, Version: o.Version,
	}
	if f.LegalName == "" {
		f.LegalName = o.Name
	}
	return f
}

// Check says what is wrong with the form and writes its numbers and address cleanly.
func (f *DetailsForm) Check() error {
	wrong := store.Invalid{}
	needed(wrong, "name", &f.Name, 120)
	needed(wrong, "legal_name", &f.LegalName, 200)
	needed(wrong, "street", &f.Street, 200)
	needed(wrong, "postcode", &f.Postcode, 20)
	needed(wrong, "city", &f.City, 100)
	f.Country = strings.ToUpper(strings.TrimSpace(f.Country))
	if region, err := language.ParseRegion(f.Country); err != nil || !region.IsCountry() || len(f.Country) != 2 {
		wrong.Add("country", "error.choose")
	}
	if !slices.Contains(Sorts, f.Sort) {
		wrong.Add("sort", "error.choose")
	}
	if !slices.Contains(FiscalStatuses, f.FiscalStatus) {
		wrong.Add("fiscal_status", "error.choose")
	}
	f.checkNumbers(wrong)
	if email, ok := CleanEmail(f.TreasurerEmail); email != "" && !ok {
		wrong.Add("treasurer_email", "error.email")
	} else {
		f.TreasurerEmail = email
	}
	allowed(wrong, "buyer_reference", &f.BuyerReference, 100)
	allowed(wrong, "purchase_order", &f.PurchaseOrder, 50)
	return wrong.Err()
}

// checkNumbers reads the registration and VAT numbers; in France both must name the same SIREN.
func (f *DetailsForm) checkNumbers(wrong store.Invalid) {
	f.RegistryNumber, f.VATNumber = strings.TrimSpace(f.RegistryNumber), strings.TrimSpace(f.VATNumber)
	var siren string
	if f.RegistryNumber != "" {
		n, ok := registry.Parse(f.Country, f.RegistryNumber)
		if !ok {
			wrong.Add("registry_number", "error.registry_number")
		} else {
			f.RegistryNumber, siren = n.Text, n.SIREN()
		}
	}
	if f.VATNumber == "" {
		if f.FiscalStatus == Liable {
			wrong.Add("vat_number", "error.vat_needed")
		}
		return
	}
	vat, ok := registry.VAT(f.Country, f.VATNumber)
	switch {
	case !ok:
		wrong.Add("vat_number", "error.vat_number")
	case siren != "" && strings.HasPrefix(vat, "FR") && !strings.HasSuffix(vat, siren):
		wrong.Add("vat_number", "error.vat_other_siren")
	default:
		f.VATNumber = vat
	}
}

// needed trims a text and says when it is empty, too long or holds control characters.
func needed(wrong store.Invalid, field string, text *string, most int) {
	*text = strings.TrimSpace(*text)
	switch {
	case *text == "":
		wrong.Add(field, "error.required")
	case utf8.RuneCountInString(*text) > most:
		wrong.Add(field, "error.too_long", "Max", most)
	case !plainLine(*text):
		wrong.Add(field, "error.invalid")
	}
}

// allowed is the same for a text that may be empty.
func allowed(wrong store.Invalid, field string, text *string, most int) {
	if strings.TrimSpace(*text) == "" {
		*text = ""
		return
	}
	needed(wrong, field, text, most)
}

// plainLine reports whether a text is one line of valid, visible characters.
func plainLine(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool { return r < 32 || r == 127 || r == '\u2028' || r == '\u2029' })
}

// SaveDetails changes the details of an organisation. Owner, treasurer and the staff who bill may do so.
// When somebody changed them since the form was opened it returns store.ErrConflict and changes nothing.
// The first time they are complete it promises word of it.
func (o Organisation) SaveDetails(ctx context.Context, db *gorm.DB, by User, f *DetailsForm) (Organisation, error) {
	if m, in := by.In(o.ID); !(in && m.May(Treasurer)) && !by.Is(Operator, Accountant) {
		return o, store.ErrForbidden
	}
	if err := f.Check(); err != nil {
		return o, err
	}
	before := DetailsOf(o)
	o.Name, o.LegalName, o.Sort, o.Street, o.Postcode, o.City, o.Country = f.Name, f.LegalName, f.Sort, f.Street, f.Postcode, f.City, f.Country
	o.RegistryNumber, o.VATNumber, o.FiscalStatus, o.TreasurerEmail = f.RegistryNumber, f.VATNumber, f.FiscalStatus, f.TreasurerEmail
	o.BuyerReference, o.PurchaseOrder = f.BuyerReference, f.PurchaseOrder
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		first := o.DetailsAt == nil && o.Complete()
		if first {
			o.DetailsAt = now(tx)
		}
		o.UpdatedAt, o.Version = store.Now(tx), f.Version+1
		n, err := store.From[Organisation](tx).Where("id = ? and version = ?", o.ID, f.Version).Select("Name", "LegalName", "Sort", "Street", "Postcode", "City",
			"Country", "RegistryNumber", "VATNumber", "FiscalStatus", "TreasurerEmail", "BuyerReference", "PurchaseOrder", "DetailsAt", "Version", "UpdatedAt").Updates(ctx, o)
		if err != nil {
			return err
		}
		if n == 0 {
			return store.ErrConflict
		}
		err = journal.Note(ctx, tx, by.Actor(), journal.Act{
			Verb: "organisation_changed", SubjectType: "organisation", SubjectRef: o.Ref,
			OrganisationID: o.ID, Details: map[string]any{"fields": changed(before, DetailsOf(o))},
		})
		if err != nil || !first {
			return err
		}
		return store.Enqueue(tx, OrganisationCompleted{o.ID})
	})
	return o, err
}

// changed names the fields in which two forms differ, never their contents.
func changed(a, b DetailsForm) []string {
	var fields []string
	for _, f := range []struct {
		name string
		same bool
	}{
		{"name", a.Name == b.Name},
		{"legal_name", a.LegalName == b.LegalName},
		{"sort", a.Sort == b.Sort},
		{"address", a.Street == b.Street && a.Postcode == b.Postcode && a.City == b.City && a.Country == b.Country},
		{"registry_number", a.RegistryNumber == b.RegistryNumber},
		{"vat_number", a.VATNumber == b.VATNumber},
		{"fiscal_status", a.FiscalStatus == b.FiscalStatus},
		{"treasurer_email", a.TreasurerEmail == b.TreasurerEmail},
		{"order", a.BuyerReference == b.BuyerReference && a.PurchaseOrder == b.PurchaseOrder},
	} {
		if !f.same {
			fields = append(fields, f.name)
		}
	}
	return fields
}

// zoneKnown reports whether the name is one of the tz database.
func zoneKnown(name string) bool {
	_, err := time.LoadLocation(name)
	return err == nil && name != "" && name != "Local"
}

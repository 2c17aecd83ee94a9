package people_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func goodDetails() people.DetailsForm {
	return people.DetailsForm{
		Name: "Fée", LegalName: "Faire École Ensemble", Sort: people.Association, Street: "1 rue des Écoles", Postcode: "75005", City: "Paris",
		Country: "fr", RegistryNumber: "w751234567", FiscalStatus: people.NotSubject, TreasurerEmail: "Tresor@Fee.example", Version: 1,
	}
}

func TestDetailsAreCompletedOnceAndPromised(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, h := context.Background(), newHouse(t, db)
		f := goodDetails()
		o, err := h.fee.SaveDetails(ctx, db, h.ada, &f)
		if err != nil || o.RegistryNumber != "W751234567" || o.TreasurerEmail != "tresor@fee.example" || o.DetailsAt == nil || o.Version != 2 {
			t.Fatalf("%+v %v", o, err)
		}
		f = people.DetailsOf(o)
		f.City, f.PurchaseOrder, f.BuyerReference = "Lyon", " ENG-2026-7 ", "SERVICE-12"
		if _, err := o.SaveDetails(ctx, db, h.ada, &f); err != nil {
			t.Fatal(err)
		}
		if again, err := people.LoadOrganisation(ctx, db, o.ID); err != nil || again.PurchaseOrder != "ENG-2026-7" || again.BuyerReference != "SERVICE-12" {
			t.Errorf("%+v %v", again, err)
		}
		if n := promises(t, db, "organisation_completed"); n != 1 {
			t.Fatalf("promised %d times", n)
		}
		f.City = "Lille" // with the version of before
		if _, err := o.SaveDetails(ctx, db, h.ada, &f); !errors.Is(err, store.ErrConflict) {
			t.Fatal("an edit was overwritten", err)
		}
	})
}

func TestWhoMayChangeTheDetails(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, h := context.Background(), newHouse(t, db)
		for who, want := range map[*people.User]error{
			ptr(h.member(t, "bob@fee.example", people.Member)):          store.ErrForbidden,
			ptr(confirmed(t, db, "eve@ailleurs.example")):               store.ErrForbidden,
			ptr(h.member(t, "tresor@fee.example", people.Treasurer)):    nil,
			ptr(withRoles(t, db, meet(t, db, "x@ih.example"), "agent")): store.ErrForbidden,
		} {
			f := goodDetails()
			if _, err := h.fee.SaveDetails(ctx, db, *who, &f); !errors.Is(err, want) {
				t.Errorf("%s: %v, want %v", who.Email, err, want)
			}
		}
	})
}

func ptr[T any](v T) *T { return &v }

func TestWhatIsWrongWithDetails(t *testing.T) {
	for name, c := range map[string]struct {
		spoil      func(*people.DetailsForm)
		field, key string
	}{
		"no name":           {func(f *people.DetailsForm) { f.LegalName = " " }, "legal_name", "error.required"},
		"a long name":       {func(f *people.DetailsForm) { f.Name = strings.Repeat("é", 121) }, "name", "error.too_long"},
		"a line break":      {func(f *people.DetailsForm) { f.City = "Paris\r\nX: y" }, "city", "error.invalid"},
		"no such country":   {func(f *people.DetailsForm) { f.Country = "ZZ" }, "country", "error.choose"},
		"a group of lands":  {func(f *people.DetailsForm) { f.Country = "EU" }, "country", "error.choose"},
		"no fiscal status":  {func(f *people.DetailsForm) { f.FiscalStatus = people.FiscalUnknown }, "fiscal_status", "error.choose"},
		"liable, no number": {func(f *people.DetailsForm) { f.FiscalStatus = people.Liable }, "vat_number", "error.vat_needed"},
		"a wrong number":    {func(f *people.DetailsForm) { f.RegistryNumber = "123" }, "registry_number", "error.registry_number"},
		"a wrong key":       {func(f *people.DetailsForm) { f.VATNumber = "FR45732829320" }, "vat_number", "error.vat_number"},
		"another's number":  {func(f *people.DetailsForm) { f.RegistryNumber, f.VATNumber = "732829320", "FR03512803495" }, "vat_number", "error.vat_other_siren"},
		"a wrong address":   {func(f *people.DetailsForm) { f.TreasurerEmail = "tresor" }, "treasurer_email", "error.email"},
		"a long order":      {func(f *people.DetailsForm) { f.PurchaseOrder = strings.Repeat("1", 51) }, "purchase_order", "error.too_long"},
		"a broken word":     {func(f *people.DetailsForm) { f.BuyerReference = "SERVICE\n12" }, "buyer_reference", "error.invalid"},
		"no such sort":      {func(f *people.DetailsForm) { f.Sort = "party" }, "sort", "error.choose"},
	} {
		t.Run(name, func(t *testing.T) {
			f := goodDetails()
			c.spoil(&f)
			saysAt(t, f.Check(), c.field, c.key)
		})
	}
}

package billing_test

import (
	"testing"

	"chatiere/models/billing"
	"chatiere/models/billing/tax"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

// TestLAW1_EachCustomerHasTheWayOfTheLaw is the table of law-and-charter.md a7.
func TestLAW1_EachCustomerHasTheWayOfTheLaw(t *testing.T) {
	const siren, siret = "732829320", "73282932000074"
	for name, c := range map[string]struct {
		regime    collective.Regime
		buyer     billing.Buyer
		way       billing.Way
		addressee string
	}{
		"an informal group":                    {collective.VATRegistered, billing.Buyer{Country: "FR", Sort: people.Informal, FiscalStatus: people.NotSubject}, billing.EReporting, ""},
		"an association outside VAT":           {collective.VATRegistered, billing.Buyer{Country: "FR", Sort: people.Association, FiscalStatus: people.NotSubject, RegistryNumber: siren}, billing.EReporting, ""},
		"an association, taxable but exempt":   {collective.VATRegistered, billing.Buyer{Country: "FR", Sort: people.Association, FiscalStatus: people.ExemptTaxable, RegistryNumber: siren}, billing.EInvoice, siren},
		"an association that charges VAT":      {collective.VATRegistered, billing.Buyer{Country: "FR", Sort: people.Association, FiscalStatus: people.Liable, RegistryNumber: siret}, billing.EInvoice, siren},
		"a company":                            {collective.VATRegistered, billing.Buyer{Country: "FR", Sort: people.Company, FiscalStatus: people.Liable, RegistryNumber: siren}, billing.EInvoice, siren},
		"a company of a small-business seller": {collective.VATFranchise, billing.Buyer{Country: "FR", Sort: people.Company, FiscalStatus: people.Liable, RegistryNumber: "W751234567"}, billing.EInvoice, ""},
		"an administration":                    {collective.VATRegistered, billing.Buyer{Country: "FR", Sort: people.PublicBody, FiscalStatus: people.NotSubject, RegistryNumber: siret}, billing.PublicWay, siret},
		"an administration without its SIRET":  {collective.VATRegistered, billing.Buyer{Country: "FR", Sort: people.PublicBody, FiscalStatus: people.Liable, RegistryNumber: siren}, billing.PublicWay, ""},
		"a taxable body abroad":                {collective.VATRegistered, billing.Buyer{Country: "BE", Sort: people.Company, FiscalStatus: people.Liable, VATNumber: "BE0403170701"}, billing.AbroadWay, "BE0403170701"},
		"an association abroad outside VAT":    {collective.VATRegistered, billing.Buyer{Country: "BE", Sort: people.Association, FiscalStatus: people.NotSubject}, billing.EReporting, ""},
		"an exempt seller sells to a company":  {collective.NotSubject, billing.Buyer{Country: "FR", Sort: people.Company, FiscalStatus: people.Liable, RegistryNumber: siren}, billing.NoWay, ""},
	} {
		i := billing.Invoice{Regime: c.regime, Seller: billing.Seller{Country: "FR"}, Buyer: c.buyer}
		if i.Way() != c.way || i.Addressee() != c.addressee {
			t.Errorf("%s: %s to %q, want %s to %q", name, i.Way(), i.Addressee(), c.way, c.addressee)
		}
	}
}

// TestLAW1_WhatIsDepositedIsNamedAndWhatIsSummedHasItsCategory sells to each kind of customer within a year.
func TestLAW1_WhatIsDepositedIsNamedAndWhatIsSummedHasItsCategory(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		sell := func(email string, is map[string]any) billing.Invoice {
			t.Helper()
			p := ready(t, db, email)
			must(t, db.Model(&people.Organisation{}).Where("id = ?", p.OrganisationID).Updates(is).Error)
			return issued(t, db, p)
		}
		company := sell("co@fee.example", map[string]any{"sort": people.Company, "fiscal_status": people.Liable, "registry_number": "732829320", "vat_number": "FR44732829320"})
		town := sell("ville@fee.example", map[string]any{"sort": people.PublicBody, "registry_number": "73282932000074"})
		abroad := sell("be@fee.example", map[string]any{"country": "BE", "registry_number": "", "fiscal_status": people.Liable, "vat_number": "BE0403170701"})
		sell("asso@fee.example", map[string]any{})
		far := sell("ca@fee.example", map[string]any{"country": "CA", "registry_number": ""})
		if far.Lines[0].Category != tax.OutOfScope {
			t.Fatalf("%+v", far.Lines[0])
		}
		r, err := billing.EReportOf(ctx, db, accountant(t, db), "2026-01-01", "2026-12-31")
		must(t, err)
		if len(r.Deposits) != 3 || r.Deposits[0].ID != company.ID || r.Deposits[1].ID != town.ID || r.Deposits[2].ID != abroad.ID {
			t.Errorf("%d documents to deposit", len(r.Deposits))
		}
		want := []billing.Reported{{On: "2026-11-25", RateBP: 2000, Category: "TPS1", Documents: 1, NetCents: 10000, VATCents: 2000}, {On: "2026-11-25", Category: "TNT1", Documents: 1, NetCents: 10000}}
		if len(r.Sales) != 2 || r.Sales[0] != want[0] || r.Sales[1] != want[1] {
			t.Errorf("%+v", r.Sales)
		}
	})
}

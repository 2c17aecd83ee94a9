package billing_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/billing/facturx"
	"chatiere/models/billing/money"
	"chatiere/models/billing/tax"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

// readXML is the electronic form of an issued document, read back and found sound.
func readXML(t *testing.T, db *gorm.DB, i billing.Invoice) facturx.Document {
	t.Helper()
	content, err := reloaded(t, db, i).XML(ctx, db)
	must(t, err)
	if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != reloaded(t, db, i).XMLSHA256 || len(content) == 0 {
		t.Fatalf("%s has no electronic form, or another one than its sum", i.FullName())
	}
	d, err := facturx.Read(content)
	must(t, err)
	for _, b := range facturx.Check(d) {
		t.Errorf("%s: %s", i.FullName(), b)
	}
	return d
}

func TestXML1_EveryIssuedDocumentHasItsElectronicFormFromTheStart(t *testing.T) {
	for _, regime := range []collective.Regime{collective.VATRegistered, collective.VATFranchise, collective.NotSubject} {
		t.Run(string(regime), func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *gorm.DB) {
				world(t, db, regime)
				i := issued(t, db, ready(t, db, "ada@fee.example"))
				note, err := i.Correct(ctx, db, operator(t, db), billing.CreditForm{Cents: 4000, Reason: "Fermé deux mois", Key: "k"})
				must(t, err)
				for _, one := range []billing.Invoice{i, note} {
					d := readXML(t, db, one)
					if want := reloaded(t, db, one).Electronic(); !reflect.DeepEqual(d, want) {
						t.Errorf("stored %+v\nwant   %+v", d, want)
					}
					total, _ := d.Totals.Total.Cents()
					vat, _ := d.Totals.VAT.Cents()
					if total != one.TotalCents || vat != one.VATCents || d.Number != one.FullName() || string(d.IssuedOn) != one.IssuedOn { // R-a3.5, NUM6
						t.Errorf("%+v says other than %+v", d, one)
					}
				}
				d := readXML(t, db, note)
				if d.Type != "381" || len(d.Preceding) != 1 || d.Preceding[0].Number != i.FullName() || d.Preceding[0].IssuedOn != "2026-11-25" || d.Means != nil { // CRN1
					t.Errorf("%+v", d)
				}
				must(t, db.Model(&people.Organisation{}).Where("id = ?", i.OrganisationID).Update("legal_name", "Autre").Error) // SNP1
				if again := readXML(t, db, i); again.Buyer.Name != "Association Faire École Ensemble" {
					t.Error("renaming the buyer changed an issued document")
				}
			})
		})
	}
}

func TestRa21_EachRegimeIsNamedInTheWordsOfTheLaw(t *testing.T) {
	for regime, want := range map[collective.Regime]facturx.Tax{
		collective.VATRegistered: {Category: "S", Rate: facturx.Percent(2000), Base: facturx.Cents(10000), Amount: facturx.Cents(2000)},
		collective.VATFranchise: {
			Category: "E", Rate: facturx.Percent(0), Base: facturx.Cents(10000), Amount: facturx.Cents(0),
			Reason: "TVA non applicable, art. 293 B du CGI", ReasonCode: "VATEX-FR-FRANCHISE",
		},
		collective.NotSubject: {
			Category: "E", Rate: facturx.Percent(0), Base: facturx.Cents(10000), Amount: facturx.Cents(0),
			Reason: "Exonération de TVA, art. 261-7-1° du CGI", ReasonCode: "VATEX-FR-CGI261-7",
		},
	} {
		t.Run(string(regime), func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *gorm.DB) {
				world(t, db, regime)
				d := readXML(t, db, issued(t, db, ready(t, db, "ada@fee.example")))
				if len(d.Taxes) != 1 || d.Taxes[0] != want || (d.Seller.VAT == "") == (regime == collective.VATRegistered) {
					t.Errorf("%+v, VAT number %q", d.Taxes, d.Seller.VAT)
				}
			})
		})
	}
}

// onPaper is an invoice as it is frozen, without a database.
func onPaper(lines []billing.Line) billing.Invoice {
	full := "F2026-0042"
	i := billing.Invoice{
		Kind: billing.AnInvoice, FullNumber: &full, Locale: "fr", Currency: "EUR", IssuedOn: "2026-11-25", DueOn: "2026-12-25", PaymentReference: "CH4K7M9QXZ",
		Seller: billing.Seller{
			Name: "Indie.Host", LegalName: "Indie.Host SCIC", Street: "1 rue du Chat", Postcode: "75011", City: "Paris", Country: "FR", RegistryNumber: "123 456 782",
			VATNumber: "FR32123456782", Email: "bonjour@indie.example", IBAN: "FR76 3000 6000 0112 3456 7890 189",
		},
		Buyer: billing.Buyer{Name: "Faire École Ensemble", Street: "2 place de l’École", Postcode: "69001", City: "Lyon", Country: "FR", RegistryNumber: "W691234567", Sort: people.Association, FiscalStatus: people.NotSubject},
	}
	for n, l := range lines {
		l.Kind, l.NetCents = billing.Service, l.Quantity*l.UnitCents
		i.Lines = append(i.Lines, billing.InvoiceLine{Position: n + 1, Line: l})
	}
	sums := i.Totals()
	i.NetCents, i.VATCents, i.TotalCents = sums.Net, sums.VAT, sums.Total
	return i
}

// one is a line of 100.00 at the standard rate.
var one = billing.Line{Label: "Bureau collectif", Quantity: 1, UnitCents: 10000, Category: tax.Standard, RateBP: 2000}

func TestThePenaltiesAreForProfessionalsAndTheKindOfOperationForEverybody(t *testing.T) { // law-and-charter.md a1, 14–18
	for name, c := range map[string]struct {
		buyer billing.Buyer
		all   bool
	}{
		"an association outside VAT":        {billing.Buyer{Sort: people.Association, FiscalStatus: people.NotSubject}, false},
		"an association taxable but exempt": {billing.Buyer{Sort: people.Association, FiscalStatus: people.ExemptTaxable}, false},
		"an association that never said":    {billing.Buyer{Sort: people.Association, FiscalStatus: people.FiscalUnknown}, false},
		"an informal group":                 {billing.Buyer{Sort: people.Informal, FiscalStatus: people.NotSubject}, false},
		"an association liable to VAT":      {billing.Buyer{Sort: people.Association, FiscalStatus: people.Liable}, true},
		"whoever has a VAT number":          {billing.Buyer{Sort: people.Association, FiscalStatus: people.NotSubject, VATNumber: "FR44732829320"}, true},
		"a company":                         {billing.Buyer{Sort: people.Company, FiscalStatus: people.Liable}, true},
		"an administration":                 {billing.Buyer{Sort: people.PublicBody, FiscalStatus: people.NotSubject}, true},
	} {
		t.Run(name, func(t *testing.T) {
			i := onPaper([]billing.Line{one})
			i.Buyer.Sort, i.Buyer.FiscalStatus, i.Buyer.VATNumber = c.buyer.Sort, c.buyer.FiscalStatus, c.buyer.VATNumber
			want := []facturx.Note{{Subject: "AAI", Text: "Nature de l’opération : prestation de services"}}
			if c.all {
				want = append(want, facturx.Note{Subject: "AAB", Text: "Pas d'escompte pour paiement anticipé"},
					facturx.Note{Subject: "PMD", Text: "Pénalités de retard : taux de refinancement de la Banque centrale européenne, majoré de 10 points"},
					facturx.Note{Subject: "PMT", Text: "Indemnité forfaitaire pour frais de recouvrement en cas de retard de paiement : 40 €"})
			}
			if !slices.Equal(i.Mentions(), want) {
				t.Errorf("%+v", i.Mentions())
			}
			checked(t, i)
		})
	}
}

// checked is the electronic form of a document that breaks no rule.
func checked(t *testing.T, i billing.Invoice) facturx.Document {
	t.Helper()
	d := i.Electronic()
	for _, b := range facturx.Check(d) {
		t.Errorf("%s in %+v", b, d)
	}
	return d
}

func TestTheNumbersOfAPartyStandWhereTheirRegisterWantsThem(t *testing.T) {
	id := func(scheme, value string) facturx.ID { return facturx.ID{Scheme: scheme, Value: value} }
	for name, c := range map[string]struct {
		buyer billing.Buyer
		want  facturx.Party
	}{
		"RNA":           {billing.Buyer{Country: "FR", RegistryNumber: "W691234567"}, facturx.Party{ID: "W691234567"}},
		"SIREN":         {billing.Buyer{Country: "FR", RegistryNumber: "732829320"}, facturx.Party{LegalID: id("0002", "732829320")}},
		"SIRET":         {billing.Buyer{Country: "FR", RegistryNumber: "73282932000074", Sort: people.PublicBody}, facturx.Party{GlobalID: id("0009", "73282932000074"), LegalID: id("0002", "732829320"), Endpoint: id("0225", "732829320")}},
		"only VAT":      {billing.Buyer{Country: "FR", VATNumber: "FR44732829320"}, facturx.Party{VAT: "FR44732829320", LegalID: id("0002", "732829320"), Endpoint: id("0225", "732829320")}},
		"RNA and VAT":   {billing.Buyer{Country: "FR", RegistryNumber: "W691234567", VATNumber: "FR44732829320"}, facturx.Party{ID: "W691234567", VAT: "FR44732829320", LegalID: id("0002", "732829320"), Endpoint: id("0225", "732829320")}},
		"a Belgian one": {billing.Buyer{Country: "BE", RegistryNumber: "0403.170.701", VATNumber: "BE 0403170701"}, facturx.Party{ID: "0403.170.701", VAT: "BE0403170701"}},
		"none":          {billing.Buyer{Country: "FR"}, facturx.Party{}},
	} {
		t.Run(name, func(t *testing.T) {
			i := onPaper([]billing.Line{one})
			c.buyer.Name = "Faire École Ensemble"
			i.Buyer = c.buyer
			got := checked(t, i).Buyer
			c.want.Name, c.want.Address = c.buyer.Name, &facturx.Address{Country: c.buyer.Country}
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("got  %+v\nwant %+v", got, c.want)
			}
		})
	}
}

func TestAnAdministrationReadsItsServiceAndItsCommitment(t *testing.T) { // law-and-charter.md a1, 21 and 22: Chorus Pro rejects without
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		p := ready(t, db, "ada@ville.example")
		must(t, db.Model(&people.Organisation{}).Where("id = ?", p.OrganisationID).Updates(map[string]any{
			"sort": people.PublicBody, "registry_number": "73282932000074", "buyer_reference": "SERVICE-12", "purchase_order": "ENG-2026-7",
		}).Error)
		d := readXML(t, db, issued(t, db, p))
		if d.BuyerReference != "SERVICE-12" || d.PurchaseOrder != "ENG-2026-7" || d.Buyer.GlobalID != (facturx.ID{Scheme: "0009", Value: "73282932000074"}) {
			t.Errorf("%+v", d)
		}
	})
}

func TestABuyerAbroadIsToldWhoOwesTheTax(t *testing.T) {
	for name, c := range map[string]struct {
		country, vat string
		treatment    tax.Treatment
		vatNumbers   bool
	}{
		"TAX3, reverse charge":    {"BE", "BE0403170701", tax.Treatment{Category: "AE", Code: tax.CodeReverseCharge, Note: tax.NoteReverseCharge}, true},
		"outside the Union":       {"CA", "", tax.Treatment{Category: "O", Code: tax.CodeAbroad, Note: tax.NoteAbroad}, false},
		"a taxable one out there": {"GB", "GB123456789", tax.Treatment{Category: "O", Code: tax.CodeAbroad, Note: tax.NoteAbroadLiable}, false},
	} {
		t.Run(name, func(t *testing.T) {
			l := one
			l.Category, l.RateBP, l.ExemptionCode, l.ExemptionNote = c.treatment.Category, 0, c.treatment.Code, c.treatment.Note
			i := onPaper([]billing.Line{l})
			i.Buyer.Country, i.Buyer.VATNumber, i.Buyer.RegistryNumber = c.country, c.vat, ""
			d := checked(t, i)
			if d.Taxes[0].Reason != c.treatment.Note || (d.Seller.VAT != "" && d.Buyer.VAT != "") != c.vatNumbers {
				t.Errorf("%+v %+v %+v", d.Taxes, d.Seller, d.Buyer)
			}
		})
	}
}

func TestRa62_WhatWasPaidBeforeIsSaidAndNothingIsAskedTwice(t *testing.T) {
	i := onPaper([]billing.Line{one})
	if d := checked(t, i); d.Process != "S1" || len(d.Means) != 1 || d.Means[0].Code != "58" || d.Means[0].Account.IBAN != "FR7630006000011234567890189" || d.Totals.Due != facturx.Cents(12000) || d.TaxPointCode != "72" {
		t.Errorf("to pay: %+v", d)
	}
	i.PrepaidCents = 5000
	if d := checked(t, i); d.Process != "S1" || d.Totals.Due != facturx.Cents(7000) || d.Totals.Prepaid != facturx.Cents(5000) {
		t.Errorf("paid in part: %+v", d)
	}
	i.PrepaidCents = i.TotalCents
	if d := checked(t, i); d.Process != "S2" || d.Means != nil || d.Totals.Due != facturx.Cents(0) {
		t.Errorf("paid: %+v", d)
	}
}

func TestMON2_TenThousandInvoicesAddUpOnPaperAndInTheirElectronicForm(t *testing.T) {
	dice := rand.New(rand.NewPCG(7, 8))
	exempt := []tax.Treatment{tax.Of(tax.Sale{Regime: tax.Franchise}), tax.Of(tax.Sale{Regime: tax.NotSubject})}
	for range 10_000 {
		lines := make([]billing.Line, 1+dice.IntN(8))
		treatment := tax.Treatment{Category: tax.Standard}
		if dice.IntN(3) == 0 {
			treatment = exempt[dice.IntN(2)]
		}
		for n := range lines {
			lines[n] = billing.Line{
				Label: fmt.Sprintf("Ligne %d", n), Quantity: 1 + dice.Int64N(99), UnitCents: dice.Int64N(9_999_99), Category: treatment.Category,
				ExemptionCode: treatment.Code, ExemptionNote: treatment.Note,
			}
			if treatment.Category == tax.Standard {
				lines[n].RateBP = []int{2000, 1000, 550, 210}[dice.IntN(4)]
			}
			if n > 0 && dice.IntN(4) == 0 { // a discount that is smaller than what it discounts
				lines[n].Quantity, lines[n].UnitCents, lines[n].RateBP = 1, -dice.Int64N(1+lines[0].Quantity*lines[0].UnitCents/10), lines[0].RateBP
			}
		}
		i := onPaper(lines)
		if treatment.Category != tax.Standard {
			i.Seller.VATNumber = ""
		}
		i.PrepaidCents = min(i.TotalCents, dice.Int64N(2)*dice.Int64N(1000_00))
		read, err := facturx.Read(facturx.Write(checked(t, i)))
		must(t, err)
		adds(t, i, read)
		if t.Failed() {
			return
		}
	}
}

// adds compares what is displayed with what it must make: lines, taxes, total, what is left.
func adds(t *testing.T, i billing.Invoice, d facturx.Document) {
	t.Helper()
	cents := func(n facturx.Decimal) int64 {
		c, whole := n.Cents()
		if n.Known() && !whole {
			t.Errorf("%s is no count of cents", n)
		}
		return c
	}
	var net, vat, bases int64
	for n, l := range d.Lines {
		net += cents(l.Net)
		if cents(l.Net) != i.Lines[n].NetCents {
			t.Errorf("line %d: %+v", n, l)
		}
	}
	for _, g := range d.Taxes {
		rate, _ := g.Rate.Cents()
		if cents(g.Amount) != money.Percent(cents(g.Base), rate) {
			t.Errorf("%+v", g)
		}
		vat += cents(g.Amount)
		bases += cents(g.Base)
	}
	if net != bases || net+vat != cents(d.Totals.Total) || cents(d.Totals.Total) != i.TotalCents || cents(d.Totals.Due) != i.TotalCents-i.PrepaidCents {
		t.Errorf("%+v does not add up: %d and %d", d.Totals, net, vat)
	}
}

func TestRa34_TheStoredFilesOfAnIssuedDocumentCannotBeTouched(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		i, err := issued(t, db, ready(t, db, "ada@fee.example")).File(ctx, db, "F2026-0001.pdf", []byte("%PDF-1.7 one"))
		must(t, err)
		for _, statement := range []string{
			"update files set name = 'x' where owner_type = 'invoice'", "update files set owner_type = '' where owner_type = 'invoice'",
			"update files set sha256 = 'x' where owner_type = 'invoice'", "delete from files where owner_type = 'invoice'",
			"delete from file_blobs where sha256 = '" + i.FileSHA256 + "'", "delete from file_blobs where sha256 = '" + i.XMLSHA256 + "'",
			"update file_blobs set content = null", "update invoices set xml_file_id = null", "update invoices set xml_sha256 = 'x'", "update invoices set file_id = null",
			"update invoices set file_id = xml_file_id, file_sha256 = xml_sha256",
		} {
			if err := store.InTx(ctx, db, func(tx *gorm.DB) error { return tx.Exec(statement).Error }); err == nil {
				t.Errorf("accepted: %s", statement)
			}
		}
		readXML(t, db, i)
		must(t, db.Exec("update files set name = name where owner_type <> 'invoice'").Error) // other files live on
	})
}

func TestADocumentThatCannotBeElectronicIsIssuedAllTheSameAndSaysWhy(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		must(t, db.Model(&collective.Collective{}).Where("id > 0").Update("registry_number", "").Error)
		i := reloaded(t, db, issued(t, db, ready(t, db, "ada@fee.example")))
		content, err := i.XML(ctx, db)
		var rules []string
		for _, b := range i.Broken() {
			rules = append(rules, b.Rule)
		}
		if i.FullName() != "F2026-0001" || content != nil || err != nil || !slices.Equal(rules, []string{"BR-CO-26", "BR-E-02"}) {
			t.Errorf("%s: %v %v %v", i.FullName(), rules, content, err)
		}
		must(t, db.Model(&collective.Collective{}).Where("id > 0").Update("registry_number", "000000000").Error)
		if i = reloaded(t, db, i); i.XMLFileID != nil {
			t.Error("an old document got an electronic form afterwards")
		}
	})
}

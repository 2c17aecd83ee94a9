package papers_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/billing/money"
	"chatiere/models/billing/period"
	"chatiere/models/billing/tax"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/views/papers"
)

var regimes = map[collective.Regime]tax.Treatment{
	collective.VATRegistered: tax.Of(tax.Sale{Regime: tax.Registered, RateBP: 2000, SellerCountry: "FR", BuyerCountry: "FR"}),
	collective.VATFranchise:  tax.Of(tax.Sale{Regime: tax.Franchise}),
	collective.NotSubject:    tax.Of(tax.Sale{Regime: tax.NotSubject}),
}

var (
	seller = billing.Seller{
		Name: "Indie.Host", LegalName: "Indie.Host SCIC", LegalForm: "Société coopérative d’intérêt collectif", Street: "1 rue du Chat", Postcode: "75011", City: "Paris", Country: "FR",
		RegistryNumber: "123 456 782", VATNumber: "FR32123456782", Email: "bonjour@indie.example", Phone: "+33 1 99 00 00 00", IBAN: "FR7630006000011234567890189", BIC: "AGRIFRPP",
	}
	buyer = billing.Buyer{
		Name: "Association Faire École Ensemble", Street: "2 place de l’École", Postcode: "69001", City: "Lyon", Country: "FR", RegistryNumber: "W691234567",
		Sort: people.Association, FiscalStatus: people.NotSubject,
	}
)

func lines(t tax.Treatment, n int) []billing.Line {
	var all []billing.Line
	for k := range n {
		unit := int64(10000 + 1234*k)
		all = append(all, billing.Line{
			Kind: billing.Service, Label: "Bureau collectif : discussion, fichiers et notes (tarif solidaire)", PeriodFrom: "2026-11-25", PeriodTo: "2027-11-25", Quantity: 1,
			UnitCents: unit, NetCents: unit, Category: t.Category, RateBP: t.RateBP, ExemptionCode: t.Code, ExemptionNote: t.Note,
		})
	}
	return all
}

func sum(all []billing.Line) money.Totals {
	var taxed []money.Line
	for _, l := range all {
		taxed = append(taxed, money.Line{Category: string(l.Category), RateBP: l.RateBP, Net: l.NetCents})
	}
	sums, _ := money.Sum(taxed)
	return sums
}

func invoice(lang string, regime collective.Regime, n int) billing.Invoice {
	full, all := "F2026-0042", lines(regimes[regime], n)
	sums := sum(all)
	i := billing.Invoice{
		Kind: billing.AnInvoice, FullNumber: &full, Locale: lang, Currency: "EUR", Regime: regime, IssuedOn: "2026-11-25", DueOn: "2026-12-25", Seller: seller, Buyer: buyer,
		NetCents: sums.Net, VATCents: sums.VAT, TotalCents: sums.Total, PaymentReference: "CH4K7M9QXZ",
	}
	if regime != collective.VATRegistered {
		i.Seller.VATNumber = ""
	}
	for k, l := range all {
		i.Lines = append(i.Lines, billing.InvoiceLine{Position: k + 1, Line: l})
	}
	return i
}

func proForma(lang string, regime collective.Regime) billing.ProForma {
	all := lines(regimes[regime], 1)
	all[0].PeriodFrom, all[0].PeriodTo = "", ""
	sums := sum(all)
	return billing.ProForma{
		Locale: lang, Currency: "EUR", Seller: seller, Buyer: billing.Buyer{Name: "Faire École Ensemble", Country: "FR"}, Lines: all, NetCents: sums.Net, VATCents: sums.VAT,
		TotalCents: sums.Total, PaymentReference: "CH4K7M9QXZ", IssuedOn: "2026-11-25", ValidUntil: "2027-01-24", Subscription: billing.Subscription{Period: period.Year},
	}
}

// keep writes a document where somebody wants to look at it.
func keep(t *testing.T, name string, pdf []byte) {
	t.Helper()
	if dir := os.Getenv("CHATIERE_PAPERS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name), pdf, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestEveryDocumentIsDrawnInEveryRegimeAndLanguage(t *testing.T) {
	for _, lang := range []string{"fr", "en"} {
		for regime := range regimes {
			t.Run(lang+" "+string(regime), func(t *testing.T) {
				pdf, err := papers.Invoice(invoice(lang, regime, 2), period.Year, nil)
				if err != nil {
					t.Fatal(err)
				}
				keep(t, fmt.Sprintf("invoice-%s-%s.pdf", lang, regime), pdf)
				if pdf, err = papers.ProForma(proForma(lang, regime)); err != nil {
					t.Fatal(err)
				}
				keep(t, fmt.Sprintf("proforma-%s-%s.pdf", lang, regime), pdf)
			})
		}
	}
}

func TestTheSameInvoiceGivesTheSameBytes(t *testing.T) {
	first, err := papers.Invoice(invoice("fr", collective.VATRegistered, 3), period.Year, nil)
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(first, []byte("D:20261125000000Z")); n != 2 {
		t.Errorf("%d of its two dates are the day of issue", n)
	}
	for range 5 {
		if again, err := papers.Invoice(invoice("fr", collective.VATRegistered, 3), period.Year, nil); err != nil || !bytes.Equal(first, again) {
			t.Fatalf("the second drawing differs (%v)", err)
		}
	}
}

func TestALongInvoiceTurnsThePage(t *testing.T) {
	pdf, err := papers.Invoice(invoice("fr", collective.VATRegistered, 30), period.Year, nil)
	if err != nil || bytes.Count(pdf, []byte("/Type /Page\n")) < 2 {
		t.Errorf("%d pages, %v", bytes.Count(pdf, []byte("/Type /Page\n")), err)
	}
	keep(t, "invoice-long.pdf", pdf)
}

func TestASignTheFontsLackFailsTheDocument(t *testing.T) {
	i := invoice("fr", collective.NotSubject, 1)
	i.Buyer.Name = "Ассоциация"
	if _, err := papers.Invoice(i, period.Year, nil); !errors.Is(err, papers.ErrSign) {
		t.Errorf("printed anyway: %v", err)
	}
	i.Buyer.Name = "Ĥôtel Łódź Œuvre « 1 234 € » n° 5 – d’été"
	if _, err := papers.Invoice(i, period.Year, nil); err != nil {
		t.Errorf("accents: %v", err)
	}
}

func TestADocumentInAnotherScriptSpeaksEnglish(t *testing.T) {
	i := invoice("xx", collective.NotSubject, 1)
	if _, err := papers.Invoice(i, period.Year, nil); err != nil {
		t.Error(err)
	}
	if name := papers.FileName("F2026/0001 ?"); name != "F2026-0001--.pdf" || strings.ContainsAny(name, "/ ") {
		t.Error(name)
	}
}

func TestALongReasonStaysOnItsBand(t *testing.T) {
	reason := "Service fermé toute l’année à la demande de la coopérative, qui a trouvé un toit chez une autre association"
	i := invoice("fr", collective.VATRegistered, 1)
	i.Kind, i.Reason = billing.CreditNote, reason
	pdf, err := papers.Invoice(i, period.Year, nil)
	if err != nil {
		t.Fatal(err)
	}
	keep(t, "credit-note-reason.pdf", pdf)
	if all := words(pdf); strings.Contains(all, reason) || !strings.Contains(strings.ReplaceAll(all, "\n", " "), reason) {
		t.Errorf("the reason is one line that leaves the page, or is cut: %s", all)
	}
}

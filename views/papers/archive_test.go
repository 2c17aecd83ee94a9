package papers_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"time"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/billing/facturx"
	"chatiere/models/billing/period"
	"chatiere/models/billing/tax"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/views/papers"
)

// electronic is the electronic form of a document, which must be sound.
func electronic(t *testing.T, i billing.Invoice) []byte {
	t.Helper()
	d := i.Electronic()
	for _, b := range facturx.Check(d) {
		t.Errorf("%s: %s", i.FullName(), b)
	}
	return facturx.Write(d)
}

// credit is a credit note on an invoice.
func credit(of billing.Invoice) billing.Invoice {
	note, number := of, "A2026-0001"
	note.Kind, note.FullNumber, note.Corrects, note.Reason, note.DueOn = billing.CreditNote, &number, &of, "Service fermé un mois plus tôt", ""
	return note
}

// real are invoices and credit notes as they are issued: each regime, each language, professionals, paid before, long.
func real() map[string]billing.Invoice {
	all := map[string]billing.Invoice{}
	for _, lang := range []string{"fr", "en"} {
		for regime := range regimes {
			all[lang+" "+string(regime)] = invoice(lang, regime, 2)
			all[lang+" credit note "+string(regime)] = credit(invoice(lang, regime, 1))
		}
	}
	professional := invoice("en", collective.VATRegistered, 1)
	professional.Buyer.FiscalStatus, professional.Buyer.VATNumber, professional.Buyer.RegistryNumber, professional.Buyer.Sort = people.Liable, "FR44732829320", "73282932000074", people.Company
	professional.Buyer.PurchaseOrder, professional.Buyer.Reference = "ENG-2026-7", "SERVICE-12"
	paid := professional
	paid.Locale, paid.PrepaidCents = "fr", paid.TotalCents
	all["professional"], all["professional credit note"], all["paid before"], all["long"] = professional, credit(paid), paid, invoice("fr", collective.VATRegistered, 30)
	return all
}

func TestEveryInvoiceAndCreditNoteIsAnArchiveWithItsElectronicFormInside(t *testing.T) {
	for name, i := range real() {
		t.Run(name, func(t *testing.T) {
			inside := electronic(t, i)
			pdf, err := papers.Invoice(i, period.Year, inside)
			if err != nil {
				t.Fatal(err)
			}
			keep(t, "facturx-"+strings.ReplaceAll(name, " ", "-")+".pdf", pdf)
			for _, f := range faults(pdf, inside) {
				t.Error(f)
			}
			if again, err := papers.Invoice(i, period.Year, inside); err != nil || !bytes.Equal(pdf, again) {
				t.Errorf("drawn again it has other bytes (%v)", err)
			}
			sameFigures(t, i, pdf, inside)
		})
	}
}

// sameFigures compares paper and electronic form (R-a3.5, XML1): number, total, taxes, what is left.
func sameFigures(t *testing.T, i billing.Invoice, pdf, inside []byte) {
	t.Helper()
	d, err := facturx.Read(inside)
	if err != nil {
		t.Fatal(err)
	}
	plain := func(text string) string { return strings.ReplaceAll(text, "\u202f", "\u00a0") }
	shown, cents := words(pdf), func(n facturx.Decimal) string {
		c, _ := n.Cents()
		return plain(locales.Money(i.Locale, c, "EUR"))
	}
	want := []string{d.Number, cents(d.Totals.Total)}
	for _, l := range d.Lines {
		want = append(want, cents(l.Net))
	}
	for _, g := range d.Taxes {
		if g.Category == "S" {
			want = append(want, cents(g.Base), cents(g.Amount))
		}
	}
	if i.Kind == billing.AnInvoice && i.PrepaidCents > 0 {
		want = append(want, cents(d.Totals.Prepaid), cents(d.Totals.Due))
	}
	if d.PurchaseOrder != "" {
		want = append(want, plain(locales.T(i.Locale, "papers.your_order", "Number", d.PurchaseOrder)), plain(locales.T(i.Locale, "papers.your_reference", "Number", d.BuyerReference)))
	}
	for _, text := range want {
		if !strings.Contains(shown, text+"\n") {
			t.Errorf("the paper does not show %q:\n%s", text, shown)
		}
	}
}

func TestADocumentWithoutElectronicFormIsAnArchiveToo(t *testing.T) {
	pdf, err := papers.ProForma(proForma("fr", collective.NotSubject))
	if err != nil {
		t.Fatal(err)
	}
	old, err := papers.Invoice(invoice("fr", collective.NotSubject, 1), period.Year, nil)
	if err != nil {
		t.Fatal(err)
	}
	notice, err := papers.Notice(billing.Notice{
		Ref: "n0t1ce", Kind: billing.Withdrawal, Locale: "fr", Name: "Ada", Contract: "Ensemble", ReceivedAt: time.Date(2026, 11, 25, 10, 30, 15, 123, time.UTC),
	}, collective.Collective{Name: "Indie.Host", LegalName: "Indie.Host SCIC", Zone: "Europe/Paris"})
	if err != nil {
		t.Fatal(err)
	}
	quote, err := papers.Quote(billing.Quote{Request: billing.Request{Ref: "r3quest"}, Seller: seller, Buyer: buyer, Lines: lines(regimes[collective.NotSubject], 1)})
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string][]byte{"pro forma": pdf, "old invoice": old, "notice": notice, "quote": quote} {
		for _, f := range faults(file, nil) {
			t.Errorf("%s: %s", name, f)
		}
	}
	if strings.Contains(words(old), "Factur-X") {
		t.Error("it promises what is not inside")
	}
}

func TestTheCheckFindsWhatIsMissingInAnArchive(t *testing.T) {
	i := invoice("fr", collective.VATRegistered, 1)
	inside := electronic(t, i)
	pdf, err := papers.Invoice(i, period.Year, inside)
	if err != nil {
		t.Fatal(err)
	}
	same := func(old, with string) []byte { // changes no place
		with += strings.Repeat(" ", len(old)-len(with))
		if !bytes.Contains(pdf, []byte(old)) {
			t.Fatalf("%q is not there", old)
		}
		return bytes.Replace(pdf, []byte(old), []byte(with), 1)
	}
	id := regexp.MustCompile(`/ID \[<\w{32}>`).Find(pdf)
	for name, broken := range map[string][]byte{
		"a place":              bytes.Replace(pdf, []byte("\n0000000"), []byte("\n1000000"), 1),
		"cut off":              pdf[:len(pdf)-9],
		"its names differ":     same(string(id), strings.Replace(string(id), "<", "<f", 1)[:len(id)-1]+">"),
		"no names":             same("/ID [<", "/XX [<"),
		"no relationship":      same("/AFRelationship /Alternative", ""),
		"another relationship": same("/AFRelationship /Alternative", "/AFRelationship /Data"),
		"no associated file":   same("/AF [", "/XF ["),
		"no name":              same("/EmbeddedFiles", "/Xmbedded"),
		"another kind":         same("/Subtype /text#2Fxml", "/Subtype /text#2Fhtm"),
		"another name":         same("/UF (factur-x.xml)", "/UF (facture-x.xml"),
		"no date":              same("/ModDate (D:20261125000000Z) >>", ">>"),
		"no output intent":     same("/Type /OutputIntent", "/Type /Output"),
		"another intent":       same("/S /GTS_PDFA1", "/S /GTS_PDFX"),
		"no metadata":          same("/Metadata ", "/Xetadata "),
		"part 2":               same("<pdfaid:part>3", "<pdfaid:part>2"),
		"level A":              same("<pdfaid:conformance>B", "<pdfaid:conformance>A"),
		"no schema":            same("<pdfaSchema:prefix>fx", "<pdfaSchema:prefix>fy"),
		"another profile":      same("EN 16931</fx", "EXTENDED</fx"),
		"another title":        same("Facture F2026-0042</rdf", "Facture F2026-0043</rdf"),
		"another date":         same("<xmp:ModifyDate>2026-11-25", "<xmp:ModifyDate>2026-11-26"),
		"broken packet":        same("</rdf:RDF>", "</rdf:RDX>"),
		"no font":              same("/FontFile2 ", "/FontFile9 "),
		"a script":             same("/ViewerPreferences", "/OpenAction"),
		"another producer":     same("/Producer <FEFF0043", "/Producer <FEFF0044"),
	} {
		if len(faults(broken, inside)) == 0 {
			t.Errorf("%s: nothing found", name)
		}
	}
	if len(faults(pdf, append(inside, ' '))) == 0 || len(faults(pdf, nil)) == 0 {
		t.Error("another invoice inside: nothing found")
	}
	if f := faults(pdf, inside); len(f) != 0 {
		t.Error(f)
	}
}

func TestTheLawIsSaidInItsOwnWordsAndExplainedInTheReadersLanguage(t *testing.T) {
	german := regimes[collective.VATRegistered]
	german.Category, german.RateBP, german.Code, german.Note = tax.ReverseCharge, 0, tax.CodeReverseCharge, tax.NoteReverseCharge
	for name, c := range map[string]struct {
		of     billing.Invoice
		fr, en []string
	}{
		"R-a2.1 franchise":      {invoice("", collective.VATFranchise, 1), []string{"TVA non applicable, art. 293 B du CGI."}, []string{"VAT not applicable, article 293 B of the French tax code (« TVA non applicable, art. 293 B du CGI »)."}},
		"R-a2.1 non-profit":     {invoice("", collective.NotSubject, 1), []string{"Exonération de TVA, art. 261-7-1° du CGI."}, []string{"Exempt from VAT, article 261-7-1° of the French tax code (« Exonération de TVA, art. 261-7-1° du CGI »)."}},
		"a1 17 and 18":          {real()["professional"], []string{"Indemnité forfaitaire pour frais de recouvrement en cas de retard de paiement : 40 €.", "Nature de l’opération : prestation de services."}, []string{"No discount for early payment (« Pas d'escompte pour paiement anticipé »)."}},
		"a1 13 autoliquidation": {taxedBy(german), []string{"Autoliquidation."}, []string{"Reverse charge: the buyer accounts for the VAT (« Autoliquidation »)."}},
		"CRN1":                  {credit(invoice("", collective.NotSubject, 1)), []string{"Cet avoir corrige la facture F2026-0042 du 25 novembre 2026."}, []string{"This credit note corrects invoice F2026-0042 of 25 November 2026."}},
	} {
		t.Run(name, func(t *testing.T) {
			for lang, want := range map[string][]string{"fr": c.fr, "en": c.en} {
				c.of.Locale = lang
				pdf, err := papers.Invoice(c.of, period.Year, nil)
				if err != nil {
					t.Fatal(err)
				}
				shown := strings.Join(strings.Fields(strings.ReplaceAll(words(pdf), "\u00a0", " ")), " ")
				for _, text := range want {
					if !strings.Contains(shown, text) {
						t.Errorf("%s: %q is not in\n%s", lang, text, shown)
					}
				}
			}
		})
	}
}

// taxedBy is an invoice of one line under a treatment.
func taxedBy(treatment tax.Treatment) billing.Invoice {
	i := invoice("fr", collective.VATRegistered, 1)
	i.Lines[0].Line = lines(treatment, 1)[0]
	i.VATCents, i.TotalCents = 0, i.NetCents
	return i
}

func TestFrenchPaperSaysTheWordsOfTheLawAsTheyAre(t *testing.T) {
	for key, want := range map[string]string{
		"papers.law.franchise": tax.NoteFranchise, "papers.law.non_profit": tax.NoteNonProfit, "papers.law.reverse_charge": tax.NoteReverseCharge, "papers.law.abroad": tax.NoteAbroad,
		"papers.law.abroad_liable": tax.NoteAbroadLiable, "papers.law.no_discount": tax.NoteNoDiscount, "papers.law.recovery": tax.NoteRecovery, "papers.law.penalties": tax.NotePenalties,
		"papers.law.operation": tax.NoteOperation, "papers.law.compensation": tax.NoteCompensation, "papers.law.credit": tax.NoteCredit,
	} {
		plain := strings.NewReplacer("\u00a0", " ", "\u202f", " ", "’", "'")
		if got := plain.Replace(locales.T("fr", key)); got != plain.Replace(want) {
			t.Errorf("%s says %q, the law %q", key, got, want)
		}
	}
}

package main

import (
	"fmt"

	"chatiere/models/billing"
	"chatiere/models/billing/money"
	"chatiere/models/billing/reference"
	"chatiere/models/billing/tax"
	"chatiere/models/collective"
	"chatiere/models/people"
)

// sample is one document of the set, as it would be frozen at its issue, and the name of its files.
type sample struct {
	name    string
	invoice billing.Invoice
}

// sampleSellers are the made-up collectives that sell: each stands otherwise towards VAT.
func sampleSeller(regime collective.Regime) billing.Seller {
	s := billing.Seller{
		Name: "Indie.Host", LegalName: "Indie.Host SCIC", LegalForm: "SCIC SA à capital variable", Street: "1 rue du Chat", Postcode: "75011", City: "Paris", Country: "FR",
		RegistryNumber: "123 456 782", Email: "compta@indie-host.example", Phone: "+33 1 99 00 00 00", IBAN: "FR76 3000 6000 0112 3456 7890 189",
	}
	if regime == collective.VATRegistered {
		s.VATNumber = "FR32123456782"
	}
	return s
}

// The made-up buyers.
var (
	sampleAssociation = billing.Buyer{
		Name: "Association Faire École Ensemble", Street: "2 place de l’École", Postcode: "69001", City: "Lyon", Country: "FR", RegistryNumber: "W691234567",
		Sort: people.Association, FiscalStatus: people.NotSubject,
	}
	sampleFederation = billing.Buyer{
		Name: "Fédération des écoles du quartier", Street: "8 rue des Tilleuls", Postcode: "31000", City: "Toulouse", Country: "FR", RegistryNumber: "W313456789",
		Sort: people.Association, FiscalStatus: people.ExemptTaxable,
	}
	sampleCompany = billing.Buyer{
		Name: "Coopérative du Port SARL", Street: "5 quai du Port", Postcode: "13002", City: "Marseille", Country: "FR", RegistryNumber: "73282932000074",
		VATNumber: "FR44732829320", Sort: people.Company, FiscalStatus: people.Liable,
	}
	sampleBelgian = billing.Buyer{
		Name: "Coopérative bruxelloise SC", Street: "12 rue Haute", Postcode: "1000", City: "Bruxelles", Country: "BE", RegistryNumber: "0403.170.701",
		VATNumber: "BE0403170701", Sort: people.Company, FiscalStatus: people.Liable,
	}
	sampleCanadian = billing.Buyer{
		Name: "Les Amis du libre", Street: "400 rue Sherbrooke", Postcode: "H2X 1C3", City: "Montréal", Country: "CA", Sort: people.Association, FiscalStatus: people.NotSubject,
	}
)

// sampleWriter numbers documents one after the other, as one collective would.
type sampleWriter struct {
	all     []sample
	invoice int
	note    int
}

// sale is how a sale of that collective to that buyer is taxed. The Belgian number counts as verified here, which no page can say yet.
func sale(regime collective.Regime, b billing.Buyer) tax.Treatment {
	return tax.Of(tax.Sale{
		Regime: tax.Regime(regime), RateBP: 2000, SellerCountry: "FR", BuyerCountry: b.Country, BuyerLiable: b.FiscalStatus == people.Liable, BuyerVerified: b.Country == "BE",
	})
}

// sampleLine is a line under a treatment.
func sampleLine(kind billing.LineKind, label string, quantity, unit int64, t tax.Treatment) billing.Line {
	return billing.Line{
		Kind: kind, Label: label, Quantity: quantity, UnitCents: unit, NetCents: quantity * unit, Category: t.Category, RateBP: t.RateBP,
		ExemptionCode: t.Code, ExemptionNote: t.Note,
	}
}

// write adds an invoice for the year from 25 November 2026.
func (w *sampleWriter) write(name string, regime collective.Regime, b billing.Buyer, lines ...billing.Line) billing.Invoice {
	w.invoice++
	full := fmt.Sprintf("F2026-%04d", w.invoice)
	i := billing.Invoice{
		Kind: billing.AnInvoice, State: billing.Final, FullNumber: &full, Locale: "fr", Currency: "EUR", Regime: regime, IssuedOn: "2026-11-25", DueOn: "2026-12-25",
		ServiceFrom: "2026-11-25", ServiceTo: "2027-11-25", Seller: sampleSeller(regime), Buyer: b, PaymentReference: reference.New(),
	}
	w.add(name, &i, lines)
	return i
}

// correct adds the credit note of a whole invoice.
func (w *sampleWriter) correct(name string, of billing.Invoice, reason string) {
	w.note++
	full := fmt.Sprintf("A2026-%04d", w.note)
	i := of
	i.Kind, i.FullNumber, i.Corrects, i.Reason, i.IssuedOn, i.DueOn, i.Lines = billing.CreditNote, &full, &of, reason, "2026-11-27", "", nil
	w.add(name, &i, of.PlainLines())
}

func (w *sampleWriter) add(name string, i *billing.Invoice, lines []billing.Line) {
	for n, l := range lines {
		if l.Kind == billing.Service {
			l.PeriodFrom, l.PeriodTo = i.ServiceFrom, i.ServiceTo
		}
		i.Lines = append(i.Lines, billing.InvoiceLine{Position: n + 1, Line: l})
	}
	sums := i.Totals()
	i.NetCents, i.VATCents, i.TotalCents = sums.Net, sums.VAT, sums.Total
	w.all = append(w.all, sample{fmt.Sprintf("%02d-%s", len(w.all)+1, name), *i})
}

// samples is the whole set: each regime, a credit note, an amount shared by three, several rates, a discount, a buyer who accounts for the
// tax, one outside the Union.
func samples() []sample {
	w := &sampleWriter{}
	desk := func(regime collective.Regime, b billing.Buyer) billing.Line {
		return sampleLine(billing.Service, "Bureau collectif (tarif juste)", 1, 10000, sale(regime, b))
	}
	w.write("hors-champ-association", collective.NotSubject, sampleAssociation, desk(collective.NotSubject, sampleAssociation))
	w.write("franchise-en-base", collective.VATFranchise, sampleAssociation, desk(collective.VATFranchise, sampleAssociation))
	taxed := w.write("tva-20", collective.VATRegistered, sampleCompany, desk(collective.VATRegistered, sampleCompany))
	w.correct("avoir", taxed, "Service fermé toute l’année à la demande de la coopérative")
	shared := []billing.Buyer{sampleAssociation, sampleFederation, sampleCompany}
	shares := []int64{40, 35, 25}
	for n, part := range money.Split(10001, shares) { // one hundred euros and a cent, so that there is something to round
		label := fmt.Sprintf("Bureau collectif partagé : %d %% de 100,01 €", shares[n])
		w.write(fmt.Sprintf("partage-%d", shares[n]), collective.VATRegistered, shared[n], sampleLine(billing.Service, label, 1, part, sale(collective.VATRegistered, shared[n])))
	}
	home := sale(collective.VATRegistered, sampleAssociation)
	book, ticket := home, home
	book.RateBP, ticket.RateBP = 550, 1000
	w.write("taux-differents", collective.VATRegistered, sampleAssociation, desk(collective.VATRegistered, sampleAssociation),
		sampleLine(billing.Setup, "Manuel imprimé", 3, 1533, book), sampleLine(billing.Setup, "Repas de l’atelier", 7, 1199, ticket))
	w.write("remise", collective.VATRegistered, sampleAssociation, desk(collective.VATRegistered, sampleAssociation),
		sampleLine(billing.Discount, "Remise de lancement", 1, -1500, home))
	w.write("autoliquidation-belgique", collective.VATRegistered, sampleBelgian, desk(collective.VATRegistered, sampleBelgian))
	w.write("acheteur-hors-union", collective.VATRegistered, sampleCanadian, desk(collective.VATRegistered, sampleCanadian))
	return w.all
}

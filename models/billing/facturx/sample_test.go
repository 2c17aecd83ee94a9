package facturx_test

import (
	"chatiere/models/billing/facturx"
	"chatiere/models/billing/tax"
)

// sample is a sound invoice of one line of 100.00 in a category.
func sample(category string) facturx.Document {
	d := facturx.Document{
		Guideline: facturx.Guideline, Process: facturx.ServiceToPay, Number: "F2026-0042", Type: facturx.Invoice, IssuedOn: "2026-11-25", DueOn: "2026-12-25", Currency: "EUR",
		Notes:     []facturx.Note{{Subject: facturx.SubjectGeneral, Text: "Nature de l’opération : prestation de services."}},
		Reference: "CH4K7M9QXZ",
		Seller: facturx.Party{
			Name: "Indie.Host SCIC", Trading: "Indie.Host", Legal: "Société coopérative d’intérêt collectif", LegalID: facturx.ID{Scheme: "0002", Value: "123456782"}, VAT: "FR32123456782",
			Contact: &facturx.Contact{Name: "Indie.Host", Phone: "+33 1 99 00 00 00", Email: "bonjour@indie.example"}, Endpoint: facturx.ID{Scheme: "0225", Value: "123456782"},
			Address: &facturx.Address{Postcode: "75011", Line1: "1 rue du Chat", City: "Paris", Country: "FR"},
		},
		Buyer: facturx.Party{
			Name: "Association Faire École Ensemble", ID: "W691234567",
			Address: &facturx.Address{Postcode: "69001", Line1: "2 place de l’École", City: "Lyon", Country: "FR"},
		},
		Delivery: facturx.Delivery{On: "2026-11-25"},
		Period:   &facturx.Period{From: "2026-11-25", To: "2027-11-24"},
		Means:    []facturx.Means{{Code: facturx.SEPATransfer, Account: &facturx.Account{IBAN: "FR7630006000011234567890189", Name: "Indie.Host SCIC", BIC: "AGRIFRPP"}}},
		Lines: []facturx.Line{{
			Number: "1", Name: "Bureau collectif (tarif solidaire)", Quantity: facturx.Number(1), Unit: facturx.One, Price: facturx.Cents(10000), Net: facturx.Cents(10000),
			Period: &facturx.Period{From: "2026-11-25", To: "2027-11-24"},
		}},
	}
	taxed(&d, category)
	return d
}

// taxed puts the only line of a sample into a category, with all that the category asks for.
func taxed(d *facturx.Document, category string) {
	t := facturx.Tax{Category: category, Base: facturx.Cents(10000), Amount: facturx.Cents(0), Rate: facturx.Percent(0)}
	switch category {
	case "S":
		t.Rate, t.Amount = facturx.Percent(2000), facturx.Cents(2000)
	case "E":
		t.Reason, t.ReasonCode = tax.NoteNonProfit, tax.CodeNonProfit
		d.Seller.VAT, d.Seller.TaxID = "", "123456782"
	case "AE":
		t.Reason, t.ReasonCode = tax.NoteReverseCharge, tax.CodeReverseCharge
		d.Buyer.VAT, d.Buyer.Address.Country = "BE0403170701", "BE"
	case "O":
		t.Reason, t.ReasonCode, t.Rate = tax.NoteAbroad, tax.CodeAbroad, facturx.Decimal{}
		d.Seller.VAT, d.Buyer.Address.Country = "", "CA"
	case "K":
		t.Reason, t.ReasonCode = "Livraison intracommunautaire", "VATEX-EU-IC"
		d.Buyer.VAT, d.Buyer.Address.Country = "BE0403170701", "BE"
		d.Delivery.Address = &facturx.Address{City: "Bruxelles", Country: "BE"}
	case "G":
		t.Reason, t.ReasonCode = "Exportation", "VATEX-EU-G"
		d.Buyer.Address.Country = "CA"
	}
	d.Lines[0].Category, d.Lines[0].Rate, d.Taxes = category, t.Rate, []facturx.Tax{t}
	add(d)
}

// add fills in the sums of a document from its lines, adjustments and taxes, all of which count in cents.
func add(d *facturx.Document) {
	cents := func(n facturx.Decimal) int64 { c, _ := n.Cents(); return c }
	var lines, allowances, charges, vat int64
	for _, l := range d.Lines {
		lines += cents(l.Net)
	}
	for _, a := range d.Adjustments {
		if a.Charge {
			charges += cents(a.Amount)
		} else {
			allowances += cents(a.Amount)
		}
	}
	for _, t := range d.Taxes {
		vat += cents(t.Amount)
	}
	prepaid := cents(d.Totals.Prepaid)
	net := lines + charges - allowances
	d.Totals.Lines, d.Totals.Net, d.Totals.VAT, d.Totals.Total = facturx.Cents(lines), facturx.Cents(net), facturx.Cents(vat), facturx.Cents(net+vat)
	d.Totals.Due = facturx.Cents(net + vat - prepaid)
	if len(d.Adjustments) > 0 {
		d.Totals.Allowances, d.Totals.Charges = facturx.Cents(allowances), facturx.Cents(charges)
	}
}

// french makes the buyer of a sample a body that is liable to VAT in France, with all that this asks for.
func french(d *facturx.Document) {
	d.Buyer.VAT, d.Buyer.LegalID, d.Buyer.Endpoint = "FR44732829320", facturx.ID{Scheme: "0002", Value: "732829320"}, facturx.ID{Scheme: "0225", Value: "732829320"}
	d.Buyer.ID, d.Buyer.GlobalID = "", facturx.ID{Scheme: "0009", Value: "73282932000074"}
	d.Notes = append(d.Notes, facturx.Note{Subject: facturx.SubjectRecovery, Text: tax.NoteRecovery}, facturx.Note{Subject: facturx.SubjectPenalties, Text: "Pénalités"},
		facturx.Note{Subject: facturx.SubjectDiscount, Text: tax.NoteNoDiscount})
}

// adjusted gives a sample an allowance of 10.00 and a charge of 10.00, on the document and on its line, which change no sum.
func adjusted(d *facturx.Document) {
	one := facturx.Adjustment{Amount: facturx.Cents(1000), Base: facturx.Cents(10000), Percent: facturx.Percent(1000), ReasonCode: "95", Reason: "Remise"}
	other := one
	other.Charge, other.ReasonCode, other.Reason = true, "ADR", "Frais"
	d.Lines[0].Adjustments = []facturx.Adjustment{one, other}
	one.Category, one.Rate, other.Category, other.Rate = d.Lines[0].Category, d.Lines[0].Rate, d.Lines[0].Category, d.Lines[0].Rate
	d.Adjustments = []facturx.Adjustment{one, other}
	add(d)
}

// rich gives a sample every group that the standard has and a sample does without.
func rich(d *facturx.Document) {
	adjusted(d)
	d.BuyerReference, d.PurchaseOrder, d.Contract, d.TaxPointCode, d.Terms = "SERVICE-12", "ENG-2026-7", "M-2026-1", "72", "À trente jours"
	d.Supporting = []facturx.Supporting{{Number: "PV-1", Name: "Procès-verbal", Location: "https://indie.example/pv-1"}}
	d.Preceding = []facturx.Preceding{{Number: "F2026-0001", IssuedOn: "2026-01-05"}}
	d.Payee = &facturx.Payee{Name: "Fédération", GlobalID: facturx.ID{Scheme: "0009", Value: "73282932000074"}, LegalID: facturx.ID{Scheme: "0002", Value: "732829320"}}
	d.Representative = &facturx.Representative{Name: "Cabinet", VAT: "FR44732829320", Address: &facturx.Address{City: "Paris", Country: "FR"}}
	d.Delivery.Name, d.Delivery.Address = "École", &facturx.Address{Line1: "3", Line2: "bis", Line3: "B", City: "Lyon", Country: "FR", Region: "Rhône"}
	d.Mandate = facturx.Mandate{Number: "M-1", Creditor: "FR00ZZZ123456"}
	d.Means[0].Code = facturx.SEPADirectDebit
	d.Means = append(d.Means, facturx.Means{Code: facturx.SEPADirectDebit, Debited: "FR7630006000011234567890189"}, facturx.Means{Code: facturx.SEPADirectDebit, Text: "Carte", Card: &facturx.Card{Number: "1234", Holder: "Ada"}})
	d.TaxCurrency, d.Totals.OtherVAT = "CHF", facturx.Cents(1900)
	d.Totals.Rounding, d.Totals.Prepaid = facturx.Cents(0), facturx.Cents(0)
	l := &d.Lines[0]
	l.Note, l.Description, l.GrossPrice = "Note", "Discussion, fichiers, notes", facturx.Cents(11000)
	l.StandardID, l.Classes = facturx.ID{Scheme: "0160", Value: "3700000000000"}, []facturx.ID{{Scheme: "STI", Value: "72000000"}}
	l.Attributes = []facturx.Attribute{{Name: "Places", Value: "20"}}
}

package billing

import (
	"strconv"
	"strings"
	"time"

	"chatiere/models/billing/facturx"
	"chatiere/models/billing/money"
	"chatiere/models/billing/tax"
	"chatiere/models/people/registry"
)

// Electronic is an issued document in the terms of EN 16931, from what was frozen at its issue. The document it corrects must be loaded.
func (i Invoice) Electronic() facturx.Document {
	due := i.TotalCents - i.PrepaidCents
	d := facturx.Document{
		Guideline: facturx.Guideline, Process: facturx.ServiceToPay, Number: i.FullName(), Type: facturx.Invoice, Currency: i.Currency,
		IssuedOn: facturx.Date(i.IssuedOn), DueOn: facturx.Date(i.DueOn), Reference: i.PaymentReference, Notes: i.Mentions(),
		BuyerReference: i.Buyer.Reference, PurchaseOrder: i.Buyer.PurchaseOrder,
		Seller: i.Seller.electronic(), Buyer: i.Buyer.electronic(), Period: periodOf(i.ServiceFrom, i.ServiceTo),
		Delivery: facturx.Delivery{Name: i.Buyer.Name, On: facturx.Date(i.ServiceFrom)},
		Totals: facturx.Totals{
			Lines: facturx.Cents(i.NetCents), Net: facturx.Cents(i.NetCents), VAT: facturx.Cents(i.VATCents), Total: facturx.Cents(i.TotalCents), Due: facturx.Cents(due),
		},
	}
	if i.PrepaidCents > 0 {
		d.Totals.Prepaid = facturx.Cents(i.PrepaidCents)
	}
	if due == 0 {
		d.Process = facturx.ServicePaid
	}
	if i.Kind == CreditNote {
		i.crediting(&d)
	} else if due > 0 && i.Seller.IBAN != "" {
		d.Means = []facturx.Means{{Code: facturx.SEPATransfer, Account: &facturx.Account{IBAN: unspaced(i.Seller.IBAN), Name: i.Seller.LegalName, BIC: unspaced(i.Seller.BIC)}}}
	}
	for n, l := range i.Lines {
		d.Lines = append(d.Lines, l.electronic(n+1))
	}
	for _, g := range i.Totals().Groups {
		d.Taxes = append(d.Taxes, i.electronicTax(g))
	}
	return withoutVATNumbers(d)
}

// crediting turns a document into a credit note: it names what it corrects, asks for no payment, and says what becomes of its amount.
func (i Invoice) crediting(d *facturx.Document) {
	d.Type, d.DueOn, d.Reference, d.Terms = facturx.CreditNote, "", "", tax.NoteCredit
	d.Notes = append(d.Notes, facturx.Note{Subject: facturx.SubjectGeneral, Text: "Motif : " + i.Reason})
	if i.Corrects != nil {
		d.Preceding = []facturx.Preceding{{Number: i.Corrects.FullName(), IssuedOn: facturx.Date(i.Corrects.IssuedOn)}}
	}
}

// withoutVATNumbers takes the VAT numbers off a document that is out of the scope of VAT, as the standard wants (BR-O-02), and says when
// the tax of a taxed one is due: with the payment, as for all services whose seller did not choose otherwise.
func withoutVATNumbers(d facturx.Document) facturx.Document {
	for _, t := range d.Taxes {
		switch tax.Category(t.Category) {
		case tax.OutOfScope:
			d.Seller.VAT, d.Buyer.VAT = "", ""
		case tax.Standard:
			d.TaxPointCode = "72"
		}
	}
	return d
}

// electronicTax is a tax group with the reason why it bears none.
func (i Invoice) electronicTax(g money.Group) facturx.Tax {
	l := i.lineOfGroup(g)
	t := facturx.Tax{Category: g.Category, Base: facturx.Cents(g.Net), Amount: facturx.Cents(g.VAT), Reason: l.ExemptionNote, ReasonCode: l.ExemptionCode}
	if l.Category != tax.OutOfScope {
		t.Rate = facturx.Percent(g.RateBP)
	}
	return t
}

// electronic is a line by its number. A price is never below nought there: what is taken off is a negative quantity of a positive price.
func (l InvoiceLine) electronic(number int) facturx.Line {
	quantity, unit := l.Quantity, l.UnitCents
	if unit < 0 {
		quantity, unit = -quantity, -unit
	}
	e := facturx.Line{
		Number: strconv.Itoa(number), Name: l.Label, Quantity: facturx.Number(quantity), Unit: facturx.One, Price: facturx.Cents(unit), Net: facturx.Cents(l.NetCents),
		Category: string(l.Category), Period: periodOf(l.PeriodFrom, l.PeriodTo),
	}
	if l.Category != tax.OutOfScope {
		e.Rate = facturx.Percent(l.RateBP)
	}
	return e
}

// periodOf turns a half-open period into one with its last day; nil when it has not begun.
func periodOf(from, to string) *facturx.Period {
	if from == "" || to == "" {
		return nil
	}
	return &facturx.Period{From: facturx.Date(from), To: facturx.Date(day(to).AddDate(0, 0, -1).Format(time.DateOnly))}
}

func (s Seller) electronic() facturx.Party {
	p := facturx.Party{
		Name: s.LegalName, Legal: s.LegalForm, VAT: unspaced(s.VATNumber), Contact: &facturx.Contact{Name: s.Name, Phone: s.Phone, Email: s.Email},
		Address: &facturx.Address{Postcode: s.Postcode, Line1: s.Street, City: s.City, Country: s.Country},
	}
	if s.Name != s.LegalName {
		p.Trading = s.Name
	}
	siren := identify(&p, s.RegistryNumber)
	if p.VAT == "" {
		p.TaxID = unspaced(s.RegistryNumber) // BR-E-02 wants a tax number of those who charge no VAT
	}
	switch {
	case siren != "":
		p.Endpoint = facturx.ID{Scheme: schemeFrenchAddress, Value: siren}
	case s.Email != "":
		p.Endpoint = facturx.ID{Scheme: "EM", Value: s.Email}
	}
	return p
}

func (b Buyer) electronic() facturx.Party {
	p := facturx.Party{
		Name: b.Name, VAT: unspaced(b.VATNumber), Address: &facturx.Address{Postcode: b.Postcode, Line1: b.Street, City: b.City, Country: b.Country},
	}
	if siren := identify(&p, b.RegistryNumber); siren != "" && b.Professional() {
		p.Endpoint = facturx.ID{Scheme: schemeFrenchAddress, Value: siren}
	}
	return p
}

// The schemes of French numbers: SIREN and SIRET in the register of ISO 6523, and addresses on the French platforms.
const (
	schemeSIREN         = "0002"
	schemeSIRET         = "0009"
	schemeFrenchAddress = "0225"
)

// identify writes the registration number of a party where its kind belongs, and returns the SIREN if there is one: a French VAT number
// ends with it.
func identify(p *facturx.Party, number string) string {
	n, _ := registry.Parse(p.Address.Country, number)
	siren := n.SIREN()
	if siren == "" && strings.HasPrefix(p.VAT, "FR") && len(p.VAT) == 13 {
		siren = p.VAT[4:]
	}
	if siren != "" {
		p.LegalID = facturx.ID{Scheme: schemeSIREN, Value: siren}
	}
	switch n.Kind {
	case registry.SIREN:
	case registry.SIRET:
		p.GlobalID = facturx.ID{Scheme: schemeSIRET, Value: n.Text}
	default:
		p.ID = strings.TrimSpace(number)
	}
	return siren
}

// unspaced is a number without the blanks that people put in.
func unspaced(number string) string { return strings.Join(strings.Fields(number), "") }

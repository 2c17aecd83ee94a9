package papers

import (
	"time"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/commons"
)

// form is what one form of receipt says in its own words: of persons (11580*05), or of companies (16216*02).
type form struct {
	title        string
	article      string
	donor        string
	acknowledges string
	sworn        string
	giver        [][2]string
	gift         [][2]string
}

// Receipt draws the receipt of a gift with every mention of its form: 11580*05 of a person (CGI articles 200 and 978), 16216*02 of a company (article
// 238 bis; law-and-charter.md c). It is a French document: its words are French in every language.
func Receipt(r commons.GiftReceipt, on time.Time) ([]byte, error) {
	s := newSheet("fr", about{author: r.Body.Name, on: on.UTC()}, nil)
	f := s.form(r)
	s.about.title = f.title + " " + r.Number
	p := paper{kind: f.title, number: r.Number, seller: billing.Seller{Name: r.Body.Name, LegalName: r.Body.Name}}
	s.pages = 1
	s.SetFooterFunc(func() { s.foot(p) })
	s.AddPage()
	s.receiptHead(f, r)
	s.entries(s.t("receipt.body"), [][2]string{
		{s.t("receipt.name"), r.Body.Name},
		{s.t("receipt.address"), s.address(r.Body.Street, r.Body.Postcode, r.Body.City, r.Body.Country)},
		{s.t("receipt.registry"), r.Body.Registry},
		{s.t("receipt.object"), r.Body.Object},
		{s.t("receipt.category"), s.category(r.Body.Category)},
		{s.t("receipt.rescrit"), r.Body.Rescrit},
	})
	s.entries(f.donor, f.giver)
	s.face("", 10.5, ink)
	s.tell(margin, inner, f.acknowledges)
	s.Ln(1)
	s.face("B", 15, ink)
	s.tell(margin, inner, "***"+s.money(r.Cents, "EUR")+"***")
	s.Ln(3)
	s.entries(s.t("receipt.gift"), f.gift)
	s.face("", 10.5, ink)
	s.tell(margin, inner, f.sworn)
	s.Ln(6)
	s.face("", 10.5, ink)
	s.tell(margin, inner, s.t("receipt.signed", "City", r.Body.City, "Date", s.date(r.IssuedOn)))
	s.face("B", 11, ink)
	s.tell(margin, inner, r.Body.Signer+", "+r.Body.Role)
	return s.bytes()
}

// receiptHead is the name of the form, its article and its number; a void receipt says so in large letters.
func (s *sheet) receiptHead(f form, r commons.GiftReceipt) {
	s.logo(margin, 15, 17)
	s.face("B", 17, leaf)
	s.put(margin+21, 17, inner-21, "L", f.title)
	s.face("", 10, ink)
	s.put(margin+21, 25, inner-21, "L", f.article)
	s.put(margin, 17, inner, "R", s.t("receipt.number", "Number", r.Number))
	s.SetY(44)
	if r.VoidedAt != nil {
		s.face("B", 16, cat)
		s.tell(margin, inner, s.t("receipt.void"))
		s.Ln(4)
	}
}

func (s *sheet) form(r commons.GiftReceipt) form {
	if r.Company() {
		return s.companyForm(r)
	}
	return form{
		title: s.t("receipt.title"), article: s.t("receipt.article"), donor: s.t("receipt.donor"), acknowledges: s.t("receipt.acknowledges"), sworn: s.t("receipt.sworn"),
		giver: [][2]string{{s.t("receipt.name"), r.DonorName}, {s.t("receipt.address"), s.address(r.Street, r.Postcode, r.City, r.Country)}},
		gift: [][2]string{
			{s.t("receipt.paid_on"), s.date(r.ReceivedOn)},
			{s.t("receipt.form"), s.t("receipt.form_manual")},
			{s.t("receipt.nature"), s.t("receipt.nature_cash")},
			{s.t("receipt.means"), s.means(r.Method)},
		},
	}
}

// companyForm says in kind what was given, how much of it and that its value is the company's own reckoning; in money, how it came.
func (s *sheet) companyForm(r commons.GiftReceipt) form {
	f := form{
		title: s.t("receipt.company_title"), article: s.t("receipt.company_article"), donor: s.t("receipt.company"), acknowledges: s.t("receipt.company_acknowledges"), sworn: s.t("receipt.company_sworn"),
		giver: [][2]string{
			{s.t("receipt.company_name"), r.DonorName},
			{s.t("receipt.legal_form"), r.LegalForm},
			{s.t("receipt.siren"), spaced(r.SIREN)},
			{s.t("receipt.address"), s.address(r.Street, r.Postcode, r.City, r.Country)},
		},
	}
	if !r.InKind() {
		f.gift = [][2]string{
			{s.t("receipt.paid_on"), s.date(r.ReceivedOn)},
			{s.t("receipt.nature"), s.t("receipt.nature_cash")},
			{s.t("receipt.amount"), s.money(r.Cents, "EUR")},
			{s.t("receipt.means"), s.means(r.Method)},
		}
		return f
	}
	when := s.date(r.ReceivedOn)
	if r.BeganOn != "" {
		when = s.t("receipt.between", "From", s.date(r.BeganOn), "To", when)
	}
	f.gift = [][2]string{
		{s.t("receipt.given_on"), when},
		{s.t("receipt.nature"), s.t("receipt.nature_kind")},
		{s.t("receipt.thing"), r.Thing},
		{s.t("receipt.value"), s.money(r.Cents, "EUR")},
		{"", s.t("receipt.value_theirs")},
	}
	return f
}

// spaced writes the nine figures of a SIREN by threes.
func spaced(siren string) string {
	if len(siren) != 9 {
		return siren
	}
	return siren[:3] + " " + siren[3:6] + " " + siren[6:]
}

func (s *sheet) address(street, postcode, city, country string) string {
	return street + ", " + postcode + " " + city + ", " + locales.Country(s.lang, country)
}

func (s *sheet) category(c string) string {
	if c == commons.PublicUtility {
		return s.t("receipt.category_public_utility")
	}
	return s.t("receipt.category_general_interest")
}

func (s *sheet) means(m string) string {
	switch m {
	case "cheque":
		return s.t("receipt.means_cheque")
	case "cash":
		return s.t("receipt.means_cash")
	}
	return s.t("receipt.means_transfer")
}

// entries are a heading with names and values; an empty value is left out.
func (s *sheet) entries(heading string, rows [][2]string) {
	s.face("B", 12, leaf)
	s.tell(margin, inner, heading)
	s.Ln(1)
	for _, r := range rows {
		if r[1] == "" {
			continue
		}
		y := s.GetY()
		s.face("", 9.5, soft)
		s.put(margin, y, 48, "L", r[0])
		s.SetY(y)
		s.face("", 10.5, ink)
		s.tell(margin+50, inner-50, r[1])
		s.Ln(1)
	}
	s.Ln(4)
}

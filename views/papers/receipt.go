package papers

import (
	"time"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/commons"
)

// Receipt draws the receipt of a gift with every mention of the form 11580*05 (CGI articles 200 and 978; law-and-charter.md c). It is a French
// document: its words are French in every language.
func Receipt(r commons.GiftReceipt, on time.Time) ([]byte, error) {
	const lang = "fr"
	s := newSheet(lang, about{title: s11580(lang) + " " + r.Number, author: r.Body.Name, on: on.UTC()}, nil)
	p := paper{kind: s11580(lang), number: r.Number, seller: billing.Seller{Name: r.Body.Name, LegalName: r.Body.Name}}
	s.pages = 1
	s.SetFooterFunc(func() { s.foot(p) })
	s.AddPage()
	s.logo(margin, 15, 17)
	s.face("B", 17, leaf)
	s.put(margin+21, 17, inner-21, "L", p.kind)
	s.face("", 10, ink)
	s.put(margin+21, 25, inner-21, "L", s.t("receipt.article"))
	s.put(margin, 17, inner, "R", s.t("receipt.number", "Number", r.Number))
	s.SetY(44)
	if r.VoidedAt != nil {
		s.face("B", 16, cat)
		s.tell(margin, inner, s.t("receipt.void"))
		s.Ln(4)
	}
	s.chapter11580("receipt.body", [][2]string{
		{s.t("receipt.name"), r.Body.Name},
		{s.t("receipt.address"), r.Body.Street + ", " + r.Body.Postcode + " " + r.Body.City + ", " + locales.Country(lang, r.Body.Country)},
		{s.t("receipt.registry"), r.Body.Registry},
		{s.t("receipt.object"), r.Body.Object},
		{s.t("receipt.category"), s.category(r.Body.Category)},
		{s.t("receipt.rescrit"), r.Body.Rescrit},
	})
	s.chapter11580("receipt.donor", [][2]string{
		{s.t("receipt.name"), r.DonorName}, {s.t("receipt.address"), r.Street + ", " + r.Postcode + " " + r.City + ", " + locales.Country(lang, r.Country)},
	})
	s.face("", 10.5, ink)
	s.tell(margin, inner, s.t("receipt.acknowledges"))
	s.Ln(1)
	s.face("B", 15, ink)
	s.tell(margin, inner, "***"+s.money(r.Cents, "EUR")+"***")
	s.Ln(3)
	s.chapter11580("receipt.gift", [][2]string{
		{s.t("receipt.paid_on"), s.date(r.ReceivedOn)}, {s.t("receipt.form"), s.t("receipt.form_manual")}, {s.t("receipt.nature"), s.t("receipt.nature_cash")}, {s.t("receipt.means"), s.means(r.Method)},
	})
	s.face("", 10.5, ink)
	s.tell(margin, inner, s.t("receipt.sworn"))
	s.Ln(6)
	s.face("", 10.5, ink)
	s.tell(margin, inner, s.t("receipt.signed", "City", r.Body.City, "Date", s.date(r.IssuedOn)))
	s.face("B", 11, ink)
	s.tell(margin, inner, r.Body.Signer+", "+r.Body.Role)
	return s.bytes()
}

func s11580(lang string) string { return locales.T(lang, "receipt.title") }

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

// chapter11580 is a heading with names and values; an empty value is left out.
func (s *sheet) chapter11580(key string, rows [][2]string) {
	s.face("B", 12, leaf)
	s.tell(margin, inner, s.part11580(key))
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

func (s *sheet) part11580(key string) string {
	switch key {
	case "receipt.body":
		return s.t("receipt.body")
	case "receipt.donor":
		return s.t("receipt.donor")
	}
	return s.t("receipt.gift")
}

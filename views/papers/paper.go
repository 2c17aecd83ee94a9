package papers

import (
	"time"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/billing/bank"
	"chatiere/models/billing/money"
	"chatiere/models/billing/period"
)

// paper is what is common to a pro forma, an invoice and a credit note.
type paper struct {
	kind     string // the large word: Facture
	number   string // under it; on every page
	facts    [][2]string
	notice   string // a sentence under the head: what it is not, or what it corrects
	seller   billing.Seller
	buyer    billing.Buyer
	currency string
	lines    []billing.Line
	every    period.Interval // how long a line lasts whose period has not begun
	totals   money.Totals
	sumWord  string
	paid     int64 // what was settled before, when it is shown
	transfer *bank.Transfer
	mentions []string
}

// draw lays a paper out: head, parties, lines, sums, payment, mentions; foot and number on every page.
func (s *sheet) draw(p paper) ([]byte, error) {
	s.SetFooterFunc(func() { s.foot(p) })
	s.AddPage()
	s.head(p)
	s.parties(p)
	s.table(p)
	s.sums(p)
	s.payment(p)
	s.mentions(p)
	return s.bytes()
}

// room makes sure that so many millimetres are left, or turns the page; it says whether it turned.
func (s *sheet) room(h float64) bool {
	if s.GetY()+h <= sheetHeight-footHeight-4 {
		return false
	}
	s.AddPage()
	s.SetY(margin)
	return true
}

func (s *sheet) head(p paper) {
	s.logo(margin, 15, 17)
	s.face("B", 15, ink)
	s.put(margin+21, 17.5, 90, "L", p.seller.Name)
	s.face("", 9, soft)
	s.put(margin+21, 24, 90, "L", p.seller.Email)
	s.face("B", 21, leaf)
	s.put(margin, 17, inner, "R", p.kind)
	s.face("", 11, ink)
	s.put(margin, 25.5, inner, "R", p.number)
	s.fill(cat)
	s.Rect(margin, 37, 17, 0.9, "F")
	s.SetY(43)
}

// parties stand side by side: who sells, who buys, and the facts of the document on a band below.
func (s *sheet) parties(p paper) {
	top, half := s.GetY(), inner/2-5
	s.party(margin, top, half, s.t("papers.seller"), p.seller.LegalName, s.sellerLines(p.seller))
	below := s.GetY()
	s.party(margin+inner/2+5, top, half, s.t("papers.buyer"), p.buyer.Name, s.buyerLines(p.buyer))
	s.SetY(max(below, s.GetY()) + 5)
	s.facts(p.facts)
	if p.notice != "" {
		s.face("", 9.5, ink)
		s.tell(margin, inner, p.notice)
		s.Ln(3)
	}
}

func (s *sheet) party(x, y, w float64, word, name string, lines []string) {
	s.SetXY(x, y)
	s.face("", 8.5, soft)
	s.say(x, w, "L", word)
	s.face("B", 11, ink)
	s.tell(x, w, name)
	s.face("", 9.5, ink)
	for _, l := range lines {
		s.tell(x, w, l)
	}
}

func (s *sheet) sellerLines(b billing.Seller) []string {
	all := present(b.LegalForm, b.Street, b.Postcode+" "+b.City, locales.Country(s.lang, b.Country), s.registration(b.Country, b.RegistryNumber))
	if b.VATNumber != "" {
		all = append(all, s.t("papers.vat_number", "Number", b.VATNumber))
	}
	return append(all, present(b.Phone)...)
}

func (s *sheet) buyerLines(b billing.Buyer) []string {
	all := present(b.Street, b.Postcode+" "+b.City, locales.Country(s.lang, b.Country), s.registration(b.Country, b.RegistryNumber))
	if b.VATNumber != "" {
		all = append(all, s.t("papers.vat_number", "Number", b.VATNumber))
	}
	if b.PurchaseOrder != "" {
		all = append(all, s.t("papers.your_order", "Number", b.PurchaseOrder))
	}
	if b.Reference != "" {
		all = append(all, s.t("papers.your_reference", "Number", b.Reference))
	}
	return all
}

// facts are label and value, side by side on a warm band, which is as high as the longest value needs.
func (s *sheet) facts(all [][2]string) {
	top, w, most := s.GetY(), inner/float64(max(1, len(all))), 1
	s.face("B", 9.5, ink)
	for _, f := range all {
		most = max(most, len(s.lines(f[1], w-6)))
	}
	height := 10.1 + line*float64(most)
	s.fill(band)
	s.RoundedRect(margin, top, inner, height, 2.5, "1234", "F")
	for n, f := range all {
		x := margin + 4 + float64(n)*w
		s.face("", 8.5, soft)
		s.put(x, top+2.5, w-4, "L", f[0])
		s.face("B", 9.5, ink)
		s.SetY(top + 7.5)
		s.tell(x, w-6, f[1])
	}
	s.SetY(top + height + 5)
}

// foot says who and which document on every page, and which page of how many.
func (s *sheet) foot(p paper) {
	y := sheetHeight - footHeight + 4
	s.rule(hair)
	s.Line(margin, y, sheetWidth-margin, y)
	s.face("", 8, soft)
	s.put(margin, y+2, inner, "L", s.t("papers.foot", "Name", p.seller.LegalName, "Document", p.kind+" "+p.number))
	s.put(margin, y+2, inner, "R", s.t("papers.page", "Page", s.PageNo(), "Pages", s.pages))
}

// present are the texts that are not empty.
func present(texts ...string) []string {
	var all []string
	for _, text := range texts {
		if text != "" && text != " " {
			all = append(all, text)
		}
	}
	return all
}

// date writes a stored day in words.
func (s *sheet) date(stored string) string {
	d, err := period.Day(stored)
	if err != nil {
		return ""
	}
	return locales.Date(s.lang, d)
}

// day is a stored day as an instant.
func day(stored string) time.Time {
	d, _ := period.Day(stored)
	return d
}

func (s *sheet) money(cents int64, currency string) string {
	return locales.Money(s.lang, cents, currency)
}

package papers

import (
	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/billing/period"
	"chatiere/models/billing/tax"
)

// column is one column of the lines: where it stands and what it says.
type column struct {
	word  string
	x, w  float64
	align string
	cell  func(billing.Line) string
}

// columns are label, quantity, unit price, rate (only where VAT is charged: law-and-charter.md a2), and the line's amount.
func (s *sheet) columns(p paper) []column {
	taxed := charged(p.lines)
	money := func(cents int64) string { return s.money(cents, p.currency) }
	all := []column{
		{s.t("papers.amount"), sheetWidth - margin - 33, 30, "R", func(l billing.Line) string { return money(l.NetCents) }},
		{s.t("papers.rate"), 0, 17, "R", func(l billing.Line) string { return locales.Percent(s.lang, int64(l.RateBP)) }},
		{s.t("papers.unit_price"), 0, 36, "R", func(l billing.Line) string { return money(l.UnitCents) }},
		{s.t("papers.quantity"), 0, 16, "R", func(l billing.Line) string { return locales.Number(s.lang, l.Quantity) }},
	}
	if !taxed {
		all = append(all[:1], all[2:]...)
		all[0].word, all[1].word = s.t("papers.amount_plain"), s.t("papers.unit_price_plain")
	}
	for n := 1; n < len(all); n++ {
		all[n].x = all[n-1].x - all[n].w
	}
	left := all[len(all)-1].x
	return append(all, column{s.t("papers.label"), margin + 3, left - margin - 5, "L", nil})
}

// underQuantity is the room that the period may take below the quantity.
const underQuantity = 14.0

// charged reports whether any line bears VAT.
func charged(lines []billing.Line) bool {
	for _, l := range lines {
		if l.Category == tax.Standard {
			return true
		}
	}
	return false
}

// table writes the lines; its head comes again on each page.
func (s *sheet) table(p paper) {
	columns := s.columns(p)
	s.tableHead(columns)
	for _, l := range p.lines {
		label := columns[len(columns)-1]
		s.face("B", 10, ink)
		name := s.lines(s.named(l), label.w)
		s.face("", 9, soft)
		more := s.lines(s.period(l, p.every), label.w+underQuantity)
		if s.room(float64(len(name)+len(more))*line + 6) {
			s.tableHead(columns)
		}
		s.row(columns, l, name, more)
	}
	s.Ln(3)
}

func (s *sheet) tableHead(columns []column) {
	y := s.GetY()
	s.fill(leaf)
	s.RoundedRect(margin, y, inner, 8, 2, "12", "F")
	s.face("B", 8.5, chalky)
	for _, c := range columns {
		s.put(c.x, y+1.6, c.w, c.align, c.word)
	}
	s.SetY(y + 10)
}

// row writes one line: label and period below each other, figures beside the label.
func (s *sheet) row(columns []column, l billing.Line, name, more []string) {
	y, label := s.GetY(), columns[len(columns)-1]
	s.face("", 10, ink)
	for _, c := range columns[:len(columns)-1] {
		s.put(c.x, y, c.w, c.align, c.cell(l))
	}
	s.SetY(y)
	s.face("B", 10, ink)
	for _, text := range name {
		s.say(label.x, label.w, "L", text)
	}
	s.face("", 9, soft)
	for _, text := range more {
		s.say(label.x, label.w+underQuantity, "L", text)
	}
	y = s.GetY() + 2
	s.rule(hair)
	s.Line(margin, y, sheetWidth-margin, y)
	s.SetY(y + 2.5)
}

// named is what a line is for; a discount says which code it is by.
func (s *sheet) named(l billing.Line) string {
	if l.Kind == billing.Discount {
		return s.t("papers.gift", "Code", l.Label)
	}
	return l.Label
}

// period says from which day to which the line is, or how long once the service is there.
func (s *sheet) period(l billing.Line, every period.Interval) string {
	switch {
	case l.Kind == billing.Discount:
		return ""
	case l.PeriodFrom != "":
		last := period.Period{From: day(l.PeriodFrom), To: day(l.PeriodTo)}.Last()
		return s.t("papers.period", "From", s.date(l.PeriodFrom), "To", locales.Date(s.lang, last))
	case l.Kind == billing.Setup || l.Kind == billing.Rounding: // charged once
		return ""
	case every == period.Month:
		return s.t("papers.month_from_start")
	case every == period.Year:
		return s.t("papers.year_from_start")
	}
	return ""
}

// sums shows the taxes by rate on the left and the totals on the right.
func (s *sheet) sums(p paper) {
	s.room(34)
	top := s.GetY() + 1
	s.SetY(top)
	taxed := charged(p.lines)
	if taxed {
		s.taxes(p)
	}
	s.untaxed(p, inner/2-5)
	below, x, w := s.GetY(), margin+inner/2+8, inner/2-8-3
	s.SetY(top)
	if taxed {
		s.sum(x, w, s.t("papers.net"), s.money(p.totals.Net, p.currency), false)
		s.sum(x, w, s.t("papers.vat"), s.money(p.totals.VAT, p.currency), false)
	}
	s.total(x, w, p)
	if p.paid > 0 {
		s.sum(x, w, s.t("papers.settled"), s.money(p.paid, p.currency), false)
		s.sum(x, w, s.t("papers.left"), s.money(p.totals.Total-p.paid, p.currency), true)
	}
	s.SetY(max(below, s.GetY()) + 4)
}

func (s *sheet) sum(x, w float64, word, amount string, strong bool) {
	weight, y := "", s.GetY()
	if strong {
		weight = "B"
	}
	s.face(weight, 10, ink)
	s.put(x, y, w, "L", word)
	s.put(x, y, w, "R", amount)
	s.SetY(y + line + 1.2)
}

// total is the amount everybody looks for.
func (s *sheet) total(x, w float64, p paper) {
	y := s.GetY() + 0.5
	s.fill(band)
	s.RoundedRect(x-4, y, w+7, 11, 2.5, "1234", "F")
	s.face("B", 12.5, leaf)
	s.put(x, y+3.1, w, "L", p.sumWord)
	s.put(x, y+3.1, w, "R", s.money(p.totals.Total, p.currency))
	s.SetY(y + 13.5)
}

// taxes is the small table of bases and taxes by rate (law-and-charter.md a1, 11).
func (s *sheet) taxes(p paper) {
	y, x := s.GetY(), margin+3
	s.face("", 8.5, soft)
	s.put(x, y, 20, "L", s.t("papers.at_rate"))
	s.put(x+20, y, 28, "R", s.t("papers.base"))
	s.put(x+48, y, 26, "R", s.t("papers.vat"))
	s.SetY(y + line + 0.6)
	for _, g := range p.totals.Groups {
		y = s.GetY()
		s.face("", 9.5, ink)
		s.put(x, y, 20, "L", locales.Percent(s.lang, int64(g.RateBP)))
		s.put(x+20, y, 28, "R", s.money(g.Net, p.currency))
		s.put(x+48, y, 26, "R", s.money(g.VAT, p.currency))
		s.SetY(y + line + 0.6)
	}
}

// untaxed says why lines bear no VAT, each reason once, in the law's own words.
func (s *sheet) untaxed(p paper, w float64) {
	seen := map[string]bool{}
	s.face("", 9.5, ink)
	for _, l := range p.lines {
		if l.Category != tax.Standard && !seen[l.ExemptionNote] {
			seen[l.ExemptionNote] = true
			s.tell(margin+3, w, s.lawful(l.ExemptionNote))
		}
	}
}

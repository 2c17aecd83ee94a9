package papers

import (
	"time"

	"chatiere/locales"
	"chatiere/models/billing/period"
	"chatiere/models/collective"
	"chatiere/models/commons"
)

// Poster draws one sheet about a shared space, to be hung up: what it is, its goal, and the code that leads to its page.
func Poster(space commons.SharedSpace, host collective.Collective, lang, address string, on time.Time) ([]byte, error) {
	lang = spoken(lang)
	s := newSheet(lang, about{title: space.Title, author: host.LegalName, on: on.UTC()}, nil)
	s.AddPage()
	s.logo(margin, 15, 17)
	s.face("B", 15, ink)
	s.put(margin+21, 20, 90, "L", host.Name)
	s.SetY(46)
	s.tall(30, leaf, space.Title)
	s.Ln(6)
	s.tall(14, ink, brief(space.About))
	s.Ln(8)
	s.fill(band)
	top := s.GetY()
	s.RoundedRect(margin, top, inner, 30, 4, "1234", "F")
	s.face("", 12, soft)
	s.put(margin+8, top+6, inner-16, "L", s.t("pledges.goal"))
	s.face("B", 22, ink)
	s.put(margin+8, top+16, inner-16, "L", s.each(space))
	s.SetY(top + 40)
	s.tall(14, ink, s.t("pledges.poster_ask"))
	if s.code(address, (sheetWidth-75)/2, s.GetY()+6, 75) {
		s.SetY(s.GetY() + 84)
	}
	s.face("B", 12, leaf)
	for _, l := range s.lines(address, inner) {
		s.SetX(margin)
		s.CellFormat(inner, line+1, l, "", 2, "C", false, 0, "")
	}
	s.face("", 10, soft)
	s.SetY(sheetHeight - 22)
	s.say(margin, inner, "C", s.t("pledges.poster_foot", "Name", host.Name))
	return s.bytes()
}

// each is the goal with its period.
func (s *sheet) each(space commons.SharedSpace) string {
	amount := s.money(space.GoalCents, "EUR")
	if space.Period == period.Month {
		return locales.T(s.lang, "pledges.each_month", "Size", amount)
	}
	return locales.T(s.lang, "pledges.each_year", "Size", amount)
}

// tall writes a text in large letters, as many lines as it needs.
func (s *sheet) tall(size float64, c colour, text string) {
	s.face("B", size, c)
	if size < 20 {
		s.face("", size, c)
	}
	for _, l := range s.lines(text, inner) {
		s.SetX(margin)
		s.CellFormat(inner, size*0.45, l, "", 2, "L", false, 0, "")
	}
}

// brief is the beginning of a text, for a poster.
func brief(text string) string {
	const most = 320
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}

package papers

import (
	"time"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/commons"
	"chatiere/models/overview"
)

// Year draws an organisation's year on one sheet for its annual meeting: what it paid, what it got, what it gave.
func Year(y overview.Year, host collective.Collective, lang string, on time.Time) ([]byte, error) {
	lang = spoken(lang)
	title := locales.T(lang, "years.of", "Organisation", y.Organisation.Name, "Year", y.Year)
	s := newSheet(lang, about{title: title, author: host.LegalName, on: on.UTC()}, nil)
	s.pages = 1
	s.SetFooterFunc(func() {
		s.foot(paper{kind: s.t("years.title", "Year", y.Year), number: locales.Date(lang, on), seller: billing.Seller{LegalName: host.LegalName}})
	})
	s.AddPage()
	s.logo(margin, 15, 17)
	s.face("B", 15, ink)
	s.put(margin+21, 20, 90, "L", host.Name)
	s.SetY(44)
	s.face("B", 20, leaf)
	s.tell(margin, inner, title)
	s.Ln(4)
	s.chapter("years.paid", [][2]string{
		{s.t("years.paid_sum"), s.money(y.PaidCents, "EUR")},
		{s.t("years.due"), s.money(y.DueCents, "EUR")},
		{s.t("years.shared"), s.money(y.SharedCents, "EUR")},
	})
	got := [][2]string{}
	for _, d := range y.Services {
		since := s.t("years.soon")
		if d.ReadyAt != nil {
			since = locales.Date(lang, *d.ReadyAt)
		}
		got = append(got, [2]string{d.Service.Name.String(), since})
	}
	s.chapter("years.got", append(got, [2]string{s.t("years.solved_word"), locales.Number(lang, y.Solved)}))
	s.chapter("years.gave", [][2]string{
		{s.t("years.hours"), locales.Minutes(lang, y.Gave(commons.Minutes))},
		{s.t("years.money"), s.money(y.Gave(commons.Cents), "EUR")},
	})
	s.face("", 9, soft)
	s.tell(margin, inner, s.t("years.lead"))
	return s.bytes()
}

// chapter is a heading with its lines: a word at the left, what it is at the right.
func (s *sheet) chapter(key string, lines [][2]string) {
	s.face("B", 14, ink)
	s.tell(margin, inner, s.title(key))
	s.Ln(1.5)
	for _, l := range lines {
		y := s.GetY()
		s.face("", 11, ink)
		s.put(margin, y, inner-50, "L", l[0])
		s.face("B", 11, ink)
		s.put(margin, y, inner, "R", l[1])
		s.SetY(y + line + 2)
	}
	s.Ln(5)
}

// title is the heading of a chapter of the year.
func (s *sheet) title(key string) string {
	switch key {
	case "years.paid":
		return s.t("years.paid")
	case "years.got":
		return s.t("years.got")
	}
	return s.t("years.gave")
}

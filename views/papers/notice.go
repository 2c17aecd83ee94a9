package papers

import (
	"time"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/collective"
)

// Notice draws the acknowledgement of a cancellation or a withdrawal: the declaration word for word, with day and hour (R-f3).
func Notice(n billing.Notice, host collective.Collective) ([]byte, error) {
	lang := spoken(n.Locale)
	s := newSheet(lang, about{title: locales.T(lang, "notices.receipt_title"), author: host.LegalName, on: n.ReceivedAt.UTC()}, nil)
	p := paper{kind: s.t("notices.receipt_title"), number: n.Ref, seller: billing.Seller{Name: host.Name, LegalName: host.LegalName, Email: host.Email}}
	s.SetFooterFunc(func() { s.foot(p) })
	s.AddPage()
	s.logo(margin, 15, 17)
	s.face("B", 15, ink)
	s.put(margin+21, 20, 90, "L", host.Name)
	s.SetY(44)
	s.face("B", 18, leaf)
	s.tell(margin, inner, p.kind)
	s.Ln(6)
	s.face("B", 11, ink)
	s.tell(margin, inner, NoticeWords(lang, n))
	s.Ln(5)
	for _, f := range noticeFacts(lang, n, host.Location()) {
		s.face("", 9, soft)
		s.tell(margin, inner, f[0])
		s.face("", 10.5, ink)
		s.tell(margin, inner, f[1])
		s.Ln(2)
	}
	return s.bytes()
}

// NoticeWords is what a person declared, as a sentence.
func NoticeWords(lang string, n billing.Notice) string {
	switch {
	case n.Kind == billing.Withdrawal:
		return locales.T(lang, "notices.says_withdrawal", "Name", n.Name, "Contract", n.Contract)
	case n.WishedOn != "":
		return locales.T(lang, "notices.says_cancellation_on", "Name", n.Name, "Contract", n.Contract, "Date", locales.Date(lang, day(n.WishedOn)))
	}
	return locales.T(lang, "notices.says_cancellation", "Name", n.Name, "Contract", n.Contract)
}

func noticeFacts(lang string, n billing.Notice, zone *time.Location) [][2]string {
	all := [][2]string{
		{locales.T(lang, "notices.received_at"), n.ReceivedAt.In(zone).Format("2006-01-02T15:04:05-07:00")},
		{locales.T(lang, "notices.reference"), n.Ref},
		{locales.T(lang, "notices.name"), n.Name},
		{locales.T(lang, "notices.email"), n.Email},
		{locales.T(lang, "notices.postal"), n.Postal},
		{locales.T(lang, "notices.contract"), n.Contract},
	}
	if n.WishedOn != "" {
		all = append(all, [2]string{locales.T(lang, "notices.wished_on"), locales.Date(lang, day(n.WishedOn))})
	}
	var said [][2]string
	for _, f := range all {
		if f[1] != "" {
			said = append(said, f)
		}
	}
	return said
}

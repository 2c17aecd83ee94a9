package papers

import (
	"time"

	"chatiere/locales"
	"chatiere/models/billing"
)

// Settlement draws how an invoice was settled up to a day: total − offsets − payments = due, and each piece of it. It stands beside the
// invoice and changes nothing of it (reciprocity.md 2.3).
func Settlement(i billing.Invoice, pieces []billing.Allocation, payments map[uint]billing.Payment, on time.Time) ([]byte, error) {
	lang := spoken(i.Locale)
	title := locales.T(lang, "settlement.title", "Number", i.FullName())
	s := newSheet(lang, about{title: title, author: i.Seller.LegalName, on: on.UTC()}, nil)
	s.pages = 1 + len(pieces)/28
	s.SetFooterFunc(func() {
		s.foot(paper{kind: title, number: locales.Date(lang, on), seller: i.Seller})
	})
	s.AddPage()
	s.logo(margin, 15, 17)
	s.face("B", 15, ink)
	s.put(margin+21, 20, inner-21, "L", i.Seller.LegalName)
	s.SetY(44)
	s.face("B", 18, leaf)
	s.tell(margin, inner, title)
	s.Ln(3)
	s.face("", 10.5, ink)
	s.tell(margin, inner, s.t("settlement.lead", "Buyer", i.Buyer.Name, "Date", s.date(i.IssuedOn)))
	s.Ln(4)
	s.amounts(settlingLines(s, i, billing.SettlingOf(i, pieces, payments)), i.Currency)
	if len(pieces) > 0 {
		s.Ln(4)
		s.face("B", 12, ink)
		s.tell(margin, inner, s.t("settlement.pieces"))
		s.Ln(1.5)
		s.amounts(pieceLines(s, pieces, payments), i.Currency)
	}
	s.Ln(4)
	s.face("", 9, soft)
	s.tell(margin, inner, s.t("settlement.whole"))
	return s.bytes()
}

// amount is a word and how much it is.
type amount struct {
	word  string
	cents int64
}

// settlingLines are the sum in words: what is nothing is left out, but not what is due.
func settlingLines(s *sheet, i billing.Invoice, x billing.Settling) []amount {
	all := []amount{{s.t("settlement.total"), x.TotalCents}}
	for _, part := range []amount{
		{s.t("settlement.offsets"), -x.OffsetCents}, {s.t("settlement.payments"), -x.PaidCents}, {s.t("settlement.credit_notes"), -x.CreditedCents}, {s.t("settlement.losses"), -x.LostCents},
	} {
		if part.cents != 0 {
			all = append(all, part)
		}
	}
	return append(all, amount{s.t("settlement.due"), x.DueCents})
}

// pieceLines are the pieces, each by what it was and on which day.
func pieceLines(s *sheet, pieces []billing.Allocation, payments map[uint]billing.Payment) []amount {
	var all []amount
	for _, a := range pieces {
		word := s.t("settlement.by_credit_note")
		if a.PaymentID != nil {
			p := payments[*a.PaymentID]
			word = s.t("settlement.by_payment", "Date", s.date(p.ReceivedOn))
			if p.Method == billing.ByOffset {
				word = offsetWord(s, a, p)
			}
		}
		all = append(all, amount{word, a.AmountCents})
	}
	return all
}

// offsetWord is what settled without money, or that it was taken back.
func offsetWord(s *sheet, a billing.Allocation, p billing.Payment) string {
	if a.AmountCents < 0 {
		return s.t("settlement.offset_back", "Reference", p.Reference)
	}
	return s.t("settlement.by_offset", "Reference", p.Reference, "Date", s.date(p.ReceivedOn))
}

// amounts writes words at the left and amounts at the right.
func (s *sheet) amounts(all []amount, currency string) {
	for _, a := range all {
		s.room(line + 2)
		y := s.GetY()
		s.face("", 10.5, ink)
		s.put(margin, y, inner-40, "L", s.lines(a.word, inner-40)[0])
		s.face("B", 10.5, ink)
		s.put(margin, y, inner, "R", s.money(a.cents, currency))
		s.SetY(y + line + 2)
	}
}

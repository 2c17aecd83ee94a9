package papers

import (
	"strings"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/billing/period"
	"chatiere/models/billing/reference"
	"chatiere/models/billing/tax"
)

// Invoice draws an issued invoice or credit note as it was frozen. It shows nothing that may change later: of payments only what
// had come before it was issued. The electronic form, where there is one, lies in the file.
func Invoice(i billing.Invoice, every period.Interval, electronic []byte) ([]byte, error) {
	lang := spoken(i.Locale)
	word := locales.T(lang, "papers.invoice")
	if i.Kind == billing.CreditNote {
		word = locales.T(lang, "papers.credit_note")
	}
	return twice(lang, about{word + " " + i.FullName(), i.Seller.LegalName, day(i.IssuedOn)}, electronic, func(s *sheet) paper {
		if i.Kind == billing.CreditNote {
			return s.creditNote(i)
		}
		return s.invoice(i, every)
	})
}

// twice draws a document two times: the first tells how many pages it has.
func twice(lang string, a about, electronic []byte, of func(*sheet) paper) ([]byte, error) {
	first := newSheet(lang, a, electronic)
	if _, err := first.draw(of(first)); err != nil {
		return nil, err
	}
	second := newSheet(lang, a, electronic)
	second.pages = first.PageCount()
	return second.draw(of(second))
}

func (s *sheet) common(i billing.Invoice) paper {
	p := paper{
		number: i.FullName(), seller: i.Seller, buyer: i.Buyer, currency: i.Currency, lines: i.PlainLines(), totals: i.Totals(),
	}
	for _, m := range i.Mentions() {
		p.mentions = append(p.mentions, s.lawful(m.Text))
	}
	if s.inside != nil {
		p.mentions = append(p.mentions, s.t("papers.electronic"))
	}
	return p
}

func (s *sheet) invoice(i billing.Invoice, every period.Interval) paper {
	p := s.common(i)
	p.kind, p.every, p.sumWord = s.t("papers.invoice"), every, s.totalWord(p)
	p.facts = [][2]string{{s.t("papers.issued_on"), s.date(i.IssuedOn)}, {s.t("papers.due_on"), s.date(i.DueOn)}, {s.t("papers.reference"), reference.Spaced(i.PaymentReference)}}
	p.facts = append(p.facts, s.forWhom(i)...)
	t := i.Transfer()
	t.Cents = i.TotalCents - i.PrepaidCents
	p.transfer, p.paid = &t, i.PrepaidCents
	return p
}

func (s *sheet) creditNote(i billing.Invoice) paper {
	p := s.common(i)
	p.kind, p.sumWord = s.t("papers.credit_note"), s.t("papers.credit_total")
	p.facts = [][2]string{{s.t("papers.issued_on"), s.date(i.IssuedOn)}, {s.t("papers.reason"), i.Reason}}
	p.facts = append(p.facts, s.forWhom(i)...)
	if i.Corrects != nil {
		p.notice = s.t("papers.corrects", "Number", i.Corrects.FullName(), "Date", s.date(i.Corrects.IssuedOn))
	}
	if i.ServiceFrom != "" && i.ServiceTo != "" {
		p.notice += " " + s.t("papers.credited", "From", s.date(i.ServiceFrom), "To", locales.Date(s.lang, i.LastDay()))
	}
	p.mentions = append([]string{s.lawful(tax.NoteCredit)}, p.mentions...)
	return p
}

// forWhom says whose subscription a share is for, and how much of it.
func (s *sheet) forWhom(i billing.Invoice) [][2]string {
	if i.ForName == "" {
		return nil
	}
	return [][2]string{{s.t("papers.for_whom"), s.t("papers.part_of", "Organisation", i.ForName, "Part", locales.Percent(s.lang, int64(i.ShareBP)))}}
}

// totalWord is with or without the word for tax.
func (s *sheet) totalWord(p paper) string {
	if charged(p.lines) {
		return s.t("papers.total_with_tax")
	}
	return s.t("papers.total")
}

// ProForma draws what an organisation is asked to pay before any invoice exists.
func ProForma(pf billing.ProForma) ([]byte, error) {
	lang := spoken(pf.Locale)
	return twice(lang, about{locales.T(lang, "papers.pro_forma") + " " + reference.Spaced(pf.PaymentReference), pf.Seller.LegalName, day(pf.IssuedOn)}, nil, func(s *sheet) paper {
		p := paper{
			kind: s.t("papers.pro_forma"), number: reference.Spaced(pf.PaymentReference), seller: pf.Seller, buyer: pf.Buyer, currency: pf.Currency,
			lines: pf.Lines, totals: pf.Totals(), every: pf.Subscription.Period, notice: s.t("papers.pro_forma_notice"),
		}
		p.sumWord = s.totalWord(p)
		p.facts = [][2]string{{s.t("papers.issued_on"), s.date(pf.IssuedOn)}, {s.t("papers.valid_until"), s.date(pf.ValidUntil)}, {s.t("papers.reference"), p.number}}
		t := pf.Transfer()
		p.transfer = &t
		return p
	})
}

// FileName is what a document is called when it is saved: its number, and nothing a file system dislikes.
func FileName(number string) string { return FileStem(number) + ".pdf" }

// FileStem is that name without its ending.
func FileStem(number string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>| `, r) || r < 32 {
			return '-'
		}
		return r
	}, number)
}

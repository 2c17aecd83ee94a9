package papers

import (
	"chatiere/locales"
	"chatiere/models/billing"
)

// Quote draws the quote of a request: what is offered, at which price, until when, and what may be counted on.
func Quote(q billing.Quote) ([]byte, error) {
	r := q.Request
	answered := ""
	if r.AnsweredAt != nil {
		answered = r.AnsweredAt.Format("2006-01-02")
	}
	return twice(spoken(r.Organisation.Locale), about{locales.T(spoken(r.Organisation.Locale), "papers.quote") + " " + r.Ref, q.Seller.LegalName, day(answered)}, nil, func(s *sheet) paper {
		p := paper{
			kind: s.t("papers.quote"), number: r.Ref, seller: q.Seller, buyer: q.Buyer, currency: "EUR", lines: q.Lines, totals: q.Totals, every: r.Period,
			notice:   s.t("papers.quote_notice"),
			mentions: []string{s.t("requests.promise_withdraw"), s.t("requests.promise_exit"), s.t("requests.promise_trust")},
		}
		p.sumWord = s.totalWord(p)
		p.facts = [][2]string{{s.t("papers.issued_on"), s.date(answered)}, {s.t("papers.valid_until"), s.date(r.ValidUntil)}}
		return p
	})
}

package paths

import (
	"net/url"

	"chatiere/models/billing"
)

// AskOffer is the form that starts a reviewed offer; a tier and a period may be chosen on the card.
func AskOffer(lang, slug, tier, period string) string {
	q := url.Values{}
	if tier != "" {
		q.Set("tier", tier)
	}
	if period != "" {
		q.Set("period", period)
	}
	if len(q) == 0 {
		return OfferAt(lang, slug) + "/request"
	}
	return OfferAt(lang, slug) + "/request?" + q.Encode()
}

// Request is a request with its answer.
func Request(lang string, r billing.Request) string { return "/" + lang + "/requests/" + r.Ref }

// QuotePDF is the quote on paper.
func QuotePDF(lang string, r billing.Request) string { return Request(lang, r) + "/pdf" }

// RequestConfirmation is the word of the person who asked.
func RequestConfirmation(lang string, r billing.Request) string {
	return Request(lang, r) + "/confirmation"
}

// QuoteAcceptance concludes the contract.
func QuoteAcceptance(lang string, r billing.Request) string { return Request(lang, r) + "/acceptance" }

// QuoteLetters send the quote to the board.
func QuoteLetters(lang string, r billing.Request) string { return Request(lang, r) + "/letters" }

// RequestWithdrawal takes the request back.
func RequestWithdrawal(lang string, r billing.Request) string {
	return Request(lang, r) + "/withdrawal"
}

// DeskRequests are the requests operators answer.
func DeskRequests(lang string) string { return Desk(lang) + "/requests" }

// DeskRequest is one of them.
func DeskRequest(lang string, r billing.Request) string { return DeskRequests(lang) + "/" + r.Ref }

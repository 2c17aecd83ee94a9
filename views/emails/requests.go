package emails

import (
	"strconv"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/billing/period"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/post"
	"chatiere/views/paths"
)

// RequestSent is the first letter to the person who asked for a reviewed offer, with the link that confirms the address unless it needs none.
func RequestSent(r billing.Request, offer, host string, link identity.SignInLink) Letter {
	lang := spoken(r.Locale)
	l := Letter{
		Kind: "request_sent", Once: "request_sent:" + r.Ref, Lang: lang,
		Subject: locales.T(lang, "emails.request.subject", "Offer", offer, "Host", host),
		Lines:   []string{locales.T(lang, "emails.request.text", "Organisation", r.Organisation.Name, "Offer", offer)},
		Why:     locales.T(lang, "emails.subscribed.why", "Host", host),
	}
	if link.Ref == "" {
		l.Lines = append(l.Lines, locales.T(lang, "emails.request.soon"))
		l.Action, l.Path = locales.T(lang, "emails.request.see"), paths.Request(lang, r)
		return l
	}
	l.Lines = append(l.Lines, locales.T(lang, "emails.request.confirm"))
	l.Action, l.Link = locales.T(lang, "emails.subscribed.action"), post.Link{Purpose: string(identity.ForSignIn), Ref: link.Ref, Until: link.ExpiresAt}
	l.After = []string{locales.T(lang, "emails.subscribed.not_you")}
	return l
}

// RequestConfirmed tells an operator that a request waits for an answer.
func RequestConfirmed(r billing.Request, offer string, to people.User) Letter {
	lang := spoken(to.Locale)
	return Letter{
		Kind: "request_confirmed", Once: "request_confirmed:" + r.Ref + ":" + to.Ref, Lang: lang,
		Subject: locales.T(lang, "emails.request.waits_subject", "Organisation", r.Organisation.Name),
		Lines:   []string{locales.T(lang, "emails.request.waits", "Organisation", r.Organisation.Name, "Offer", offer)},
		Action:  locales.T(lang, "emails.date.decide"), Path: paths.DeskRequest(lang, r),
	}
}

// RequestResponded tells the person what was answered, with the quote attached when there is one.
func RequestResponded(r billing.Request, offer string, q billing.Quote, pdf string) Letter {
	lang := spoken(r.RequestedBy.Locale)
	l := Letter{
		Kind: "request_responded", Once: "request_responded:" + r.Ref + ":" + strconv.Itoa(r.Version), Lang: lang, OrganisationID: r.OrganisationID,
		Subject: locales.T(lang, "emails.request.answer_subject", "Offer", offer),
		Action:  locales.T(lang, "emails.request.see"), Path: paths.Request(lang, r),
	}
	switch r.State {
	case billing.RequestAnswered:
		l.Lines = []string{locales.T(lang, "emails.request.agreed", "Offer", offer, "Date", dayOf(lang, r.ValidUntil))}
		l.Facts, l.Attachments = quoteFacts(lang, q), []string{pdf}
	case billing.RequestListed:
		l.Lines = []string{locales.T(lang, "emails.request.listed", "Offer", offer)}
	default:
		l.Lines = []string{locales.T(lang, "emails.request.declined", "Offer", offer)}
	}
	if r.Answer != "" {
		l.Quote = r.Answer
	}
	return l
}

// QuoteForwarded sends a quote to the board, at the wish of somebody of the organisation.
func QuoteForwarded(r billing.Request, offer string, q billing.Quote, pdf, once string) Letter {
	lang := spoken(r.Organisation.Locale)
	return Letter{
		Kind: "quote_forwarded", Once: once, Lang: lang, Attachments: []string{pdf},
		Subject: locales.T(lang, "emails.request.board_subject", "Organisation", r.Organisation.Name),
		Lines:   []string{locales.T(lang, "emails.request.board", "Organisation", r.Organisation.Name, "Offer", offer, "Date", dayOf(lang, r.ValidUntil))},
		Facts:   quoteFacts(lang, q),
		Action:  locales.T(lang, "emails.request.see"), Path: paths.Request(lang, r),
		Why: locales.T(lang, "emails.forwarded.why", "Organisation", r.Organisation.Name),
	}
}

// quoteFacts are the price of a quote for a period, as its paper says it, and the day until which it holds.
func quoteFacts(lang string, q billing.Quote) []Fact {
	name, every := locales.T(lang, "papers.total"), locales.T(lang, "offers.per_month")
	if q.Totals.VAT > 0 {
		name = locales.T(lang, "papers.total_with_tax")
	}
	if q.Request.Period == period.Year {
		every = locales.T(lang, "offers.per_year")
	}
	return []Fact{
		{name, locales.Money(lang, q.Totals.Total, "EUR") + " " + every},
		{locales.T(lang, "papers.valid_until"), dayOf(lang, q.Request.ValidUntil)},
	}
}

package emails

import (
	"strconv"

	"chatiere/locales"
	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/views/paths"
)

// AgreementProposed tells somebody who speaks for the other side that an agreement waits for their word.
func AgreementProposed(p commons.Proposal, to people.User) Letter {
	lang := spoken(to.Locale)
	return Letter{
		Kind: "agreement_proposed", Once: "agreement_proposed:" + p.Ref + ":" + strconv.Itoa(p.Version) + ":" + to.Ref, Lang: lang,
		Subject: locales.T(lang, "emails.agreement.subject", "Title", p.Title), Lines: []string{locales.T(lang, "emails.agreement.text", "Title", p.Title)},
		After: []string{locales.T(lang, "emails.agreement.nothing")}, Action: locales.T(lang, "emails.agreement.action"), Path: paths.Agreement(lang, p.Ref),
	}
}

// AgreementAnswered tells somebody of the other side that a proposal is an agreement now, or that it was refused or taken back, and why.
func AgreementAnswered(p commons.Proposal, to people.User) Letter {
	lang := spoken(to.Locale)
	l := Letter{
		Kind: "agreement_turned", Once: "agreement_turned:" + p.Ref + ":" + string(p.State) + ":" + to.Ref, Lang: lang, Quote: p.Reason,
		Action: locales.T(lang, "emails.agreement.action"), Path: paths.Agreement(lang, p.Ref),
	}
	switch p.State {
	case commons.Signed:
		l.Subject, l.Lines = locales.T(lang, "emails.agreement.signed_subject", "Title", p.Title), []string{locales.T(lang, "emails.agreement.signed_text", "Title", p.Title)}
	case commons.ProposalRefused:
		l.Subject, l.Lines = locales.T(lang, "emails.agreement.refused_subject", "Title", p.Title), []string{locales.T(lang, "emails.agreement.refused_text", "Title", p.Title)}
	default:
		l.Subject, l.Lines = locales.T(lang, "emails.agreement.withdrawn_subject", "Title", p.Title), []string{locales.T(lang, "emails.agreement.withdrawn_text", "Title", p.Title)}
	}
	return l
}

// AgreementEnded tells somebody of the other side from when an agreement holds no longer, and why.
func AgreementEnded(a commons.Agreement, to people.User) Letter {
	lang := spoken(to.Locale)
	return Letter{
		Kind: "agreement_turned", Once: "agreement_turned:" + a.Ref + ":ended:" + to.Ref, Lang: lang, Quote: a.EndedReason,
		Subject: locales.T(lang, "emails.agreement.ended_subject", "Title", a.Title),
		Lines:   []string{locales.T(lang, "emails.agreement.ended_text", "Title", a.Title, "Date", dayIn(lang, a.EndsOn))},
		Action:  locales.T(lang, "emails.agreement.action"), Path: paths.Agreement(lang, a.Ref),
	}
}

// CounterTurned tells who keeps the collective's money that an invoice of the other side waits to be looked at, or who handed it in what was decided.
func CounterTurned(c commons.CounterInvoice, a commons.Agreement, to people.User) Letter {
	lang := spoken(to.Locale)
	l := Letter{
		Kind: "counter_turned", Once: "counter_turned:" + c.Ref + ":" + string(c.State) + ":" + to.Ref, Lang: lang, Quote: c.Reason,
		Action: locales.T(lang, "emails.agreement.action"), Path: paths.Agreement(lang, a.Ref),
	}
	switch c.State {
	case commons.CounterSent:
		l.Subject, l.Lines = locales.T(lang, "emails.counter.sent_subject", "Number", c.Number), []string{locales.T(lang, "emails.counter.sent_text", "Number", c.Number, "Title", a.Title)}
	case commons.CounterAccepted:
		l.Subject, l.Lines = locales.T(lang, "emails.counter.accepted_subject", "Number", c.Number), []string{locales.T(lang, "emails.counter.accepted_text", "Number", c.Number, "Title", a.Title)}
	default:
		l.Subject, l.Lines = locales.T(lang, "emails.counter.refused_subject", "Number", c.Number), []string{locales.T(lang, "emails.counter.refused_text", "Number", c.Number, "Title", a.Title)}
	}
	return l
}

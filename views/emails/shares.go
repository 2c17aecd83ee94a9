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

// SharedPart is a share as letters speak of it: what it is a part of, and what it costs.
type SharedPart struct {
	Share billing.Share
	Label string // of the subscription
	Offer billing.ShareOffer
}

func (p SharedPart) percent(lang string) string {
	return locales.Percent(lang, int64(p.Share.BasisPoints))
}

// payer is whom the organisation knows as the payer.
func (p SharedPart) payer() string {
	if p.Share.Payer != nil {
		return p.Share.Payer.Name
	}
	return p.Share.Email
}

func (p SharedPart) facts(lang string) []Fact {
	facts := []Fact{
		{locales.T(lang, "shares.what"), p.Label},
		{locales.T(lang, "shares.part"), p.percent(lang)},
		{locales.T(lang, "shares.yearly"), locales.Money(lang, p.Offer.Yearly.Total, p.Share.Subscription.Currency)},
	}
	if p.Offer.FromOn != "" {
		facts = append(facts, Fact{locales.T(lang, "shares.from"), dayOf(lang, p.Offer.FromOn)})
	}
	return facts
}

// ShareAsked asks somebody to pay a part of what another organisation subscribed to. Somebody without a place in the portal gets a link.
func ShareAsked(p SharedPart, lang, to string) Letter {
	lang = spoken(lang)
	o := p.Share.Organisation
	l := Letter{
		Kind: "share_asked", Once: "share_asked:" + p.Share.Ref + ":" + to, Lang: lang, Facts: p.facts(lang),
		Subject: locales.T(lang, "emails.share.asked_subject", "Organisation", o.Name, "Part", p.percent(lang)),
		Lines:   []string{locales.T(lang, "emails.share.asked", "Organisation", o.Name, "Part", p.percent(lang))},
		Action:  locales.T(lang, "emails.share.answer"),
		After:   []string{locales.T(lang, "emails.share.free", "Date", locales.Date(lang, p.Share.ExpiresAt)), locales.T(lang, "shares.stop")},
		Why:     locales.T(lang, "emails.share.why", "Organisation", o.Name),
	}
	if p.Share.Payer != nil {
		l.OrganisationID, l.Path = p.Share.Payer.ID, paths.CarriedShare(lang, *p.Share.Payer, p.Share)
		return l
	}
	l.Link = post.Link{Purpose: string(identity.ForShare), Ref: p.Share.Ref, Until: p.Share.ExpiresAt}
	return l
}

// ShareAnswered tells the organisation, or an operator, what the payer said.
func ShareAnswered(p SharedPart, o people.Organisation, lang, to string) Letter {
	lang = spoken(lang)
	l := told(p, o, lang, "share_answered", string(p.Share.State), to)
	switch {
	case p.Share.State == billing.ShareAccepted:
		l.Subject = locales.T(lang, "emails.share.accepted_subject", "Payer", p.payer(), "Part", p.percent(lang))
		l.Lines = []string{locales.T(lang, "emails.share.accepted", "Payer", p.payer(), "Part", p.percent(lang), "Organisation", o.Name)}
		l.Facts = p.facts(lang)
	default:
		l.Subject = locales.T(lang, "emails.share.refused_subject", "Payer", p.payer(), "Part", p.percent(lang))
		l.Lines = []string{locales.T(lang, "emails.share.refused", "Payer", p.payer(), "Part", p.percent(lang), "Organisation", o.Name), whatOfIt(lang, p, o)}
	}
	return l
}

// ShareLeft tells the organisation, or an operator, that somebody will not pay its part any more.
func ShareLeft(p SharedPart, o people.Organisation, lang, to string) Letter {
	lang = spoken(lang)
	l := told(p, o, lang, "share_left", p.Share.UntilOn, to)
	l.Subject = locales.T(lang, "emails.share.left_subject", "Payer", p.payer(), "Part", p.percent(lang))
	l.Lines = []string{until(lang, p, o), whatOfIt(lang, p, o)}
	if p.Share.Subscription.State == billing.Ended {
		l.Lines = l.Lines[:1]
	}
	return l
}

func until(lang string, p SharedPart, o people.Organisation) string {
	if p.Share.UntilOn == "" {
		return locales.T(lang, "emails.share.left_before", "Payer", p.payer(), "Part", p.percent(lang), "Organisation", o.Name)
	}
	return locales.T(lang, "emails.share.left", "Payer", p.payer(), "Part", p.percent(lang), "Organisation", o.Name, "Date", dayOf(lang, p.Share.UntilOn))
}

// whatOfIt says who pays the part now: the organisation itself, or nobody yet.
func whatOfIt(lang string, p SharedPart, o people.Organisation) string {
	if p.Share.StaysOpen {
		return locales.T(lang, "emails.share.open", "Organisation", o.Name)
	}
	return locales.T(lang, "emails.share.returns", "Organisation", o.Name)
}

func told(p SharedPart, o people.Organisation, lang, kind, once, to string) Letter {
	return Letter{
		Kind: kind, Once: kind + ":" + p.Share.Ref + ":" + once + ":" + to, Lang: lang, OrganisationID: o.ID,
		Action: locales.T(lang, "emails.share.who_pays"), Path: paths.Payers(lang, o, p.Share.Subscription),
		Why: locales.T(lang, "emails.share.why", "Organisation", o.Name),
	}
}

// ShareStops confirms to the payer that it will not pay any more, and from when on.
func ShareStops(p SharedPart, payer people.Organisation, lang, to string) Letter {
	lang = spoken(lang)
	l := Letter{
		Kind: "share_left", Once: "share_stops:" + p.Share.Ref + ":" + to, Lang: lang, OrganisationID: payer.ID,
		Subject: locales.T(lang, "emails.share.stops_subject", "Organisation", p.Share.Organisation.Name),
		Lines:   []string{locales.T(lang, "emails.share.stops_never", "Organisation", p.Share.Organisation.Name)},
		Action:  locales.T(lang, "emails.share.see"), Path: paths.CarriedShare(lang, payer, p.Share), Why: locales.T(lang, "emails.invoice.why", "Organisation", payer.Name),
	}
	if p.Share.UntilOn != "" {
		l.Lines = []string{locales.T(lang, "emails.share.stops", "Organisation", p.Share.Organisation.Name, "Date", dayOf(lang, p.Share.UntilOn))}
	}
	return l
}

// ShareGoesOn tells the payer that a period comes of which it pays a part, for how much, and how to stop in time.
func ShareGoesOn(p SharedPart, from string, payer people.Organisation, lang, to string) Letter {
	lang = spoken(lang)
	o := p.Share.Organisation
	facts := p.facts(lang)[:3]
	if p.Offer.Every == period.Month {
		facts = facts[:2]
	}
	return Letter{
		Kind: "share_goes_on", Once: "share_goes_on:" + p.Share.Ref + ":" + from + ":" + to, Lang: lang, OrganisationID: payer.ID, Facts: facts,
		Subject: locales.T(lang, "emails.share.goes_on_subject", "Organisation", o.Name, "Date", dayOf(lang, from)),
		Lines:   []string{locales.T(lang, "emails.share.goes_on", "Organisation", o.Name, "Date", dayOf(lang, from))},
		Action:  locales.T(lang, "emails.share.see_or_stop"), Path: paths.CarriedShare(lang, payer, p.Share), Why: locales.T(lang, "emails.invoice.why", "Organisation", payer.Name),
	}
}

// ShareUnpaid tells the organisation, or an operator, that a part is not paid, and that the service stays as it is.
func ShareUnpaid(s billing.Subscription, i billing.Invoice, payer string, lang, to string) Letter {
	lang = spoken(lang)
	return Letter{
		Kind: "share_unpaid", Once: "share_unpaid:" + strconv.Itoa(int(i.ID)) + ":" + to, Lang: lang, OrganisationID: s.OrganisationID,
		Subject: locales.T(lang, "emails.share.unpaid_subject", "Payer", payer),
		Lines: []string{
			locales.T(lang, "emails.share.unpaid", "Payer", payer, "Organisation", s.Organisation.Name, "Amount", locales.Money(lang, i.DueCents(), i.Currency)),
			locales.T(lang, "emails.share.unpaid_stays"),
		},
		Action: locales.T(lang, "emails.share.who_pays"), Path: paths.Payers(lang, s.Organisation, s), Why: locales.T(lang, "emails.share.why", "Organisation", s.Organisation.Name),
	}
}

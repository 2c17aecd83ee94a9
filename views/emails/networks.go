package emails

import (
	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/post"
	"chatiere/views/paths"
)

// OpeningMade asks somebody to answer for a member organisation that a network head opened a space for.
func OpeningMade(o billing.Opening, offer string) Letter {
	lang, head := spoken(o.Locale), o.Affiliation.Head.Name
	l := Letter{
		Kind: "opening_made", Once: "opening_made:" + o.Invitation.Ref, Lang: lang, OrganisationID: o.OrganisationID,
		Hello:   locales.T(lang, "emails.hello_name", "Name", o.Contact),
		Subject: locales.T(lang, "emails.opening.subject", "Head", head, "Organisation", o.Organisation.Name),
		Lines: []string{
			locales.T(lang, "emails.opening.text", "By", o.OpenedBy.Called(), "Head", head, "Organisation", o.Organisation.Name, "Offer", offer),
			locales.T(lang, "emails.opening.nothing", "Head", head),
		},
		Action: locales.T(lang, "emails.opening.action"),
		Link:   post.Link{Purpose: string(identity.ForInvitation), Ref: o.Invitation.Ref, Until: o.Invitation.ExpiresAt},
		After:  []string{locales.N(lang, "emails.invitation.until", people.InvitationDays)},
		Why:    locales.T(lang, "emails.opening.why", "By", o.OpenedBy.Called(), "Head", head),
	}
	if part := o.Affiliation.CarriedBP; part > 0 {
		l.Lines = append(l.Lines, locales.T(lang, "openings.carried_by", "Head", head, "Part", locales.Percent(lang, int64(part))), locales.T(lang, "openings.carried_hint", "Head", head))
	}
	return l
}

// AffiliationAsked asks somebody whether their organisation joins a network.
func AffiliationAsked(a people.Affiliation, lang string) Letter {
	lang = spoken(lang)
	l := Letter{
		Kind: "affiliation_asked", Once: "affiliation_asked:" + a.Ref, Lang: lang,
		Subject: locales.T(lang, "emails.network.asked_subject", "Head", a.Head.Name),
		Lines:   []string{locales.T(lang, "emails.network.asked", "Head", a.Head.Name), locales.T(lang, "emails.network.means", "Head", a.Head.Name)},
		Action:  locales.T(lang, "emails.network.answer"), Path: paths.Proposal(lang, a),
		Why: locales.T(lang, "emails.network.why", "Head", a.Head.Name),
	}
	if a.CarriedBP > 0 {
		l.Lines = append(l.Lines, locales.T(lang, "network.proposal_pays", "Head", a.Head.Name, "Part", locales.Percent(lang, int64(a.CarriedBP))))
	}
	return l
}

// AffiliationDecided tells an owner of the head what was answered.
func AffiliationDecided(a people.Affiliation, asked string, to people.User) Letter {
	lang := spoken(to.Locale)
	l := Letter{
		Kind: "affiliation_decided", Once: "affiliation_decided:" + a.Ref + ":" + to.Ref, Lang: lang, OrganisationID: a.HeadID,
		Action: locales.T(lang, "emails.network.see"), Path: paths.Network(lang, a.Head),
	}
	if a.State == people.AffiliationActive {
		l.Subject = locales.T(lang, "emails.network.joined_subject", "Organisation", a.Member.Name)
		l.Lines = []string{locales.T(lang, "emails.network.joined", "Organisation", a.Member.Name, "Head", a.Head.Name)}
		return l
	}
	l.Subject = locales.T(lang, "emails.network.declined_subject", "Head", a.Head.Name)
	l.Lines = []string{locales.T(lang, "emails.network.declined", "Whom", asked)}
	return l
}

// AffiliationSet tells an owner of a member that the collective put it into a network.
func AffiliationSet(a people.Affiliation, host string, to people.User) Letter {
	lang := spoken(to.Locale)
	return Letter{
		Kind: "affiliation_set", Once: "affiliation_set:" + a.Ref + ":" + to.Ref, Lang: lang, OrganisationID: *a.MemberID,
		Subject: locales.T(lang, "emails.network.set_subject", "Organisation", a.Member.Name, "Head", a.Head.Name),
		Lines: []string{
			locales.T(lang, "emails.network.set", "Host", host, "Organisation", a.Member.Name, "Head", a.Head.Name),
			locales.T(lang, "emails.network.means", "Head", a.Head.Name),
		},
		Action: locales.T(lang, "emails.network.see"), Path: paths.Head(lang, a.Member),
	}
}

// AffiliationOver tells an owner of either side that the member has left the network; what it has stays.
func AffiliationOver(a people.Affiliation, organisationID uint, to people.User) Letter {
	lang := spoken(to.Locale)
	return Letter{
		Kind: "affiliation_over", Once: "affiliation_over:" + a.Ref + ":" + to.Ref, Lang: lang, OrganisationID: organisationID,
		Subject: locales.T(lang, "emails.network.over_subject", "Organisation", a.Member.Name, "Head", a.Head.Name),
		Lines:   []string{locales.T(lang, "emails.network.over", "Organisation", a.Member.Name, "Head", a.Head.Name), locales.T(lang, "emails.network.keeps", "Organisation", a.Member.Name)},
	}
}

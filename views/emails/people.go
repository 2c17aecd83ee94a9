package emails

import (
	"strconv"

	"chatiere/locales"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/post"
	"chatiere/views/paths"
)

// Invitation asks somebody into an organisation.
func Invitation(i people.Invitation, lang string) Letter {
	lang = spoken(lang)
	return invited(i, Letter{
		Lang: lang, Subject: locales.T(lang, "emails.invitation.subject", "By", i.CreatedBy.Called(), "Organisation", i.Organisation.Name),
		Lines: []string{
			locales.T(lang, "emails.invitation.text", "By", i.CreatedBy.Called(), "Organisation", i.Organisation.Name, "Role", role(lang, i.Role)),
			locales.T(lang, "emails.invitation.about"),
		},
		Action: locales.T(lang, "emails.invitation.action"),
		After:  []string{locales.N(lang, "emails.invitation.until", people.InvitationDays)},
	})
}

// Handover asks the next owner to take over.
func Handover(i people.Invitation, lang string) Letter {
	lang = spoken(lang)
	return invited(i, Letter{
		Lang: lang, Subject: locales.T(lang, "emails.handover.subject", "By", i.CreatedBy.Called(), "Organisation", i.Organisation.Name),
		Lines: []string{
			locales.T(lang, "emails.handover.text", "By", i.CreatedBy.Called(), "Organisation", i.Organisation.Name),
			locales.T(lang, "emails.handover.then", "By", i.CreatedBy.Called()),
		},
		Action: locales.T(lang, "emails.handover.action"),
		After:  []string{locales.N(lang, "emails.invitation.until", people.InvitationDays)},
	})
}

func invited(i people.Invitation, l Letter) Letter {
	l.Kind, l.Once, l.OrganisationID = "invitation", "invitation:"+i.Ref, i.OrganisationID
	l.Link = post.Link{Purpose: string(identity.ForInvitation), Ref: i.Ref, Until: i.ExpiresAt}
	l.Why = locales.T(l.Lang, "emails.invitation.why", "By", i.CreatedBy.Called())
	return l
}

// ArrivalWaiting tells an owner that somebody waits at the door.
func ArrivalWaiting(a people.Arrival, owner people.User) Letter {
	lang := spoken(owner.Locale)
	return Letter{
		Kind: "arrival_waiting", Once: "arrival_waiting:" + a.Ref + ":" + owner.Ref, Lang: lang, OrganisationID: a.OrganisationID,
		Subject: locales.T(lang, "emails.arrival.subject", "Name", a.User.Called(), "Organisation", a.Organisation.Name),
		Lines:   []string{locales.T(lang, "emails.arrival.text", "Name", a.User.Called(), "Email", a.User.Email, "Organisation", a.Organisation.Name)},
		Action:  locales.T(lang, "emails.arrival.action"), Path: paths.Members(lang, a.Organisation),
	}
}

// ArrivalDecided tells a person what an owner answered.
func ArrivalDecided(a people.Arrival) Letter {
	lang := spoken(a.User.Locale)
	l := Letter{Kind: "arrival_decided", Once: "arrival_decided:" + a.Ref, Lang: lang, OrganisationID: a.OrganisationID}
	if a.State != people.Welcomed {
		l.Subject = locales.T(lang, "emails.declined.subject", "Organisation", a.Organisation.Name)
		l.Lines = []string{locales.T(lang, "emails.declined.text", "Organisation", a.Organisation.Name)}
		return l
	}
	l.Subject = locales.T(lang, "emails.welcomed.subject", "Organisation", a.Organisation.Name)
	l.Lines = []string{locales.T(lang, "emails.welcomed.text", "Organisation", a.Organisation.Name)}
	l.Action, l.Path = locales.T(lang, "emails.welcomed.action"), paths.Organisation(lang, a.Organisation)
	return l
}

// HandoverDone tells the one who handed over that it is done.
func HandoverDone(h people.Handover) Letter {
	lang := spoken(h.Leaver.Locale)
	l := Letter{
		Kind: "handover_done", Once: "handover_done:" + strconv.FormatUint(uint64(h.ID), 10), Lang: lang, OrganisationID: h.OrganisationID,
		Subject: locales.T(lang, "emails.handed_over.subject", "Organisation", h.Organisation.Name),
		Lines:   []string{locales.T(lang, "emails.handed_over.text", "Organisation", h.Organisation.Name)},
	}
	if h.Stays {
		l.Lines = append(l.Lines, locales.T(lang, "emails.handed_over.stays"))
	} else {
		l.Lines = append(l.Lines, locales.T(lang, "emails.handed_over.leaves"))
	}
	return l
}

// TreasurerNamed tells the one whose address was given for the invoices that it was (GDPR, article 14).
func TreasurerNamed(o people.Organisation, host string) Letter {
	lang := spoken(o.Locale)
	return Letter{
		Kind: "treasurer_named", Once: "treasurer_named:" + o.Ref, Lang: lang, OrganisationID: o.ID,
		Subject: locales.T(lang, "emails.treasurer.subject", "Organisation", o.Name),
		Lines:   []string{locales.T(lang, "emails.treasurer.text", "Organisation", o.Name, "Host", host), locales.T(lang, "emails.treasurer.wrong", "Organisation", o.Name)},
		Why:     locales.T(lang, "emails.treasurer.why", "Organisation", o.Name),
	}
}

// role says what a person does in an organisation, as part of a sentence.
func role(lang string, r people.MemberRole) string {
	switch r {
	case people.Owner:
		return locales.T(lang, "emails.role.owner")
	case people.Treasurer:
		return locales.T(lang, "emails.role.treasurer")
	case people.Technical:
		return locales.T(lang, "emails.role.technical")
	}
	return locales.T(lang, "emails.role.member")
}

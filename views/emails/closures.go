package emails

import (
	"strconv"

	"chatiere/locales"
	"chatiere/models/overview"
	"chatiere/models/people"
	"chatiere/views/paths"
)

// OrganisationClosed tells a member that their organisation was closed, or opened again, and what that means for them.
func OrganisationClosed(news overview.OrganisationClosed, reason string, o people.Organisation, to people.User) Letter {
	lang := spoken(to.Locale)
	l := Letter{
		Kind: "organisation_closed", Once: "organisation_closed:" + o.Ref + ":" + strconv.FormatInt(news.At, 10) + ":" + to.Ref, Lang: lang, OrganisationID: o.ID,
		Action: locales.T(lang, "emails.closed.see"), Path: paths.Organisation(lang, o), Why: locales.T(lang, "emails.closed.why", "Organisation", o.Name),
	}
	if news.Open {
		l.Kind, l.Once = "organisation_reopened", "organisation_reopened:"+o.Ref+":"+strconv.FormatInt(news.At, 10)+":"+to.Ref
		l.Subject, l.Lines = locales.T(lang, "emails.closed.open_subject", "Organisation", o.Name), []string{locales.T(lang, "emails.closed.open", "Organisation", o.Name)}
		return l
	}
	l.Subject, l.Quote = locales.T(lang, "emails.closed.subject", "Organisation", o.Name), reason
	l.Lines = []string{locales.T(lang, "emails.closed.text", "Organisation", o.Name)}
	l.After = []string{locales.N(lang, "emails.closed.grace", overview.GraceDays), locales.T(lang, "closures.kept")}
	return l
}

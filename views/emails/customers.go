package emails

import (
	"chatiere/locales"
	"chatiere/models/customers"
	"chatiere/views/paths"
)

// MovedIn tells somebody that the space of their organisation moved here, and how they come in.
func MovedIn(b customers.Batch, to customers.Arrived, host string) Letter {
	lang := spoken(to.User.Locale)
	var names []string
	for _, o := range to.Organisations {
		names = append(names, o.Name)
	}
	l := Letter{
		Kind: "moved_in", Once: "moved_in:" + b.Ref + ":" + to.User.Ref, Lang: lang, Subject: locales.T(lang, "emails.moved_in.subject", "Host", host),
		Lines: []string{
			locales.T(lang, "emails.moved_in.text", "Organisations", locales.List(lang, names), "Host", host),
			locales.T(lang, "emails.moved_in.same"),
			locales.T(lang, "emails.moved_in.sign_in", "Email", to.User.Email),
		},
		Action: locales.T(lang, "emails.moved_in.action"), Path: paths.SignIn(lang),
	}
	if len(to.Organisations) == 1 {
		l.OrganisationID = to.Organisations[0].ID
	}
	return l
}

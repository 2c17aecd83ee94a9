package emails

import (
	"strconv"

	"chatiere/locales"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/post"
	"chatiere/views/paths"
)

// SignInLink lets somebody in, once, within half an hour. to is a zero User for a newcomer.
func SignInLink(l identity.SignInLink, to people.User, host string) Letter {
	lang := spoken(l.Locale)
	out := Letter{
		Kind: "sign_in_link", Once: "sign_in_link:" + l.Ref, Lang: lang, Subject: locales.T(lang, "emails.sign_in.subject", "Host", host),
		Lines: []string{locales.T(lang, "emails.sign_in.text")}, Action: locales.T(lang, "emails.sign_in.action"),
		Link:  post.Link{Purpose: string(identity.ForSignIn), Ref: l.Ref, Until: l.ExpiresAt},
		After: []string{locales.T(lang, "emails.sign_in.not_you")}, Why: locales.T(lang, "emails.sign_in.why", "Host", host),
	}
	if !to.SignedIn() && l.Name != "" {
		out.Hello = locales.T(lang, "emails.hello_name", "Name", l.Name)
	}
	if !to.SignedIn() && l.Welcome {
		out.Subject, out.Action = locales.T(lang, "emails.sign_up.subject", "Host", host), locales.T(lang, "emails.sign_up.action")
		out.Lines, out.After = []string{locales.T(lang, "emails.sign_up.text", "Host", host)}, []string{locales.T(lang, "emails.sign_up.not_you")}
	}
	return out
}

// PasswordChanged tells a person that their password was set or taken away, in case it was not them.
func PasswordChanged(s identity.Session) Letter {
	lang := spoken(s.User.Locale)
	return Letter{
		Kind: "password_changed", Once: "password_changed:" + strconv.FormatUint(uint64(s.ID), 10), Lang: lang,
		Subject: locales.T(lang, "emails.password.subject"), Lines: []string{locales.T(lang, "emails.password.text"), locales.T(lang, "emails.password.not_you")},
		Action: locales.T(lang, "emails.password.action"), Path: paths.Sessions(lang),
	}
}

// EmailChangeAsked goes to the new address: it counts once it has answered.
func EmailChangeAsked(c people.EmailChange) Letter {
	lang := spoken(c.User.Locale)
	out := Letter{
		Kind: "email_change", Once: "email_change:" + c.Ref, Lang: lang, Subject: locales.T(lang, "emails.email_change.subject"),
		Lines:  []string{locales.T(lang, "emails.email_change.text", "Old", c.OldEmail)},
		Action: locales.T(lang, "emails.email_change.action"), Link: post.Link{Purpose: string(identity.ForEmailChange), Ref: c.Ref, Until: c.ExpiresAt},
		After: []string{locales.T(lang, "emails.email_change.not_you")},
	}
	out.Hello = hello(lang, c.User)
	return out
}

// EmailChanged goes to the old address, in case it was not them.
func EmailChanged(c people.EmailChange, host string) Letter {
	lang := spoken(c.User.Locale)
	out := Letter{
		Kind: "email_changed", Once: "email_changed:" + c.Ref, Lang: lang, Subject: locales.T(lang, "emails.email_changed.subject"),
		Lines: []string{locales.T(lang, "emails.email_changed.text", "Host", host), locales.T(lang, "emails.email_changed.not_you")},
	}
	out.Hello = hello(lang, c.User)
	return out
}

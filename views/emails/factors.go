package emails

import (
	"chatiere/locales"
	"chatiere/models/collective"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/post"
	"chatiere/views/paths"
)

// FactorChanged tells a person what became of their second means, in case it was not them.
func FactorChanged(u people.User, news identity.FactorChanged) Letter {
	lang := spoken(u.Locale)
	return Letter{
		Kind: "factor_changed", Once: "factor_changed:" + news.Ref, Lang: lang, Subject: locales.T(lang, "emails.factor.subject"),
		Lines:  []string{factorNews(lang, news), locales.T(lang, "emails.factor.not_you")},
		Action: locales.T(lang, "emails.factor.action"), Path: paths.Factors(lang),
	}
}

func factorNews(lang string, news identity.FactorChanged) string {
	switch news.Change {
	case identity.AppSet:
		return locales.T(lang, "emails.factor.app_set")
	case identity.AppChanged:
		return locales.T(lang, "emails.factor.app_changed")
	case identity.AppRemoved:
		return locales.T(lang, "emails.factor.app_removed")
	case identity.CodesMade:
		return locales.T(lang, "emails.factor.codes_made")
	case identity.CodeUsed:
		return locales.N(lang, "emails.factor.code_used", news.Left)
	}
	return locales.T(lang, "emails.factor.rescued")
}

// RescueTurned tells a person, at one of their addresses, how far the rescue of their account has come, and how to stop it.
func RescueTurned(r identity.Rescue, state identity.RescueState, address string) Letter {
	lang := spoken(r.User.Locale)
	out := Letter{Kind: "rescue_" + string(state), Once: "rescue:" + r.Ref + ":" + string(state) + ":" + address, Lang: lang, Hello: hello(lang, r.User)}
	stop := post.Link{Purpose: string(identity.ForRescue), Ref: r.Ref, Until: r.Until().Add(identity.RescueDelay)}
	switch state {
	case identity.RescueAsked:
		out.Subject, out.Lines = locales.T(lang, "emails.rescue.asked_subject"), []string{locales.T(lang, "emails.rescue.asked"), locales.T(lang, "emails.rescue.not_you")}
		out.Action, out.Link = locales.T(lang, "emails.rescue.stop"), stop
	case identity.RescueApproved:
		out.Subject, out.Lines = locales.T(lang, "emails.rescue.approved_subject"), []string{locales.T(lang, "emails.rescue.approved", "When", when(lang, r)), locales.T(lang, "emails.rescue.not_you")}
		out.Action, out.Link = locales.T(lang, "emails.rescue.stop"), stop
	case identity.RescueRefused:
		out.Subject, out.Lines, out.Quote = locales.T(lang, "emails.rescue.refused_subject"), []string{locales.T(lang, "emails.rescue.refused")}, r.Answer
	default:
		out.Subject, out.Lines = locales.T(lang, "emails.rescue.expired_subject"), []string{locales.T(lang, "emails.rescue.expired")}
	}
	return out
}

// when is the moment at which an approved rescue takes the second means away, in the person's own time.
func when(lang string, r identity.Rescue) string {
	if r.DueAt == nil {
		return ""
	}
	return locales.DateTime(lang, *r.DueAt, collective.Zone(r.User.Zone))
}

// RescueWaits asks one of the host to look at a request.
func RescueWaits(r identity.Rescue, to people.User) Letter {
	lang := spoken(to.Locale)
	return Letter{
		Kind: "rescue_waits", Once: "rescue_waits:" + r.Ref + ":" + to.Ref, Lang: lang, Subject: locales.T(lang, "emails.rescue.waits_subject", "Name", r.User.Called()),
		Lines: []string{locales.T(lang, "emails.rescue.waits", "Name", r.User.Called(), "Email", r.User.Email)}, Quote: r.Reason,
		Action: locales.T(lang, "emails.rescue.look"), Path: paths.DeskFactors(lang),
	}
}

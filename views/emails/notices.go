package emails

import (
	"time"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/post"
	"chatiere/views/paths"
)

// NoticeFiled acknowledges a cancellation or a withdrawal: its words, day, hour and reference (R-e4, R-f3), and the link by which the
// address confirms. words are the declaration, at the instant of receipt in the collective's zone.
func NoticeFiled(n billing.Notice, words string, zone *time.Location, pdf string) Letter {
	lang := spoken(n.Locale)
	l := Letter{
		Kind: "notice_filed", Once: "notice_filed:" + n.Ref, Lang: lang, Attachments: []string{pdf},
		Subject: locales.T(lang, "emails.notice.subject", "Reference", n.Ref),
		Lines:   []string{locales.T(lang, "emails.notice.text"), words},
		Facts: []Fact{
			{locales.T(lang, "notices.received_at"), n.ReceivedAt.In(zone).Format("2006-01-02T15:04:05-07:00")},
			{locales.T(lang, "notices.reference"), n.Ref},
		},
		Why: locales.T(lang, "emails.notice.why"),
	}
	if n.ConfirmedAt == nil {
		l.Lines = append(l.Lines, locales.T(lang, "emails.notice.confirm"))
		l.Action, l.Link = locales.T(lang, "notices.confirm_button"), post.Link{Purpose: string(identity.ForNotice), Ref: n.Ref, Until: n.ConfirmableUntil()}
		l.After = []string{locales.T(lang, "emails.notice.not_you")}
		return l
	}
	l.Action, l.Path = locales.T(lang, "emails.notice.see"), paths.Notice(lang, n)
	return l
}

// NoticeSettled says what a notice brings: the last day, what is given back, how long data is kept; or why nothing could be done.
func NoticeSettled(n billing.Notice) Letter {
	lang := spoken(n.Locale)
	l := Letter{
		Kind: "notice_settled", Once: "notice_settled:" + n.Ref, Lang: lang, Subject: locales.T(lang, "emails.notice.settled_subject", "Reference", n.Ref),
		Action: locales.T(lang, "emails.notice.see"), Path: paths.Notice(lang, n), Why: locales.T(lang, "emails.notice.why"),
	}
	if n.State == billing.NoticeRefused {
		l.Lines = []string{locales.T(lang, "emails.notice.refused"), n.Remark}
		return l
	}
	l.Lines = []string{
		locales.T(lang, "emails.notice.applied", "Date", dayOf(lang, n.EffectOn)),
		locales.T(lang, "notices.kept", "Date", dayOf(lang, billing.KeptUntil(n.EffectOn))),
	}
	if n.OfShare() { // nothing of theirs is kept: only a part ends that they paid
		l.Lines = l.Lines[:1]
	}
	if n.RepayCents > 0 {
		l.Lines = append(l.Lines, locales.T(lang, "notices.repay", "Amount", locales.Money(lang, n.RepayCents, "EUR")))
	}
	return l
}

// SubscriptionEnded tells an owner that the last day of a cancelled contract is over.
func SubscriptionEnded(s billing.Subscription, label string, to people.User) Letter {
	lang := spoken(to.Locale)
	return Letter{
		Kind: "subscription_ended", Once: "subscription_ended:" + s.Ref + ":" + to.Ref, Lang: lang, OrganisationID: s.OrganisationID,
		Subject: locales.T(lang, "emails.ended.subject", "Offer", label),
		Lines: []string{
			locales.T(lang, "emails.ended.text", "Offer", label, "Organisation", s.Organisation.Name),
			locales.T(lang, "notices.kept", "Date", dayOf(lang, billing.KeptUntil(s.EndedOn))),
		},
		Action: locales.T(lang, "emails.ended.action"), Path: paths.Organisation(lang, s.Organisation),
	}
}

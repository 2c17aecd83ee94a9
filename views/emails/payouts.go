package emails

import (
	"strconv"
	"strings"
	"time"

	"chatiere/locales"
	"chatiere/models/commons"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/post"
	"chatiere/views/paths"
)

// PayoutPlanned tells a maintainer that money comes to their project: who, why, nothing to do, and where to. It is written in their language
// and in English.
func PayoutPlanned(p commons.UpstreamPayment, b commons.Batch, host string, until time.Time) Letter {
	lang := spoken(p.ContactLocale)
	l := Letter{
		Kind: "payout_planned", Once: "payout_planned:" + p.Ref, Lang: lang, Subject: payoutSubject(lang, p, host), Hello: locales.T(lang, "emails.payout.hello", "Project", p.Upstream.Name),
		Lines: payoutLines(lang, p, b, host), Action: locales.T(lang, "emails.payout.action"), After: []string{locales.T(lang, "emails.payout.choices")},
		Why: locales.T(lang, "emails.payout.reason", "Project", p.Upstream.Name), Link: post.Link{Purpose: string(identity.ForMaintainer), Ref: p.Ref, Until: until},
	}
	if lang != "en" {
		l.Subject += " / " + payoutSubject("en", p, host)
		l.After = append(l.After, "— English —")
		l.After = append(append(l.After, payoutLines("en", p, b, host)...), locales.T("en", "emails.payout.choices"))
	}
	return l
}

func payoutSubject(lang string, p commons.UpstreamPayment, host string) string {
	return locales.T(lang, "emails.payout.subject", "Amount", locales.Money(lang, p.Cents, "EUR"), "Host", host)
}

func payoutLines(lang string, p commons.UpstreamPayment, b commons.Batch, host string) []string {
	where := locales.T(lang, "emails.payout.where", "Holder", p.HolderName, "Hint", p.AddressHint, "ID", p.EndToEndID)
	if p.Type != commons.ByIBAN {
		where = locales.T(lang, "emails.payout.where_page", "ID", p.EndToEndID)
	}
	return []string{
		locales.T(lang, "emails.payout.who", "Host", host, "Project", p.Upstream.Name, "Amount", locales.Money(lang, p.Cents, "EUR")),
		locales.T(lang, "emails.payout.because"), where, locales.T(lang, "emails.payout.nothing", "Date", dayIn(lang, b.ExecuteOn)),
	}
}

func dayIn(lang, day string) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return locales.Date(lang, at)
}

// PayoutChannelChanged tells whoever was reached before that a project is to be paid elsewhere, in their language and in English: if that was
// not them, they have two weeks to say so.
func PayoutChannelChanged(h commons.ChannelChange, project, host string) Letter {
	lang := spoken(h.PreviousLocale)
	lines := func(in string) []string {
		return []string{locales.T(in, "emails.payout.changed", "Host", host, "Project", project, "Hint", h.PreviousHint), locales.T(in, "emails.payout.object")}
	}
	l := Letter{
		Kind: "payout_channel_changed", Once: "payout_channel_changed:" + strconv.FormatUint(uint64(h.ID), 10), Lang: lang,
		Subject: locales.T(lang, "emails.payout.changed_subject", "Project", project), Hello: locales.T(lang, "emails.payout.hello", "Project", project), Lines: lines(lang),
		Why: locales.T(lang, "emails.payout.reason", "Project", project),
	}
	if lang != "en" {
		l.Lines = append(append(l.Lines, "— English —"), lines("en")...)
	}
	return l
}

// BatchSubmitted asks somebody of the council to look at a batch and approve it.
func BatchSubmitted(b commons.Batch, to people.User) Letter {
	lang := spoken(to.Locale)
	return Letter{
		Kind: "payout_batch_submitted", Once: "payout_batch_submitted:" + b.Ref + ":" + to.Ref, Lang: lang,
		Subject: locales.T(lang, "emails.payout.approve_subject", "Amount", locales.Money(lang, b.SumCents, "EUR")),
		Lines:   []string{locales.T(lang, "emails.payout.approve", "Amount", locales.Money(lang, b.SumCents, "EUR"), "Date", dayIn(lang, b.ExecuteOn))},
		Action:  locales.T(lang, "emails.payout.approve_action"), Path: paths.PaymentBatch(lang, b.Ref),
	}
}

// PayoutAnswered tells those who keep the payouts what a maintainer decided.
func PayoutAnswered(p commons.UpstreamPayment, to people.User) Letter {
	lang := spoken(to.Locale)
	l := Letter{
		Kind: "payout_answered", Once: "payout_answered:" + p.Ref + ":" + string(p.Answer) + ":" + to.Ref, Lang: lang,
		Subject: locales.T(lang, "emails.payout.answered_subject", "Project", p.Upstream.Name), Lines: []string{answered(lang, p)}, Quote: strings.TrimSpace(p.Words),
		Action: locales.T(lang, "emails.payout.answered_action"), Path: paths.UpstreamPayment(lang, p),
	}
	if p.PassedState == commons.PassAsked {
		l.Action, l.Path = locales.T(lang, "emails.payout.wish_action"), paths.Payouts(lang)
	}
	return l
}

func answered(lang string, p commons.UpstreamPayment) string {
	amount := locales.Money(lang, p.Cents, "EUR")
	switch p.Answer {
	case commons.Deferred:
		return locales.T(lang, "emails.payout.deferred", "Amount", amount, "Date", dayIn(lang, p.DeferredUntil))
	case commons.PassedOn:
		return locales.T(lang, "emails.payout.passed", "Amount", amount, "Name", p.PassedToName)
	case commons.Refused:
		return locales.T(lang, "emails.payout.refused", "Amount", amount)
	}
	return locales.T(lang, "emails.payout.taken", "Amount", amount)
}

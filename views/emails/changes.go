package emails

import (
	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/people"
	"chatiere/views/paths"
)

// SubscriptionChanged tells those who keep an organisation's money that its subscription changes: what into what, from when, what is to
// be paid and what comes next.
func SubscriptionChanged(c billing.SubscriptionChange, s billing.Subscription, from, to string, o people.Organisation, lang, reader string) Letter {
	lang = spoken(lang)
	l := Letter{
		Kind: "subscription_changed", Once: "subscription_changed:" + c.Ref + ":" + reader, Lang: lang, OrganisationID: o.ID,
		Subject: locales.T(lang, "emails.changed.subject", "Offer", to, "Organisation", o.Name),
		Lines:   []string{changedText(lang, c, o)},
		Facts: []Fact{
			{locales.T(lang, "emails.changed.from"), times(lang, from, c.From)},
			{locales.T(lang, "emails.changed.to"), times(lang, to, c.To)},
			{locales.T(lang, "changes.due"), locales.Money(lang, c.DueCents, s.Currency)},
		},
		Action: locales.T(lang, "emails.changed.action"), Path: paths.Change(lang, o, s), Why: locales.T(lang, "emails.invoice.why", "Organisation", o.Name),
	}
	if c.CreditedCents > 0 {
		l.Facts = append(l.Facts, Fact{locales.T(lang, "changes.credit"), locales.Money(lang, c.CreditedCents, s.Currency)})
	}
	if c.NextOn != "" {
		l.Facts = append(l.Facts, Fact{locales.T(lang, "changes.next"), locales.T(lang, "emails.changed.next", "Amount", locales.Money(lang, c.NextCents, s.Currency), "Date", dayOf(lang, c.NextOn))})
	}
	return l
}

func changedText(lang string, c billing.SubscriptionChange, o people.Organisation) string {
	switch c.Direction {
	case billing.Downgrade:
		return locales.T(lang, "emails.changed.later", "Organisation", o.Name, "Date", dayOf(lang, c.OnDay))
	case billing.Beforehand:
		return locales.T(lang, "emails.changed.beforehand", "Organisation", o.Name)
	}
	return locales.T(lang, "emails.changed.now", "Organisation", o.Name)
}

// times is the name of a plan and how many times it is taken.
func times(lang, label string, p billing.Plan) string {
	if p.Quantity == 1 {
		return label
	}
	return label + " × " + locales.Number(lang, p.Quantity)
}

// ChangeSent brings to an owner a change that somebody of the organisation looked at, with what it cost then.
func ChangeSent(w billing.ChangeWish, s billing.Subscription, from, to string, o people.Organisation, owner people.User) Letter {
	lang := spoken(owner.Locale)
	return Letter{
		Kind: "change_sent", Once: "change_sent:" + w.Ref + ":" + owner.Ref, Lang: lang, OrganisationID: o.ID,
		Subject: locales.T(lang, "emails.change_sent.subject", "Offer", to, "Organisation", o.Name),
		Lines:   []string{locales.T(lang, "emails.change_sent.text", "Name", w.By.Called(), "Organisation", o.Name)},
		Facts: []Fact{
			{locales.T(lang, "emails.changed.from"), times(lang, from, s.Plan())},
			{locales.T(lang, "emails.changed.to"), times(lang, to, w.To)},
			{locales.T(lang, "changes.due"), locales.Money(lang, w.DueCents, s.Currency)},
		},
		Action: locales.T(lang, "emails.change_sent.action"), Path: paths.Change(lang, o, s), Why: locales.T(lang, "emails.change_sent.why", "Organisation", o.Name),
	}
}

// ChangeDeclined tells whoever sent a change that an owner does not want it.
func ChangeDeclined(w billing.ChangeWish, s billing.Subscription, to string, o people.Organisation) Letter {
	lang := spoken(w.By.Locale)
	return Letter{
		Kind: "change_declined", Once: "change_declined:" + w.Ref, Lang: lang, OrganisationID: o.ID,
		Subject: locales.T(lang, "emails.change_declined.subject", "Offer", to),
		Lines:   []string{locales.T(lang, "emails.change_declined.text", "Offer", times(lang, to, w.To), "Organisation", o.Name)},
		Action:  locales.T(lang, "emails.changed.action"), Path: paths.Change(lang, o, s),
	}
}

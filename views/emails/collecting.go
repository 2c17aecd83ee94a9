package emails

import (
	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/post"
	"chatiere/views/paths"
)

// CollectionFailed tells one of those who keep an organisation's money that a debit or a charge came to nothing, with a link that pays.
func CollectionFailed(c billing.Collection, link billing.PayLink, o people.Organisation, lang, to string) Letter {
	lang = spoken(lang)
	amount := locales.Money(lang, c.AmountCents, c.Currency)
	l := Letter{
		Kind: "collection_failed", Once: "collection_failed:" + c.Ref + ":" + to, Lang: lang, OrganisationID: c.OrganisationID,
		Subject: locales.T(lang, "emails.not_collected.subject", "Amount", amount), Lines: []string{notCollected(lang, c, amount, o)}, Facts: partFacts(lang, c),
		Action: locales.T(lang, "emails.not_collected.action"), Link: payLink(link), After: []string{locales.T(lang, "emails.not_collected.calm")},
		Why: locales.T(lang, "emails.invoice.why", "Organisation", o.Name),
	}
	if c.State == billing.Asking {
		l.Subject = locales.T(lang, "emails.asks.subject", "Amount", amount)
		l.Lines, l.Action, l.After = []string{locales.T(lang, "emails.asks.text", "Amount", amount, "Organisation", o.Name)}, locales.T(lang, "emails.asks.action"), nil
	}
	return l
}

// ProFormaNotPaid is the same for what has no number yet: the page of the pro forma says how to pay.
func ProFormaNotPaid(c billing.Collection, p billing.ProForma, o people.Organisation, lang, to string) Letter {
	lang = spoken(lang)
	amount := locales.Money(lang, c.AmountCents, c.Currency)
	return Letter{
		Kind: "collection_failed", Once: "collection_failed:" + c.Ref + ":" + to, Lang: lang, OrganisationID: c.OrganisationID,
		Subject: locales.T(lang, "emails.not_collected.subject", "Amount", amount), Lines: []string{notCollected(lang, c, amount, o)}, Facts: partFacts(lang, c),
		Action: locales.T(lang, "emails.not_collected.action"), Path: paths.ProForma(lang, p), After: []string{locales.T(lang, "emails.not_collected.calm")},
		Why: locales.T(lang, "emails.invoice.why", "Organisation", o.Name),
	}
}

func notCollected(lang string, c billing.Collection, amount string, o people.Organisation) string {
	if c.Method == billing.BySEPA {
		return locales.T(lang, "emails.not_collected.debit", "Amount", amount, "Organisation", o.Name, "Last", c.Last4)
	}
	return locales.T(lang, "emails.not_collected.card", "Amount", amount, "Organisation", o.Name, "Last", c.Last4)
}

// partFacts are the documents with what was asked for each.
func partFacts(lang string, c billing.Collection) []Fact {
	var facts []Fact
	for _, p := range c.Parts {
		facts = append(facts, Fact{p.Label, locales.Money(lang, p.AmountCents, c.Currency)})
	}
	return facts
}

func payLink(l billing.PayLink) post.Link {
	return post.Link{Purpose: string(identity.ForPaying), Ref: l.Ref, Until: l.ExpiresAt}
}

// PaymentContested tells one of those who keep an organisation's money that a payment was given back by the bank and is due again.
func PaymentContested(d billing.Dispute, p billing.Payment, due []billing.Invoice, link billing.PayLink, o people.Organisation, lang, to string) Letter {
	lang = spoken(lang)
	amount := locales.Money(lang, d.WithdrawnCents, p.Currency)
	l := Letter{
		Kind: "payment_contested", Once: "payment_contested:" + d.Ref + ":" + to, Lang: lang, OrganisationID: d.OrganisationID,
		Subject: locales.T(lang, "emails.contested.subject", "Amount", amount),
		Lines:   []string{locales.T(lang, "emails.contested.text", "Amount", amount, "Organisation", o.Name, "Date", dayOf(lang, p.ReceivedOn))},
		Action:  locales.T(lang, "emails.not_collected.action"), Link: payLink(link), After: []string{locales.T(lang, "emails.contested.calm")},
		Why: locales.T(lang, "emails.invoice.why", "Organisation", o.Name),
	}
	for _, i := range due {
		l.Facts = append(l.Facts, Fact{i.FullName(), locales.T(lang, "emails.contested.due", "Amount", locales.Money(lang, i.DueCents(), i.Currency), "Date", dayOf(lang, i.Due()))})
	}
	return l
}

// MandateEnded asks one of those who keep an organisation's money for another method: the mandate of an account is no longer in force.
func MandateEnded(m billing.SavedMethod, o people.Organisation, lang, to string) Letter {
	lang = spoken(lang)
	return Letter{
		Kind: "mandate_ended", Once: "mandate_ended:" + m.Ref + ":" + to, Lang: lang, OrganisationID: o.ID,
		Subject: locales.T(lang, "emails.mandate.subject", "Last", m.Last4), Lines: []string{locales.T(lang, "emails.mandate.text", "Organisation", o.Name, "Last", m.Last4)},
		Action: locales.T(lang, "emails.mandate.action"), Path: paths.Methods(lang, o), After: []string{locales.T(lang, "emails.mandate.calm")},
		Why: locales.T(lang, "emails.invoice.why", "Organisation", o.Name),
	}
}

// Payable gives the letter of invoices the link that pays them; last are the figures of the saved method that will be charged, or nothing.
func Payable(l Letter, due []billing.Invoice, link billing.PayLink, last string) Letter {
	l.Action, l.Path, l.Link = locales.T(l.Lang, "emails.not_collected.action"), "", payLink(link)
	if last != "" {
		first := due[0].Due()
		for _, i := range due {
			first = min(first, i.Due())
		}
		l.After = append(l.After, locales.T(l.Lang, "emails.not_collected.announced", "Date", dayOf(l.Lang, first), "Last", last))
	}
	return l
}

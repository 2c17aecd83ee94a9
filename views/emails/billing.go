package emails

import (
	"strconv"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/billing/bank"
	"chatiere/models/billing/period"
	"chatiere/models/billing/reference"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/post"
	"chatiere/views/paths"
)

// SubscriptionRequested is the first letter to the person who subscribed: what is to be paid, and the link that confirms the address.
func SubscriptionRequested(p billing.ProForma, o people.Organisation, to people.User, host string, link identity.SignInLink, pdf, base string) Letter {
	lang := spoken(p.Locale)
	l := Letter{
		Kind: "subscription_requested", Once: "subscription_requested:" + p.Ref, Lang: lang,
		Subject: locales.T(lang, "emails.subscribed.subject", "Host", host, "Organisation", o.Name),
		Lines:   []string{locales.T(lang, "emails.subscribed.text", "Organisation", o.Name, "Offer", offered(p), "Host", host)},
		Facts:   askedFacts(lang, p), Attachments: []string{pdf},
		Why: locales.T(lang, "emails.subscribed.why", "Host", host),
	}
	if link.Ref == "" { // signed in already: nothing is left to confirm
		l.Subject = locales.T(lang, "emails.subscribed.subject_pay", "Host", host, "Organisation", o.Name)
		l.Lines = append(l.Lines, locales.T(lang, "emails.subscribed.next"))
		l.Action, l.Path = locales.T(lang, "emails.subscribed.see"), paths.ProForma(lang, p)
		return l
	}
	l.Lines = append(l.Lines, locales.T(lang, "emails.subscribed.confirm"))
	l.Action, l.Link = locales.T(lang, "emails.subscribed.action"), post.Link{Purpose: string(identity.ForSignIn), Ref: link.Ref, Until: link.ExpiresAt}
	l.After = []string{
		locales.T(lang, "emails.subscribed.later", "Address", base+paths.ProForma(lang, p)), locales.T(lang, "emails.subscribed.not_you"),
	}
	return l
}

// offered is what the first line of a pro forma names.
func offered(p billing.ProForma) string {
	if len(p.Lines) == 0 {
		return ""
	}
	return p.Lines[0].Label
}

func askedFacts(lang string, p billing.ProForma) []Fact {
	return payFacts(lang, p.Transfer(), p.Currency)
}

// payFacts say how to pay by transfer.
func payFacts(lang string, t bank.Transfer, currency string) []Fact {
	if t.Cents <= 0 {
		return nil
	}
	facts := []Fact{
		{locales.T(lang, "emails.fact_amount"), locales.Money(lang, t.Cents, currency)},
		{locales.T(lang, "emails.fact_reference"), reference.Spaced(t.Text)},
	}
	if t.IBAN != "" {
		facts = append(facts, Fact{"IBAN", bank.SpacedIBAN(t.IBAN)}, Fact{locales.T(lang, "emails.fact_holder"), t.Name})
	}
	return facts
}

// ProFormaForwarded sends a pro forma to a treasurer or a board, at the wish of somebody of their organisation.
func ProFormaForwarded(p billing.ProForma, o people.Organisation, pdf, once string) Letter {
	lang := spoken(p.Locale)
	return Letter{
		Kind: "pro_forma_forwarded", Once: once, Lang: lang,
		Subject: locales.T(lang, "emails.forwarded.subject", "Organisation", o.Name),
		Lines:   []string{locales.T(lang, "emails.forwarded.text", "Organisation", o.Name, "Offer", offered(p))},
		Facts:   askedFacts(lang, p), Action: locales.T(lang, "emails.forwarded.action"), Path: paths.ProForma(lang, p), Attachments: []string{pdf},
		Why: locales.T(lang, "emails.forwarded.why", "Organisation", o.Name),
	}
}

// InvoiceIssued brings an invoice or a credit note to one of those who keep an organisation's money. to is their key: a user's ref or an address.
func InvoiceIssued(i billing.Invoice, o people.Organisation, lang, to, pdf string) Letter {
	lang = spoken(lang)
	l := Letter{
		Kind: "invoice_issued", Once: "invoice_issued:" + i.Ref + ":" + to, Lang: lang, OrganisationID: i.OrganisationID, Attachments: []string{pdf},
		Action: locales.T(lang, "emails.invoice.action"), Path: paths.Invoice(lang, o, i),
		Why: locales.T(lang, "emails.invoice.why", "Organisation", o.Name),
	}
	total := locales.Money(lang, i.TotalCents, i.Currency)
	switch {
	case i.Kind == billing.CreditNote:
		l.Subject = locales.T(lang, "emails.credit_note.subject", "Number", i.FullName(), "Amount", total)
		l.Lines = []string{locales.T(lang, "emails.credit_note.text", "Number", i.FullName(), "Invoice", i.Corrects.FullName(), "Reason", i.Reason)}
	case i.DueCents() == 0:
		l.Subject = locales.T(lang, "emails.invoice.subject_paid", "Number", i.FullName(), "Amount", total)
		l.Lines = []string{locales.T(lang, "emails.invoice.text_paid", "Number", i.FullName(), "Organisation", o.Name)}
	default:
		l.Subject = locales.T(lang, "emails.invoice.subject", "Number", i.FullName(), "Amount", total, "Date", dayOf(lang, i.DueOn))
		l.Lines = []string{locales.T(lang, "emails.invoice.text", "Number", i.FullName(), "Organisation", o.Name, "Date", dayOf(lang, i.DueOn))}
		l.Facts = payFacts(lang, i.Transfer(), i.Currency)
	}
	if i.ForName != "" {
		l.Lines = append(l.Lines, locales.T(lang, "emails.share.invoice", "Organisation", i.ForName, "Part", locales.Percent(lang, int64(i.ShareBP))))
	}
	return l
}

// InvoicesIssued brings several invoices that were made at once, in one letter (BAT3).
func InvoicesIssued(all []billing.Invoice, o people.Organisation, lang, to string, pdfs []string) Letter {
	lang = spoken(lang)
	l := Letter{
		Kind: "invoices_issued", Once: "invoices_issued:" + all[0].Ref + ":" + to, Lang: lang, OrganisationID: o.ID, Attachments: pdfs,
		Action: locales.T(lang, "emails.invoices.action"), Path: paths.Invoices(lang, o), Why: locales.T(lang, "emails.invoice.why", "Organisation", o.Name),
	}
	var due int64
	for _, i := range all {
		due += i.DueCents()
		value := locales.T(lang, "emails.invoices.paid", "Amount", locales.Money(lang, i.TotalCents, i.Currency))
		if i.DueCents() > 0 {
			value = locales.T(lang, "emails.invoices.due", "Amount", locales.Money(lang, i.DueCents(), i.Currency), "Date", dayOf(lang, i.DueOn))
		}
		l.Facts = append(l.Facts, Fact{i.FullName(), value})
	}
	sum := locales.Money(lang, due, all[0].Currency)
	l.Facts = append(l.Facts, Fact{locales.T(lang, "emails.chased.total"), sum})
	l.Subject = locales.T(lang, "emails.invoices.subject", "Count", len(all), "Amount", sum)
	l.Lines = []string{locales.T(lang, "emails.invoices.text", "Count", len(all), "Organisation", o.Name)}
	return l
}

// PaymentReceived thanks one of those who keep an organisation's money.
func PaymentReceived(p billing.Payment, o people.Organisation, lang, to string) Letter {
	lang = spoken(lang)
	return Letter{
		Kind: "payment_received", Once: "payment_received:" + p.Ref + ":" + to, Lang: lang, OrganisationID: p.OrganisationID,
		Subject: locales.T(lang, "emails.paid.subject", "Amount", locales.Money(lang, p.AmountCents, p.Currency)),
		Lines: []string{locales.T(lang, "emails.paid.text", "Amount", locales.Money(lang, p.AmountCents, p.Currency), "Date", dayOf(lang, p.ReceivedOn),
			"Organisation", o.Name)},
		Action: locales.T(lang, "emails.paid.action"), Path: paths.Invoices(lang, o),
		Why: locales.T(lang, "emails.invoice.why", "Organisation", o.Name),
	}
}

// AccessChanged tells an owner that their people may do less or everything again.
func AccessChanged(s billing.Subscription, label string, to people.User) Letter {
	lang := spoken(to.Locale)
	l := Letter{
		Kind: "access_changed", Once: "access_changed:" + s.Ref + ":" + string(s.Access) + ":" + strconv.Itoa(s.Version) + ":" + to.Ref, Lang: lang, OrganisationID: s.OrganisationID,
		Action: locales.T(lang, "emails.access.action"), Path: paths.Organisation(lang, s.Organisation),
	}
	if s.Suspended() {
		l.Subject = locales.T(lang, "emails.access.suspended_subject", "Offer", label)
		l.Lines = []string{locales.T(lang, "emails.access.suspended_text", "Offer", label, "Organisation", s.Organisation.Name)}
		return l
	}
	l.Subject = locales.T(lang, "emails.access.resumed_subject", "Offer", label)
	l.Lines = []string{locales.T(lang, "emails.access.resumed_text", "Offer", label, "Organisation", s.Organisation.Name)}
	return l
}

// SubscriptionAccepted tells an operator that a service waits to be opened.
func SubscriptionAccepted(s billing.Subscription, label string, to people.User) Letter {
	lang := spoken(to.Locale)
	return Letter{
		Kind: "subscription_accepted", Once: "subscription_accepted:" + s.Ref + ":" + to.Ref, Lang: lang,
		Subject: locales.T(lang, "emails.accepted.subject", "Organisation", s.Organisation.Name),
		Lines:   []string{locales.T(lang, "emails.accepted.text", "Organisation", s.Organisation.Name, "Offer", label, "Date", dayOf(lang, s.StartsFrom))},
		Action:  locales.T(lang, "emails.accepted.action"), Path: paths.Desk(lang),
	}
}

// dayOf writes a stored day in words.
func dayOf(lang, stored string) string {
	d, err := period.Day(stored)
	if err != nil {
		return stored
	}
	return locales.Date(lang, d)
}

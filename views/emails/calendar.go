package emails

import (
	"strconv"
	"time"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/billing/reference"
	"chatiere/models/people"
	"chatiere/views/paths"
)

// RenewalAnnounced tells those who keep an organisation's money that its year goes on, for how much, and how to leave (L215-1).
func RenewalAnnounced(r billing.Renewal, p billing.ProForma, label string, o people.Organisation, lang, to, base string) Letter {
	lang = spoken(lang)
	return Letter{
		Kind: "renewal_announced", Once: "renewal_announced:" + strconv.Itoa(int(r.ID)) + ":" + to, Lang: lang, OrganisationID: o.ID,
		Subject: locales.T(lang, "emails.renewal.subject", "Offer", label, "Date", dayOf(lang, r.FromOn)),
		Lines: []string{
			locales.T(lang, "emails.renewal.text", "Offer", label, "Organisation", o.Name, "Date", dayOf(lang, r.FromOn)),
			locales.T(lang, "emails.renewal.leave", "Date", dayOf(lang, r.FromOn), "Address", base+paths.DeclarationOf(lang, billing.Cancellation, p.PaymentReference)),
		},
		Facts: []Fact{
			{locales.T(lang, "emails.renewal.amount"), locales.Money(lang, r.AmountCents, "EUR")},
			{locales.T(lang, "notices.contract"), reference.Spaced(p.PaymentReference)},
		},
		Action: locales.T(lang, "emails.ended.action"), Path: paths.Organisation(lang, o), Why: locales.T(lang, "emails.invoice.why", "Organisation", o.Name),
	}
}

// OrganisationChased is the one letter about everything that is late: each invoice, the total, one link that pays without signing in, what
// comes next and when, how to propose a date, and where a person answers (DUN2).
func OrganisationChased(step billing.ChaseStep, on string, late []billing.Chased, link billing.PayLink, o people.Organisation, lang, to, base string, today time.Time) Letter {
	lang = spoken(lang)
	var sum int64
	var facts []Fact
	next := time.Time{}
	var then billing.ChaseStep
	for _, c := range late {
		sum += c.Invoice.DueCents()
		facts = append(facts, Fact{
			locales.T(lang, "emails.chased.invoice", "Number", c.Invoice.FullName(), "Date", dayOf(lang, c.Invoice.DueOn)),
			locales.Money(lang, c.Invoice.DueCents(), c.Invoice.Currency),
		})
		if s, day, ok := c.Chase.NextAct(today); ok && (next.IsZero() || day.Before(next)) {
			next, then = day, s
		}
	}
	facts = append(facts, Fact{locales.T(lang, "emails.chased.total"), locales.Money(lang, sum, "EUR")})
	l := Letter{
		Kind: "organisation_chased", Once: "organisation_chased:" + o.Ref + ":" + on + ":" + to, Lang: lang, OrganisationID: o.ID, Facts: facts,
		Subject: locales.T(lang, "emails.chased.subject", "Organisation", o.Name, "Amount", locales.Money(lang, sum, "EUR")),
		Lines:   []string{chasedText(lang, step, o, allShares(late))},
		Action:  locales.T(lang, "emails.chased.pay"), Link: payLink(link), Why: locales.T(lang, "emails.invoice.why", "Organisation", o.Name),
	}
	if !next.IsZero() {
		l.After = append(l.After, chasedNext(lang, then, locales.Date(lang, next), allShares(late)))
	}
	l.After = append(l.After, locales.T(lang, "emails.chased.propose", "Address", base+paths.Deferrals(lang, o)))
	return l
}

// allShares reports whether everything that is late is a part of what others subscribed to: then nobody's service is touched.
func allShares(late []billing.Chased) bool {
	for _, c := range late {
		if !c.Share {
			return false
		}
	}
	return true
}

func chasedText(lang string, step billing.ChaseStep, o people.Organisation, shares bool) string {
	if shares && step >= billing.LastNotice {
		if step == billing.StepEnd {
			return locales.T(lang, "emails.share.chased_end", "Organisation", o.Name)
		}
		return locales.T(lang, "emails.share.chased", "Organisation", o.Name)
	}
	switch step {
	case billing.SecondReminder:
		return locales.T(lang, "emails.chased.second", "Organisation", o.Name)
	case billing.LastNotice:
		return locales.T(lang, "emails.chased.last", "Organisation", o.Name)
	case billing.StepReadOnly:
		return locales.T(lang, "emails.chased.read_only", "Organisation", o.Name)
	case billing.StepExportOnly:
		return locales.T(lang, "emails.chased.export_only", "Organisation", o.Name)
	case billing.StepEnd:
		return locales.T(lang, "emails.chased.end", "Organisation", o.Name)
	}
	return locales.T(lang, "emails.chased.first", "Organisation", o.Name)
}

func chasedNext(lang string, step billing.ChaseStep, day string, shares bool) string {
	if shares && step == billing.StepEnd {
		return locales.T(lang, "emails.share.next_end", "Date", day)
	}
	if shares {
		return locales.T(lang, "emails.chased.next_reminder", "Date", day)
	}
	switch step {
	case billing.StepReadOnly:
		return locales.T(lang, "emails.chased.next_read_only", "Date", day)
	case billing.StepExportOnly:
		return locales.T(lang, "emails.chased.next_export_only", "Date", day)
	case billing.StepEnd:
		return locales.T(lang, "emails.chased.next_end", "Date", day)
	}
	return locales.T(lang, "emails.chased.next_reminder", "Date", day)
}

// DateProposed tells an operator that an organisation proposes a date which a person has to decide on.
func DateProposed(d billing.Deferral, to people.User) Letter {
	lang := spoken(to.Locale)
	return Letter{
		Kind: "date_proposed", Once: "date_proposed:" + d.Ref + ":" + to.Ref, Lang: lang,
		Subject: locales.T(lang, "emails.date.asked_subject", "Organisation", d.Organisation.Name),
		Lines:   []string{locales.T(lang, "emails.date.asked", "Organisation", d.Organisation.Name, "Date", dayOf(lang, d.UntilOn), "Reason", d.Reason)},
		Action:  locales.T(lang, "emails.date.decide"), Path: paths.DeskDeferral(lang, d),
	}
}

// DateDecided tells the person who proposed a date what becomes of it.
func DateDecided(d billing.Deferral, to people.User) Letter {
	lang := spoken(to.Locale)
	l := Letter{
		Kind: "date_decided", Once: "date_decided:" + d.Ref + ":" + string(d.State) + ":" + to.Ref, Lang: lang, OrganisationID: d.OrganisationID,
		Subject: locales.T(lang, "emails.date.subject", "Date", dayOf(lang, d.UntilOn)),
		Action:  locales.T(lang, "emails.chased.action"), Path: paths.Invoices(lang, d.Organisation),
	}
	switch d.State {
	case billing.DeferralAccepted:
		l.Lines = []string{locales.T(lang, "emails.date.accepted", "Date", dayOf(lang, d.UntilOn))}
	case billing.DeferralAsked:
		l.Lines = []string{locales.T(lang, "emails.date.waits")}
	default:
		l.Lines = []string{locales.T(lang, "emails.date.refused"), d.Answer}
	}
	return l
}

package emails

import (
	"strconv"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/billing/period"
	"chatiere/models/billing/reference"
	"chatiere/models/people"
	"chatiere/views/paths"
)

// Repriced is what letters about another price say of one subscription.
type Repriced struct {
	Part         billing.RepricingPart
	Repricing    billing.Repricing
	Subscription billing.Subscription
	Contract     billing.ProForma
	Label        string // in the reader's language
	Base         string // address of the portal
}

// RepricingTold tells those who keep an organisation's money that it will pay another price: how much now, how much then, from which day, how to
// choose a solidarity price and how to leave (billing.md CHG7).
func RepricingTold(r Repriced, o people.Organisation, lang, to string) Letter {
	lang = spoken(lang)
	on := dayOf(lang, r.Part.OnDay)
	l := Letter{
		Kind: "repricing_told", Once: "repricing_told:" + strconv.Itoa(int(r.Part.ID)) + ":" + to, Lang: lang, OrganisationID: o.ID,
		Subject: locales.T(lang, "emails.repriced.subject", "Offer", r.Label, "Date", on),
		Lines:   []string{locales.T(lang, "emails.repriced.text", "Offer", r.Label, "Organisation", o.Name, "Date", on)},
		Facts:   r.facts(lang),
		Action:  locales.T(lang, "emails.repriced.action"), Path: paths.OwnRepricing(lang, o, r.Subscription), Why: locales.T(lang, "emails.invoice.why", "Organisation", o.Name),
		After: []string{
			locales.T(lang, "emails.repriced.nothing"),
			locales.T(lang, "emails.repriced.solidarity", "Address", r.Base+paths.Change(lang, o, r.Subscription)),
			locales.T(lang, "emails.repriced.leave", "Date", on, "Address", r.Base+paths.DeclarationFor(lang, r.Contract.PaymentReference, r.Part.OnDay)),
		},
	}
	if why := r.Repricing.Words(lang); why != "" {
		l.Lines = append(l.Lines, why)
	}
	return l
}

func (r Repriced) facts(lang string) []Fact {
	if r.Part.Period == period.Month {
		return []Fact{
			{locales.T(lang, "emails.repriced.now_month"), locales.Money(lang, r.Part.OldCents, r.Part.Currency)},
			{locales.T(lang, "emails.repriced.then_month", "Date", dayOf(lang, r.Part.OnDay)), locales.Money(lang, r.Part.NewCents, r.Part.Currency)},
			{locales.T(lang, "notices.contract"), reference.Spaced(r.Contract.PaymentReference)},
		}
	}
	return []Fact{
		{locales.T(lang, "emails.repriced.now_year"), locales.Money(lang, r.Part.OldCents, r.Part.Currency)},
		{locales.T(lang, "emails.repriced.then_year", "Date", dayOf(lang, r.Part.OnDay)), locales.Money(lang, r.Part.NewCents, r.Part.Currency)},
		{locales.T(lang, "notices.contract"), reference.Spaced(r.Contract.PaymentReference)},
	}
}

// RepricingTakenBack tells them that the price stays after all.
func RepricingTakenBack(r Repriced, o people.Organisation, lang, to string) Letter {
	lang = spoken(lang)
	l := Letter{
		Kind: "repricing_taken_back", Once: "repricing_taken_back:" + strconv.Itoa(int(r.Part.ID)) + ":" + to, Lang: lang, OrganisationID: o.ID,
		Subject: locales.T(lang, "emails.repriced.kept_subject", "Offer", r.Label),
		Lines:   []string{locales.T(lang, "emails.repriced.kept", "Offer", r.Label, "Organisation", o.Name, "Date", dayOf(lang, r.Part.OnDay), "Amount", locales.Money(lang, r.Part.OldCents, r.Part.Currency))},
		Action:  locales.T(lang, "emails.repriced.action"), Path: paths.OwnRepricing(lang, o, r.Subscription), Why: locales.T(lang, "emails.invoice.why", "Organisation", o.Name),
	}
	if r.Part.Leaves(r.Subscription) {
		l.Lines = append(l.Lines, locales.T(lang, "emails.repriced.kept_leaving", "Date", dayOf(lang, r.Subscription.CancelOn)))
	}
	return l
}

package views

import (
	"context"

	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/ui"
)

// DetailsPage is what an invoice must know about an organisation. Theirs is what somebody else saved meanwhile.
type DetailsPage struct {
	Org    people.Organisation
	Form   people.DetailsForm
	Theirs *people.DetailsForm
	Wrong  store.Invalid
	Next   string // where one goes on to once they are saved
}

// field is one text field of the form; where somebody else saved another text, it is said as a hint.
func (p DetailsPage) field(ctx context.Context, name, label, hint, complete string, of func(people.DetailsForm) string) ui.Input {
	in := ui.Input{Name: name, Label: label, Hint: hint, Value: of(p.Form), Error: said(ctx, p.Wrong, name), Autocomplete: complete, Max: 200}
	if p.Theirs != nil && of(*p.Theirs) != of(p.Form) {
		in.Hint = t(ctx, "details.theirs", "Value", of(*p.Theirs))
	}
	return in
}

// freely marks a field that may stay empty.
func freely(ctx context.Context, in ui.Input) ui.Input {
	in.Optional = t(ctx, "page.optional")
	return in
}

// organisationSort says what kind of organisation it is.
func organisationSort(ctx context.Context, s people.Sort) string {
	switch s {
	case people.Informal:
		return t(ctx, "details.sort_informal")
	case people.Network:
		return t(ctx, "details.sort_network")
	case people.Company:
		return t(ctx, "details.sort_company")
	case people.PublicBody:
		return t(ctx, "details.sort_public_body")
	}
	return t(ctx, "details.sort_association")
}

func sortOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, s := range people.Sorts {
		all = append(all, ui.Option{Value: string(s), Text: organisationSort(ctx, s)})
	}
	return all
}

// fiscalOptions ask how the organisation stands towards VAT, in words a volunteer understands.
func fiscalOptions(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(people.NotSubject), Text: t(ctx, "details.fiscal_not_subject"), Hint: t(ctx, "details.fiscal_not_subject_hint")},
		{Value: string(people.ExemptTaxable), Text: t(ctx, "details.fiscal_exempt"), Hint: t(ctx, "details.fiscal_exempt_hint")},
		{Value: string(people.Liable), Text: t(ctx, "details.fiscal_liable"), Hint: t(ctx, "details.fiscal_liable_hint")},
	}
}

// detailsMistakes lists what is wrong in the order of the form.
func detailsMistakes(ctx context.Context, wrong store.Invalid) []ui.Mistake {
	return mistakes(ctx, wrong, "name", t(ctx, "details.name"), "legal_name", t(ctx, "details.legal_name"), "sort", t(ctx, "details.sort"),
		"street", t(ctx, "details.street"), "postcode", t(ctx, "details.postcode"), "city", t(ctx, "details.city"), "country", t(ctx, "details.country"),
		"registry_number", t(ctx, "details.registry"), "fiscal_status", t(ctx, "details.fiscal"), "vat_number", t(ctx, "details.vat"),
		"treasurer_email", t(ctx, "details.treasurer"), "purchase_order", t(ctx, "details.order"), "buyer_reference", t(ctx, "details.reference"))
}

package views

import (
	"context"

	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// AgreementsPage is the list of agreements and the form of a new one.
type AgreementsPage struct {
	Page          store.Page[commons.Agreement]
	Filter        commons.AgreementFilter
	Organisations []people.Organisation
	Form          commons.AgreementForm
	Wrong         store.Invalid
}

func (p AgreementsPage) organisationOptions() []ui.Option {
	var all []ui.Option
	for _, o := range p.Organisations {
		all = append(all, ui.Option{Value: o.Ref, Text: o.Name})
	}
	return all
}

// kept is what the filter says, as names and values.
func (p AgreementsPage) kept() []string {
	return []string{"q", p.Filter.Query, "basis", string(p.Filter.Basis)}
}

func (p AgreementsPage) next(ctx context.Context) ui.Link {
	return nextPage(ctx, paths.Agreements(lang(ctx)), p.Page.Next, p.kept()...)
}

// basisChoices are the five legal bases, by their names only.
func basisChoices(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, b := range commons.AllBases {
		all = append(all, ui.Option{Value: string(b), Text: basisName(ctx, b)})
	}
	return all
}

// AgreementRows are agreements as the rows of a file.
func AgreementRows(ctx context.Context, all []commons.Agreement) [][]string {
	rows := [][]string{{
		t(ctx, "commons.file.ref"), t(ctx, "commons.agreements.name"), t(ctx, "commons.agreements.party"), t(ctx, "commons.agreements.basis"), t(ctx, "agreements.caps"),
		t(ctx, "commons.agreements.accepted_on"), t(ctx, "commons.agreements.starts_on"), t(ctx, "commons.agreements.ends_on"), t(ctx, "agreements.fingerprint"),
	}}
	for _, a := range all {
		caps := ""
		if a.LegalBasis.Counts() {
			caps = capsOf(ctx, a.CapBP, a.CapCents)
		}
		rows = append(rows, []string{a.Ref, a.Title, partyOf(ctx, a.Organisation, a.User), basisName(ctx, a.LegalBasis), caps, a.AcceptedOn, a.StartsOn, a.EndsOn, a.TermsSHA256})
	}
	return rows
}

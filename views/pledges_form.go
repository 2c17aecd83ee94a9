package views

import (
	"context"
	"slices"

	"chatiere/locales"
	"chatiere/models/billing/period"
	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/ui"
)

// PledgeFormPage is the form of a promise.
type PledgeFormPage struct {
	Space  commons.SharedSpace
	Form   commons.PledgeForm
	Cards  bool // are taken online
	Debits bool // are taken online
	Wrong  store.Invalid
}

// paying says how what is promised can be paid here: the ways that the collective takes, and no other.
func (p PledgeFormPage) paying(ctx context.Context) string {
	ways := locales.Either(lang(ctx), p.ways(ctx))
	switch {
	case ways == "":
		return t(ctx, "pledges.paying_untold", "Name", siteName(ctx))
	case p.invoiced() && p.Space.State == commons.SpaceRunning:
		return t(ctx, "pledges.paying_invoice_now", "Ways", ways)
	case p.invoiced():
		return t(ctx, "pledges.paying_invoice", "Ways", ways)
	case p.Space.State == commons.SpaceRunning:
		return t(ctx, "pledges.paying_gift_now", "Ways", ways)
	}
	return t(ctx, "pledges.paying_gift", "Ways", ways)
}

// ways are those which the page of what is to be paid will explain.
func (p PledgeFormPage) ways(ctx context.Context) []string {
	var all []string
	if p.Cards {
		all = append(all, t(ctx, "pledges.way_card"))
	}
	if p.Debits {
		all = append(all, t(ctx, "pledges.way_debit"))
	}
	if FrameOf(ctx).Host.Bankable() {
		all = append(all, t(ctx, "pledges.way_transfer"))
	}
	if FrameOf(ctx).Host.ChequesTo != "" {
		all = append(all, t(ctx, "pledges.way_cheque"))
	}
	return all
}

// time reports whether time is promised.
func (p PledgeFormPage) time() bool { return p.Form.Unit == commons.Minutes }

// invoiced reports whether it becomes an invoice.
func (p PledgeFormPage) invoiced() bool { return p.Space.Invoices() && !p.time() }

func (p PledgeFormPage) organisationHint(ctx context.Context) string {
	if p.invoiced() {
		return t(ctx, "shares.organisation_hint")
	}
	return t(ctx, "pledges.other_organisation_hint")
}

// organisationOptional says that no new organisation need be named, where somebody else may promise.
func (p PledgeFormPage) organisationOptional(ctx context.Context) string {
	if len(p.forOptions(ctx)) > 1 {
		return t(ctx, "page.optional")
	}
	return ""
}

// FirstFor is who promises unless something else is chosen: an organisation for what is invoiced, oneself for gifts and time.
func (p PledgeFormPage) FirstFor(ctx context.Context) string {
	if !p.invoiced() {
		return commons.Myself
	}
	return p.forOptions(ctx)[0].Value
}

// keepsMoney reports whether the reader may promise money for an organisation they belong to.
func keepsMoney(ctx context.Context) bool {
	return slices.ContainsFunc(me(ctx).Memberships, func(m people.Membership) bool { return m.May(people.Treasurer) && m.Organisation.Acting() })
}

func (p PledgeFormPage) forOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, m := range me(ctx).Memberships {
		if m.May(people.Treasurer) && m.Organisation.Acting() && (p.Space.OrganisationID == nil || m.OrganisationID != *p.Space.OrganisationID || !p.invoiced()) {
			all = append(all, ui.Option{Value: m.Organisation.Ref, Text: m.Organisation.Name})
		}
	}
	if !p.invoiced() { // a bill is carried by organisations
		all = append(all, ui.Option{Value: commons.Myself, Text: t(ctx, "pledges.for_me")})
	}
	return append(all, ui.Option{Value: "", Text: t(ctx, "shares.new_organisation")})
}

// amountHint says for which time the amount is, and how much the goal is.
func (p PledgeFormPage) amountHint(ctx context.Context) string {
	if p.invoiced() {
		return t(ctx, "pledges.amount_hint_invoice", "Goal", spaceEach(ctx, p.Space, money(ctx, p.Space.GoalCents)))
	}
	return t(ctx, "pledges.amount_hint_gift", "Goal", spaceEach(ctx, p.Space, money(ctx, p.Space.GoalCents)))
}

func (p PledgeFormPage) everyOptions(ctx context.Context) []ui.Option {
	all := []ui.Option{{Value: string(commons.Once), Text: t(ctx, "pledges.every_once")}}
	if !p.invoiced() || p.Space.Period == period.Month {
		all = append(all, ui.Option{Value: string(commons.EveryMonth), Text: t(ctx, "pledges.every_month")})
	}
	if !p.invoiced() {
		all = append(all, ui.Option{Value: string(commons.EveryQuarter), Text: t(ctx, "pledges.every_quarter")})
	}
	if !p.invoiced() || p.Space.Period == period.Year {
		all = append(all, ui.Option{Value: string(commons.EveryYear), Text: t(ctx, "pledges.every_year")})
	}
	return all
}

func pledgeVisibilities(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(commons.Public), Text: t(ctx, "pledges.shown_public")},
		{Value: string(commons.AmountHidden), Text: t(ctx, "pledges.shown_amount_hidden")},
		{Value: string(commons.Anonymous), Text: t(ctx, "pledges.shown_anonymous")},
	}
}

func (p PledgeFormPage) mistakes(ctx context.Context) []ui.Mistake {
	return mistakes(ctx, p.Wrong, "unit", t(ctx, "pledges.what"), "amount", t(ctx, "pledges.amount"), "hours", t(ctx, "pledges.hours"), "every", t(ctx, "pledges.every"), "due_on", t(ctx, "pledges.due_on"), "for", t(ctx, "pledges.for"),
		"organisation", t(ctx, "subscribe.organisation"), "country", t(ctx, "subscribe.country"), "visibility", t(ctx, "pledges.shown"), "terms", t(ctx, "shares.terms_label"))
}

package views

import (
	"context"

	"chatiere/locales"
	"chatiere/models/billing/period"
	"chatiere/models/collective"
	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// SharedSpacePage is a shared space as everybody sees it.
type SharedSpacePage struct {
	Space   commons.SharedSpace
	Carried commons.Carried
	Today   string
	BaseURL string
}

// Address is that of the page, whole, to be shared.
func (p SharedSpacePage) address(ctx context.Context) string {
	return p.BaseURL + paths.SharedSpace(lang(ctx), p.Space)
}

// asksTime reports whether time counts for it too.
func (p SharedSpacePage) asksTime() bool { return p.Space.GoalMinutes > 0 || p.Carried.Minutes > 0 }

// short reports whether the banner about what is missing is drawn: the gap of what runs, or a deadline that comes near.
func (p SharedSpacePage) short() bool {
	return p.Carried.GapCents > 0 && p.Space.GapToldOn != "" && !p.Space.CarriedByHost() && p.Space.Gathers()
}

// spaceEach is an amount with the period of a space.
func spaceEach(ctx context.Context, s commons.SharedSpace, size string) string {
	if s.Period == period.Month {
		return t(ctx, "pledges.each_month", "Size", size)
	}
	return t(ctx, "pledges.each_year", "Size", size)
}

// pledgeEach is what was promised, and how often.
func pledgeEach(ctx context.Context, p commons.Pledge, n int64) string {
	size := locales.Minutes(lang(ctx), n)
	if p.Money() {
		size = money(ctx, n)
	}
	switch p.Every {
	case commons.EveryMonth:
		return t(ctx, "pledges.each_month", "Size", size)
	case commons.EveryYear:
		return t(ctx, "pledges.each_year", "Size", size)
	}
	return t(ctx, "pledges.just_once", "Size", size)
}

func quarterWords(ctx context.Context, n int64) string {
	switch n {
	case 1:
		return t(ctx, "pledges.quarter_one")
	case 2:
		return t(ctx, "pledges.quarter_two")
	case 3:
		return t(ctx, "pledges.quarter_three")
	}
	return t(ctx, "pledges.quarter_none")
}

func sharedState(ctx context.Context, s commons.SpaceState) string {
	switch s {
	case commons.SpaceDraft:
		return t(ctx, "pledges.state.draft")
	case commons.SpaceOpen:
		return t(ctx, "pledges.state.open")
	case commons.SpaceFunded:
		return t(ctx, "pledges.state.funded")
	case commons.SpaceRunning:
		return t(ctx, "pledges.state.running")
	case commons.SpaceClosed:
		return t(ctx, "pledges.state.closed")
	}
	return t(ctx, "pledges.state.abandoned")
}

func spaceTone(s commons.SpaceState) ui.Tone {
	switch s {
	case commons.SpaceRunning, commons.SpaceFunded:
		return ui.Good
	case commons.SpaceAbandoned, commons.SpaceClosed:
		return ui.Warn
	}
	return ui.Info
}

func pledgeState(ctx context.Context, s commons.PledgeState) string {
	switch s {
	case commons.PledgeOpen:
		return t(ctx, "pledges.pledge_state.open")
	case commons.PledgeFulfilled:
		return t(ctx, "pledges.pledge_state.fulfilled")
	case commons.PledgeLapsed:
		return t(ctx, "pledges.pledge_state.lapsed")
	}
	return t(ctx, "pledges.pledge_state.cancelled")
}

func pledgeTone(s commons.PledgeState) ui.Tone {
	switch s {
	case commons.PledgeOpen:
		return ui.Info
	case commons.PledgeFulfilled:
		return ui.Good
	}
	return ui.Warn
}

func modeWords(ctx context.Context, m commons.Mode) string {
	switch m {
	case commons.Adaptive:
		return t(ctx, "pledges.mode_adaptive")
	case commons.Cascade:
		return t(ctx, "pledges.mode_cascade")
	}
	return t(ctx, "pledges.mode_fixed")
}

// pledgeNature says whether a promise to a space becomes an invoice, a gift, or time.
func pledgeNature(ctx context.Context, s commons.SharedSpace, u commons.Unit) string {
	switch {
	case u == commons.Minutes:
		return t(ctx, "pledges.is_time")
	case s.Invoices():
		return t(ctx, "pledges.is_invoice")
	}
	return t(ctx, "pledges.is_gift")
}

// stopEffect says what follows when a promise is stopped.
func stopEffect(ctx context.Context, p commons.Pledge) string {
	switch {
	case !p.Money():
		return t(ctx, "pledges.stopped_time")
	case p.Space.Invoices():
		return t(ctx, "pledges.stopped_invoice")
	}
	return t(ctx, "pledges.stopped_gift")
}

// renews says how a promise goes on.
func renews(ctx context.Context, s commons.SharedSpace, u commons.Unit) string {
	switch {
	case u == commons.Minutes:
		return t(ctx, "pledges.renews_time")
	case s.Invoices():
		return t(ctx, "pledges.renews_invoice")
	}
	return t(ctx, "pledges.renews_gift")
}

// sponsorSize is what of a sponsor's promise may be read.
func sponsorSize(ctx context.Context, s commons.Sponsor) string {
	if !s.Told {
		return t(ctx, "shares.untold")
	}
	if s.Unit == commons.Minutes {
		return locales.Minutes(lang(ctx), s.Each)
	}
	return money(ctx, s.Each)
}

// threeLines are the news of a space, for its sponsors to share.
func threeLines(ctx context.Context, s commons.SharedSpace, c commons.Carried, base string) string {
	second := t(ctx, "pledges.share_untold")
	if c.Tellable {
		second = t(ctx, "pledges.share_sum", "Pledged", money(ctx, c.PledgedCents), "Goal", money(ctx, s.GoalCents), "Received", money(ctx, c.ReceivedCents))
	}
	return t(ctx, "pledges.share_what", "Title", s.Title, "Sponsors", tn(ctx, "pledges.sponsors", len(c.Sponsors)+c.Unnamed)) + "\n" + second + "\n" +
		t(ctx, "pledges.share_where", "Address", base+paths.SharedSpace(lang(ctx), s))
}

// spaceLead says whose space it is, or that money for it is given.
func spaceLead(ctx context.Context, s commons.SharedSpace) string {
	if s.Organisation != nil {
		return t(ctx, "pledges.of_organisation", "Organisation", s.Organisation.Name)
	}
	return t(ctx, "pledges.of_host", "Name", siteName(ctx))
}

// shownAs is what everybody may read of a promise, in a few words.
func shownAs(ctx context.Context, v commons.Visibility) string {
	switch v {
	case commons.AmountHidden:
		return t(ctx, "pledges.shown_amount_hidden")
	case commons.Anonymous:
		return t(ctx, "pledges.shown_anonymous")
	}
	return t(ctx, "pledges.shown_public")
}

// PledgeFormPage is the form of a promise.
type PledgeFormPage struct {
	Space  commons.SharedSpace
	Form   commons.PledgeForm
	Online bool // money is collected online
	Wrong  store.Invalid
}

// paying says how what is promised can be paid here.
func (p PledgeFormPage) paying(ctx context.Context) string {
	switch {
	case p.invoiced() && p.Online:
		return t(ctx, "pledges.paying_invoice")
	case p.invoiced():
		return t(ctx, "pledges.paying_invoice_offline")
	case p.Online:
		return t(ctx, "pledges.paying_gift_online")
	}
	return t(ctx, "pledges.paying_gift")
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

// FirstFor is who promises unless something else is chosen: an organisation for what is invoiced, oneself for gifts and time.
func (p PledgeFormPage) FirstFor(ctx context.Context) string {
	if !p.invoiced() {
		return commons.Myself
	}
	if all := p.forOptions(ctx); len(all) > 2 {
		return all[0].Value
	}
	return ""
}

func (p PledgeFormPage) forOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, m := range me(ctx).Memberships {
		if m.May(people.Treasurer) && m.Organisation.Acting() && (p.Space.OrganisationID == nil || m.OrganisationID != *p.Space.OrganisationID || !p.invoiced()) {
			all = append(all, ui.Option{Value: m.Organisation.Ref, Text: m.Organisation.Name})
		}
	}
	all = append(all, ui.Option{Value: commons.Myself, Text: t(ctx, "pledges.for_me")})
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

// PledgePage is one promise for whoever made it.
type PledgePage struct {
	Pledge  commons.Pledge
	Story   commons.PledgeStory
	Host    collective.Collective
	Online  Online // how the gift that is waited for may be given online
	Today   string
	BaseURL string
	Wrong   store.Invalid
}

func (p PledgePage) looseOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, c := range p.Story.Loose {
		all = append(all, ui.Option{Value: c.Ref, Text: c.Title, Hint: locales.Minutes(lang(ctx), c.Quantity)})
	}
	return all
}

// progress is how much of promised time was given, in words.
func (p PledgePage) progress(ctx context.Context) string {
	return t(ctx, "pledges.progress", "Done", locales.Minutes(lang(ctx), p.Story.Done), "Size", locales.Minutes(lang(ctx), p.Pledge.Quantity))
}

// PledgeLinkPage is a promise for whoever holds the link of a letter.
type PledgeLinkPage struct {
	Pledge commons.Pledge
	Story  commons.PledgeStory
	Token  string
	Host   collective.Collective
	Online Online
	Today  string
}

// stamp is when it ended; the letter says it to the second, as a proof.
func (p PledgeLinkPage) stamp(ctx context.Context) string { return endStamp(ctx, p.Pledge, p.Host) }

func endStamp(ctx context.Context, p commons.Pledge, host collective.Collective) string {
	if p.EndedAt == nil {
		return ""
	}
	return locales.DateTime(lang(ctx), *p.EndedAt, host.Location())
}

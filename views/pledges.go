package views

import (
	"context"
	"net/url"

	"chatiere/locales"
	"chatiere/models/billing/period"
	"chatiere/models/collective"
	"chatiere/models/commons"
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

// more leads to the sponsors that come after those of this page.
func (p SharedSpacePage) more(ctx context.Context) ui.Link {
	return nextAt(ctx, paths.SharedSpace(lang(ctx), p.Space), p.Carried.After, "sponsors")
}

// nextAt is the link to the next page of a list that stands in a part of a page; there is none without a key.
func nextAt(ctx context.Context, path, after, part string) ui.Link {
	if after == "" {
		return ui.Link{}
	}
	return ui.Link{Href: path + "?" + url.Values{"after": {after}}.Encode() + "#" + part, Text: t(ctx, "action.next")}
}

// Address is that of the page, whole, to be shared.
func (p SharedSpacePage) address(ctx context.Context) string {
	return p.BaseURL + paths.SharedSpace(lang(ctx), p.Space)
}

// asksTime reports whether time counts for it too.
func (p SharedSpacePage) asksTime() bool {
	return p.Space.GoalMinutes > 0 || p.Carried.Minutes > 0 || p.hiddenTime() > 0
}

// hiddenTime is how many promised or gave time and do not let everybody read how much.
func (p SharedSpacePage) hiddenTime() int { return p.Carried.HiddenTime + p.Carried.HiddenGiven }

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
	case commons.EveryQuarter:
		return t(ctx, "pledges.each_quarter", "Size", size)
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
	case p.Space.Invoices() && p.ShareID == nil:
		return t(ctx, "pledges.stopped_early")
	case p.Space.Invoices():
		return t(ctx, "pledges.stopped_invoice")
	}
	return t(ctx, "pledges.stopped_gift")
}

// untilWords says until when one may promise something, and what follows then.
func untilWords(ctx context.Context, s commons.SharedSpace) string {
	return t(ctx, "pledges.until", "Date", dateOnly(ctx, s.Deadline), "Part", bp(ctx, s.ThresholdBP))
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
	if c.Tellable() {
		second = t(ctx, "pledges.share_sum", "Pledged", money(ctx, c.PledgedCents), "Goal", money(ctx, s.GoalCents), "Received", money(ctx, c.ReceivedCents))
	}
	return t(ctx, "pledges.share_what", "Title", s.Title, "Sponsors", tn(ctx, "pledges.sponsors", c.Named+c.Unnamed)) + "\n" + second + "\n" +
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

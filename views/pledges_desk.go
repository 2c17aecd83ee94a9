package views

import (
	"context"
	"net/url"

	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/commons"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// DeskSpacesPage is the operators' list of shared spaces.
type DeskSpacesPage struct {
	Page   store.Page[commons.SharedSpace]
	Filter commons.SpaceFilter
}

func (p DeskSpacesPage) next(ctx context.Context) ui.Link {
	if p.Page.Next == "" {
		return ui.Link{}
	}
	q := url.Values{"after": {p.Page.Next}, "q": {p.Filter.Query}, "state": {string(p.Filter.State)}}
	return ui.Link{Href: paths.DeskSpaces(lang(ctx)) + "?" + q.Encode(), Text: t(ctx, "action.next")}
}

func spaceStateOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, s := range []commons.SpaceState{commons.SpaceDraft, commons.SpaceOpen, commons.SpaceFunded, commons.SpaceRunning, commons.SpaceClosed, commons.SpaceAbandoned} {
		all = append(all, ui.Option{Value: string(s), Text: sharedState(ctx, s)})
	}
	return all
}

// SpaceFormPage is the form of a shared space.
type SpaceFormPage struct {
	Space         *commons.SharedSpace // nil: a new one
	Form          commons.SpaceForm
	Subscriptions []billing.Subscription
	Others        []commons.SharedSpace
	Wrong         store.Invalid
}

// CascadeRef is the space that takes what is too much.
func (p SpaceFormPage) CascadeRef() string {
	for _, s := range p.Others {
		if p.Space != nil && p.Space.CascadeToID != nil && s.ID == *p.Space.CascadeToID {
			return s.Ref
		}
	}
	return ""
}

// settled reports whether goal, threshold and mode were told to people who promised for them.
func (p SpaceFormPage) settled() bool { return p.Space != nil && p.Space.State != commons.SpaceDraft }

func (p SpaceFormPage) subscriptionOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, s := range p.Subscriptions {
		all = append(all, ui.Option{Value: s.Ref, Text: t(ctx, "pledges.subscription_of", "Organisation", s.Organisation.Name, "Amount", cents(ctx, s.Plan().Cents(), s.Currency), "Day", dayAt(ctx, s.CreatedAt))})
	}
	return all
}

func (p SpaceFormPage) otherOptions() []ui.Option {
	var all []ui.Option
	for _, s := range p.Others {
		all = append(all, ui.Option{Value: s.Ref, Text: s.Title})
	}
	return all
}

func (p SpaceFormPage) modeOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, m := range commons.Modes {
		all = append(all, ui.Option{Value: string(m), Text: modeWords(ctx, m)})
	}
	return all
}

func (p SpaceFormPage) mistakes(ctx context.Context) []ui.Mistake {
	return mistakes(ctx, p.Wrong, "title", t(ctx, "pledges.space_title"), "about", t(ctx, "pledges.about"), "subscription", t(ctx, "pledges.subscription"), "agreed", t(ctx, "pledges.agreed"), "goal", t(ctx, "pledges.goal"),
		"period", t(ctx, "pledges.period"), "hours", t(ctx, "pledges.goal_hours"), "threshold", t(ctx, "pledges.threshold"), "mode", t(ctx, "pledges.mode"), "cascade_to", t(ctx, "pledges.cascade_to"), "deadline", t(ctx, "pledges.deadline"),
		"words", t(ctx, "pledges.gap_words"), "reason", t(ctx, "pledges.close_reason"))
}

// DeskSpacePage is one shared space for its operators.
type DeskSpacePage struct {
	SpaceFormPage
	Pledges store.Page[commons.Pledge]
	Carried commons.Carried
	Today   string
}

// more leads to the promises that come after those of this page.
func (p DeskSpacePage) more(ctx context.Context) ui.Link {
	return nextAt(ctx, paths.DeskSpace(lang(ctx), *p.Space), p.Pledges.Next, "pledges")
}

// DonationsPage is the list of gifts.
type DonationsPage struct {
	Page   store.Page[commons.Donation]
	Filter commons.DonationFilter
}

func (p DonationsPage) query() url.Values {
	return url.Values{"q": {p.Filter.Query}, "state": {string(p.Filter.State)}}
}

func (p DonationsPage) next(ctx context.Context) ui.Link {
	if p.Page.Next == "" {
		return ui.Link{}
	}
	q := p.query()
	q.Set("after", p.Page.Next)
	return ui.Link{Href: paths.Donations(lang(ctx)) + "?" + q.Encode(), Text: t(ctx, "action.next")}
}

func donationState(ctx context.Context, s commons.DonationState) string {
	switch s {
	case commons.DonationAsked:
		return t(ctx, "donations.state.asked")
	case commons.DonationReceived:
		return t(ctx, "donations.state.received")
	case commons.DonationReturned:
		return t(ctx, "donations.state.returned")
	}
	return t(ctx, "donations.state.dropped")
}

func donationTone(s commons.DonationState) ui.Tone {
	switch s {
	case commons.DonationReceived:
		return ui.Good
	case commons.DonationAsked:
		return ui.Info
	}
	return ui.Warn
}

func donationStateOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, s := range []commons.DonationState{commons.DonationAsked, commons.DonationReceived, commons.DonationDropped, commons.DonationReturned} {
		all = append(all, ui.Option{Value: string(s), Text: donationState(ctx, s)})
	}
	return all
}

func donationMethod(ctx context.Context, m string) string {
	switch m {
	case "transfer":
		return t(ctx, "donations.method.transfer")
	case "cheque":
		return t(ctx, "donations.method.cheque")
	case "cash":
		return t(ctx, "donations.method.cash")
	case "card":
		return t(ctx, "donations.method.card")
	}
	return ""
}

// DonationRows are the gifts as a table: days and amounts as programs read them.
func DonationRows(ctx context.Context, all []commons.Donation) [][]string {
	rows := [][]string{{t(ctx, "donations.donor"), t(ctx, "donations.space"), t(ctx, "donations.amount"), t(ctx, "donations.state_label"), t(ctx, "donations.method_label"), t(ctx, "donations.asked_on"), t(ctx, "donations.received_on"), t(ctx, "donations.reference")}}
	for _, d := range all {
		rows = append(rows, []string{store.Cell(d.Name()), store.Cell(d.Space.Title), amount(ctx, d.Cents), donationState(ctx, d.State), donationWay(ctx, d), d.AskedOn, d.ReceivedOn, d.PaymentReference})
	}
	return rows
}

// DonationPage is one gift for those who keep the money.
type DonationPage struct {
	Donation commons.Donation
	Lines    []commons.GiftLine
	Host     collective.Collective
	Form     commons.ArrivalForm
	Payments []commons.GiftPayment // online
	Returns  []commons.GiftReturn
	Risky    map[uint]bool
	Back     commons.SendBackForm
	Wrong    store.Invalid
}

func (p DonationPage) methodOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, m := range commons.DonationMethods {
		all = append(all, ui.Option{Value: m, Text: donationMethod(ctx, m)})
	}
	return all
}

func (p DonationPage) lineOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, l := range p.Lines {
		all = append(all, ui.Option{Value: l.Ref, Text: dateOnly(ctx, l.BookedOn) + " · " + money(ctx, l.Cents) + " · " + l.Counterparty})
	}
	return all
}

func (p DonationPage) mistakes(ctx context.Context) []ui.Mistake {
	return mistakes(ctx, p.Wrong, "amount", t(ctx, "donations.amount"), "received_on", t(ctx, "donations.received_on"), "method", t(ctx, "donations.method_label"), "line", t(ctx, "donations.line"), "reason", t(ctx, "donations.reason"), "back_reason", t(ctx, "donations.reason"), "sure", t(ctx, "refunds.sure"))
}

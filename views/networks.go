package views

import (
	"context"
	"strconv"
	"time"

	"chatiere/models/billing"
	"chatiere/models/billing/period"
	"chatiere/models/catalogue"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// NetworkPage is a head's page of its members.
type NetworkPage struct {
	Head    people.Organisation
	Manages bool
	Money   bool // the reader may see what is paid
	Keeps   bool // and keeps the head's money
	Filter  people.AffiliationFilter
	Members []billing.NetworkMember
	Next    string
	Count   int
	Today   time.Time
}

// kept is what the filter keeps in addresses.
func (p NetworkPage) kept() []string {
	return []string{"q", p.Filter.Query, "state", string(p.Filter.State)}
}

func (p NetworkPage) empty() bool { return p.Filter.Query == "" && p.Filter.State == "" }

// OpeningsPage is where a head opens spaces from a list.
type OpeningsPage struct {
	Head      people.Organisation
	Offers    []catalogue.Offer
	Form      billing.OpeningForm
	Rehearsal billing.Rehearsal
	Outdated  bool
	Wrong     store.Invalid
}

// ProposalPage is what somebody sees who was asked to join a network.
type ProposalPage struct {
	Affiliation people.Affiliation
	Owned       []people.Organisation
	Chosen      string
	Wrong       store.Invalid
}

func (p ProposalPage) options() []ui.Option {
	var all []ui.Option
	for _, o := range p.Owned {
		all = append(all, ui.Option{Value: o.Ref, Text: o.Name})
	}
	return all
}

// OpeningPage is the space that a head opened for an organisation.
type OpeningPage struct {
	Opening billing.Opening
	Offered billing.Offered
	Pricing billing.Pricing
	Form    billing.AcceptForm
	Wrong   store.Invalid
}

func (p OpeningPage) price(ctx context.Context) string {
	sums := p.Pricing.For(p.Offered.Price.Cents, p.Opening.Organisation.Country)
	return taxedPrice(ctx, sums, p.Offered.Price.Currency, period.Interval(p.Offered.Price.Period))
}

// DeskNetworkPage is an organisation's place in networks, for operators.
type DeskNetworkPage struct {
	Organisation people.Organisation
	Heads        []people.Organisation
	Form         people.NetworkForm
	Wrong        store.Invalid
}

func (p DeskNetworkPage) options() []ui.Option {
	var all []ui.Option
	for _, o := range p.Heads {
		if o.ID != p.Organisation.ID {
			all = append(all, ui.Option{Value: o.Ref, Text: o.Name})
		}
	}
	return all
}

func networkStates(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: string(people.AffiliationActive), Text: t(ctx, "network.active")}, {Value: string(people.AffiliationProposed), Text: t(ctx, "network.proposed")}}
}

// approving is the opening of a member that waits for the head's yes.
func approving(m billing.NetworkMember) billing.Opening {
	o := m.Opening
	o.Affiliation = m.Affiliation
	return o
}

// affiliationState says where a member stands.
func affiliationState(ctx context.Context, m billing.NetworkMember) (ui.Tone, string) {
	switch {
	case m.State == people.AffiliationActive:
		return ui.Good, t(ctx, "network.active")
	case m.Opening.State == billing.OpeningWaiting:
		return ui.Warn, t(ctx, "network.over_budget")
	}
	return ui.Info, t(ctx, "network.proposed")
}

// networkSpaceState says whether a member's space is there.
func networkSpaceState(ctx context.Context, s billing.NetworkSpace) (ui.Tone, string) {
	switch {
	case s.State == billing.Requested || s.State == billing.Accepted:
		return ui.Info, t(ctx, "network.space_coming")
	case s.CancelOn != "":
		return ui.Warn, t(ctx, "network.space_ends", "Date", dateOnly(ctx, s.CancelOn))
	case s.Access == billing.FullAccess:
		return ui.Good, t(ctx, "network.space_open")
	}
	return ui.Warn, t(ctx, "network.space_reduced")
}

// networkPayment says how far a member's space is paid.
func networkPayment(ctx context.Context, s billing.NetworkSpace) (ui.Tone, string) {
	switch {
	case s.LateCents > 0:
		return ui.Bad, t(ctx, "network.late", "Amount", money(ctx, s.LateCents))
	case s.DueCents > 0:
		return ui.Warn, t(ctx, "network.due", "Amount", money(ctx, s.DueCents))
	case s.PaidTo != "":
		return ui.Good, t(ctx, "network.paid_to", "Date", dateOnly(ctx, s.PaidTo))
	}
	return ui.Plain, t(ctx, "network.no_invoice")
}

// NetworkRows are the members as a file, a line for each space.
func NetworkRows(ctx context.Context, p NetworkPage) [][]string {
	head := []string{t(ctx, "network.member"), t(ctx, "network.state"), t(ctx, "network.space"), t(ctx, "network.space_state")}
	if p.Money {
		head = append(head, t(ctx, "network.payment"), t(ctx, "carriage.short"))
	}
	rows := [][]string{head}
	for _, m := range p.Members {
		_, state := affiliationState(ctx, m)
		if len(m.Spaces) == 0 {
			row := []string{m.Name(), state, "", ""}
			if p.Money {
				row = append(row, "", memberPaid(ctx, m.Affiliation))
			}
			rows = append(rows, row)
		}
		for _, s := range m.Spaces {
			_, there := networkSpaceState(ctx, s)
			row := []string{m.Name(), state, s.Offer, there}
			if p.Money {
				_, paid := networkPayment(ctx, s)
				row = append(row, paid, memberPaid(ctx, m.Affiliation))
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// networkTrail leads from the head to a page about its members.
func networkTrail(ctx context.Context, head people.Organisation, page string) []ui.Link {
	return []ui.Link{
		{Href: paths.Organisation(lang(ctx), head), Text: head.Name}, {Href: paths.Network(lang(ctx), head), Text: t(ctx, "network.title")}, {Text: page, Current: true},
	}
}

// outcomeOf says what becomes of a line.
func outcomeOf(ctx context.Context, l billing.RehearsedLine) (ui.Tone, string) {
	switch l.Outcome {
	case billing.Opens:
		if l.Waits {
			return ui.Warn, t(ctx, "openings.waits")
		}
		return ui.Good, t(ctx, "openings.opens")
	case billing.IsThere:
		return ui.Plain, t(ctx, "openings.there")
	}
	return ui.Bad, t(ctx, "openings.unclear")
}

// columnName is what a column of the list is called.
func columnName(ctx context.Context, column string) string {
	switch column {
	case "name":
		return t(ctx, "openings.column_name")
	case "contact":
		return t(ctx, "openings.column_contact")
	case "email":
		return t(ctx, "openings.column_email")
	case "language":
		return t(ctx, "openings.column_language")
	case "offer":
		return t(ctx, "openings.column_offer")
	case "tier":
		return t(ctx, "openings.column_tier")
	}
	return ""
}

// lineFaults are what is wrong with a line, a sentence for each column in their order.
func lineFaults(ctx context.Context, l billing.RehearsedLine) []string {
	var all []string
	for _, column := range []string{"line", "name", "contact", "email", "language", "offer", "tier"} {
		switch text := said(ctx, l.Wrong, column); {
		case text != "" && columnName(ctx, column) != "":
			all = append(all, t(ctx, "error.at_field", "Label", columnName(ctx, column), "Text", text))
		case text != "":
			all = append(all, text)
		}
	}
	return all
}

// openingMistakes are the summary: what is wrong with the list, then with its lines.
func openingMistakes(ctx context.Context, p OpeningsPage) []ui.Mistake {
	all := mistakes(ctx, p.Wrong, "file", t(ctx, "openings.file"), "lines", t(ctx, "openings.lines"))
	for _, l := range p.Rehearsal.Lines {
		for _, fault := range lineFaults(ctx, l) {
			if len(all) == 12 {
				return all
			}
			all = append(all, ui.Mistake{Field: "lines", Text: t(ctx, "openings.at_line", "Line", strconv.Itoa(l.Line), "Text", fault)})
		}
	}
	return all
}

// tierCalled is what a tier of an offer is called.
func tierCalled(o catalogue.Offer, tier catalogue.Tier) string {
	if name := o.TierWords[tier].Name.Value; name != "" {
		return name
	}
	return string(tier)
}

// openableTiers are the words one may write for the tiers of an offer.
func openableTiers(o catalogue.Offer) []string {
	var all []string
	for _, tier := range catalogue.Tiers {
		_, byYear := o.Price(tier, catalogue.Year)
		_, byMonth := o.Price(tier, catalogue.Month)
		if byYear || byMonth {
			all = append(all, tierCalled(o, tier))
		}
	}
	return all
}

// headFault is what is wrong with the head an operator chose.
func headFault(ctx context.Context, wrong store.Invalid) string {
	if text := said(ctx, wrong, "head"); text != "" {
		return text
	}
	return said(ctx, wrong, "organisation")
}

// rehearseKind says how loudly the dry run asks to be made: less once there is something to open.
func rehearseKind(p OpeningsPage) ui.Kind {
	if p.Rehearsal.Opening > 0 && len(p.Wrong) == 0 {
		return ui.Secondary
	}
	return ui.Primary
}

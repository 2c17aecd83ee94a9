package views

import (
	"context"
	"strconv"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/billing/period"
	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/content"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// RepricingsPage is the list of announcements of other prices.
type RepricingsPage struct {
	Found  store.Page[billing.ListedRepricing]
	Offers []content.Named
}

func (p RepricingsPage) next(ctx context.Context) ui.Link {
	return nextPage(ctx, paths.Repricings(lang(ctx)), p.Found.Next)
}

// offerNamed is the name of an offer among all.
func offerNamed(all []content.Named, id uint) string {
	for _, one := range all {
		if one.ID == id && one.Text.Value != "" {
			return one.Text.Value
		}
	}
	return "–"
}

// NewRepricingPage is where other prices are announced: the form, then whom it concerns.
type NewRepricingPage struct {
	Host     collective.Collective
	Today    string
	Offer    catalogue.Offer
	Form     billing.RepricingForm
	Paying   map[int]int // subscriptions by list
	Buying   Buying
	Plan     billing.RepricingPlan
	Outdated bool
	Wrong    store.Invalid
}

// older is how many subscriptions pay prices older than those in force.
func older(o catalogue.Offer, paying map[int]int) (n int) {
	for list, count := range paying {
		if list < o.PriceList {
			n += count
		}
	}
	return n
}

// prices are those in force, by tier.
func (p NewRepricingPage) prices(ctx context.Context) []ui.Named {
	var all []ui.Named
	for _, tier := range catalogue.Tiers {
		var amounts []string
		for _, period := range catalogue.Periods {
			if price, ok := p.Offer.Price(tier, period); ok {
				amounts = append(amounts, p.Buying.price(ctx, price.Cents)+" "+per(ctx, period))
			}
		}
		all = append(all, ui.Named{Name: tierWord(ctx, tier), Value: ui.Value{Text: names(ctx, amounts)}})
	}
	return all
}

func (p NewRepricingPage) mistakes(ctx context.Context) []ui.Mistake {
	labels := []string{"on_day", t(ctx, "repricings.on_day")}
	for _, l := range locales.All() {
		labels = append(labels, "why_"+l.Code, t(ctx, "repricings.why", "Language", l.Name))
	}
	return mistakes(ctx, p.Wrong, labels...)
}

func (p NewRepricingPage) why(ctx context.Context, l locales.Language) ui.Input {
	return ui.Input{
		Name: "why_" + l.Code, Label: t(ctx, "repricings.why", "Language", l.Name), Value: p.Form.Why[l.Code], Lang: l.Code, Error: said(ctx, p.Wrong, "why_"+l.Code),
		Rows: 3, Max: 600, Optional: t(ctx, "page.optional"),
	}
}

// shown are the first rows of the dry run; a file holds them all.
func (p NewRepricingPage) shown() []billing.Concern {
	return p.Plan.Concerns[:min(len(p.Plan.Concerns), 50)]
}

// RepricingPage is one announcement with the subscriptions it is about.
type RepricingPage struct {
	Repricing billing.Repricing
	Found     store.Page[billing.ListedPart]
	Counts    map[billing.PartState]int
	Search    billing.PartSearch
	Offers    []content.Named
	Form      billing.StopForm
	Wrong     store.Invalid
}

func (p RepricingPage) next(ctx context.Context) ui.Link {
	return nextPage(ctx, paths.Repricing(lang(ctx), p.Repricing), p.Found.Next, "q", p.Search.Query, "state", string(p.Search.State))
}

// stops reports whether the reader may take it back.
func (p RepricingPage) stops(ctx context.Context) bool {
	return p.Repricing.State == billing.RepricingAnnounced && p.Counts[billing.PartAnnounced] > 0 && me(ctx).Is(people.Operator)
}

func (p RepricingPage) states(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, s := range []billing.PartState{billing.PartAnnounced, billing.PartApplied, billing.PartLeft, billing.PartOvertaken, billing.PartStopped} {
		all = append(all, ui.Option{Value: string(s), Text: t(ctx, "repricings.counted", "State", partWord(ctx, s), "N", strconv.Itoa(p.Counts[s]))})
	}
	return all
}

// OwnRepricingPage is what was announced to an organisation about one subscription.
type OwnRepricingPage struct {
	Organisation people.Organisation
	Subscription billing.Subscription
	Part         billing.RepricingPart
	Repricing    billing.Repricing
	Label        string
	Owner        bool
}

// waits reports whether the price still is to come.
func (p OwnRepricingPage) waits() bool {
	return p.Part.State == billing.PartAnnounced && p.Subscription.State == billing.Running
}

// leaves reports whether the contract ends before.
func (p OwnRepricingPage) leaves() bool { return p.waits() && p.Part.Leaves(p.Subscription) }

func repricingState(ctx context.Context, r billing.Repricing, waiting int64) (ui.Tone, string) {
	switch {
	case r.State == billing.RepricingStopped:
		return ui.Warn, t(ctx, "repricings.state_stopped")
	case waiting == 0:
		return ui.Good, t(ctx, "repricings.state_done")
	}
	return ui.Info, t(ctx, "repricings.state_announced")
}

func partWord(ctx context.Context, s billing.PartState) string {
	switch s {
	case billing.PartApplied:
		return t(ctx, "repricings.part_applied")
	case billing.PartLeft:
		return t(ctx, "repricings.part_left")
	case billing.PartOvertaken:
		return t(ctx, "repricings.part_overtaken")
	case billing.PartStopped:
		return t(ctx, "repricings.part_stopped")
	}
	return t(ctx, "repricings.part_announced")
}

// partState is how far a part has come; one whose contract ends before says so.
func partState(ctx context.Context, p billing.ListedPart) (ui.Tone, string) {
	switch {
	case p.Leaves():
		return ui.Warn, t(ctx, "repricings.leaves", "Date", dateOnly(ctx, p.CancelOn))
	case p.State == billing.PartApplied:
		return ui.Good, partWord(ctx, p.State)
	case p.State == billing.PartAnnounced:
		return ui.Info, partWord(ctx, p.State)
	}
	return ui.Warn, partWord(ctx, p.State)
}

// effectWord is what an announcement brings a subscription.
func effectWord(ctx context.Context, e billing.PriceEffect) string {
	switch e {
	case billing.KeptPromised:
		return t(ctx, "repricings.kept_promised")
	case billing.KeptAgreed:
		return t(ctx, "repricings.kept_agreed")
	case billing.KeptEqual:
		return t(ctx, "repricings.kept_equal")
	case billing.KeptUnsold:
		return t(ctx, "repricings.kept_unsold")
	case billing.KeptLeaving:
		return t(ctx, "repricings.kept_leaving")
	case billing.KeptChanging:
		return t(ctx, "repricings.kept_changing")
	case billing.KeptAnnounced:
		return t(ctx, "repricings.kept_told")
	case billing.KeptUnbegun:
		return t(ctx, "repricings.kept_unbegun")
	}
	return t(ctx, "repricings.moves")
}

// each is an amount with how long it is for.
func each(ctx context.Context, amount int64, currency string, every period.Interval) string {
	return cents(ctx, amount, currency) + " " + per(ctx, catalogue.Period(every))
}

// planWords are the tier and how many, where there are several.
func planWords(ctx context.Context, tier catalogue.Tier, quantity int64) string {
	if quantity == 1 {
		return tierWord(ctx, tier)
	}
	return tierWord(ctx, tier) + " × " + locales.Number(lang(ctx), quantity)
}

// promiseWord is the promise for a list, as the team reads it; empty when there is none.
func promiseWord(ctx context.Context, kept string) string {
	switch kept {
	case "":
		return ""
	case catalogue.KeptWhileTheyStay:
		return t(ctx, "repricings.promise_stays")
	}
	return t(ctx, "repricings.promise_until", "Date", dateOnly(ctx, kept))
}

// keptWord is what everybody reads beside prices that are promised to be kept.
func keptWord(ctx context.Context, o catalogue.Offer) string {
	switch {
	case o.PricesKept == catalogue.KeptWhileTheyStay:
		return t(ctx, "offers.kept_stays")
	case o.PricesKept > FrameOf(ctx).Today:
		return t(ctx, "offers.kept_until", "Date", dateOnly(ctx, o.PricesKept))
	}
	return ""
}

// RepricingFile is what a table of an announcement is called when it is saved.
func RepricingFile(ctx context.Context, on string) string {
	return t(ctx, "repricings.file", "Date", on)
}

// ConcernRows is whom an announcement would concern, as a table: days and amounts as programs read them.
func ConcernRows(ctx context.Context, plan billing.RepricingPlan) [][]string {
	rows := [][]string{repricingHead(ctx)}
	for _, c := range plan.Concerns {
		s := c.Subscription
		rows = append(rows, []string{
			store.Cell(s.Organisation.Name), organisationSort(ctx, s.Organisation.Sort), s.Ref, tierWord(ctx, s.Tier), string(s.Period), strconv.FormatInt(s.Quantity, 10),
			amount(ctx, c.OldCents), amount(ctx, c.NewCents), c.OnDay, effectWord(ctx, c.Effect),
		})
	}
	return rows
}

// PartRows is the same of an announcement that was made.
func PartRows(ctx context.Context, all []billing.ListedPart) [][]string {
	rows := [][]string{repricingHead(ctx)}
	for _, p := range all {
		_, state := partState(ctx, p)
		rows = append(rows, []string{
			store.Cell(p.Organisation), organisationSort(ctx, p.OrganisationSort), p.SubscriptionRef, tierWord(ctx, p.Tier), string(p.Period), strconv.FormatInt(p.Quantity, 10),
			amount(ctx, p.OldCents), amount(ctx, p.NewCents), p.OnDay, state,
		})
	}
	return rows
}

func repricingHead(ctx context.Context) []string {
	return []string{
		t(ctx, "payments.organisation"), t(ctx, "repricings.sort"), t(ctx, "repricings.subscription"), t(ctx, "repricings.tier"), t(ctx, "repricings.period"), t(ctx, "repricings.quantity"),
		t(ctx, "repricings.old"), t(ctx, "repricings.new_price"), t(ctx, "repricings.from_day"), t(ctx, "repricings.effect"),
	}
}

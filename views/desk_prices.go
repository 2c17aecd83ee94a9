package views

import (
	"context"
	"strconv"

	"chatiere/models/catalogue"
	"chatiere/models/store"
	"chatiere/views/ui"
)

// PricesDesk is the form of a new list of prices, with the lists before it.
type PricesDesk struct {
	Offer        catalogue.Offer
	Form         catalogue.PriceForm
	Typed        map[string]string
	Wrong        store.Invalid
	Look         bool // show what the public would read
	Stale        bool // somebody else saved meanwhile
	Lists        []catalogue.PriceList
	Paying       map[int]int // subscriptions by list
	Promise      catalogue.PromiseForm
	PromiseWrong store.Invalid
	Buying       Buying
}

// tierWord is what a tier is called by the portal itself.
func tierWord(ctx context.Context, tier catalogue.Tier) string {
	return tierName(ctx, catalogue.Offer{}, tier)
}

func (p PricesDesk) label(ctx context.Context, tier catalogue.Tier, period catalogue.Period) string {
	return t(ctx, "desk_prices.field", "Tier", tierWord(ctx, tier), "Per", per(ctx, period))
}

// field is one price as typed; when the public price was asked for, it is said above the field.
func (p PricesDesk) field(ctx context.Context, tier catalogue.Tier, period catalogue.Period) ui.Input {
	name := catalogue.PriceField(tier, period)
	in := ui.Input{Name: name, Label: p.label(ctx, tier, period), Value: p.Typed[name], Error: said(ctx, p.Wrong, name), Max: 12, Optional: t(ctx, "page.optional")}
	if cents := p.Form.Cents[tier][period]; p.Look && cents != nil && *cents >= 0 {
		in.Hint = t(ctx, "desk_prices.public_price", "Price", p.Buying.price(ctx, *cents))
	}
	return in
}

func (p PricesDesk) mistakes(ctx context.Context) []ui.Mistake {
	var labels []string
	for _, tier := range catalogue.Tiers {
		for _, period := range catalogue.Periods {
			labels = append(labels, catalogue.PriceField(tier, period), p.label(ctx, tier, period))
		}
	}
	return mistakes(ctx, p.Wrong, append(labels, "reason", t(ctx, "desk_prices.reason"))...)
}

// amountsOf are the prices of a tier in a list, as the public reads them.
func (p PricesDesk) amountsOf(ctx context.Context, l catalogue.PriceList, tier catalogue.Tier) string {
	var all []string
	for _, period := range catalogue.Periods {
		if price, ok := l.Price(tier, period); ok {
			all = append(all, p.Buying.price(ctx, price.Cents)+" "+per(ctx, period))
		}
	}
	if len(all) == 0 {
		return t(ctx, "desk_prices.not_sold")
	}
	return names(ctx, all)
}

// untaxed says in which prices one types: before tax, where there is one.
func (p PricesDesk) untaxed(ctx context.Context) string {
	if p.Buying.tax(0).RateBP > 0 {
		return t(ctx, "desk_prices.before_tax")
	}
	return t(ctx, "desk_prices.no_tax")
}

// listOptions are the lists of prices, the one in force first, to promise something about.
func (p PricesDesk) listOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, l := range p.Lists {
		text := t(ctx, "repricings.list_since", "Date", instant(ctx, l.Since))
		if l.Number == p.Offer.PriceList {
			text = t(ctx, "repricings.list_in_force")
		}
		all = append(all, ui.Option{Value: strconv.Itoa(l.Number), Text: text})
	}
	return all
}

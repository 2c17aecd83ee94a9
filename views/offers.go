package views

import (
	"context"
	"fmt"

	"chatiere/models/catalogue"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// OfferPage is what the page of an offer shows.
type OfferPage struct {
	Offer  catalogue.Offer
	Buying Buying
	Tier   catalogue.Tier
	Period catalogue.Period
	Wrong  store.Invalid
}

func (p OfferPage) head(ctx context.Context) Head {
	about := offerAbout(ctx, p.Offer, p.Buying)
	about["@context"] = "https://schema.org"
	return Head{
		Title: p.Offer.Name.Value, Description: excerpt(p.Offer.Summary), Public: p.Offer.Public(), Languages: p.Offer.LanguagesOf,
		Foreign: p.Offer.Name.Foreign() || p.Offer.Summary.Foreign(), Data: about,
	}
}

// tierOptions are the prices as answers: each with what it covers, and its amount for a month and for a year.
func (p OfferPage) tierOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, tier := range catalogue.Tiers {
		if amounts := p.amounts(ctx, tier); amounts != "" {
			all = append(all, ui.Option{Value: string(tier), Text: tierName(ctx, p.Offer, tier), Hint: p.Offer.TierWords[tier].Covers.Value, Extra: amounts})
		}
	}
	return all
}

// amounts are what a tier costs, in each period it is sold for.
func (p OfferPage) amounts(ctx context.Context, tier catalogue.Tier) string {
	month, monthly := p.Offer.Price(tier, catalogue.Month)
	year, yearly := p.Offer.Price(tier, catalogue.Year)
	switch {
	case monthly && yearly:
		return t(ctx, "offers.amounts", "Month", p.Buying.price(ctx, month.Cents), "Year", p.Buying.price(ctx, year.Cents))
	case monthly:
		return p.Buying.price(ctx, month.Cents) + " " + per(ctx, catalogue.Month)
	case yearly:
		return p.Buying.price(ctx, year.Cents) + " " + per(ctx, catalogue.Year)
	}
	return ""
}

// periodOptions are the periods for which the offer is sold.
func (p OfferPage) periodOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, period := range catalogue.Periods {
		if _, sold := p.Offer.From(period); sold {
			all = append(all, ui.Option{Value: string(period), Text: periodName(ctx, period)})
		}
	}
	return all
}

// offerAbout is an offer as schema.org describes one.
func offerAbout(ctx context.Context, o catalogue.Offer, b Buying) map[string]any {
	var prices []map[string]any
	for _, price := range o.Prices {
		shown := b.tax(price.Cents)
		unit := map[catalogue.Period]string{catalogue.Month: "MON", catalogue.Year: "ANN"}[price.Period]
		prices = append(prices, map[string]any{
			"@type": "UnitPriceSpecification", "name": tierName(ctx, o, price.Tier), "priceCurrency": price.Currency,
			"price": fmt.Sprintf("%d.%02d", shown.Gross/100, shown.Gross%100), "valueAddedTaxIncluded": shown.Tax > 0, "unitCode": unit,
		})
	}
	return map[string]any{"@type": "Offer", "name": o.Name.Value, "description": o.Summary.Value, "url": FrameOf(ctx).BaseURL + paths.Offer(lang(ctx), o), "priceSpecification": prices}
}

// priceCards are the tiers of an offer as cards for one period, or for the other where it is not sold by the first.
func priceCards(ctx context.Context, o catalogue.Offer, b Buying) []pricing {
	var all []pricing
	for _, tier := range catalogue.Tiers {
		month, monthly := o.Price(tier, catalogue.Month)
		year, yearly := o.Price(tier, catalogue.Year)
		shown, other := month, ""
		if !monthly {
			shown = year
		} else if yearly {
			other = t(ctx, "offers.or_year", "Price", b.price(ctx, year.Cents))
		}
		if monthly || yearly {
			all = append(all, pricing{
				Tier: tier, Period: shown.Period, Other: other, Yearly: monthly && yearly,
				Card: ui.Price{Name: tierName(ctx, o, tier), Amount: b.price(ctx, shown.Cents), Per: per(ctx, shown.Period), Note: o.TierWords[tier].Covers.Value},
			})
		}
	}
	return all
}

// pricing is one price card with where it leads.
type pricing struct {
	Tier   catalogue.Tier
	Period catalogue.Period
	Card   ui.Price
	Other  string // the price of a year, in words
	Yearly bool   // can be taken for a year, too
}

// entryWord is what the button of an offer says: subscribe at once, or ask first.
func entryWord(ctx context.Context, o catalogue.Offer) string {
	if o.Entry == catalogue.ByReview {
		return t(ctx, "offers.request")
	}
	return t(ctx, "action.subscribe")
}

// entryPath is where an offer's card leads: to its form, or to the request that begins a reviewed offer.
func entryPath(ctx context.Context, o catalogue.Offer, tier, period string) string {
	if o.Entry == catalogue.ByReview {
		return paths.AskOffer(lang(ctx), o.Slug, tier, period)
	}
	return paths.Subscribe(lang(ctx), o.Slug, tier, period)
}

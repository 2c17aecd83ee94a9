package views

import (
	"context"

	"chatiere/locales"
	"chatiere/models/billing"
	amounts "chatiere/models/billing/money"
	"chatiere/models/billing/period"
	"chatiere/models/catalogue"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/ui"
)

// SubscribePage is the form by which one subscribes to an offer at the price chosen on its card.
type SubscribePage struct {
	Form    billing.SubscribeForm
	Offered billing.Offered
	Pricing billing.Pricing
	Owned   []people.Organisation // those the person who signed in may subscribe for
	Wrong   store.Invalid
	Instead bool // the price wished is not sold: the form is for another one
}

// sums is the price with its tax, for a buyer of the chosen country.
func (p SubscribePage) sums() amounts.Totals {
	return p.Pricing.For(p.Offered.Price.Cents, p.Form.Country)
}

// price is the price with tax, and how often: 120,00 € TTC par an.
func (p SubscribePage) price(ctx context.Context) string {
	return taxedPrice(ctx, p.sums(), p.Offered.Price.Currency, p.Form.Period)
}

// taxedPrice is what is paid each time, and whether tax is in it.
func taxedPrice(ctx context.Context, sums amounts.Totals, currency string, every period.Interval) string {
	amount := locales.Money(lang(ctx), sums.Total, currency)
	switch {
	case every == period.Month && sums.VAT > 0:
		return t(ctx, "subscribe.month_with_tax", "Amount", amount)
	case every == period.Month:
		return t(ctx, "subscribe.month", "Amount", amount)
	case sums.VAT > 0:
		return t(ctx, "subscribe.year_with_tax", "Amount", amount)
	}
	return t(ctx, "subscribe.year", "Amount", amount)
}

// tax says how much of it is tax, or that there is none.
func (p SubscribePage) tax(ctx context.Context) string {
	sums := p.sums()
	if sums.VAT == 0 {
		return t(ctx, "subscribe.no_tax")
	}
	return t(ctx, "subscribe.of_which_tax", "Net", locales.Money(lang(ctx), sums.Net, p.Offered.Price.Currency),
		"VAT", locales.Money(lang(ctx), sums.VAT, p.Offered.Price.Currency))
}

func (p SubscribePage) tier() catalogue.TierWords { return p.Offered.Offer.TierWords[p.Form.Tier] }

// owned are the organisations to choose from, and a new one.
func (p SubscribePage) owned(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, o := range p.Owned {
		all = append(all, ui.Option{Value: o.Ref, Text: o.Name})
	}
	return append(all, ui.Option{Value: "", Text: t(ctx, "subscribe.for_new"), Hint: t(ctx, "subscribe.for_new_hint")})
}

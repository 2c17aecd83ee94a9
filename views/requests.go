package views

import (
	"context"
	"time"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/billing/period"
	"chatiere/models/catalogue"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// AskOfferPage is the form that starts a reviewed offer.
type AskOfferPage struct {
	Form    billing.RequestForm
	Offer   catalogue.Offer
	Pricing billing.Pricing
	Owned   []people.Organisation
	Wrong   store.Invalid
}

// guide are the tiers at the chosen period with what each pays for, and an amount of one's own.
func (p AskOfferPage) guide(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, price := range p.Offer.Prices {
		if period.Interval(price.Period) != p.Form.Period {
			continue
		}
		words := p.Offer.TierWords[price.Tier]
		amount := everyPeriod(ctx, p.Pricing.For(price.Cents, p.Form.Country).Total, price.Currency, p.Form.Period)
		all = append(all, ui.Option{Value: string(price.Tier), Text: t(ctx, "requests.guide", "Tier", words.Name.Value, "Amount", amount), Hint: words.Covers.Value})
	}
	return append(all, ui.Option{Value: string(billing.OwnAmount), Text: t(ctx, "requests.own"), Hint: t(ctx, "requests.own_hint")})
}

// everyPeriod is an amount and how often.
func everyPeriod(ctx context.Context, cents int64, currency string, every period.Interval) string {
	amount := locales.Money(lang(ctx), cents, currency)
	if every == period.Month {
		return t(ctx, "subscribe.month", "Amount", amount)
	}
	return t(ctx, "subscribe.year", "Amount", amount)
}

func periodOptions(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: string(period.Year), Text: t(ctx, "requests.by_year")}, {Value: string(period.Month), Text: t(ctx, "requests.by_month")}}
}

func (p AskOfferPage) owned(ctx context.Context) []ui.Option {
	return SubscribePage{Owned: p.Owned}.owned(ctx)
}

// RequestPage is a request with its answer, for those who asked and for those who answer.
type RequestPage struct {
	Request billing.Request
	Quote   billing.Quote
	Pricing billing.Pricing
	Form    billing.AcceptForm
	Letter  billing.ForwardForm
	Answer  billing.AnswerForm
	Wrong   store.Invalid
	Today   time.Time
	Reads   bool // the words, not only the price
	Accepts bool
	Mine    bool
}

// unsaid reports whether the person whose address was given has not said yet that it was them. Opening the link of their first letter says
// so: the request follows in a moment.
func (p RequestPage) unsaid() bool {
	return p.Request.State == billing.RequestUnconfirmed && !p.Request.Organisation.Usable()
}

// Suggested is the amount before tax that an operator finds filled in: what was agreed, else what comes near the wish.
func (p RequestPage) Suggested() int64 {
	if p.Request.AgreedCents > 0 {
		return p.Request.AgreedCents
	}
	net := p.Request.WishedCents
	if p.Pricing.Taxed() {
		bp := int64(p.Pricing.Regime.RateBP)
		net = (net*10000 + (10000+bp)/2) / (10000 + bp)
	}
	return net
}

// price is the agreed amount with its tax, and how often.
func (p RequestPage) price(ctx context.Context) string {
	return everyPeriod(ctx, p.Quote.Totals.Total, "EUR", p.Request.Period)
}

func (p RequestPage) open() bool {
	return p.Request.State == billing.RequestAnswered && !p.Request.Expired(p.Today)
}

// RequestsPage is the operators' list.
type RequestsPage struct {
	Found  store.Page[billing.Request]
	Search billing.RequestSearch
	Now    time.Time
}

func (p RequestsPage) next(ctx context.Context) ui.Link {
	return nextPage(ctx, paths.DeskRequests(lang(ctx)), p.Found.Next, "q", p.Search.Query, "all", yes(p.Search.All))
}

func requestState(ctx context.Context, r billing.Request, today time.Time) (ui.Tone, string) {
	switch {
	case r.Expired(today):
		return ui.Warn, t(ctx, "requests.state_expired")
	case r.State == billing.RequestAnswered:
		return ui.Good, t(ctx, "requests.state_answered")
	case r.State == billing.RequestAccepted:
		return ui.Good, t(ctx, "requests.state_accepted")
	case r.State == billing.RequestListed:
		return ui.Info, t(ctx, "requests.state_listed")
	case r.State == billing.RequestDeclined:
		return ui.Bad, t(ctx, "requests.state_declined")
	case r.State == billing.RequestWithdrawn:
		return ui.Info, t(ctx, "requests.state_withdrawn")
	case r.State == billing.RequestUnconfirmed && !r.Organisation.Usable():
		return ui.Warn, t(ctx, "requests.state_unconfirmed")
	}
	return ui.Info, t(ctx, "requests.state_asked")
}

// requestNext is what happens now.
func requestNext(ctx context.Context, p RequestPage) string {
	switch {
	case p.Request.Expired(p.Today):
		return t(ctx, "requests.next_expired", "Date", dateOnly(ctx, p.Request.ValidUntil))
	case p.Request.State == billing.RequestAnswered:
		return t(ctx, "requests.next_answered", "Date", dateOnly(ctx, p.Request.ValidUntil))
	case p.Request.State == billing.RequestAccepted:
		return t(ctx, "requests.next_accepted")
	case p.Request.State == billing.RequestListed:
		return t(ctx, "requests.next_listed")
	case p.Request.State == billing.RequestDeclined:
		return t(ctx, "requests.next_declined")
	case p.Request.State == billing.RequestWithdrawn:
		return t(ctx, "requests.next_withdrawn")
	case p.unsaid() && p.Mine:
		return t(ctx, "requests.next_mine")
	case p.unsaid():
		return t(ctx, "requests.next_unconfirmed")
	}
	return t(ctx, "requests.next_asked")
}

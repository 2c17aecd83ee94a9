package views

import (
	"context"
	"slices"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/billing/period"
	"chatiere/models/catalogue"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/ui"
)

// ChangePage is where an organisation changes a subscription: the choices, and what one of them brings.
type ChangePage struct {
	PaysFirst    bool         // an upgrade is paid before it takes effect
	Gift         billing.Gift // the code it has, if any
	Organisation people.Organisation
	Subscription billing.Subscription
	Choices      []catalogue.Offer // its own first
	Pricing      billing.Pricing
	Waiting      billing.SubscriptionChange
	Wish         billing.ChangeWish // that waits for an owner
	Owner        bool
	Form         billing.ChangeForm
	Wrong        store.Invalid
	Shown        billing.Changed
	Carriers     int  // other organisations that pay a part of it
	Outdated     bool // what was confirmed is not what it would be now
}

// Now is the form's word for what the subscription is to.
func (p ChangePage) Now() string { return billing.PlanKey(p.Choices[0], p.Subscription.Tier) }

// price is a price before tax as this organisation pays it.
func (p ChangePage) price(ctx context.Context, net int64) string {
	return locales.MoneyShort(lang(ctx), p.Pricing.Of(p.Organisation, net).Total, p.Subscription.Currency)
}

// needsDetails reports whether nothing can be invoiced yet, because the organisation's details are missing.
func (p ChangePage) needsDetails() bool {
	return p.Subscription.State == billing.Running && !p.Organisation.Complete()
}

// offer is the offer of a plan, when it is among the choices.
func (p ChangePage) offer(id uint) (catalogue.Offer, bool) {
	for _, o := range p.Choices {
		if o.ID == id {
			return o, true
		}
	}
	return catalogue.Offer{}, false
}

// cost is what a plan costs each period, tax included.
func (p ChangePage) cost(ctx context.Context, plan billing.Plan) string {
	return p.price(ctx, plan.Cents()) + " " + per(ctx, catalogue.Period(plan.Period))
}

// plan says what a plan is and costs, tax included.
func (p ChangePage) plan(ctx context.Context, plan billing.Plan) string {
	cost := p.cost(ctx, plan)
	o, known := p.offer(plan.OfferID)
	switch name := planName(ctx, o, plan.Tier); {
	case !known:
		return cost
	case plan.Quantity > 1:
		return t(ctx, "changes.plan_times", "Plan", name, "Count", locales.Number(lang(ctx), plan.Quantity), "Cost", cost)
	default:
		return t(ctx, "changes.plan", "Plan", name, "Cost", cost)
	}
}

func planName(ctx context.Context, o catalogue.Offer, tier catalogue.Tier) string {
	if tier == billing.OwnAmount {
		return o.Name.Value
	}
	return o.Name.Value + " (" + tierName(ctx, o, tier) + ")"
}

// plans are the answers to "what instead": each price of each offer with what it covers.
func (p ChangePage) plans(ctx context.Context) ui.Choice {
	q := ui.Choice{Name: "plan", Label: t(ctx, "changes.plan_label"), Hint: t(ctx, "changes.plan_hint"), Value: p.Form.Plan, Error: said(ctx, p.Wrong, "plan")}
	for n, o := range p.Choices {
		tiers := catalogue.Tiers
		if n == 0 && (o.Entry != catalogue.Direct || len(o.Prices) == 0 || p.Subscription.Tier == billing.OwnAmount) {
			tiers = []catalogue.Tier{p.Subscription.Tier}
		}
		for _, tier := range tiers {
			now := n == 0 && tier == p.Subscription.Tier
			amounts := p.amounts(ctx, o, tier, now)
			if amounts == "" {
				continue
			}
			name := planName(ctx, o, tier)
			if now {
				name = t(ctx, "changes.now", "Plan", name)
			}
			q.Options = append(q.Options, ui.Option{Value: billing.PlanKey(o, tier), Text: name, Hint: o.TierWords[tier].Covers.Value, Extra: amounts})
		}
	}
	return q
}

// amounts are what a tier costs, for a month and for a year; what the subscription has keeps its own price.
func (p ChangePage) amounts(ctx context.Context, o catalogue.Offer, tier catalogue.Tier, now bool) string {
	sold := map[period.Interval]int64{}
	for _, every := range []period.Interval{period.Month, period.Year} {
		if price, ok := o.Price(tier, catalogue.Period(every)); ok && o.Entry == catalogue.Direct {
			sold[every] = price.Cents
		}
		if now && every == p.Subscription.Period {
			sold[every] = p.Subscription.UnitCents
		}
	}
	month, monthly := sold[period.Month]
	year, yearly := sold[period.Year]
	switch {
	case monthly && yearly:
		return t(ctx, "offers.amounts", "Month", p.price(ctx, month), "Year", p.price(ctx, year))
	case monthly:
		return p.price(ctx, month) + " " + per(ctx, catalogue.Month)
	case yearly:
		return p.price(ctx, year) + " " + per(ctx, catalogue.Year)
	}
	return ""
}

func (p ChangePage) periods(ctx context.Context) ui.Choice {
	return ui.Choice{Name: "period", Label: t(ctx, "changes.period"), Hint: t(ctx, "changes.period_hint"), Value: string(p.Form.Period), Error: said(ctx, p.Wrong, "period"), Options: []ui.Option{
		{Value: string(period.Month), Text: periodName(ctx, catalogue.Month)}, {Value: string(period.Year), Text: periodName(ctx, catalogue.Year)},
	}}
}

func (p ChangePage) quantity(ctx context.Context) ui.Input {
	return ui.Input{
		Name: "quantity", Label: t(ctx, "changes.quantity"), Hint: t(ctx, "changes.quantity_hint"), Value: p.Form.Quantity, Error: said(ctx, p.Wrong, "quantity"),
		InputMode: "numeric", Short: true, Max: 3,
	}
}

func (p ChangePage) mistakes(ctx context.Context) []ui.Mistake {
	return mistakes(ctx, p.Wrong, "plan", t(ctx, "changes.plan_label"), "period", t(ctx, "changes.period"), "quantity", t(ctx, "changes.quantity"))
}

// happens is when the change takes effect, and what that means, in plain words.
func (p ChangePage) happens(ctx context.Context) string {
	s := p.Shown
	switch {
	case s.Direction == billing.Beforehand && s.ProForma.ID == 0:
		return t(ctx, "changes.happens_invoiced")
	case s.Direction == billing.Beforehand:
		return t(ctx, "changes.happens_beforehand")
	case s.Direction == billing.Downgrade:
		return t(ctx, "changes.happens_later", "Date", dateOnly(ctx, s.OnDay))
	case s.Direction == billing.Swap:
		return t(ctx, "changes.happens_swap")
	case len(s.Charges) == 0:
		return t(ctx, "changes.happens_not_yet")
	case s.From.Period != s.To.Period:
		return t(ctx, "changes.happens_new_period")
	}
	return t(ctx, "changes.happens_now")
}

// closes are the services that a plan takes away, in words; empty where it takes none.
func (p ChangePage) closes(ctx context.Context, from, to billing.Plan) string {
	old, known := p.offer(from.OfferID)
	other, offered := p.offer(to.OfferID)
	if !known || !offered {
		return ""
	}
	var all []string
	for _, s := range old.Services {
		if !slices.ContainsFunc(other.Services, func(kept catalogue.OfferedService) bool { return kept.ServiceID == s.ServiceID }) {
			all = append(all, s.Name.Value)
		}
	}
	if len(all) == 0 {
		return ""
	}
	return t(ctx, "changes.closes", "Services", names(ctx, all))
}

// next is the next invoice, in a sentence.
func (p ChangePage) next(ctx context.Context) string {
	s := p.Shown
	switch {
	case s.NextOn != "":
		return t(ctx, "changes.next_invoice", "Amount", cents(ctx, s.NextCents, p.Subscription.Currency), "On", dateOnly(ctx, s.NextOn), "From", dateOnly(ctx, s.NextFrom))
	case s.Direction == billing.Beforehand:
		return t(ctx, "changes.next_after_delivery")
	}
	return t(ctx, "changes.next_none")
}

func paperTitle(ctx context.Context, direction billing.Direction, on string) string {
	switch {
	case on != "":
		return t(ctx, "changes.paper_credit", "Number", on)
	case direction == billing.Beforehand:
		return t(ctx, "changes.paper_asked")
	}
	return t(ctx, "changes.paper_invoice")
}

// paid reports whether what is shown is paid first.
func (p ChangePage) paid() bool { return p.PaysFirst && p.Shown.NeedsPaying() }

// confirms is the word of the button, with the amount (PRV2).
func (p ChangePage) confirms(ctx context.Context) string {
	amount := cents(ctx, p.Shown.DueCents, p.Subscription.Currency)
	if p.paid() {
		return t(ctx, "changes.pay", "Amount", amount)
	}
	return t(ctx, "changes.confirm", "Amount", amount)
}

// sends is the button that sends the change to the owners, with its amount.
func (p ChangePage) sends(ctx context.Context) string {
	return t(ctx, "changes.send", "Amount", cents(ctx, p.Shown.DueCents, p.Subscription.Currency))
}

// wished says, beside what a change brings now, what it brought when it was sent.
func (p ChangePage) wished(ctx context.Context) string {
	then := cents(ctx, p.Wish.DueCents, p.Subscription.Currency)
	switch {
	case p.Wish.Moved(p.Shown.Terms):
		return t(ctx, "changes.wish_moved", "Name", p.Wish.By.Called(), "Date", moment(ctx, p.Wish.CreatedAt), "Then", then, "Now", cents(ctx, p.Shown.DueCents, p.Subscription.Currency))
	case p.Wish.Repriced(p.Shown.Terms):
		return t(ctx, "changes.wish_repriced", "Name", p.Wish.By.Called(), "Date", moment(ctx, p.Wish.CreatedAt), "Then", p.cost(ctx, p.Wish.To), "Now", p.cost(ctx, p.Shown.To))
	}
	return t(ctx, "changes.wish_same", "Name", p.Wish.By.Called(), "Date", moment(ctx, p.Wish.CreatedAt), "Then", then)
}

// drops reports whether the reader may put aside what waits: an owner says no, or whoever sent it thinks better of it.
func (p ChangePage) drops(ctx context.Context) bool {
	m, in := me(ctx).In(p.Organisation.ID)
	return in && (m.May(people.Owner) || p.Wish.ByID == me(ctx).ID)
}

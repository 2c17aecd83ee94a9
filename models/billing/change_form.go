package billing

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"chatiere/models/billing/money"
	"chatiere/models/billing/period"
	"chatiere/models/catalogue"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// mostOf is how many times one may subscribe to the same offer in one contract.
const mostOf = 999

// ChangeForm is what an organisation wishes instead of what it has.
type ChangeForm struct {
	Plan     string          `form:"plan" query:"plan"` // offer and tier: ensemble:standard
	Period   period.Interval `form:"period" query:"period"`
	Quantity string          `form:"quantity" query:"quantity"` // as typed
	Token    string          `form:"token"`                     // what the person was shown, signed
}

// PlanKey names an offer at a tier in the form.
func PlanKey(o catalogue.Offer, t catalogue.Tier) string { return o.Slug + ":" + string(t) }

// quantity reads how many times.
func (f ChangeForm) quantity() (int64, bool) {
	n, err := strconv.ParseInt(strings.TrimSpace(f.Quantity), 10, 64)
	return n, err == nil && n >= 1 && n <= mostOf
}

// wish is the plan the form asks for, at its price in force; whoever changes only the quantity keeps their own price (CHG7).
func (s Subscription) wish(ctx context.Context, tx *gorm.DB, f ChangeForm, waiting bool) (Plan, error) {
	slug, tier, _ := strings.Cut(f.Plan, ":")
	o, err := s.findChoice(ctx, tx, slug)
	if err != nil {
		return Plan{}, err
	}
	wrong := store.Invalid{}
	quantity, whole := f.quantity()
	if !whole {
		wrong.Add("quantity", "error.between", "Min", 1, "Max", mostOf)
	}
	if !f.Period.Valid() {
		wrong.Add("period", "error.choose")
	}
	if err := wrong.Err(); err != nil {
		return Plan{}, err
	}
	to := Plan{o.ID, s.PriceID, catalogue.Tier(tier), f.Period, quantity, s.UnitCents}
	switch price, sold := o.Price(to.Tier, catalogue.Period(to.Period)); {
	case to.OfferID == s.OfferID && to.Tier == s.Tier && to.Period == s.Period && (o.Entry == catalogue.Direct || quantity == s.Quantity):
	case o.Entry != catalogue.Direct:
		return to, store.Invalid{"plan": {Key: "error.agreed_price"}}
	case !sold:
		return to, store.Invalid{"period": {Key: "error.not_sold"}}
	case price.Currency != s.Currency: // MON1: two currencies never add up
		return to, store.Invalid{"plan": {Key: "error.choose"}}
	default:
		to.PriceID, to.UnitCents = price.ID, price.Cents
	}
	if to == s.Plan() && !waiting {
		return to, store.Invalid{"plan": {Key: "error.nothing_changes"}}
	}
	return to, nil
}

// findChoice is a public offer, or the one the subscription has, whether it is still sold or not.
func (s Subscription) findChoice(ctx context.Context, tx *gorm.DB, slug string) (catalogue.Offer, error) {
	o, err := catalogue.FindOffer(ctx, tx, people.User{}, "", slug)
	if err == nil || !errors.Is(err, store.ErrNotFound) {
		return o, err
	}
	if o, err = catalogue.LoadOffer(ctx, tx, "", s.OfferID); err == nil && o.Slug != slug {
		err = store.Invalid{"plan": {Key: "error.choose"}}
	}
	return o, err
}

// ChoicesFor are the offers a subscription may change to: its own first, then the others that can be had at once.
func ChoicesFor(ctx context.Context, db *gorm.DB, s Subscription, lang string) ([]catalogue.Offer, error) {
	public, err := catalogue.Offers(ctx, db, people.User{}, lang)
	if err != nil {
		return nil, err
	}
	var own, others []catalogue.Offer
	for _, o := range public {
		switch {
		case o.ID == s.OfferID:
			own = append(own, o)
		case o.Entry == catalogue.Direct && len(o.Prices) > 0:
			others = append(others, o)
		}
	}
	if len(own) == 0 {
		o, err := catalogue.LoadOffer(ctx, db, lang, s.OfferID)
		if err != nil {
			return nil, err
		}
		own = append(own, o)
	}
	return append(own, others...), nil
}

// Of is what a price before tax costs an organisation.
func (p Pricing) Of(o people.Organisation, cents int64) money.Totals {
	t := p.treatment(buyerOf(o))
	sums, err := money.Sum([]money.Line{{Category: string(t.Category), RateBP: t.RateBP, Net: cents}})
	if err != nil {
		return money.Totals{}
	}
	return sums
}

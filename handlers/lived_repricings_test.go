package handlers

import (
	"context"

	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/people"
	"chatiere/models/store"
)

// reprices puts newer prices in force for the offer that Fée subscribed to, and announces them to those who pay the older ones.
func (l *lived) reprices(alix people.User) {
	l.t.Helper()
	ctx := context.Background()
	s, err := store.From[billing.Subscription](l.db).Where("organisation_id = ? and state = 'running' and cancel_on = ''", l.fee.ID).Order("id").Take(ctx)
	l.must(err)
	o, err := catalogue.LoadOffer(ctx, l.db, "fr", s.OfferID)
	l.must(err)
	cents := map[catalogue.Tier]map[catalogue.Period]*int64{}
	for _, p := range o.Prices {
		if cents[p.Tier] == nil {
			cents[p.Tier] = map[catalogue.Period]*int64{}
		}
		dearer := p.Cents + 300
		cents[p.Tier][p.Period] = &dearer
	}
	l.must(o.SetPrices(ctx, l.db, alix, catalogue.PriceForm{Cents: cents, Reason: "L’énergie", Version: o.Version}))
	o, err = catalogue.LoadOffer(ctx, l.db, "fr", s.OfferID)
	l.must(err)
	form := billing.RepricingForm{OnDay: store.Now(l.db).AddDate(0, 0, 90).Format("2006-01-02"), Why: map[string]string{"fr": "L’énergie coûte plus cher.", "en": "Energy costs more."}}
	plan, err := billing.PlanRepricing(ctx, l.db, alix, o, form)
	l.must(err)
	r, _, err := billing.Announce(ctx, l.db, alix, o, form, plan.Digest())
	l.must(err)
	l.made["/:lang/desk/repricings/:ref"], l.made["/:lang/o/:org/subscriptions/:ref/repricing"], l.made["/:lang/desk/offers/:slug/repricings/new"] = r.Ref, s.Ref, o.Slug
}

package handlers

import (
	"context"
	"time"

	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/store"
)

// growRepricings adds a list of prices to the first offer, and announces it to one more subscription, or one more announcement is taken back.
func growRepricings(w *world, n int) {
	ctx, ops := context.Background(), w.as("admin")
	p, err := billing.Subscribe(ctx, w.s.db, w.as("owner"), billing.SubscribeForm{Offer: "ensemble", Tier: catalogue.Standard, Period: "year", For: w.org.Ref, Country: "FR", Terms: true, Lang: "fr"})
	w.must(err)
	w.must(billing.Delivered(ctx, w.s.db, ops.Actor(), p.SubscriptionID, store.Today(w.s.db, time.UTC)))
	o, err := catalogue.OfferToEdit(ctx, w.s.db, ops, "ensemble")
	w.must(err)
	month, year := int64(2000+10*n), int64(20000+100*n)
	w.must(o.SetPrices(ctx, w.s.db, ops, catalogue.PriceForm{Version: o.Version, Cents: map[catalogue.Tier]map[catalogue.Period]*int64{catalogue.Standard: {catalogue.Month: &month, catalogue.Year: &year}}}))
	o, err = catalogue.OfferToEdit(ctx, w.s.db, ops, "ensemble")
	w.must(err)
	form := billing.RepricingForm{OnDay: store.Today(w.s.db, time.UTC).AddDate(0, 0, 70).Format("2006-01-02")}
	plan, err := billing.PlanRepricing(ctx, w.s.db, ops, o, form)
	w.must(err)
	s, err := billing.LoadSubscription(ctx, w.s.db, p.SubscriptionID)
	w.must(err)
	r, _, err := billing.Announce(ctx, w.s.db, ops, o, form, plan.Digest())
	w.must(err)
	w.things["repricing"], w.things["repriced"] = r.Ref, s.Ref
}

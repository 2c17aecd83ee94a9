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
	o, err := catalogue.OfferToEdit(ctx, w.s.db, ops, "ensemble")
	w.must(err)
	month, year := int64(2000+10*n), int64(20000+100*n)
	w.must(o.SetPrices(ctx, w.s.db, ops, catalogue.PriceForm{Version: o.Version, Cents: map[catalogue.Tier]map[catalogue.Period]*int64{catalogue.Standard: {catalogue.Month: &month, catalogue.Year: &year}}}))
	s, err := store.From[billing.Subscription](w.s.db).Where("organisation_id = ? and state = 'accepted'", w.org.ID).Order("id").Take(ctx)
	w.must(err)
	w.must(billing.Delivered(ctx, w.s.db, ops.Actor(), s.ID, store.Today(w.s.db, time.UTC)))
	o, err = catalogue.OfferToEdit(ctx, w.s.db, ops, "ensemble")
	w.must(err)
	form := billing.RepricingForm{OnDay: store.Today(w.s.db, time.UTC).AddDate(0, 0, 70).Format("2006-01-02")}
	plan, err := billing.PlanRepricing(ctx, w.s.db, ops, o, form)
	w.must(err)
	r, _, err := billing.Announce(ctx, w.s.db, ops, o, form, plan.Digest())
	w.must(err)
	w.things["repricing"], w.things["repriced"] = r.Ref, s.Ref
}

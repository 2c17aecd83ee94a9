package handlers

import (
	"context"
	"fmt"

	"chatiere/models/billing"
	"chatiere/models/catalogue"
)

// growGifts makes one more gift code, and one more subscription that has the first one, which is for one offer.
func growGifts(w *world, n int) {
	ctx := context.Background()
	form := billing.GiftCodeForm{Code: fmt.Sprintf("CODE-%d", n), Kind: billing.GiftPercentage, Percent: "20", Lasts: "once", Reason: "x", Offers: []string{"ensemble"}}
	code, err := billing.MakeGiftCode(ctx, w.s.db, w.as("admin"), form)
	w.must(err)
	if n == 0 {
		w.things["gift code"] = code.Ref
	}
	_, err = billing.Subscribe(ctx, w.s.db, w.as("owner"), billing.SubscribeForm{
		Offer: "ensemble", Tier: catalogue.Standard, Period: "year", For: w.org.Ref, Country: "FR", Terms: true, Lang: "fr", Gift: "code-0",
	})
	w.must(err)
}

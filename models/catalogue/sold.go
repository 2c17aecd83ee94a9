package catalogue

import (
	"context"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// SoldOffers returns every offer, published or not, with its services and the prices of all its lists, newest list first, for importers of
// subscriptions: who subscribed long ago keeps an old price.
func SoldOffers(ctx context.Context, db *gorm.DB) ([]Offer, error) {
	all, err := offersOf(ctx, db, "1 = 1")
	if err != nil {
		return nil, err
	}
	prices, err := store.From[Price](db).Order("offer_id, list desc, id").Find(ctx)
	at := map[uint]int{}
	for n := range all {
		at[all[n].ID], all[n].Prices = n, nil
	}
	for _, p := range prices {
		if n, known := at[p.OfferID]; known {
			all[n].Prices = append(all[n].Prices, p)
		}
	}
	return all, err
}

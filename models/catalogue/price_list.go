package catalogue

import (
	"context"
	"time"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// PriceList is the prices that were in force together, from a moment until the next list.
type PriceList struct {
	Number int
	Since  time.Time
	Prices []Price
}

// PriceListsOf returns the last ten lists of an offer, the one in force first.
func PriceListsOf(ctx context.Context, db *gorm.DB, o Offer) ([]PriceList, error) {
	prices, err := store.From[Price](db).Where("offer_id = ? and list > ?", o.ID, o.PriceList-10).
		Order("list desc, case tier when 'symbolic' then 1 when 'standard' then 2 else 3 end, period").Find(ctx)
	var all []PriceList
	for _, p := range prices {
		if len(all) == 0 || all[len(all)-1].Number != p.List {
			all = append(all, PriceList{Number: p.List, Since: p.CreatedAt})
		}
		all[len(all)-1].Prices = append(all[len(all)-1].Prices, p)
	}
	return all, err
}

// Price returns the price of the list for a tier and a period.
func (l PriceList) Price(t Tier, p Period) (Price, bool) { return Offer{Prices: l.Prices}.Price(t, p) }

package catalogue

import (
	"context"
	"time"

	"gorm.io/gorm"
)

// PriceList is the prices that were in force together, from a moment until the next list.
type PriceList struct {
	Number int
	Since  time.Time
	Prices []Price
	Kept   string // a promise for it: KeptWhileTheyStay, or its last day; empty when there is none
}

// PriceListsOf returns the last ten lists of an offer, the one in force first.
func PriceListsOf(ctx context.Context, db *gorm.DB, o Offer) ([]PriceList, error) {
	var prices []struct {
		Price    `gorm:"embedded"`
		Promised bool
		UntilOn  string
	}
	err := db.WithContext(ctx).Raw(`select p.*, k.id is not null as promised, coalesce(k.until_on, '') as until_on
		from prices p left join price_promises k on k.offer_id = p.offer_id and k.list = p.list where p.offer_id = ? and p.list > ?
		order by p.list desc, case p.tier when 'symbolic' then 1 when 'standard' then 2 else 3 end, p.period`, o.ID, o.PriceList-10).Scan(&prices).Error
	var all []PriceList
	for _, p := range prices {
		if len(all) == 0 || all[len(all)-1].Number != p.List {
			all = append(all, PriceList{Number: p.List, Since: p.CreatedAt, Kept: kept(p.Promised, p.UntilOn)})
		}
		all[len(all)-1].Prices = append(all[len(all)-1].Prices, p.Price)
	}
	return all, err
}

// Price returns the price of the list for a tier and a period.
func (l PriceList) Price(t Tier, p Period) (Price, bool) { return Offer{Prices: l.Prices}.Price(t, p) }

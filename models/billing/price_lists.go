package billing

import (
	"context"

	"gorm.io/gorm"
)

// PayingByList counts the subscriptions of an offer that still pay the prices of each of its lists, in one statement.
func PayingByList(ctx context.Context, db *gorm.DB, offerID uint) (map[int]int, error) {
	var rows []struct{ List, N int }
	err := db.WithContext(ctx).Raw(`select p.list, count(*) as n from subscriptions s join prices p on p.id = s.price_id
		where s.offer_id = ? and s.state <> ? group by p.list`, offerID, Ended).Scan(&rows).Error
	by := map[int]int{}
	for _, r := range rows {
		by[r.List] = r.N
	}
	return by, err
}

package billing

import (
	"context"

	"chatiere/models/billing/period"

	"gorm.io/gorm"
)

// Offered is what a card of the catalogue offered: an offer at one of its prices.
type Offered struct {
	OfferID  uint
	PriceID  uint
	Slug     string
	Direct   bool
	Tier     string
	Period   period.Interval
	Cents    int64 // one period, before tax
	Currency string
	Label    string // in the reader's language
}

// FindOffered returns a published offer at the price chosen on its card, else store.ErrNotFound.
func FindOffered(ctx context.Context, db *gorm.DB, slug, tier string, every period.Interval, lang string) (Offered, error) {
	o := Offered{Slug: slug, Tier: tier, Period: every, Label: slug}
	err := db.WithContext(ctx).Table("offers o").Joins("join prices p on p.offer_id = o.id and p.list = o.price_list").
		Select("o.id as offer_id, p.id as price_id, o.entry = 'direct' as direct, p.cents, p.currency").
		Where("o.slug = ? and o.published_at is not null and p.tier = ? and p.period = ?", slug, tier, every).Take(&o).Error
	return o, err
}

// labelOf is what a document calls an offer at a tier.
func labelOf(ctx context.Context, tx *gorm.DB, s Subscription, lang string) (string, error) {
	var slug string
	err := tx.WithContext(ctx).Table("offers").Where("id = ?", s.OfferID).Pluck("slug", &slug).Error
	return slug, err
}

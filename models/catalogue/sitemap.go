package catalogue

import (
	"context"

	"chatiere/models/content"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Sitemap returns the public services and offers that search engines may list in a language, in two statements, without their texts.
func Sitemap(ctx context.Context, db *gorm.DB, lang string) ([]Service, []Offer, error) {
	condition, args := content.Indexable(lang, typeService, "services.ref", store.Now(db))
	services, err := store.From[Service](db).Where("published_at is not null").Where(condition, args...).Order("id").Limit(20_000).Find(ctx)
	if err != nil {
		return nil, nil, err
	}
	condition, args = content.Indexable(lang, typeOffer, "offers.ref", store.Now(db))
	offers, err := store.From[Offer](db).Where("published_at is not null").Where(condition, args...).Order("id").Limit(20_000).Find(ctx)
	return services, offers, err
}

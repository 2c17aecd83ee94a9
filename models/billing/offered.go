package billing

import (
	"context"

	"chatiere/models/billing/period"
	"chatiere/models/catalogue"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Offered is what a card of the catalogue offered: an offer at one of its prices in force.
type Offered struct {
	Offer catalogue.Offer
	Price catalogue.Price
}

// FindOffered returns a public offer at the price chosen on its card, else store.ErrNotFound.
func FindOffered(ctx context.Context, db *gorm.DB, slug string, tier catalogue.Tier, every period.Interval, lang string) (Offered, error) {
	o, err := catalogue.FindOffer(ctx, db, people.User{}, lang, slug)
	if err != nil {
		return Offered{}, err
	}
	price, ok := o.Price(tier, catalogue.Period(every))
	if !ok {
		return Offered{}, store.ErrNotFound
	}
	return Offered{o, price}, nil
}

// NearestOffered returns a public offer at the price that comes closest to the one wished; without a price where the offer has none.
func NearestOffered(ctx context.Context, db *gorm.DB, slug string, tier catalogue.Tier, every period.Interval, lang string) (Offered, error) {
	o, err := catalogue.FindOffer(ctx, db, people.User{}, lang, slug)
	price, _ := o.Nearest(tier, catalogue.Period(every))
	return Offered{o, price}, err
}

// LabelOf is what documents and letters call a subscription: the offer's name and its tier's, in that language.
func LabelOf(ctx context.Context, db *gorm.DB, s Subscription, lang string) (string, error) {
	o, err := catalogue.NameOffer(ctx, db, lang, s.OfferID)
	if err != nil {
		return "", err
	}
	name, tier := o.Name.Value, o.TierWords[s.Tier].Name.Value
	if name == "" {
		name = o.Slug
	}
	if tier == "" {
		return name, nil
	}
	return name + " (" + tier + ")", nil
}

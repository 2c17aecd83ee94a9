package catalogue

import (
	"context"

	"chatiere/models/content"

	"gorm.io/gorm"
)

// Called are the names of some offers and services, as readers of a language see them.
type Called struct{ texts content.Texts }

// NamesOf reads the names of offers and services by their ids, in one statement: for pages that only name them.
func NamesOf(ctx context.Context, db *gorm.DB, lang string, offers, services []uint) (Called, error) {
	texts, err := content.TextsOfAll(ctx, db, lang, content.Resources{Type: typeOffer, IDs: offers, Fields: []string{"name"}},
		content.Resources{Type: typeService, IDs: services, Fields: []string{"name"}})
	return Called{texts}, err
}

// Offer is the name of an offer.
func (c Called) Offer(id uint) content.Text { return c.texts.Of(typeOffer, id, "name") }

// Service is the name of a service.
func (c Called) Service(id uint) content.Text { return c.texts.Of(typeService, id, "name") }

package catalogue

import (
	"context"

	"chatiere/models/content"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Place is where a subject of the catalogue stands, for the editors' desk.
type Place struct {
	Type   string
	Ref    string
	Slug   string
	Name   string // of an upstream: a proper name, the same in every language
	Public bool
}

// Subject is what the editors' desk knows it as.
func (p Place) Subject() content.Subject { return content.Subject{Type: p.Type, Ref: p.Ref} }

// PlacesOf returns those among some refs that are of services, offers and upstreams, in one statement.
func PlacesOf(ctx context.Context, db *gorm.DB, refs []string) ([]Place, error) {
	var places []Place
	if len(refs) == 0 {
		return places, nil
	}
	err := db.WithContext(ctx).Raw(`select 'service' as type, ref, slug, '' as name, published_at is not null as public from services where ref in ?
		union all select 'offer', ref, slug, '', published_at is not null from offers where ref in ?
		union all select 'upstream', ref, slug, name, true from upstreams where ref in ?`, refs, refs, refs).Scan(&places).Error
	return places, err
}

// Choices are the services by slug and name, in the reader's language, in two statements: to choose one of them.
func Choices(ctx context.Context, db *gorm.DB, lang string) ([]Place, error) {
	services, err := store.From[Service](db).Order("position, id").Limit(500).Find(ctx)
	if err != nil {
		return nil, err
	}
	texts, err := content.TextsOf(ctx, db, lang, typeService, idsOf(services), "name")
	var all []Place
	for _, s := range services {
		all = append(all, Place{Type: typeService, Ref: s.Ref, Slug: s.Slug, Name: texts.Of(typeService, s.ID, "name").Value, Public: s.Public()})
	}
	return all, err
}

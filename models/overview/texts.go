package overview

import (
	"context"

	"chatiere/models/catalogue"
	"chatiere/models/content"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Texts returns a page of the editors' desk, pages and catalogue together, in four statements.
func Texts(ctx context.Context, db *gorm.DB, u people.User, f content.DeskFilter) (store.Page[content.Item], error) {
	page, err := content.Desk(ctx, db, u, f)
	if err != nil {
		return page, err
	}
	return page, placed(ctx, db, page.Items)
}

// ExportTexts returns everything the filter finds, for a file.
func ExportTexts(ctx context.Context, db *gorm.DB, u people.User, f content.DeskFilter) ([]content.Item, error) {
	items, err := content.ExportDesk(ctx, db, u, f)
	if err != nil {
		return nil, err
	}
	return items, placed(ctx, db, items)
}

// placed says of services, offers and upstreams where they stand and whether readers can come to them.
func placed(ctx context.Context, db *gorm.DB, items []content.Item) error {
	var refs []string
	for _, i := range items {
		if i.Kind == "" {
			refs = append(refs, i.Subject.Ref)
		}
	}
	places, err := catalogue.PlacesOf(ctx, db, refs)
	by := map[content.Subject]catalogue.Place{}
	for _, p := range places {
		by[p.Subject()] = p
	}
	for n, i := range items {
		p, known := by[i.Subject]
		if !known {
			continue
		}
		items[n].Slug, items[n].Public = p.Slug, p.Public
		if p.Name != "" {
			items[n].Title = p.Name
		}
	}
	return err
}

// PlaceOf says of one subject of the desk where readers find it, in one statement: a page by kind and slug, a service or an offer by slug.
func PlaceOf(ctx context.Context, db *gorm.DB, s content.Subject) (content.Item, error) {
	if page, known, err := content.PageOf(ctx, db, s); err != nil || known {
		return content.Item{Subject: s, Kind: page.Kind, Slug: page.Slug, Public: page.Public()}, err
	}
	items := []content.Item{{Subject: s, Public: true}}
	err := placed(ctx, db, items)
	return items[0], err
}

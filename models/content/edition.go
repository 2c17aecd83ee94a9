package content

import (
	"context"
	"fmt"
	"strings"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// Editions names the editions of some pages as they stand now, such as the terms that somebody accepts:
// "terms 2026-11-25 v3; processor-contract 2026-11-25 v1". Pages that are not published are left out.
func Editions(ctx context.Context, db *gorm.DB, kind Kind, slugs ...string) (string, error) {
	pages, err := store.From[Page](db).Where("kind = ? and slug in ? and published_at is not null", kind, slugs).Order("slug desc").Find(ctx)
	var names []string
	for _, p := range pages {
		names = append(names, fmt.Sprintf("%s %s v%d", p.Slug, p.EffectiveOn, p.Version))
	}
	return strings.Join(names, "; "), err
}

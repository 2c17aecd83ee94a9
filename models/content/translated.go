package content

import (
	"context"
	"time"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// Translated is how many passages a person translated into a language and another person agreed with.
type Translated struct {
	AuthorID uint
	Lang     string
	Passages int64
}

// TranslatedBetween counts what was agreed with from one instant until another, by author and language; a text that its author reviewed
// alone is not in it.
func TranslatedBetween(ctx context.Context, db *gorm.DB, from, until time.Time) (all []Translated, err error) {
	err = db.WithContext(ctx).Model(&Unit{}).Select("author_id, lang, count(*) as passages").
		Where("reviewed_at >= ? and reviewed_at < ? and self_reviewed = ? and author_id is not null and reviewer_id is not null and reviewer_id <> author_id", from, until, false).
		Where("state in ?", []State{Reviewed, Approved}).Group("author_id, lang").Order("author_id, lang").Limit(store.MostRows).Scan(&all).Error
	return all, err
}

package content

import (
	"context"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// ProgressOf says how far all subjects of some types have come in each language, in one statement: for lists of those who may see them.
func ProgressOf(ctx context.Context, db *gorm.DB, types ...string) (map[Subject]map[string]Progress, error) {
	var rows []deskRow
	err := db.WithContext(ctx).Raw(`select d.subject_type, d.subject_ref, d.source_lang, b.lang, b.segments, b.done, b.stale, b.stale_since, b.shown_until, b.whole
		from documents d join builds b on b.document_id = d.id where d.subject_type in ? and d.source <> ''`, types).Scan(&rows).Error
	return sum(rows, store.Now(db)), err
}

package content

import (
	"context"
	"time"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// Indexable is a condition for the rows of another table: all texts of the subject are shown in a language, and somebody has read them.
// column holds the subject's ref in that table.
func Indexable(lang, subjectType, column string, now time.Time) (condition string, args []any) {
	return `not exists (select 1 from documents d left join builds b on b.document_id = d.id and b.lang = ?
		where d.subject_type = ? and d.subject_ref = ` + column + ` and d.source <> ''
		and (b.id is null or not b.whole or b.shown_until <= ? or b.state in ('mt_draft', 'in_review')))`, []any{lang, subjectType, now}
}

// Sitemap returns the public pages that search engines may list in a language, in one statement, without their texts.
func Sitemap(ctx context.Context, db *gorm.DB, lang string) ([]Page, error) {
	condition, args := Indexable(lang, typePage, "pages.ref", store.Now(db))
	return store.From[Page](db).Where("published_at is not null").Where(condition, args...).Order("id").Limit(50_000).Find(ctx)
}

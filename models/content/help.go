package content

import (
	"context"
	"strings"

	"gorm.io/gorm"
)

// HelpFor returns at most three public help pages that speak of what somebody asks, the closest first, in two statements.
// Short words say nothing; a page must speak of a third of the others.
func HelpFor(ctx context.Context, db *gorm.DB, lang, asked string) ([]Page, error) {
	var points []string
	var args []any
	for _, word := range telling(asked) {
		condition, of := Matching(lang, typePage, "pages.id", word)
		points, args = append(points, "case when "+condition+" then 3 else 0 end"), append(args, of...)
	}
	if len(points) == 0 {
		return nil, nil
	}
	score := "(" + strings.Join(points, " + ") + ")"
	var pages []Page
	err := db.WithContext(ctx).Raw(`select pages.* from pages where kind = ? and published_at is not null and `+score+` >= ?
		order by `+score+` desc, position, id limit 3`, append(append(append([]any{KindHelp}, args...), len(points)), args...)...).Scan(&pages).Error
	if err != nil || len(pages) == 0 {
		return nil, err
	}
	return pages, titles(ctx, db, lang, pages)
}

// telling are the words of a question that say what it is about: longer than three letters, each once, at most eight.
func telling(asked string) []string {
	var words []string
	seen := map[string]bool{}
	for _, word := range strings.FieldsFunc(Fold(asked), func(r rune) bool { return !('a' <= r && r <= 'z' || '0' <= r && r <= '9' || r > 127) }) {
		if len([]rune(word)) > 3 && !seen[word] && len(words) < 8 {
			seen[word] = true
			words = append(words, word)
		}
	}
	return words
}

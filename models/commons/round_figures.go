package commons

import (
	"context"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// RoundFigure is a round in a line: what it shared, and what of it is paid.
type RoundFigure struct {
	Round
	Books RoundBooks
}

// Projects is how many projects receive something of it.
func (f RoundFigure) Projects() int { return len(f.Books.Parts) }

// latestRounds is how many rounds are told in a line each; the others are a step further.
const latestRounds = 5

// RoundFigures are the latest rounds that everybody knows of, in at most three statements.
func RoundFigures(ctx context.Context, db *gorm.DB) ([]RoundFigure, error) {
	rounds, err := store.From[Round](db).Where("opened_at is not null and state <> ?", RoundCancelled).Order("id desc").Limit(latestRounds).Find(ctx)
	if err != nil {
		return nil, err
	}
	books, err := booksOf(ctx, db, rounds)
	all := make([]RoundFigure, len(rounds))
	for n, r := range rounds {
		all[n] = RoundFigure{r, books[n]}
	}
	return all, err
}

package commons

import (
	"context"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// owing are the rounds of which projects are still owed a part, by upstream, the oldest first: a payment pays them all.
func owing(ctx context.Context, tx *gorm.DB) (map[uint][]Round, error) {
	rounds, err := store.From[Round](tx).Where("entry_id is not null and state <> ?", RoundCancelled).Order("id desc").Limit(100).Find(ctx)
	if err != nil {
		return nil, err
	}
	books, err := booksOf(ctx, tx, rounds)
	all := map[uint][]Round{}
	for n := len(rounds) - 1; n >= 0; n-- {
		for upstream, part := range books[n].Parts {
			if part.Owed > 0 {
				all[upstream] = append(all[upstream], rounds[n])
			}
		}
	}
	return all, err
}

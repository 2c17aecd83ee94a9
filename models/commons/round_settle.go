package commons

import (
	"context"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Export says that the payment file has left. It is refused while the books know of no payment to a project of the round.
func (r *Round) Export(ctx context.Context, db *gorm.DB, by people.User) error {
	return r.settle(ctx, db, by, RoundExported)
}

// Settle says that every payment was confirmed or came back. It is refused while the books know of one on its way. What a project is still
// owed, for want of an address, stays on its account and is shown.
func (r *Round) Settle(ctx context.Context, db *gorm.DB, by people.User) error {
	return r.settle(ctx, db, by, RoundPaid)
}

func (r *Round) settle(ctx context.Context, db *gorm.DB, by people.User, to RoundState) error {
	if !by.Is(people.Accountant, people.Operator) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		now, err := takeRound(ctx, tx, r.ID)
		if err != nil {
			return err
		}
		*r = now
		b, err := r.BooksOf(ctx, tx)
		if err != nil {
			return err
		}
		if b.Allocated > 0 && !b.Moved() {
			return wrong("settle", "error.round_nothing_sent")
		}
		if to == RoundPaid && b.InTransit > 0 {
			return wrong("settle", "error.round_in_transit")
		}
		return r.move(ctx, tx, to, by, "")
	})
}

// RoundSettled moves on every round whose money has left, or has arrived whole, as the books say; and, from the last day for payments on, one
// whose payments were each confirmed or came back (reciprocity.md 9.3): what is owed then waits for the project, not for us. It is safe to ask at
// any time; a job asks each hour.
func RoundSettled(ctx context.Context, tx *gorm.DB) error {
	waiting, err := store.From[Round](tx).Where("state in ?", []RoundState{RoundApproved, RoundExported}).Order("id").Limit(100).Find(ctx)
	if err != nil {
		return err
	}
	for _, r := range waiting {
		b, err := r.BooksOf(ctx, tx)
		if err != nil {
			return err
		}
		left := b.Allocated == 0 || b.Moved()
		if left && r.State == RoundApproved {
			if err := r.move(ctx, tx, RoundExported, people.User{}, ""); err != nil {
				return err
			}
		}
		over, err := r.answered(ctx, tx, b)
		if err != nil {
			return err
		}
		if left && over {
			if err := r.move(ctx, tx, RoundPaid, people.User{}, ""); err != nil {
				return err
			}
		}
	}
	return nil
}

// answered reports whether every payment of the round was confirmed or came back, and none can be made: all of it arrived, or the day for payments
// has come and whatever is owed waits for something.
func (r Round) answered(ctx context.Context, tx *gorm.DB, b RoundBooks) (bool, error) {
	day, err := today(ctx, tx)
	if err != nil || b.Complete() || b.InTransit > 0 || day < r.Rules().Deadlines.Paid {
		return b.Complete(), err
	}
	waits, err := r.waits(ctx, tx, day)
	for upstream, part := range b.Parts {
		if part.Owed > 0 && waits[upstream].Reason == WaitsNext {
			return false, err
		}
	}
	return true, err
}

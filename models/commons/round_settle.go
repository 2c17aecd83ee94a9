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

// RoundSettled moves on every round whose money has left, or has arrived whole, as the books say. It is safe to ask at any time; whoever
// moves money of projects asks in the same transaction, and a job asks each hour.
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
		if left && b.Complete() {
			if err := r.move(ctx, tx, RoundPaid, people.User{}, ""); err != nil {
				return err
			}
		}
	}
	return nil
}

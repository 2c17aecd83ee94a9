package jobs

import (
	"context"

	"chatiere/models/customers"
	"chatiere/models/store"
	"chatiere/views/emails"

	"gorm.io/gorm"
)

// arrivals is how many people are written to in one go.
const arrivals = 100

// customerBatchConfirmed tells the people of a batch where their space is now, some at a time. Safe to run twice: a letter is keyed by batch and
// person.
func (w Worker) customerBatchConfirmed(ctx context.Context, news customers.BatchConfirmed) error {
	b, err := customers.LoadBatch(ctx, w.DB, news.BatchID)
	if err != nil {
		return err
	}
	host, err := w.hostName(ctx)
	if err != nil {
		return err
	}
	some, err := customers.ArrivedWith(ctx, w.DB, b, news.After, arrivals)
	if err != nil {
		return err
	}
	for _, one := range some {
		if err := w.post(ctx, one.User, emails.MovedIn(b, one, host)); err != nil {
			return err
		}
	}
	if len(some) < arrivals {
		return nil
	}
	return store.InTx(ctx, w.DB, func(tx *gorm.DB) error {
		return store.Enqueue(tx, customers.BatchConfirmed{BatchID: b.ID, After: some[len(some)-1].User.ID})
	})
}

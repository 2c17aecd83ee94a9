package jobs

import (
	"context"
	"errors"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// KeepHeld keeps at once the promises that were kept back, and those they make in turn, by the clock of db.
// Letters go to the outbox page and to nobody: what is told here happened elsewhere, or never.
func (w Worker) KeepHeld(ctx context.Context, db *gorm.DB) error {
	w.DB, w.Mail, w.Development = db, nil, true
	ctx = store.Hold(ctx)
	for {
		p, err := store.NextHeld(ctx, db)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := w.Keep(ctx, p.Kind, p.Args); err != nil {
			return err
		}
		if err := p.Kept(ctx, db); err != nil {
			return err
		}
	}
}

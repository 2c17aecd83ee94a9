package commons

import (
	"context"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// How long nothing may move before both sides are reminded, and how long after that it lapses (reciprocity.md 4).
const (
	remindAfter = 60 * 24 * time.Hour
	lapseAfter  = 90 * 24 * time.Hour
)

// ContributionsQuiet asks, once a day, what nobody has touched for long.
type ContributionsQuiet struct{}

// Kind names the promise.
func (ContributionsQuiet) Kind() string { return "contributions_quiet" }

// Remind promises word to both sides of what nobody has touched for 60 days, and lets lapse what stayed so for 90 days after that. It
// returns how many of each. Nothing is lost: one click takes up again what has lapsed.
func Remind(ctx context.Context, db *gorm.DB) (reminded, lapsed int, err error) {
	now := store.Now(db)
	waiting := db.WithContext(ctx).Model(&Contribution{}).Where("state in ?", []State{Submitted, NeedsInfo}).Order("id").Limit(500)
	var quiet, silent []uint
	if err := waiting.Session(&gorm.Session{}).Where("reminded_at is null and stirred_at <= ?", now.Add(-remindAfter)).Pluck("id", &quiet).Error; err != nil {
		return 0, 0, err
	}
	if err := waiting.Session(&gorm.Session{}).Where("reminded_at <= ?", now.Add(-lapseAfter)).Pluck("id", &silent).Error; err != nil {
		return 0, 0, err
	}
	for _, id := range quiet {
		if err := remind(ctx, db, id); err != nil {
			return reminded, lapsed, err
		}
		reminded++
	}
	for _, id := range silent {
		if err := lapse(ctx, db, id); err != nil {
			return reminded, lapsed, err
		}
		lapsed++
	}
	return reminded, lapsed, nil
}

func remind(ctx context.Context, db *gorm.DB, id uint) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		done := tx.WithContext(ctx).Model(&Contribution{}).Where("id = ? and reminded_at is null and state in ?", id, []State{Submitted, NeedsInfo}).
			UpdateColumn("reminded_at", store.Now(tx))
		if done.Error != nil || done.RowsAffected == 0 {
			return done.Error
		}
		return store.Enqueue(tx, ContributionReminded{ContributionID: id})
	})
}

func lapse(ctx context.Context, db *gorm.DB, id uint) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		c, err := take(ctx, tx, id)
		if err != nil {
			return err
		}
		if c.RemindedAt == nil || c.RemindedAt.After(store.Now(tx).Add(-lapseAfter)) {
			return nil // somebody moved it meanwhile
		}
		return c.move(ctx, tx, Lapsed, people.User{}, AsSystem, "")
	})
}

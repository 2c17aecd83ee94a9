package store

import (
	"context"
	"time"

	"gorm.io/gorm"
)

// PromiseRow is a promise as the operator sees it: what, when, how often it was tried, and what went wrong.
type PromiseRow struct {
	ID          int64
	Kind        string
	State       string // available, scheduled, running, retryable, completed, cancelled, discarded
	Attempt     int
	MaxAttempts int
	ScheduledAt time.Time
	CreatedAt   time.Time
}

// Failing reports whether the promise went wrong at least once and was not kept since.
func (p PromiseRow) Failing() bool { return p.State == "retryable" || p.State == "discarded" }

// PromisesOf returns a page of promises in one state ("" for those that wait or fail), newest first.
func PromisesOf(ctx context.Context, db *gorm.DB, state string, after uint) (Page[PromiseRow], error) {
	q := db.WithContext(ctx).Table("river_job").Select("id", "kind", "cast(state as text) as state", "attempt", "max_attempts", "scheduled_at", "created_at").Order("id desc").Limit(PageSize + 1)
	if state == "" {
		q = q.Where("state in ('available','scheduled','running','retryable','discarded')")
	} else {
		q = q.Where("cast(state as text) = ?", state)
	}
	if after > 0 {
		q = q.Where("id < ?", after)
	}
	var rows []PromiseRow
	err := q.Scan(&rows).Error
	return Paged(rows, PageSize, func(p PromiseRow) string { return Key(uint(p.ID)) }), err
}

// FailingPromises counts the promises that went wrong and were not kept since.
func FailingPromises(ctx context.Context, db *gorm.DB) (int64, error) {
	var n int64
	err := db.WithContext(ctx).Table("river_job").Where("state in ('retryable','discarded')").Count(&n).Error
	return n, err
}

// TryAgain lets a failed promise be kept at once, with one more attempt if it had none left.
func TryAgain(ctx context.Context, db *gorm.DB, id int64) error {
	done := db.WithContext(ctx).Exec(`update river_job set state = 'available', scheduled_at = ?, finalized_at = null,
		max_attempts = case when attempt >= max_attempts then attempt + 1 else max_attempts end
		where id = ? and state in ('retryable','discarded','cancelled','scheduled')`, Now(db), id)
	if done.Error == nil && done.RowsAffected == 0 {
		return ErrNotFound
	}
	return done.Error
}

package store

import (
	"context"
	"slices"
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

// PromiseFilter narrows the list of promises.
type PromiseFilter struct {
	Query string `query:"q"`     // part of a name
	State string `query:"state"` // empty: those that wait or fail
	After string `query:"after"`
	All   bool   // everything at once, for a file
}

// PromiseStates are the states a promise can be looked for by.
var PromiseStates = []string{"available", "running", "retryable", "discarded", "completed"}

// MostRows is how many rows a file of a list holds at most.
const MostRows = 10000

// PromisesOf returns a page of promises, newest first.
func PromisesOf(ctx context.Context, db *gorm.DB, f PromiseFilter) (Page[PromiseRow], error) {
	most := PageSize
	if f.All {
		most = MostRows
	}
	q := db.WithContext(ctx).Table("river_job").Select("id", "kind", "cast(state as text) as state", "attempt", "max_attempts", "scheduled_at", "created_at").Order("id desc").Limit(most + 1)
	if f.State == "available" { // now or later
		q = q.Where("state in ('available','scheduled')")
	} else if slices.Contains(PromiseStates, f.State) {
		q = q.Where("cast(state as text) = ?", f.State)
	} else {
		q = q.Where("state in ('available','scheduled','running','retryable','discarded')")
	}
	if f.Query != "" {
		q = q.Where(`lower(kind) like ? escape '\'`, Like(f.Query))
	}
	if after := FromKey(f.After); after > 0 && !f.All {
		q = q.Where("id < ?", after)
	}
	var rows []PromiseRow
	err := q.Scan(&rows).Error
	return Paged(rows, most, func(p PromiseRow) string { return Key(uint(p.ID)) }), err
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

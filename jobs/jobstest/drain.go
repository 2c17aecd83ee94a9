// Package jobstest keeps waiting promises at once, so that a test sees what a worker would have done.
package jobstest

import (
	"context"
	"testing"

	"chatiere/jobs"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Drain keeps all waiting promises, and those they make in turn, as a worker would; it fails the test when one fails.
func Drain(t testing.TB, w jobs.Worker) {
	t.Helper()
	for _, err := range Try(t, w) {
		t.Fatal(err)
	}
}

// Try keeps all waiting promises once and returns what failed; the failed ones wait on.
func Try(t testing.TB, w jobs.Worker) (failed []error) {
	t.Helper()
	ctx := context.Background()
	tried := map[int64]bool{}
	for range 1000 {
		var job struct {
			ID   int64
			Kind string
			Args []byte
		}
		q := w.DB.Table("river_job").Select("id", "kind", args(w.DB)).Where("state in ('available','scheduled','retryable')")
		if len(tried) > 0 {
			q = q.Where("id not in ?", keys(tried))
		}
		if found := q.Order("id").Limit(1).Scan(&job); found.Error != nil {
			t.Fatal(found.Error)
		}
		if job.ID == 0 {
			return failed
		}
		tried[job.ID] = true
		if err := w.Keep(ctx, job.Kind, job.Args); err != nil {
			failed = append(failed, err)
			continue
		}
		if err := finish(w.DB, job.ID); err != nil {
			t.Fatal(err)
		}
	}
	return failed
}

// args reads the arguments as text: SQLite keeps them in its binary form of JSON.
func args(db *gorm.DB) string {
	if store.Postgres(db) {
		return "args"
	}
	return "json(args) as args"
}

func finish(db *gorm.DB, id int64) error {
	return db.Exec("delete from river_job where id = ?", id).Error
}

func keys(m map[int64]bool) (ids []int64) {
	for id := range m {
		ids = append(ids, id)
	}
	return ids
}

package jobs

import (
	"context"
	"log/slog"
	"time"

	"chatiere/models/files"
	"chatiere/models/store"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// every repeats a promise; on several workers only one copy of a turn runs.
func every(d time.Duration, p store.Promise) *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(d), func() (river.JobArgs, *river.InsertOpts) {
		return p, &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByPeriod: d}}
	}, &river.PeriodicJobOpts{RunOnStart: true})
}

// faults writes a line about each promise that failed, without its arguments.
type faults struct{ log *slog.Logger }

// HandleError notes a failure; River tries again by itself.
func (f faults) HandleError(ctx context.Context, job *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	level := slog.LevelWarn
	if job.Attempt >= job.MaxAttempts {
		level = slog.LevelError
	}
	f.log.LogAttrs(ctx, level, "promise failed", slog.String("kind", job.Kind), slog.Int64("id", job.ID), slog.Int("attempt", job.Attempt), slog.String("error", err.Error()))
	return nil
}

// HandlePanic notes a panic.
func (f faults) HandlePanic(ctx context.Context, job *rivertype.JobRow, panicked any, trace string) *river.ErrorHandlerResult {
	f.log.LogAttrs(ctx, slog.LevelError, "promise panicked", slog.String("kind", job.Kind), slog.Int64("id", job.ID), slog.Any("panic", panicked), slog.String("trace", trace))
	return nil
}

// draftsSweptDue is the hourly turn of the sweeper.
type draftsSweptDue struct{}

// Kind names it.
func (draftsSweptDue) Kind() string { return "drafts_swept" }

// draftsSwept removes uploads nobody came back for.
func (w Worker) draftsSwept(ctx context.Context, _ draftsSweptDue) error {
	n, err := files.Sweep(ctx, w.DB)
	if n > 0 {
		w.Log.Info("drafts removed", "count", n)
	}
	return err
}

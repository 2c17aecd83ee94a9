// Package jobs keeps promises and recurring work. It is shallow: load, call a model or an integration, done.
// Every promise is kept at least once; so each must be safe to keep twice.
package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"chatiere/models/store"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivertype"
	"gorm.io/gorm"
)

// Worker keeps promises. It holds what the outside world needs and nothing of the web.
type Worker struct {
	DB      *gorm.DB
	Log     *slog.Logger
	BaseURL string
	Secret  []byte

	Till        Till   // where money is collected; without a key nothing is
	Mail        Mailer // nil: no mail server
	Web         Web    // public pages; nil: none can be reached
	Development bool   // without a mail server letters stay on the outbox page, instead of waiting for one
}

// Web reads public pages.
type Web interface {
	Fetch(ctx context.Context, address string) ([]byte, error)
	FetchAs(ctx context.Context, address, kind string) ([]byte, error) // outbound.ErrKind when it is of another media type
}

// Keeper runs until it is stopped.
type Keeper interface {
	Start(ctx context.Context) error
	Stop(ctx context.Context) error
}

// kept is how one kind of promise is kept.
type kept struct {
	add func(*river.Workers)
	do  func(ctx context.Context, args []byte) error
}

// keep ties a kind of promise to the function that keeps it.
func keep[P store.Promise](f func(context.Context, P) error) (string, kept) {
	var zero P
	return zero.Kind(), kept{
		add: func(all *river.Workers) {
			river.AddWorker(all, river.WorkFunc(func(ctx context.Context, job *river.Job[P]) error { return f(ctx, job.Args) }))
		},
		do: func(ctx context.Context, args []byte) error {
			var p P
			if err := json.Unmarshal(args, &p); err != nil {
				return err
			}
			return f(ctx, p)
		},
	}
}

// book collects the promises a worker can keep.
type book map[string]kept

func (b book) write(kind string, k kept) { b[kind] = k }

// Keep keeps one promise now, as the queue would; tests use it through Drain.
func (w Worker) Keep(ctx context.Context, kind string, args []byte) error {
	k, ok := w.promises()[kind]
	if !ok {
		return fmt.Errorf("jobs: nobody keeps %q", kind)
	}
	if err := k.do(ctx, args); err != nil {
		return err
	}
	return w.beat(ctx, kind)
}

// beat leaves a sign that recurring work was done to its end (BAT4).
func (w Worker) beat(ctx context.Context, kind string) error {
	for _, t := range turns() {
		if t.what.Kind() == kind {
			return store.Beat(ctx, w.DB, kind, t.every)
		}
	}
	return nil
}

// beating does one job, and leaves its sign when it was recurring work that came to its end.
func (w Worker) beating(ctx context.Context, job *rivertype.JobRow, work func(context.Context) error) error {
	if err := work(ctx); err != nil {
		return err
	}
	return w.beat(ctx, job.Kind)
}

// NewKeeper makes the queue's runner for the database behind h. Failed promises stay visible for the operator for ever.
func NewKeeper(h *store.Handle, w Worker) (Keeper, error) {
	all := river.NewWorkers()
	for _, k := range w.promises() {
		k.add(all)
	}
	cfg := &river.Config{
		Queues: map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 4}}, Workers: all, Logger: w.Log,
		FetchCooldown: 10 * time.Millisecond, // the default, a tenth of a second, would keep forty promises a second at most
		PeriodicJobs:  w.recurring(), JobTimeout: 2 * time.Minute, RescueStuckJobsAfter: 10 * time.Minute, DiscardedJobRetentionPeriod: -1,
		ErrorHandler: faults{w.Log}, Middleware: []rivertype.Middleware{river.WorkerMiddlewareFunc(w.beating)},
	}
	if err := store.OnlyHeartbeats(context.Background(), w.DB, kindsOf(turns())); err != nil {
		return nil, err
	}
	if h.Kind == store.PostgreSQL {
		return river.NewClient(riverpgxv5.New(h.Pool), cfg)
	}
	return river.NewClient(riversqlite.New(h.SQL), cfg)
}

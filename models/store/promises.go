package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivertype"
	"gorm.io/gorm"
)

// Promise is something that must be done later: a name and the ids it needs, never a personal datum.
type Promise interface{ Kind() string }

// How says when and how often a promise is kept.
type How func(*river.InsertOpts)

// At keeps the promise not before t.
func At(t time.Time) How { return func(o *river.InsertOpts) { o.ScheduledAt = t } }

// Once drops the promise while an equal one waits or runs. A finished one does not count (libraries.md 4.3: the default states would skip it silently).
func Once() How {
	return func(o *river.InsertOpts) {
		o.UniqueOpts = river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
			rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning,
			rivertype.JobStateScheduled, rivertype.JobStateRetryable,
		}}
	}
}

type heldKey struct{}

// HeldQueue is where promises wait that no worker takes by itself.
const HeldQueue = "held"

// Hold returns a context in which promises are kept back: only whoever made them keeps them, in their own time (jobs.Worker.KeepHeld).
func Hold(ctx context.Context) context.Context { return context.WithValue(ctx, heldKey{}, true) }

// Enqueue writes a promise in the transaction tx: it exists exactly if the transaction commits.
func Enqueue(tx *gorm.DB, what Promise, how ...How) error {
	opts := &river.InsertOpts{}
	for _, h := range how {
		h(opts)
	}
	if !InsideTx(tx) {
		return ErrOutsideTx
	}
	ctx := tx.Statement.Context
	if ctx.Value(heldKey{}) != nil {
		opts.Queue = HeldQueue
	}
	if !Postgres(tx) {
		return enqueueSQLite(ctx, tx, what, opts)
	}
	o, ok := ctx.Value(txKey{}).(open)
	if !ok || o.conn == nil {
		return ErrOutsideTx
	}
	return o.conn.Raw(func(driver any) error {
		client, err := postgresPromises()
		if err != nil {
			return err
		}
		_, err = client.InsertTx(ctx, view{driver.(*stdlib.Conn).Conn()}, what, opts)
		return err
	})
}

func enqueueSQLite(ctx context.Context, tx *gorm.DB, what Promise, opts *river.InsertOpts) error {
	client, err := sqlitePromises()
	if err != nil {
		return err
	}
	switch pool := tx.Statement.ConnPool.(type) {
	case *sql.Tx:
		_, err = client.InsertTx(ctx, pool, what, opts)
	case *gorm.PreparedStmtTX:
		_, err = client.InsertTx(ctx, pool.Tx.(*sql.Tx), what, opts)
	default:
		return ErrOutsideTx
	}
	return err
}

// The clients below only insert: they have no queue, no worker and no pool.
var (
	sqlitePromises = sync.OnceValues(func() (*river.Client[*sql.Tx], error) {
		return river.NewClient(riversqlite.New(nil), &river.Config{})
	})
	postgresPromises = sync.OnceValues(func() (*river.Client[pgx.Tx], error) {
		return river.NewClient(riverpgxv5.New(nil), &river.Config{})
	})
)

// view shows River the connection of a transaction that GORM owns: it may query and set savepoints, never end it.
type view struct{ conn *pgx.Conn }

var errNotOurs = errors.New("store: GORM ends this transaction, River may not")

// Begin makes a savepoint.
func (v view) Begin(ctx context.Context) (pgx.Tx, error) {
	if _, err := v.conn.Exec(ctx, "savepoint river"); err != nil {
		return nil, err
	}
	return savepoint{v}, nil
}

// Commit is refused.
func (v view) Commit(context.Context) error { return errNotOurs }

// Rollback is refused.
func (v view) Rollback(context.Context) error { return errNotOurs }

// CopyFrom copies rows in.
func (v view) CopyFrom(ctx context.Context, table pgx.Identifier, columns []string, rows pgx.CopyFromSource) (int64, error) {
	return v.conn.CopyFrom(ctx, table, columns, rows)
}

// SendBatch sends several statements.
func (v view) SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults {
	return v.conn.SendBatch(ctx, b)
}

// LargeObjects are not used.
func (v view) LargeObjects() pgx.LargeObjects { return pgx.LargeObjects{} }

// Prepare prepares a statement.
func (v view) Prepare(ctx context.Context, name, text string) (*pgconn.StatementDescription, error) {
	return v.conn.Prepare(ctx, name, text)
}

// Exec runs a statement.
func (v view) Exec(ctx context.Context, text string, args ...any) (pgconn.CommandTag, error) {
	return v.conn.Exec(ctx, text, args...)
}

// Query runs a query.
func (v view) Query(ctx context.Context, text string, args ...any) (pgx.Rows, error) {
	return v.conn.Query(ctx, text, args...)
}

// QueryRow runs a query for one row.
func (v view) QueryRow(ctx context.Context, text string, args ...any) pgx.Row {
	return v.conn.QueryRow(ctx, text, args...)
}

// Conn is the connection.
func (v view) Conn() *pgx.Conn { return v.conn }

// savepoint is a nested piece of the same transaction.
type savepoint struct{ view }

// Commit keeps what was done since the savepoint.
func (s savepoint) Commit(ctx context.Context) error {
	_, err := s.conn.Exec(ctx, "release savepoint river")
	return err
}

// Rollback undoes what was done since the savepoint.
func (s savepoint) Rollback(ctx context.Context) error {
	_, err := s.conn.Exec(ctx, "rollback to savepoint river")
	return err
}

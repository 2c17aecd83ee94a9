package store

import (
	"context"
	"database/sql"
	"errors"
	"sync/atomic"

	"gorm.io/gorm"
)

type txKey struct{}

// InTx runs f in one transaction: all of it happens or nothing. On an open transaction it makes a savepoint.
// It is the only place that begins one (libraries.md 4.1): on PostgreSQL it holds one connection, so that promises join it.
func InTx(ctx context.Context, db *gorm.DB, f func(tx *gorm.DB) error) error {
	if InsideTx(db) {
		return db.WithContext(keepConn(ctx, db)).Transaction(f)
	}
	raw, err := db.DB()
	if err != nil {
		return err
	}
	if !Postgres(db) {
		return inTx(ctx, db, raw, open{published: new(atomic.Bool)}, f)
	}
	conn, err := raw.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return inTx(ctx, db, conn, open{conn, new(atomic.Bool)}, f)
}

// inTx runs f on one pool or connection, and spreads the news of what it published.
func inTx(ctx context.Context, db *gorm.DB, on gorm.ConnPool, o open, f func(tx *gorm.DB) error) error {
	s := db.Session(&gorm.Session{Context: context.WithValue(ctx, txKey{}, o), NewDB: true})
	s.Statement.ConnPool = on
	err := s.Transaction(func(tx *gorm.DB) error {
		if err := f(tx); err != nil {
			return err
		}
		return o.countUp(tx)
	})
	o.spread(db)
	return translated(db, err)
}

// open is what the context of a transaction carries: on PostgreSQL its connection, and whether it changes public pages.
type open struct {
	conn      *sql.Conn
	published *atomic.Bool
}

// keepConn carries the transaction's mark over to the caller's context, which may be another one.
func keepConn(ctx context.Context, db *gorm.DB) context.Context {
	if o, ok := db.Statement.Context.Value(txKey{}).(open); ok {
		return context.WithValue(ctx, txKey{}, o)
	}
	return ctx
}

// InsideTx reports whether db is an open transaction.
func InsideTx(db *gorm.DB) bool {
	_, ok := db.Statement.ConnPool.(gorm.TxCommitter)
	return ok
}

// translated maps errors of BEGIN and COMMIT, which GORM passes through untouched.
func translated(db *gorm.DB, err error) error {
	if t, ok := db.Dialector.(gorm.ErrorTranslator); ok && err != nil {
		return t.Translate(err)
	}
	return err
}

// ErrOutsideTx is returned when a promise is made outside a transaction.
var ErrOutsideTx = errors.New("store: a promise is made inside InTx only")

// Package store opens the database (SQLite or PostgreSQL), changes its shape, begins its transactions, and keeps
// what every area of the house shares: the clock, public references, the errors, the pages of a list.
// It knows no area above it.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
	_ "modernc.org/sqlite" // the pure Go driver named "sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Options are the choices made when a database is opened.
type Options struct {
	Now    func() time.Time // the clock; nil means the real one
	Logger *slog.Logger     // slow and failing statements, without their values; nil means silence
	Count  bool             // count statements per request (StatementsOf)
}

// Handle is an open database and what must be closed with it.
type Handle struct {
	DB   *gorm.DB
	Pool *pgxpool.Pool // nil on SQLite
	SQL  *sql.DB
	Kind Kind
}

// Kind is the engine behind a database.
type Kind string

// The two engines Chatière knows.
const (
	SQLite     Kind = "sqlite"
	PostgreSQL Kind = "postgres"
)

// Open opens the database at address: `sqlite:PATH` or `postgres://…`.
func Open(ctx context.Context, address string, o Options) (*Handle, error) {
	if o.Now == nil {
		o.Now = Clock
	}
	switch {
	case strings.HasPrefix(address, "sqlite:"):
		return openSQLite(strings.TrimPrefix(address, "sqlite:"), o, true)
	case strings.HasPrefix(address, "postgres://"), strings.HasPrefix(address, "postgresql://"):
		return openPostgres(ctx, address, o)
	}
	return nil, fmt.Errorf("the database address must begin with sqlite: or postgres://, it begins with %q", strings.SplitN(address, ":", 2)[0])
}

// Close closes the database. On SQLite the write-ahead log is folded back into the file first.
func (h *Handle) Close() error {
	if h.Kind == SQLite {
		_, _ = h.SQL.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
	}
	err := h.SQL.Close()
	if h.Pool != nil {
		h.Pool.Close()
	}
	return err
}

// Ready reports whether the database answers.
func (h *Handle) Ready(ctx context.Context) error {
	ctx, stop := context.WithTimeout(ctx, 2*time.Second)
	defer stop()
	return h.SQL.PingContext(ctx)
}

// Postgres reports whether db is PostgreSQL.
func Postgres(db *gorm.DB) bool { return db.Name() == "postgres" }

func openSQLite(path string, o Options, foreignKeys bool) (*Handle, error) {
	raw, err := sql.Open("sqlite", sqliteAddress(path, foreignKeys))
	if err != nil {
		return nil, err
	}
	raw.SetMaxOpenConns(4) // memory = connections × cache (quality.md 1.4, line 11)
	raw.SetMaxIdleConns(4)
	if err := firstConnection(raw); err != nil {
		_ = raw.Close()
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	db, err := gorm.Open(sqliteDialector{sqlite.Dialector{Conn: raw}}, config(o, true))
	if err != nil {
		_ = raw.Close()
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	if err := errors.Join(db.Use(&edition{}), quickly(db)); err != nil {
		return nil, err
	}
	return &Handle{DB: db, SQL: raw, Kind: SQLite}, nil
}

// firstConnection waits its turn: while another starter switches a new file to WAL, SQLite answers "locked" at once, whatever busy_timeout says.
func firstConnection(raw *sql.DB) error {
	var err error
	for range 50 {
		var coded interface{ Code() int }
		if err = raw.Ping(); err == nil || !errors.As(err, &coded) || coded.Code()&0xff != sqlite3.SQLITE_BUSY {
			return err
		}
		time.Sleep(100 * time.Millisecond)
	}
	return err
}

// sqliteAddress is the address of libraries.md 2.1: each part prevents a loss that was seen.
func sqliteAddress(path string, foreignKeys bool) string {
	fk := "0"
	if foreignKeys {
		fk = "1"
	}
	escaped := strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path)
	return "file:" + escaped + "?_txlock=immediate&_time_format=sqlite&_timezone=UTC&_texttotime=1" +
		"&_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(" + fk + ")" +
		"&_pragma=recursive_triggers(1)&_pragma=cache_size(-8000)&_pragma=journal_size_limit(67108864)"
}

func openPostgres(ctx context.Context, address string, o Options) (*Handle, error) {
	settings, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("the address of PostgreSQL cannot be read") // the cause would show the password
	}
	settings.ConnConfig.RuntimeParams["timezone"] = "UTC"
	settings.ConnConfig.RuntimeParams["lock_timeout"] = "5000"
	if settings.ConnConfig.RuntimeParams["application_name"] == "" { // the address or PGAPPNAME may name it otherwise
		settings.ConnConfig.RuntimeParams["application_name"] = "chatiere"
	}
	// Every statement is prepared, with its LIMIT as a parameter; without this it would be planned anew each time (quality.md 1.4, line 3).
	settings.ConnConfig.RuntimeParams["plan_cache_mode"] = "force_generic_plan"
	settings.ConnConfig.RuntimeParams["max_parallel_workers_per_gather"] = "0" // starting helpers costs more than reading a page
	settings.ConnConfig.RuntimeParams["jit"] = "off"
	pool, err := pgxpool.NewWithConfig(ctx, settings)
	if err != nil {
		return nil, err
	}
	raw := stdlib.OpenDBFromPool(pool)
	db, err := gorm.Open(postgresDialector{postgres.Dialector{Config: &postgres.Config{Conn: raw}}}, config(o, false))
	if err != nil {
		pool.Close()
		return nil, fmt.Errorf("opening PostgreSQL: %w", err)
	}
	if err := errors.Join(db.Use(&edition{}), quickly(db)); err != nil {
		return nil, err
	}
	return &Handle{DB: db, Pool: pool, SQL: raw, Kind: PostgreSQL}, nil
}

func config(o Options, prepare bool) *gorm.Config {
	var l logger.Interface = logger.Discard
	if o.Logger != nil {
		l = logger.NewSlogLogger(o.Logger, logger.Config{
			SlowThreshold: 500 * time.Millisecond, LogLevel: logger.Warn,
			IgnoreRecordNotFoundError: true, ParameterizedQueries: true,
		})
	}
	if o.Count {
		l = counting{l}
	}
	return &gorm.Config{
		TranslateError: true, Logger: l, SkipDefaultTransaction: true,
		NowFunc:     func() time.Time { return o.Now().UTC().Truncate(time.Microsecond) },
		PrepareStmt: prepare, PrepareStmtMaxSize: 500,
	}
}

// Package storetest gives tests a migrated database of their own, on SQLite and on a real PostgreSQL that it starts itself.
package storetest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// Noon is the instant at which every test begins, unless it says otherwise: a Wednesday, inside the collective's year.
var Noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

var counter atomic.Int64

// Main runs the tests and stops the PostgreSQL they started; after ends whatever else they started.
func Main(m *testing.M, after ...func()) {
	code := m.Run()
	for _, end := range after {
		end()
	}
	stopPostgres()
	if sqliteTemplate.folder != "" {
		_ = os.RemoveAll(sqliteTemplate.folder)
	}
	os.Exit(code)
}

// Quick reports whether only SQLite is wanted (make quick).
func Quick() bool { return os.Getenv("CHATIERE_QUICK") != "" }

// Each runs f once on SQLite and, unless quick, once on PostgreSQL, each time on a fresh migrated database.
func Each(t *testing.T, f func(t *testing.T, db *gorm.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, SQLite(t).DB) })
	if !Quick() {
		t.Run("postgres", func(t *testing.T) { f(t, Postgres(t).DB) })
	}
}

// EachHandle is Each for tests that need the address or the pool as well.
func EachHandle(t *testing.T, f func(t *testing.T, h *store.Handle, address string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		address := SQLiteAddress(t)
		f(t, open(t, address), address)
	})
	if !Quick() {
		t.Run("postgres", func(t *testing.T) {
			address := PostgresAddress(t)
			f(t, open(t, address), address)
		})
	}
}

// SQLite returns a fresh migrated SQLite database.
func SQLite(t testing.TB) *store.Handle { return open(t, SQLiteAddress(t)) }

// Postgres returns a fresh migrated PostgreSQL database.
func Postgres(t testing.TB) *store.Handle { return open(t, PostgresAddress(t)) }

// SetClock makes now the present instant of db.
func SetClock(db *gorm.DB, now time.Time) {
	db.Config.NowFunc = func() time.Time { return now.UTC().Truncate(time.Microsecond) }
}

func open(t testing.TB, address string) *store.Handle {
	t.Helper()
	h, err := store.Open(context.Background(), address, store.Options{Now: func() time.Time { return Noon }, Count: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	return h
}

var sqliteTemplate struct {
	once   sync.Once
	folder string
	bytes  []byte
	err    error
}

// SQLiteAddress makes a fresh migrated file from a template and returns its address.
func SQLiteAddress(t testing.TB) string {
	t.Helper()
	sqliteTemplate.once.Do(makeSQLiteTemplate)
	if sqliteTemplate.err != nil {
		t.Fatal(sqliteTemplate.err)
	}
	path := filepath.Join(t.TempDir(), "test.db")
	if err := os.WriteFile(path, sqliteTemplate.bytes, 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + path
}

func makeSQLiteTemplate() {
	s := &sqliteTemplate
	if s.folder, s.err = os.MkdirTemp("", "chatiere-sqlite"); s.err != nil {
		return
	}
	source, copied := filepath.Join(s.folder, "template.db"), filepath.Join(s.folder, "copy.db")
	if _, s.err = store.Migrate(context.Background(), "sqlite:"+source); s.err != nil {
		return
	}
	h, err := store.Open(context.Background(), "sqlite:"+source, store.Options{})
	if err != nil {
		s.err = err
		return
	}
	if s.err = h.DB.Exec("VACUUM INTO ?", copied).Error; s.err == nil {
		s.err = h.Close()
	}
	if s.err == nil {
		s.bytes, s.err = os.ReadFile(copied)
	}
}

// EmptySQLiteAddress returns the address of a file that does not exist yet.
func EmptySQLiteAddress(t testing.TB) string {
	return "sqlite:" + filepath.Join(t.TempDir(), fmt.Sprintf("empty%d.db", counter.Add(1)))
}

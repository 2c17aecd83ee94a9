package store

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/go-gormigrate/gormigrate/v2"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	"gorm.io/gorm"
)

// migrationLock is the number all starters of one PostgreSQL wait on, so that one migrates and the others find it done.
const migrationLock = 7102026

// Migration is one forward step of the schema; its ID is a date, a number and a sentence. It uses SQL or frozen structs, never live models.
type Migration struct {
	ID string
	Up func(tx *gorm.DB) error
	// Contracting marks a step after which an older program can no longer work (decisions.md 11).
	Contracting bool
}

// Migrate brings the database at address to the newest schema, in one transaction, with several starters at once.
// On SQLite a dated copy of the file is kept beside it first when there is something to change. It returns the ids that ran.
func Migrate(ctx context.Context, address string) ([]string, error) {
	h, err := openForMigration(ctx, address)
	if err != nil {
		return nil, err
	}
	defer h.Close()
	if h.Kind == SQLite {
		if err := copyBefore(h, strings.TrimPrefix(address, "sqlite:")); err != nil {
			return nil, err
		}
	}
	var ran []string
	err = h.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		ran, err = migrateIn(tx, migrations)
		return err
	})
	if err != nil {
		return nil, err
	}
	return ran, migratePromises(ctx, h)
}

func openForMigration(ctx context.Context, address string) (*Handle, error) {
	if path, ok := strings.CutPrefix(address, "sqlite:"); ok {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, err
		}
		h, err := openSQLite(path, Options{Now: Clock}, false)
		if err == nil {
			h.SQL.SetMaxOpenConns(1) // foreign keys are off on this one connection only (libraries.md 3.1)
		}
		return h, err
	}
	return Open(ctx, address, Options{})
}

func migrateIn(tx *gorm.DB, list []Migration) ([]string, error) {
	if Postgres(tx) {
		if err := tx.Exec("select pg_advisory_xact_lock(?)", migrationLock).Error; err != nil {
			return nil, err
		}
	}
	before, err := done(tx)
	if err != nil {
		return nil, err
	}
	if err := refuseNewer(before, list); err != nil {
		return nil, err
	}
	var steps []*gormigrate.Migration
	var ran []string
	for _, m := range list {
		steps = append(steps, &gormigrate.Migration{ID: stored(m), Migrate: m.Up})
		if !before[stored(m)] {
			ran = append(ran, m.ID)
		}
	}
	if len(ran) == 0 {
		return nil, nil
	}
	options := &gormigrate.Options{TableName: "schema_migrations", IDColumnName: "id", IDColumnSize: 120}
	if err := gormigrate.New(tx, options, steps).Migrate(); err != nil {
		return nil, fmt.Errorf("migrating: %w", err)
	}
	return ran, orphans(tx)
}

// stored is the id as the table keeps it: a contracting step is marked, so that an older program sees it without knowing the step.
func stored(m Migration) string {
	if m.Contracting {
		return m.ID + " (contracting)"
	}
	return m.ID
}

func done(tx *gorm.DB) (map[string]bool, error) {
	before := map[string]bool{}
	if !tx.Migrator().HasTable("schema_migrations") {
		return before, nil
	}
	var ids []string
	err := tx.Table("schema_migrations").Pluck("id", &ids).Error
	for _, id := range ids {
		before[id] = true
	}
	return before, err
}

// refuseNewer stops an older program on a schema that a newer one has contracted.
func refuseNewer(before map[string]bool, list []Migration) error {
	known := map[string]bool{}
	for _, m := range list {
		known[stored(m)] = true
	}
	for id := range before {
		if !known[id] && strings.HasSuffix(id, "(contracting)") {
			return fmt.Errorf("this database was changed by a newer Chatière (%s): run that version or a later one", id)
		}
	}
	return nil
}

// orphans refuses a migration that leaves rows without their parent (SQLite only: PostgreSQL checks at once).
func orphans(tx *gorm.DB) error {
	if Postgres(tx) {
		return nil
	}
	var rows []struct{ Table, Parent string }
	if err := tx.Raw("PRAGMA foreign_key_check").Scan(&rows).Error; err != nil {
		return err
	}
	if len(rows) > 0 {
		return fmt.Errorf("migrating would leave %d rows of %q without their %q", len(rows), rows[0].Table, rows[0].Parent)
	}
	return nil
}

// copyBefore keeps a dated copy of a file that is about to change.
func copyBefore(h *Handle, path string) error {
	before, err := done(h.DB)
	if err != nil || len(before) == 0 {
		return err
	}
	missing := false
	for _, m := range migrations {
		missing = missing || !before[stored(m)]
	}
	if !missing {
		return nil
	}
	return h.DB.Exec("VACUUM INTO ?", beside(path, Clock())).Error
}

// beside is what a copy of that instant is called. Web and worker start together after an upgrade: neither finds the other's copy in its way.
func beside(path string, at time.Time) string {
	return fmt.Sprintf("%s.before-%s-%s", path, at.UTC().Format("20060102-150405.000"), NewRef()[:6])
}

func migratePromises(ctx context.Context, h *Handle) error {
	if h.Kind == PostgreSQL {
		m, err := rivermigrate.New(riverpgxv5.New(h.Pool), nil)
		if err != nil {
			return err
		}
		return underLock(ctx, h.SQL, func() error {
			_, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil)
			return err
		})
	}
	m, err := rivermigrate.New(riversqlite.New(h.SQL), nil)
	if err != nil {
		return err
	}
	for range 10 { // another starter may be at it: each of River's steps is a transaction, the loser of a race looks again
		if _, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil); err == nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return err
}

// underLock keeps other starters out while f runs.
func underLock(ctx context.Context, db *sql.DB, f func() error) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	wait, stop := context.WithTimeout(ctx, time.Minute)
	defer stop()
	for {
		var got bool
		if err := conn.QueryRowContext(wait, "select pg_try_advisory_lock($1)", migrationLock+1).Scan(&got); err != nil {
			return err
		}
		if got {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	defer func() { _, _ = conn.ExecContext(ctx, "select pg_advisory_unlock($1)", migrationLock+1) }()
	return f()
}

// Pending returns the ids of the steps that the database still lacks.
func Pending(db *gorm.DB) ([]string, error) {
	before, err := done(db)
	if err != nil {
		return nil, err
	}
	var missing []string
	for _, m := range migrations {
		if !before[stored(m)] {
			missing = append(missing, m.ID)
		}
	}
	return missing, nil
}

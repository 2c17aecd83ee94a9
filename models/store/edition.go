package store

import (
	"context"
	"sync"
	"time"

	"gorm.io/gorm"
)

// editionAge is how long a process may go without looking whether another one has published.
const editionAge = time.Second

// Published says that the transaction changes something public pages are drawn from. The edition is counted up as the last
// statement before the commit, so that two such transactions never wait for each other crosswise.
func Published(tx *gorm.DB) error {
	o, ok := tx.Statement.Context.Value(txKey{}).(open)
	if !ok || !InsideTx(tx) {
		return ErrOutsideTx
	}
	o.published.Store(true)
	return nil
}

// Edition is the number of the present state of everything public. It is asked of the database at most once a second, and
// at once after a change made by this process. While the database does not answer, the last number known stays.
func Edition(ctx context.Context, db *gorm.DB) (int64, error) {
	return db.Plugins[editionName].(*edition).read(ctx, db)
}

const editionName = "chatiere:edition"

// edition is what this process knows of the number; each open database carries its own.
type edition struct {
	mu    sync.Mutex
	known int64
	until time.Time // known may be used until then
}

// Name names the plugin.
func (e *edition) Name() string { return editionName }

// Initialize has nothing to do.
func (e *edition) Initialize(*gorm.DB) error { return nil }

// read returns the number, asking for it when what is known is too old.
func (e *edition) read(ctx context.Context, db *gorm.DB) (int64, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	now := Clock()
	if now.Before(e.until) {
		return e.known, nil
	}
	within, stop := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer stop()
	var rows []int64
	err := db.WithContext(uncounted(within)).Raw("select version from public_versions where id = 1").Scan(&rows).Error
	if err != nil && e.known == 0 {
		return 0, err
	}
	if err == nil {
		e.known = 1
		for _, version := range rows {
			e.known = version
		}
	}
	e.until = now.Add(editionAge)
	return e.known, nil
}

// forget makes the next reader ask the database.
func (e *edition) forget() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.until = time.Time{}
}

// countUp writes the next number if the transaction said that it publishes.
func (o open) countUp(tx *gorm.DB) error {
	if !o.published.Load() {
		return nil
	}
	return tx.Exec(`insert into public_versions (id, version) values (1, 2)
		on conflict (id) do update set version = public_versions.version + 1`).Error
}

// spread tells this process, after the commit, that there is a new number.
func (o open) spread(db *gorm.DB) {
	if o.published.Load() {
		db.Plugins[editionName].(*edition).forget()
	}
}

func createPublicVersions(tx *gorm.DB) error {
	return DDL(tx, `
create table public_versions (
  id {int} primary key check (id = 1),
  version {int} not null
)`)
}

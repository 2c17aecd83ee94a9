package store

import (
	"context"

	"gorm.io/gorm"
)

// HeldPromise is a promise kept back: its name and what it needs, as JSON.
type HeldPromise struct {
	ID   int64
	Kind string
	Args []byte
}

// NextHeld returns the oldest promise kept back, else ErrNotFound.
func NextHeld(ctx context.Context, db *gorm.DB) (HeldPromise, error) {
	args := "json(args) as args" // SQLite keeps them in its binary form of JSON
	if Postgres(db) {
		args = "args"
	}
	var p HeldPromise
	err := db.WithContext(ctx).Table("river_job").Select("id", "kind", args).Where("queue = ?", HeldQueue).Order("id").Limit(1).Scan(&p).Error
	if err == nil && p.ID == 0 {
		err = ErrNotFound
	}
	return p, err
}

// Kept takes a promise that was kept out of the queue.
func (p HeldPromise) Kept(ctx context.Context, db *gorm.DB) error {
	return db.WithContext(ctx).Exec("delete from river_job where id = ? and queue = ?", p.ID, HeldQueue).Error
}

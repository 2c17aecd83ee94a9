package store

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Heartbeat is when recurring work was last done to its end, and when it counts as late: twice its interval after that (billing.md BAT4).
type Heartbeat struct {
	Kind   string `gorm:"primaryKey"`
	KeptAt time.Time
	LateAt time.Time
}

// Late reports whether it should have been done again by now.
func (h Heartbeat) Late(now time.Time) bool { return now.After(h.LateAt) }

// Beat notes that recurring work of a kind was done to its end; it comes back after every.
func Beat(ctx context.Context, db *gorm.DB, kind string, every time.Duration) error {
	now := Now(db)
	row := Heartbeat{Kind: kind, KeptAt: now, LateAt: now.Add(2 * every)}
	return db.WithContext(ctx).Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "kind"}}, UpdateAll: true}).Create(&row).Error
}

// Heartbeats are those of all recurring work, the latest one to be done first.
func Heartbeats(ctx context.Context, db *gorm.DB) ([]Heartbeat, error) {
	return From[Heartbeat](db).Order("late_at, kind").Find(ctx)
}

// LateWork counts the recurring work that should have been done again by now.
func LateWork(ctx context.Context, db *gorm.DB) (int64, error) {
	return From[Heartbeat](db).Where("late_at < ?", Now(db)).Count(ctx, "kind")
}

// OnlyHeartbeats forgets the work of other kinds: a program that no longer does it is not late.
func OnlyHeartbeats(ctx context.Context, db *gorm.DB, kinds []string) error {
	return db.WithContext(ctx).Where("kind not in ?", kinds).Delete(&Heartbeat{}).Error
}

package ledger

import (
	"context"
	"fmt"
	"time"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// Period is a span of days, both included, that is closed once and for all: no entry can be dated in it any more.
type Period struct {
	StartsOn string `gorm:"primaryKey"`
	EndsOn   string
	ClosedAt *time.Time
}

// TableName is where periods live.
func (Period) TableName() string { return "ledger_periods" }

// Close closes a period that is over; closing it again changes nothing. A period may not overlap another one (store.ErrConflict).
func Close(ctx context.Context, tx *gorm.DB, p Period) (Period, error) {
	if !store.InsideTx(tx) {
		return p, ErrOutsideTx
	}
	tx = tx.WithContext(ctx)
	if err := p.check(tx); err != nil {
		return p, err
	}
	if err := lock(tx); err != nil {
		return p, err
	}
	var met []Period
	if err := tx.Where("starts_on <= ? and ends_on >= ?", p.EndsOn, p.StartsOn).Find(&met).Error; err != nil {
		return p, err
	}
	switch {
	case len(met) == 0:
		now := store.Now(tx)
		p.ClosedAt = &now
		return p, tx.Create(&p).Error
	case len(met) > 1 || met[0].StartsOn != p.StartsOn || met[0].EndsOn != p.EndsOn:
		return p, fmt.Errorf("ledger: this period overlaps another one: %w", store.ErrConflict)
	}
	return met[0], nil
}

// Periods returns the closed periods, oldest first.
func Periods(db *gorm.DB) ([]Period, error) {
	var all []Period
	return all, db.Order("starts_on").Find(&all).Error
}

// Closed reports whether a day lies in a closed period: what is learned of it later counts for another day.
func Closed(db *gorm.DB, day string) (bool, error) {
	var n int64
	err := db.Model(&Period{}).Where("? between starts_on and ends_on and closed_at is not null", day).Count(&n).Error
	return n > 0, err
}

func (p Period) check(db *gorm.DB) error {
	for _, day := range []string{p.StartsOn, p.EndsOn} {
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			return malformed("date %q", day)
		}
	}
	if p.EndsOn < p.StartsOn {
		return malformed("the period ends before it starts")
	}
	if p.EndsOn >= Day(store.Now(db)) {
		return fmt.Errorf("ledger: this period is not over: %w", store.ErrConflict)
	}
	return nil
}

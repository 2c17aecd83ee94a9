package store

import (
	"time"

	"gorm.io/gorm"
)

// Clock is the real clock; it is the only place of the house that asks the machine for the time.
func Clock() time.Time { return time.Now() }

// Now is the present instant by the clock that db was opened with: UTC, whole microseconds, so that both databases give the same value back.
func Now(db *gorm.DB) time.Time { return db.NowFunc() }

// Today is the present day in zone, at midnight UTC.
func Today(db *gorm.DB, zone *time.Location) time.Time {
	y, m, d := Now(db).In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// AtTime is db with its clock stopped at t: for the demo, whose past is made by the same verbs as the present.
func AtTime(db *gorm.DB, t time.Time) *gorm.DB {
	t = t.UTC().Truncate(time.Microsecond)
	return db.Session(&gorm.Session{NowFunc: func() time.Time { return t }})
}

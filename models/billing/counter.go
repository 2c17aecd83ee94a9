package billing

import (
	"context"
	"fmt"
	"time"

	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// counter gives the numbers of one series. Its row is locked by the transaction that issues, so that a number taken back by a rollback
// is given to the next one: no gap, no twin (NUM2). A new year is a new series (NUM4).
type counter struct {
	Series      string `gorm:"primaryKey"`
	Last        int
	LastOn      string
	BeginsAfter int // the last number of the system before, when it goes on from there
	Width       int // how many digits; written with the series, so that old numbers keep their look (X05)
}

// TableName names the table.
func (counter) TableName() string { return "invoice_counters" }

// numbered is a place in a series.
type numbered struct {
	Series string
	Number int
	Full   string
	On     string
}

// width is how many digits a new series counts with: F2026-0001.
const width = 4

// nextNumber takes the next number of the prefix's series for a day. The day is never before the series' last one (NUM4).
func nextNumber(ctx context.Context, tx *gorm.DB, prefix string, day time.Time) (numbered, error) {
	series := fmt.Sprintf("%s%d-", prefix, day.Year())
	fresh := counter{Series: series, Width: width}
	if err := tx.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&fresh).Error; err != nil {
		return numbered{}, err
	}
	c, err := store.From[counter](tx, forUpdate).Where("series = ?", series).Take(ctx)
	if err != nil {
		return numbered{}, err
	}
	n := numbered{Series: series, Number: c.Last + 1, On: max(day.Format(time.DateOnly), c.LastOn)}
	n.Full = fmt.Sprintf("%s%0*d", series, c.Width, n.Number)
	_, err = store.From[counter](tx).Where("series = ?", series).Select("last", "last_on").Updates(ctx, counter{Last: n.Number, LastOn: n.On})
	return n, err
}

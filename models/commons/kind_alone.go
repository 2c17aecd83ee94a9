package commons

import (
	"context"
	"strconv"
	"strings"

	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// mostAlone is how many minutes of work one person alone may confirm at most.
const mostAlone = 6000

// AloneForm says how long work may be that one person alone confirms. Was is what the form showed.
type AloneForm struct {
	Minutes string `form:"alone"`
	Was     int64  `form:"alone_was"`
}

// AloneMinutes is beyond how many minutes of work a second person confirms, of whatever kind it is.
func AloneMinutes(ctx context.Context, db *gorm.DB) (minutes int64, err error) {
	err = db.WithContext(ctx).Raw("select coalesce(max(alone_minutes), ?) from contribution_kinds", alone).Scan(&minutes).Error
	return minutes, err
}

// SetAlone says beyond how many minutes of work a second person confirms from now on, by an admin (reciprocity.md 3). What waits is weighed by it too,
// what was attested stays so.
func SetAlone(ctx context.Context, db *gorm.DB, by people.User, f AloneForm) error {
	if !by.Is(people.Admin) {
		return store.ErrForbidden
	}
	minutes, err := strconv.ParseInt(strings.TrimSpace(f.Minutes), 10, 64)
	if err != nil || minutes < 0 || minutes > mostAlone || minutes%15 != 0 {
		return wrong("alone", "error.alone", "Most", mostAlone)
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		now, err := AloneMinutes(ctx, tx)
		switch {
		case err != nil:
			return err
		case now == minutes:
			return nil
		case now != f.Was:
			return wrong("alone", "error.alone_moved", "Minutes", now)
		}
		if err := tx.WithContext(ctx).Exec("update contribution_kinds set alone_minutes = ?", minutes).Error; err != nil {
			return err
		}
		if err := weighAgain(ctx, tx, now, minutes); err != nil {
			return err
		}
		return journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: "second_person_set", SubjectType: "kind", Details: map[string]any{"from": now, "to": minutes}})
	})
}

// weighAgain looks once more at the work that waits for a second person and needs none any more, as one may confirm longer work alone.
func weighAgain(ctx context.Context, tx *gorm.DB, was, minutes int64) error {
	var waiting []uint
	err := tx.WithContext(ctx).Model(&Contribution{}).Where("state = ? and unit = ? and quantity > ? and quantity <= ?", Submitted, Minutes, was, minutes).Order("id").Pluck("id", &waiting).Error
	for n := 0; n < len(waiting) && err == nil; n++ {
		var c Contribution
		if c, err = take(ctx, tx, waiting[n]); err == nil {
			err = c.weigh(ctx, tx)
		}
	}
	return err
}

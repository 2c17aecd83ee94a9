package billing

import (
	"context"
	"errors"
	"time"

	"chatiere/models/billing/purse"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Pool is how a network head pays for its members: on one invoice for all spaces of a period or on one for each, and which part of the spaces
// that it opens.
type Pool struct {
	HeadID    uint `gorm:"primaryKey"`
	Together  bool // one invoice for each period and day, with a line for each space
	OpeningBP int  `gorm:"column:opening_bp"` // of new spaces, in basis points
	Version   int
	UpdatedAt time.Time
}

// PoolOf is how a head pays; as long as it said nothing, on one invoice, and nothing of new spaces.
func PoolOf(ctx context.Context, db *gorm.DB, headID uint) (Pool, error) {
	p, err := store.From[Pool](db).Where("head_id = ?", headID).Take(ctx)
	if errors.Is(err, store.ErrNotFound) {
		return Pool{HeadID: headID, Together: true}, nil
	}
	return p, err
}

// PoolForm is what a head decides about paying together. Amounts are as typed; the page reads them into cents.
type PoolForm struct {
	Together string `form:"together"` // yes, or no: an invoice for each space
	Percent  string `form:"percent"`  // of new spaces; empty for nothing
	Budget   string `form:"budget"`   // of this year, tax included; empty for none
	Coming   string `form:"coming"`   // of the next one
	Version  int    `form:"version"`

	BudgetCents int64 `form:"-"`
	ComingCents int64 `form:"-"`
	BudgetWrong bool  `form:"-"`
	ComingWrong bool  `form:"-"`
}

// most is the largest budget of a year.
const most = 100_000_000_00

// PoolFormOf fills the form with what is so; the page writes the amounts.
func PoolFormOf(p Pool, uses [2]purse.Use) PoolForm {
	f := PoolForm{Together: "no", Percent: percentTyped(p.OpeningBP), Version: p.Version, BudgetCents: uses[0].Budget, ComingCents: uses[1].Budget}
	if p.Together {
		f.Together = "yes"
	}
	return f
}

func (f PoolForm) check(head people.Organisation) (int, error) {
	wrong, bp := store.Invalid{}, 0
	if f.Together != "yes" && f.Together != "no" {
		wrong.Add("together", "error.choose")
	}
	if f.Percent != "" {
		var ok bool
		if bp, ok = basisPoints(f.Percent, 0); !ok {
			wrong.Add("percent", "error.percent")
		}
	}
	if bp > 0 && !head.Complete() {
		wrong.Add("percent", "error.details_first")
	}
	for field, bad := range map[string]bool{"budget": f.BudgetWrong || f.BudgetCents > most, "coming": f.ComingWrong || f.ComingCents > most} {
		if bad {
			wrong.Add(field, "error.money")
		}
	}
	return bp, wrong.Err()
}

// SavePool keeps what a head decided. Those who keep its money may.
func SavePool(ctx context.Context, db *gorm.DB, by people.User, head people.Organisation, f PoolForm) error {
	if !keeps(by, head.ID) || !head.Heads() {
		return store.ErrForbidden
	}
	bp, err := f.check(head)
	if err != nil {
		return err
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if _, err := people.OpenNow(ctx, tx, head.ID); err != nil {
			return err
		}
		before, err := PoolOf(ctx, tx, head.ID)
		if err != nil {
			return err
		}
		if before.Version != f.Version {
			return store.ErrConflict
		}
		p := Pool{HeadID: head.ID, Together: f.Together == "yes", OpeningBP: bp, Version: f.Version + 1, UpdatedAt: store.Now(tx)}
		if err := tx.WithContext(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Select("*").Create(&p).Error; err != nil {
			return err
		}
		year, err := thisYear(ctx, tx)
		if err != nil {
			return err
		}
		for n, cents := range []int64{f.BudgetCents, f.ComingCents} {
			if err := setBudget(ctx, tx, head.ID, year+n, cents); err != nil {
				return err
			}
		}
		if err := journal.Note(ctx, tx, by.Actor(), journal.Act{
			Verb: "pool_set", SubjectType: "organisation", SubjectRef: head.Ref, OrganisationID: head.ID,
			Details: map[string]any{"together": p.Together, "opening_bp": bp, "budget": f.BudgetCents, "coming": f.ComingCents},
		}); err != nil {
			return err
		}
		return watchBudget(ctx, tx, head)
	})
}

// setBudget writes what a head wants to spend in a year; nought takes the budget away.
func setBudget(ctx context.Context, tx *gorm.DB, headID uint, year int, cents int64) error {
	if cents == 0 {
		_, err := store.From[Budget](tx).Where("head_id = ? and year = ?", headID, year).Delete(ctx)
		return err
	}
	now := store.Now(tx)
	b := Budget{Ref: store.NewRef(), HeadID: headID, Year: year, Cents: cents, CreatedAt: now, UpdatedAt: now}
	return tx.WithContext(ctx).Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "head_id"}, {Name: "year"}}, DoUpdates: clause.AssignmentColumns([]string{"cents", "updated_at"}),
	}).Create(&b).Error
}

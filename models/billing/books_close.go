package billing

import (
	"context"
	"errors"
	"slices"
	"time"

	"chatiere/models/journal"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// ClosingForm is the month up to whose end the books are closed.
type ClosingForm struct {
	Month string `form:"month"` // 2026-10
	Sure  bool   `form:"sure"`  // closed once and for all
}

// Closings are what is closed of the books, and what could be.
type Closings struct {
	Periods []ledger.Period // oldest first
	Months  []string        // that are over and not closed, oldest first
}

// Until is the last day that is closed; empty when none is.
func (c Closings) Until() string {
	if len(c.Periods) == 0 {
		return ""
	}
	return c.Periods[len(c.Periods)-1].EndsOn
}

// ClosingsOf returns the closed periods and the months that could be closed, for those who may read the books.
func ClosingsOf(ctx context.Context, db *gorm.DB, by people.User, years []ledger.Year) (Closings, error) {
	if err := readsBooks(by); err != nil {
		return Closings{}, err
	}
	periods, err := ledger.Periods(db.WithContext(ctx))
	c := Closings{Periods: periods}
	if err != nil || len(years) == 0 {
		return c, err
	}
	from := years[len(years)-1].FirstOn
	if until := c.Until(); until != "" {
		from = ledger.Day(day(until).AddDate(0, 0, 1))
	}
	today := ledger.Day(store.Now(db).UTC())
	for m := day(from[:ledger.ByMonth] + "-01"); ledger.Day(monthEnd(m)) < today; m = m.AddDate(0, 1, 0) {
		c.Months = append(c.Months, m.Format("2006-01"))
	}
	return c, nil
}

func monthEnd(first time.Time) time.Time { return first.AddDate(0, 1, -1) }

// CloseBooks closes the books from the last closed day to the end of a month that is over: nothing can be dated in it any more.
func CloseBooks(ctx context.Context, db *gorm.DB, by people.User, f ClosingForm) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	years, err := BookYears(ctx, db, by)
	if err != nil {
		return err
	}
	c, err := ClosingsOf(ctx, db, by, years)
	if err != nil {
		return err
	}
	wrong := store.Invalid{}
	if !slices.Contains(c.Months, f.Month) {
		wrong.Add("month", "error.choose")
	}
	if !f.Sure {
		wrong.Add("sure", "error.closing_sure")
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	p := ledger.Period{StartsOn: c.Months[0] + "-01", EndsOn: ledger.Day(monthEnd(day(f.Month + "-01")))}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if _, err := ledger.Close(ctx, tx, p); err != nil {
			return err
		}
		return journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: "books_closed", SubjectType: "period", SubjectRef: p.StartsOn, Details: map[string]any{"until": p.EndsOn}})
	})
}

// inClosedPeriod says at a field what the ledger refused because of its day.
func inClosedPeriod(err error, field string) error {
	if errors.Is(err, ledger.ErrPeriodClosed) {
		wrong := store.Invalid{}
		wrong.Add(field, "error.period_closed")
		return wrong
	}
	return err
}

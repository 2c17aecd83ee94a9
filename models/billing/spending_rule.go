package billing

import (
	"context"
	"errors"
	"time"

	"chatiere/models/billing/euro"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// SpendingRule is remembered: lines that fit it are sorted as they come in. It never changes; another one takes its place.
type SpendingRule struct {
	ID        uint
	Ref       string
	Field     euro.Field
	Pattern   string // folded
	Purpose   euro.Purpose
	Label     string
	Reason    string
	MadeByID  *uint
	CreatedAt time.Time
	EndedAt   *time.Time
	EndedByID *uint
	Uses      int64 `gorm:"->;-:migration"` // lines it sorted, up to store.Counted
}

// Fits reports whether the rule sorts a line.
func (r SpendingRule) Fits(l BankLine) bool {
	return euro.Rule{Field: r.Field, Pattern: r.Pattern}.Fits(l.Counterparty, l.words())
}

// mostRules is how many rules may stand: more would be a mistake.
const mostRules = 2000

// standingRules are the rules in the order in which they are tried: whole names first, then the longest words, then the newest.
func standingRules(ctx context.Context, db *gorm.DB) ([]SpendingRule, error) {
	return store.From[SpendingRule](db).Where("ended_at is null").Order("field, length(pattern) desc, id desc").Limit(mostRules).Find(ctx)
}

func ruleFor(rules []SpendingRule, l BankLine) (SpendingRule, bool) {
	for _, r := range rules {
		if r.Fits(l) {
			return r, true
		}
	}
	return SpendingRule{}, false
}

// SpendingRules are the rules that stand, with how many lines each sorted, for the people who keep the collective's money.
func SpendingRules(ctx context.Context, db *gorm.DB, u people.User, after uint) (store.Page[SpendingRule], error) {
	if err := readsBooks(u); err != nil {
		return store.Page[SpendingRule]{}, err
	}
	q := store.From[SpendingRule](db).Where("ended_at is null").Order("id desc").Limit(store.PageSize + 1).
		Select("spending_rules.*, " + store.CountOf("spendings where rule_id = spending_rules.id") + " as uses")
	if after > 0 {
		q = q.Where("id < ?", after)
	}
	rows, err := q.Find(ctx)
	return store.Paged(rows, store.PageSize, func(r SpendingRule) string { return store.Key(r.ID) }), err
}

// FindSpendingRule returns the rule with that ref for the people who keep the collective's money, else store.ErrNotFound.
func FindSpendingRule(ctx context.Context, db *gorm.DB, u people.User, ref string) (SpendingRule, error) {
	if readsBooks(u) != nil {
		return SpendingRule{}, store.ErrNotFound
	}
	return store.From[SpendingRule](db).Where("ref = ?", ref).Take(ctx)
}

// End makes a rule sort nothing any more; what it has sorted stays. Ended twice, it is ended once.
func (r SpendingRule) End(ctx context.Context, db *gorm.DB, by people.User) error {
	if err := readsBooks(by); err != nil {
		return err
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		done := tx.WithContext(ctx).Model(&SpendingRule{}).Where("id = ? and ended_at is null", r.ID).Updates(map[string]any{"ended_at": store.Now(tx), "ended_by_id": by.ID})
		if done.Error != nil || done.RowsAffected == 0 {
			return done.Error
		}
		return r.note(ctx, tx, by, "spending_rule_ended")
	})
}

func (r SpendingRule) note(ctx context.Context, tx *gorm.DB, by people.User, verb string) error {
	return journal.Note(ctx, tx, by.Actor(), journal.Act{
		Verb: verb, SubjectType: "spending_rule", SubjectRef: r.Ref, Reason: r.Reason, Details: map[string]any{"field": r.Field, "pattern": r.Pattern, "purpose": r.Purpose},
	})
}

// remember makes a rule of what was said of a line, in place of the one that looked for the same, and sorts what waits and fits it.
func remember(ctx context.Context, tx *gorm.DB, by people.User, f SpendingForm, l BankLine) (int, error) {
	wanted := f.rule(l)
	r := SpendingRule{Ref: store.NewRef(), Field: wanted.Field, Pattern: wanted.Pattern, Purpose: f.Purpose, Label: f.Label, Reason: f.Reason, MadeByID: &by.ID, CreatedAt: store.Now(tx)}
	before, err := store.From[SpendingRule](tx, forUpdate).Where("field = ? and pattern = ? and ended_at is null", r.Field, r.Pattern).Take(ctx)
	if err == nil {
		err = before.End(ctx, tx, by)
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return 0, err
	}
	if err := tx.WithContext(ctx).Omit("Uses").Create(&r).Error; err != nil {
		return 0, err
	}
	if err := r.note(ctx, tx, by, "spending_rule_made"); err != nil {
		return 0, err
	}
	return r.apply(ctx, tx, by, f)
}

// apply sorts what waits and fits the rule.
func (r SpendingRule) apply(ctx context.Context, tx *gorm.DB, by people.User, f SpendingForm) (int, error) {
	sorted := 0
	for last := uint(0); ; {
		rows, err := store.From[Spending](tx).Where("purpose = '' and id > ?", last).Preload("Line", nil).Order("id").Limit(500).Find(ctx)
		if err != nil || len(rows) == 0 {
			return sorted, err
		}
		for _, s := range rows {
			if last = s.ID; !r.Fits(s.Line) {
				continue
			}
			if err := s.become(ctx, tx, f, &r.ID, &by.ID); err != nil {
				return sorted, err
			}
			sorted++
		}
	}
}

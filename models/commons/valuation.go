package commons

import (
	"context"
	"time"

	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// ValuationRule says what a unit of work, goods or use is worth in the accounts in kind, from a day until a day. A rule is never changed:
// it ends and another begins, and what was valued stays as it was (reciprocity.md 2.4).
type ValuationRule struct {
	ID          uint
	Ref         string
	Kind        *string // for one kind only; nil: for all of that sort
	Work        string  // work, goods or use
	Unit        Unit
	Cents       int64 // for Per units: 1200 for 60 minutes
	Per         int64
	Method      string // how it was found: minimum wage, cost of replacement, quote; it is disclosed
	DecisionURL string `gorm:"column:decision_url"`
	ValidFrom   string
	ValidTo     string // empty: until another one begins
	CreatedByID *uint
	CreatedAt   time.Time
}

// Value is what a quantity is worth, to the nearest cent.
func (r ValuationRule) Value(quantity int64) int64 { return (quantity*r.Cents + r.Per/2) / r.Per }

// ruleOn is the rule for a kind on a day: one for this very kind before one for all, the latest first.
func ruleOn(ctx context.Context, db *gorm.DB, k Kind, u Unit, day string) (ValuationRule, error) {
	return store.From[ValuationRule](db).Where("work = ? and unit = ? and (kind is null or kind = ?) and valid_from <= ? and (valid_to = '' or valid_to >= ?)", k.Work, u, k.Key, day, day).
		Order("case when kind is null then 1 else 0 end, valid_from desc, id desc").Take(ctx)
}

// ValuationRules returns all rules, the latest first.
func ValuationRules(ctx context.Context, db *gorm.DB) ([]ValuationRule, error) {
	return store.From[ValuationRule](db).Order("valid_from desc, id desc").Limit(200).Find(ctx)
}

// RuleForm begins a rule. The page reads the amount into Cents.
type RuleForm struct {
	Work        string `form:"work"` // work (an hour), goods or use (an amount as the document says)
	Amount      string `form:"amount"`
	Method      string `form:"method"`
	DecisionURL string `form:"decision_url"`
	ValidFrom   string `form:"valid_from"`

	Cents int64 `form:"-"`
}

// BeginRule begins a rule; the accountant decides, with a method that is disclosed.
func BeginRule(ctx context.Context, db *gorm.DB, by people.User, f RuleForm) (ValuationRule, error) {
	if !by.Is(people.Accountant, people.Operator) {
		return ValuationRule{}, store.ErrForbidden
	}
	r := ValuationRule{
		Ref: store.NewRef(), Work: f.Work, Unit: Minutes, Cents: f.Cents, Per: 60, Method: oneLine(f.Method), DecisionURL: oneLine(f.DecisionURL),
		ValidFrom: f.ValidFrom, CreatedByID: &by.ID, CreatedAt: store.Now(db),
	}
	bad := store.Invalid{}
	switch f.Work {
	case "work":
		if f.Cents < 1 || f.Cents > 100_000 {
			bad.Add("amount", "error.money")
		}
	case "goods", "use": // what the document says, cent for cent
		r.Unit, r.Cents, r.Per = Cents, 1, 1
	default:
		bad.Add("work", "error.choose")
	}
	r.check(bad)
	if err := bad.Err(); err != nil {
		return r, err
	}
	return r, store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := store.From[ValuationRule](tx).Create(ctx, &r); err != nil {
			return err
		}
		if err := store.Published(tx); err != nil { // its method is read by everybody
			return err
		}
		return journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: "valuation_rule_begun", SubjectType: "valuation_rule", SubjectRef: r.Ref, Reason: r.Method})
	})
}

func (r ValuationRule) check(bad store.Invalid) {
	if r.Method == "" {
		bad.Add("method", "error.required")
	}
	if len([]rune(r.Method)) > 200 {
		bad.Add("method", "error.too_long", "Max", 200)
	}
	if _, ok := Normal(r.DecisionURL); r.DecisionURL != "" && !ok {
		bad.Add("decision_url", "error.address")
	}
	if _, err := time.Parse(time.DateOnly, r.ValidFrom); err != nil {
		bad.Add("valid_from", "error.date")
	}
}

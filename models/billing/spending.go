package billing

import (
	"context"
	"slices"
	"strings"
	"time"

	"chatiere/models/billing/euro"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Spending is a line of the bank that went out, in euros, and what everybody may know of it. Its ref is that of its line.
type Spending struct {
	ID         uint
	Ref        string
	LineID     uint
	Line       BankLine `gorm:"foreignKey:LineID"`
	BookedOn   string
	Cents      int64        // what went out, above nought
	Purpose    euro.Purpose // the group it belongs to; empty while nobody has said
	Label      string       // what everybody reads beside the amount; may be empty
	Reason     string       // why it is left out; for the staff
	RuleID     *uint        // the rule that sorted it
	SortedByID *uint
	SortedAt   *time.Time
	Version    int
	CreatedAt  time.Time
}

// Sorted reports whether somebody, or a rule, has said what it was.
func (s Spending) Sorted() bool { return s.Purpose != euro.Waiting }

// The longest texts of a spending.
const (
	LongestLabel   = 80
	LongestPattern = 80
)

// SpendingForm is what somebody says of a line that went out.
type SpendingForm struct {
	Purpose  euro.Purpose `form:"purpose"`
	Label    string       `form:"label"`
	Reason   string       `form:"reason"`
	Remember euro.Field   `form:"remember"` // sort others like it too: by their name, by words in them, or not
	Words    string       `form:"words"`    // that others like it have
	Version  int          `form:"version"`
}

// Form is the spending as the form that changes it.
func (s Spending) Form() SpendingForm {
	f := SpendingForm{Purpose: s.Purpose, Label: s.Label, Reason: s.Reason, Words: s.Line.Label, Version: s.Version}
	if f.Purpose == euro.Waiting && s.Line.Reversal {
		f.Purpose = euro.Apart // money that goes back to who gave it
	}
	return f
}

// check says what is wrong with the form, and cleans it.
func (f *SpendingForm) check(l BankLine) error {
	f.Label, f.Reason, f.Words = oneLine(f.Label), brief(f.Reason), oneLine(f.Words)
	wrong := store.Invalid{}
	if !f.Purpose.Known() {
		wrong.Add("purpose", "error.choose")
	}
	switch {
	case len([]rune(f.Label)) > LongestLabel:
		wrong.Add("label", "error.too_long", "Max", LongestLabel)
	case !euro.Discreet(f.Label):
		wrong.Add("label", "error.spending_label")
	}
	if f.Purpose == euro.Apart && f.Reason == "" {
		wrong.Add("reason", "error.required")
	}
	if f.Purpose != euro.Apart {
		f.Reason = ""
	} else {
		f.Label = ""
	}
	f.checkRule(wrong, l)
	if len(wrong) > 0 {
		return wrong
	}
	return nil
}

func (f *SpendingForm) checkRule(wrong store.Invalid, l BankLine) {
	switch r := f.rule(l); {
	case f.Remember == "":
	case f.Remember != euro.ByName && f.Remember != euro.ByWords:
		wrong.Add("remember", "error.choose")
	case f.Remember == euro.ByName && r.Pattern == "":
		wrong.Add("remember", "error.spending_no_name")
	case f.Remember == euro.ByWords && len([]rune(r.Pattern)) < euro.Shortest:
		wrong.Add("words", "error.spending_words", "Min", euro.Shortest)
	case len([]rune(r.Pattern)) > LongestPattern:
		wrong.Add("words", "error.too_long", "Max", LongestPattern)
	case f.Remember == euro.ByWords && !r.Fits("", l.Words()):
		wrong.Add("words", "error.spending_not_in_line")
	}
}

// rule is what the form wants to be remembered.
func (f SpendingForm) rule(l BankLine) euro.Rule {
	if f.Remember == euro.ByName {
		return euro.Rule{Field: euro.ByName, Pattern: euro.Fold(l.Counterparty)}
	}
	return euro.Rule{Field: f.Remember, Pattern: euro.Fold(f.Words)}
}

// Sort says what a line was, and says the same of those that wait and are like it when that is to be remembered; others is how many. The
// operator and the accountant may; what a line was may be changed later, and each change is in the journal.
func (s Spending) Sort(ctx context.Context, db *gorm.DB, by people.User, f SpendingForm) (others int, err error) {
	if err := readsBooks(by); err != nil {
		return 0, err
	}
	if err := f.check(s.Line); err != nil {
		return 0, err
	}
	err = store.InTx(ctx, db, func(tx *gorm.DB) error {
		now, err := store.From[Spending](tx, forUpdate).Where("id = ?", s.ID).Take(ctx)
		if err != nil {
			return err
		}
		if now.Version != f.Version {
			return store.ErrConflict
		}
		now.Line = s.Line
		before := now.Purpose
		if err := now.become(ctx, tx, f, nil, &by.ID); err != nil {
			return err
		}
		if err := now.note(ctx, tx, by, before); err != nil {
			return err
		}
		if f.Remember != "" {
			if others, err = remember(ctx, tx, by, f, s.Line); err != nil {
				return err
			}
		}
		return store.Published(tx)
	})
	return others, err
}

func (s Spending) note(ctx context.Context, tx *gorm.DB, by people.User, before euro.Purpose) error {
	return journal.Note(ctx, tx, by.Actor(), journal.Act{
		Verb: "spending_sorted", SubjectType: "spending", SubjectRef: s.Ref, Reason: s.Reason, Details: map[string]any{"from": before, "to": s.Purpose},
	})
}

// become moves a spending into a group, and the month's sums with it.
func (s *Spending) become(ctx context.Context, tx *gorm.DB, f SpendingForm, rule, by *uint) error {
	moved := sums{}
	moved.add(s.BookedOn, s.Purpose, -s.Cents, -1)
	moved.add(s.BookedOn, f.Purpose, s.Cents, 1)
	now := store.Now(tx)
	s.Purpose, s.Label, s.Reason, s.RuleID, s.SortedByID, s.SortedAt = f.Purpose, f.Label, f.Reason, rule, by, &now
	s.Version++
	err := tx.WithContext(ctx).Model(s).Omit(clause.Associations).Select("purpose", "label", "reason", "rule_id", "sorted_by_id", "sorted_at", "version").Updates(s).Error
	if err != nil {
		return err
	}
	return moved.write(ctx, tx)
}

// spend gives each line that a statement brought, and that went out in euros, its place: the one a remembered rule says, or the queue.
func (s BankStatement) spend(ctx context.Context, tx *gorm.DB) error {
	lines, err := store.From[BankLine](tx).Where("statement_id = ? and amount_cents < 0 and currency = ?", s.ID, euros).Order("id").Find(ctx)
	if err != nil || len(lines) == 0 {
		return err
	}
	rules, err := standingRules(ctx, tx)
	if err != nil {
		return err
	}
	now, moved := store.Now(tx), sums{}
	for part := range slices.Chunk(lines, 500) {
		rows := make([]Spending, len(part))
		for i, l := range part {
			rows[i] = Spending{Ref: l.Ref, LineID: l.ID, BookedOn: dayOnly(l.BookedOn), Cents: -l.AmountCents, Version: 1, CreatedAt: now}
			if r, ok := ruleFor(rules, l); ok {
				rows[i].Purpose, rows[i].Label, rows[i].Reason, rows[i].RuleID, rows[i].SortedAt = r.Purpose, r.Label, r.Reason, &r.ID, &now
			}
			moved.add(rows[i].BookedOn, rows[i].Purpose, rows[i].Cents, 1)
		}
		if err := tx.WithContext(ctx).Omit(clause.Associations).Create(&rows).Error; err != nil {
			return err
		}
	}
	if err := moved.write(ctx, tx); err != nil {
		return err
	}
	return store.Published(tx)
}

// words are all a rule may look at.
func (l BankLine) words() string {
	return strings.Join([]string{l.Counterparty, l.Label, l.Reference, l.BankReference}, " ")
}

package demo

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"chatiere/models/billing"
	"chatiere/models/billing/euro"
	"chatiere/models/demo/folder"
	"chatiere/models/people"

	"gorm.io/gorm"
)

// statements are the bank's files of the last twelve months that are over, each looked at on the second day of the next month.
func (t *teller) statements(expenses []folder.Expense) []event {
	if len(expenses) == 0 {
		return nil
	}
	var all []event
	for ago := 12; ago > 0; ago-- {
		y, m, _ := t.now.In(t.zone).Date()
		first := time.Date(y, m-time.Month(ago), 1, 12, 0, 0, 0, t.zone)
		name := "statement " + first.Format("2006-01")
		at := first.AddDate(0, 1, 1).UTC()
		all = append(all, event{at, name, func(tx *gorm.DB) (uint, error) { return t.statement(tx, first, ago, expenses) }})
	}
	return all
}

// statement is one month as the bank writes it, brought in and sorted.
func (t *teller) statement(tx *gorm.DB, first time.Time, ago int, expenses []folder.Expense) (uint, error) {
	operator, err := t.staff(tx, people.Operator)
	if err != nil {
		return 0, err
	}
	var file strings.Builder
	file.WriteString("Date;Tiers;Libellé;Montant\n")
	for _, e := range expenses {
		if happens(e, first, ago) {
			fmt.Fprintf(&file, "%02d/%s;%s;%s;-%d,%02d\n", e.Day, first.Format("01/2006"), e.Name, e.Words, e.Cents/100, e.Cents%100)
		}
	}
	s, err := billing.ReceiveStatement(t.ctx, tx, operator, billing.Upload{Name: "releve-" + first.Format("2006-01") + ".csv", Content: []byte(file.String())})
	if err != nil {
		return 0, err
	}
	if s, err = s.Import(t.ctx, tx, operator, billing.ImportForm{Version: s.Version}); err != nil {
		return 0, err
	}
	return s.ID, t.sort(tx, operator, expenses)
}

// sort says what waits as the folder says it, and remembers it for the next months. What the folder says nothing of goes on waiting.
func (t *teller) sort(tx *gorm.DB, by people.User, expenses []folder.Expense) error {
	waiting, err := billing.Spendings(t.ctx, tx, by, billing.SpendingFilter{})
	if err != nil {
		return err
	}
	for _, s := range waiting.Items {
		n := slices.IndexFunc(expenses, func(e folder.Expense) bool {
			return e.Purpose != "" && e.Name == s.Line.Counterparty && e.Words == s.Line.Label
		})
		if n < 0 {
			continue
		}
		f := s.Form()
		f.Purpose, f.Label, f.Reason = euro.Purpose(expenses[n].Purpose), expenses[n].Label, expenses[n].Reason
		if expenses[n].MonthsAgo == 0 {
			f.Remember, f.Words = euro.ByWords, cmp.Or(expenses[n].Words, expenses[n].Name)
		}
		if _, err := s.Sort(t.ctx, tx, by, f); err != nil {
			return err
		}
	}
	return nil
}

// happens reports whether an expense is paid in a month.
func happens(e folder.Expense, first time.Time, ago int) bool {
	if e.MonthsAgo > 0 {
		return e.MonthsAgo == ago
	}
	return int(first.Month())%max(e.EveryMonths, 1) == 0
}

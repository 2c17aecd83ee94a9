package billing

import (
	"context"
	"slices"
	"strings"

	"chatiere/models/billing/euro"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// SpendingMonth is what went out in one month for one purpose; the waiting ones have none.
type SpendingMonth struct {
	Month   string // YYYY-MM
	Purpose euro.Purpose
	Cents   int64
	Entries int64
}

// sums gathers what moves between the sums of months before it is written.
type sums map[[2]string]SpendingMonth

func (s sums) add(on string, p euro.Purpose, cents, entries int64) {
	key := [2]string{on[:len("2006-01")], string(p)}
	m := s[key]
	s[key] = SpendingMonth{Month: key[0], Purpose: p, Cents: m.Cents + cents, Entries: m.Entries + entries}
}

// write adds to the kept sums, always in the same order, so that two never wait for each other crosswise.
func (s sums) write(ctx context.Context, tx *gorm.DB) error {
	var all []SpendingMonth
	for _, m := range s {
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b SpendingMonth) int {
		return strings.Compare(a.Month+string(a.Purpose), b.Month+string(b.Purpose))
	})
	return tx.WithContext(ctx).Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "month"}, {Name: "purpose"}},
		DoUpdates: clause.Assignments(map[string]any{
			"cents": gorm.Expr("spending_months.cents + excluded.cents"), "entries": gorm.Expr("spending_months.entries + excluded.entries"),
		}),
	}).Create(&all).Error
}

// Spent is what went out from one month to another, both included, as everybody may know it.
type Spent struct {
	From, To string // YYYY-MM
	Months   []SpendingMonth
	Lines    bool // something ever came in from the bank
}

// SpentBetween reads the kept sums of some months, newest first, in one statement.
func SpentBetween(ctx context.Context, db *gorm.DB, from, to string) (Spent, error) {
	s := Spent{From: from, To: to}
	rows, err := store.From[SpendingMonth](db).Where("month between ? and ? and entries <> 0", from, to).Order("month desc, purpose").Find(ctx)
	s.Months, s.Lines = rows, len(rows) > 0
	return s, err
}

// Sums adds the months up by purpose.
func (s Spent) Sums() map[euro.Purpose]int64 {
	all := map[euro.Purpose]int64{}
	for _, m := range s.Months {
		all[m.Purpose] += m.Cents
	}
	return all
}

// Entries counts the lines of a purpose.
func (s Spent) Entries(p euro.Purpose) (n int64) {
	for _, m := range s.Months {
		if m.Purpose == p {
			n += m.Entries
		}
	}
	return n
}

// Whole is what the six groups cost together.
func (s Spent) Whole() (cents int64) {
	for _, m := range s.Months {
		if m.Purpose.Public() {
			cents += m.Cents
		}
	}
	return cents
}

// Of is what one month cost for a purpose.
func (s Spent) Of(month string, p euro.Purpose) int64 {
	for _, m := range s.Months {
		if m.Month == month && m.Purpose == p {
			return m.Cents
		}
	}
	return 0
}

// MonthNames are the months in which something went out for one of the six groups, newest first.
func (s Spent) MonthNames() (all []string) {
	for _, m := range s.Months {
		if m.Purpose.Public() && !slices.Contains(all, m.Month) {
			all = append(all, m.Month)
		}
	}
	return all
}

const spendingTruth = "select substr(booked_on, 1, 7) as month, purpose, cast(sum(cents) as bigint) as cents, count(*) as entries from spendings group by 1, 2"

// SpendingsDrifted counts the kept sums that are not what their lines add up to.
func SpendingsDrifted(ctx context.Context, db *gorm.DB) (int64, error) {
	var n int64
	err := db.WithContext(ctx).Raw(`select (select count(*) from (` + spendingTruth + `) t where not exists (
			select 1 from spending_months m where m.month = t.month and m.purpose = t.purpose and m.cents = t.cents and m.entries = t.entries))
		+ (select count(*) from spending_months m where entries <> 0 and not exists (select 1 from spendings s where s.purpose = m.purpose and s.booked_on between m.month || '-01' and m.month || '-31'))`).Scan(&n).Error
	return n, err
}

// RebuildSpendings writes the kept sums anew from the lines.
func RebuildSpendings(ctx context.Context, db *gorm.DB) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := tx.Exec("delete from spending_months").Error; err != nil {
			return err
		}
		if err := tx.Exec("insert into spending_months (month, purpose, cents, entries) " + spendingTruth).Error; err != nil {
			return err
		}
		return store.Published(tx)
	})
}

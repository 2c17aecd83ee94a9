package ledger

import (
	"context"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// Standing is an account and what it holds, on the side where it grows.
type Standing struct {
	Path      string
	Unit      string
	OwnerType string
	OwnerID   uint
	Debits    int64
	Credits   int64
	Balance   int64
}

// Balance is what one account holds, summed from its transfers; an account that does not exist yet holds 0.
func Balance(db *gorm.DB, path, unit string) (int64, error) {
	var balance int64
	return balance, db.Raw("select balance from ledger_balances where path = ? and unit = ?", path, unit).Scan(&balance).Error
}

// Balances returns what the accounts under a prefix hold (all of a unit with ""), by path.
// It reads the cache that Post keeps in the same transaction and Verify compares with the transfers, so pages may ask often.
func Balances(db *gorm.DB, prefix, unit string) ([]Standing, error) {
	var found []Standing
	q := db.Table("ledger_accounts a").Joins("join ledger_cached_balances c on c.account_id = a.id").
		Select("a.path, a.unit, a.owner_type, a.owner_id, c.debits, c.credits, c.balance").Where("a.unit = ?", unit)
	return found, under(q, "a.path", prefix).Order("a.path").Scan(&found).Error
}

// Held is what one account holds by the cache, whatever the number of accounts and transfers; one that does not exist yet holds 0.
func Held(db *gorm.DB, path, unit string) (int64, error) {
	var balance int64
	return balance, db.Raw(`select c.balance from ledger_accounts a join ledger_cached_balances c on c.account_id = a.id
		where a.path = ? and a.unit = ?`, path, unit).Scan(&balance).Error
}

// Drifted returns the cached balances that are not the sum of their transfers.
func Drifted(ctx context.Context, db *gorm.DB) ([]Finding, error) {
	var all []Finding
	for _, check := range rowChecks {
		if check.invariant != Summed {
			continue
		}
		some, err := check.run(db.WithContext(ctx))
		if err != nil {
			return all, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// Total is the sum of Balances: ask it for prefixes whose accounts grow on the same side.
func Total(db *gorm.DB, prefix, unit string) (int64, error) {
	all, err := Balances(db, prefix, unit)
	var sum int64
	for _, s := range all {
		sum += s.Balance
	}
	return sum, err
}

// Rebuild writes the cached balances and the sums of years anew from the transfers.
func Rebuild(ctx context.Context, db *gorm.DB) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := lock(tx); err != nil {
			return err
		}
		for _, statement := range []string{
			"delete from ledger_cached_balances", `insert into ledger_cached_balances (account_id, debits, credits, balance)
				select id, debits, credits, balance from ledger_balances where debits > 0 or credits > 0`,
			"delete from ledger_year_sums", "insert into ledger_year_sums (account_id, year, debits, credits) " + yearSumsTruth,
			"delete from ledger_years", "insert into ledger_years (unit, year, entries, first_on, last_on) " + yearsTruth,
		} {
			if err := tx.Exec(statement).Error; err != nil {
				return err
			}
		}
		return nil
	})
}

// cache adds one entry to the cached balances and to the sums of its year.
func cache(tx *gorm.DB, e Entry, accounts map[string]Account) error {
	for _, t := range e.Transfers {
		if err := accounts[t.Debit].add(tx, e.Year, t.Amount, 0); err != nil {
			return err
		}
		if err := accounts[t.Credit].add(tx, e.Year, 0, t.Amount); err != nil {
			return err
		}
	}
	return e.addYear(tx)
}

func (a Account) add(tx *gorm.DB, year int, debit, credit int64) error {
	balance := debit - credit
	if a.Normal == Credit {
		balance = -balance
	}
	err := tx.Exec(`insert into ledger_cached_balances (account_id, debits, credits, balance) values (?, ?, ?, ?)
		on conflict (account_id) do update set debits = ledger_cached_balances.debits + excluded.debits,
		credits = ledger_cached_balances.credits + excluded.credits, balance = ledger_cached_balances.balance + excluded.balance`,
		a.ID, debit, credit, balance).Error
	if err != nil {
		return err
	}
	return tx.Exec(`insert into ledger_year_sums (account_id, year, debits, credits) values (?, ?, ?, ?)
		on conflict (account_id, year) do update set debits = ledger_year_sums.debits + excluded.debits, credits = ledger_year_sums.credits + excluded.credits`,
		a.ID, year, debit, credit).Error
}

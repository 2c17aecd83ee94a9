// Package ledger holds the books: double entry, append only, whole amounts in several units that are never mixed.
// A transfer moves an amount from a credited account to a debited one, so the books balance by construction; an entry is one
// or several transfers with their piece and cause, numbered without gap and chained by hash to the entry before.
// It knows no business and no name: a party is the end of a path (`receivable:party/7`). It may use store only.
package ledger

import (
	"errors"
	"fmt"
	"strings"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// What the books refuse. Those that somebody else's entry may have caused answer to store.ErrConflict.
var (
	ErrOverdraft     = fmt.Errorf("ledger: this account holds less than that: %w", store.ErrConflict)
	ErrKeyReused     = fmt.Errorf("ledger: this key was used for another entry: %w", store.ErrConflict)
	ErrPeriodClosed  = fmt.Errorf("ledger: this date is in a closed period: %w", store.ErrConflict)
	ErrAccountClosed = fmt.Errorf("ledger: this account is closed: %w", store.ErrConflict)
	ErrNotOpened     = errors.New("ledger: this account gives a right: it is opened by an agreement first")
	ErrNoAccount     = errors.New("ledger: the plan knows no such account")
	ErrUnit          = errors.New("ledger: units are never mixed")
	ErrReversal      = errors.New("ledger: a reversal is made by Reverse and is never reversed")
	ErrMalformed     = errors.New("ledger: this entry cannot be written")
	ErrOutsideTx     = fmt.Errorf("ledger: entries are posted in the transaction of what they tell: %w", store.ErrOutsideTx)
)

// refusals are the words of the database's own guards.
var refusals = map[string]error{
	"overdraft":                 ErrOverdraft,
	"period closed":             ErrPeriodClosed,
	"account closed":            ErrAccountClosed,
	"unit mismatch":             ErrUnit,
	"mixed units in entry":      ErrUnit,
	"cannot reverse a reversal": ErrReversal,
}

// refused turns the word of a guard into the error of this area.
func refused(err error) error {
	if err == nil {
		return nil
	}
	for word, known := range refusals {
		if strings.Contains(err.Error(), word) {
			return known
		}
	}
	return err
}

// lock lets one writer at a time into the books until its transaction ends, so that numbers and the chain have no gap.
// SQLite has one writer anyway.
func lock(tx *gorm.DB) error {
	if !store.Postgres(tx) {
		return nil
	}
	return tx.Exec("select ledger_lock()").Error
}

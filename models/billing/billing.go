// Package billing turns subscriptions into documents and documents into settled money: pro formas, numbered invoices, credit notes,
// payments and what they settle. Prices come from the catalogue, taxes from the collective's declared regime; every movement is told
// to the ledger in the same transaction. It may use people, files, catalogue and ledger.
//
// Three things are never one word: whether a service is there (models/hosting), whether it is paid (derived from allocations) and what
// its people may do (Subscription.Access).
package billing

import (
	"errors"
	"fmt"
	"strings"

	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// What billing refuses. Those that somebody else's act may have caused answer to store.ErrConflict.
var (
	ErrFinal    = fmt.Errorf("billing: a final invoice never changes: %w", store.ErrConflict)
	ErrNotReady = fmt.Errorf("billing: this pro forma cannot become an invoice yet: %w", store.ErrConflict)
	ErrSettled  = fmt.Errorf("billing: that is more than is due or was received: %w", store.ErrConflict)
	ErrReversed = fmt.Errorf("billing: this was taken back already: %w", store.ErrConflict)
	ErrNoRegime = errors.New("billing: the collective has not declared its tax regime for that day") // law-and-charter.md R-a2.3
	ErrNothing  = fmt.Errorf("billing: nothing to charge, nothing to issue: %w", store.ErrConflict)  // ZER1
	ErrMatched  = fmt.Errorf("billing: that line of the bank is matched already: %w", store.ErrConflict)
	ErrUnsound  = errors.New("billing: a line has no sound tax treatment")
)

// refusals are the words of the database's own guards (migrations_billing_guards.go).
var refusals = map[string]error{
	"a final invoice never changes":   ErrFinal,
	"more than is due":                ErrSettled,
	"more than was received":          ErrSettled,
	"the lines do not make the total": ErrUnsound,
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

// forUpdate keeps rows for this transaction until it ends (PostgreSQL; SQLite has one writer anyway).
var forUpdate = clause.Locking{Strength: "UPDATE"}

// oneAtATime lets one transaction at a time settle money of an organisation, so that nobody waits for each other in a circle:
// first the organisation, then the counter of numbers, last the ledger.
func oneAtATime(tx *gorm.DB, organisationID uint) error {
	if !store.Postgres(tx) {
		return nil
	}
	return tx.Exec("select 1 from organisations where id = ? for no key update", organisationID).Error
}

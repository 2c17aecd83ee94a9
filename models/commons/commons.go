// Package commons holds what is given: contributions with their evidence and what others say of them, the agreements under which an
// organisation's work may be counted, and the share of each payment that is set aside for the projects behind the services.
// It may use people, files, catalogue, ledger and billing.
//
// Facts are attested, never graded: there are no points and no ranking. Hours of a natural person are recognised and thanked for; they
// never become a price, a credit or a right (reciprocity.md 2.1).
package commons

import (
	"fmt"
	"strings"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// What commons refuses beside the errors of store.
var (
	// ErrNoCreditForVolunteers: a volunteer may receive nothing in return, not even a lower price (reciprocity.md 2.1). As store.Invalid it says so.
	ErrNoCreditForVolunteers error = &refusal{"commons: a volunteer's contribution is never counted", "agreement", "error.no_credit_for_volunteers"}
	// ErrFixed: after acceptance nothing is edited; a correction is another contribution.
	ErrFixed = fmt.Errorf("commons: an accepted contribution never changes: %w", store.ErrConflict)
	// ErrMoved: the contribution is not in a state from which that can be done.
	ErrMoved = fmt.Errorf("commons: not in this state: %w", store.ErrConflict)
)

// refusal is an error that has words for the person at one field.
type refusal struct{ text, field, key string }

// Error names it for logs.
func (r *refusal) Error() string { return r.text }

// Unwrap shows it as what is wrong with a field.
func (r *refusal) Unwrap() error { return store.Invalid{r.field: {Key: r.key}} }

// wrong is what is wrong with one field.
func wrong(field, key string, args ...any) error {
	w := store.Invalid{}
	w.Add(field, key, args...)
	return w
}

// locked keeps a row for this transaction until it ends (PostgreSQL; SQLite has one writer anyway).
func locked(tx *gorm.DB) *gorm.DB {
	if !store.Postgres(tx) {
		return tx
	}
	return tx.Clauses(clause.Locking{Strength: "UPDATE"})
}

// Council reports whether the person is of the collective's council: they may decide and attest as light ones where independent people
// are too few (decisions.md 33).
func Council(u people.User) bool {
	return u.Is(people.Steward, people.Operator, people.Accountant)
}

// cleaned is a typed text without blanks round it, with line ends as Unix writes them.
func cleaned(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n"))
}

// oneLine is a typed text on one line.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// days is how many days there are from a day to another, both included; 0 when one of them is no day.
func days(from, to string) int64 {
	a, err := time.Parse(time.DateOnly, from)
	b, bad := time.Parse(time.DateOnly, to)
	if err != nil || bad != nil || b.Before(a) {
		return 0
	}
	return int64(b.Sub(a)/(24*time.Hour)) + 1
}

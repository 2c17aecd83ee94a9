package customers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// State is how far a batch has come.
type State string

// The states of a batch.
const (
	Applied   State = "applied" // it is here and waits for the word
	Confirmed State = "confirmed"
	Undone    State = "undone"
)

// Counts are how many things of each kind had each fate.
type Counts map[Kind]map[What]int

// Batch is one folder that was applied.
type Batch struct {
	ID          uint
	Ref         string
	State       State
	Sums        Sums   `gorm:"serializer:json"`
	Counts      Counts `gorm:"serializer:json"`
	Letters     bool   // people were written to when it was confirmed
	JournalID   uint   // the last act before it
	AppliedAt   time.Time
	ConfirmedAt *time.Time
	UndoneAt    *time.Time
}

// TableName names the table.
func (Batch) TableName() string { return "customer_batches" }

// entry remembers what a row of a folder became. Beyond its id it keeps what waits for the word: an amount, its day, the old number.
type entry struct {
	ID        uint
	BatchID   uint
	Kind      Kind
	Name      string
	SubjectID uint
	Cents     int64
	OnDay     string
	Words     string
}

// TableName names the table.
func (entry) TableName() string { return "customer_entries" }

// What cannot be done with a batch.
var (
	ErrNoBatch   = fmt.Errorf("customers: no batch waits for a word: %w", store.ErrNotFound)
	ErrWaiting   = fmt.Errorf("customers: a batch waits for a word already: %w", store.ErrConflict)
	ErrConfirmed = fmt.Errorf("customers: the batch was confirmed: %w", store.ErrConflict)
)

// LastBatch returns the newest batch for operators and accountants, else store.ErrNotFound.
func LastBatch(ctx context.Context, db *gorm.DB, by people.User) (Batch, error) {
	if !by.Is(people.Operator, people.Accountant) {
		return Batch{}, store.ErrNotFound
	}
	return last(ctx, db)
}

// Waiting returns the batch that waits to be confirmed or undone; a zero one when none does.
func Waiting(ctx context.Context, db *gorm.DB) (Batch, error) {
	b, err := store.From[Batch](db).Where("state = ?", Applied).Take(ctx)
	if errors.Is(err, store.ErrNotFound) {
		return Batch{}, nil
	}
	return b, err
}

func last(ctx context.Context, db *gorm.DB) (Batch, error) {
	return store.From[Batch](db).Order("id desc").Limit(1).Take(ctx)
}

// open takes the batch that waits for this transaction.
func open(ctx context.Context, tx *gorm.DB) (Batch, error) {
	b, err := store.From[Batch](tx, forUpdate).Where("state = ?", Applied).Take(ctx)
	if !errors.Is(err, store.ErrNotFound) {
		return b, err
	}
	if newest, err := last(ctx, tx); err == nil && newest.State == Confirmed {
		return b, ErrConfirmed
	}
	return b, ErrNoBatch
}

// made are the ids of what a batch made of a kind, to stand in a condition.
func (b Batch) made(tx *gorm.DB, kind Kind) *gorm.DB {
	return tx.Session(&gorm.Session{NewDB: true}).Model(&entry{}).Select("subject_id").Where("batch_id = ? and kind = ?", b.ID, kind)
}

// entries are what a batch keeps of a kind, in the order in which they were made.
func (b Batch) entries(ctx context.Context, tx *gorm.DB, kind Kind) ([]entry, error) {
	return store.From[entry](tx).Where("batch_id = ? and kind = ?", b.ID, kind).Order("id").Find(ctx)
}

// details are the sums as the journal keeps them.
func (b Batch) details() map[string]any {
	text, _ := json.Marshal(b.Sums)
	all := map[string]any{}
	_ = json.Unmarshal(text, &all)
	delete(all, "renewals")
	return all
}

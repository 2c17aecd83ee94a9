package ledger

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Journal is the book an entry is numbered in; the codes are those of the FEC.
type Journal string

// The journals.
const (
	Opening       Journal = "AN" // opening balances
	Sales         Journal = "VE"
	Purchases     Journal = "AC"
	Bank          Journal = "BQ"
	Miscellaneous Journal = "OD"
	InKind        Journal = "CV" // class 8: contributions in kind
	Time          Journal = "TP" // minutes and pieces, never in the FEC
)

// Entry is one event in the books. It is never changed nor removed: a mistake is reversed by another entry.
type Entry struct {
	ID          uint
	Journal     Journal
	Year        int    // of EffectiveOn
	Seq         int    // number in its journal and year, without gap
	Kind        string // what happened: `invoice`, `payment_in`…
	Key         string `gorm:"column:idempotency_key"` // the same event has the same key, however often it is told
	EffectiveOn string // the day it counts for, as YYYY-MM-DD
	RecordedAt  time.Time
	Actor       uint   `gorm:"column:actor_id"` // the person who caused it; 0 is the portal itself
	PieceRef    string // the document that proves it; the key when there is none
	PieceOn     string // the date of that document; EffectiveOn when there is none
	SubjectType string
	SubjectID   uint
	ReversesID  *uint  // set by Reverse only
	Memo        string // label for the accountant, without any person's name
	Size        int    // how many transfers it has
	PrevHash    string // hash of the entry before
	Hash        string // SHA-256 of PrevHash and the canonical row of the entry and its transfers

	Transfers []Transfer `gorm:"-"`
}

// TableName is where entries live.
func (Entry) TableName() string { return "ledger_entries" }

// Transfer moves Amount of Unit (cents, minutes, pieces) between two accounts named by their paths.
// Transfers of an entry happen in their order: no account without overdraft may go below zero in between.
type Transfer struct {
	ID      uint
	EntryID uint
	Debit   string
	Credit  string
	Unit    string
	Amount  int64
}

// largest is the largest amount of one transfer (ten billion euros), so that no sum ever overflows.
const largest = 1_000_000_000_000

// Number is the entry's number as accountants write it (`VE00042`); it begins again each year.
func (e Entry) Number() string { return fmt.Sprintf("%s%05d", e.Journal, e.Seq) }

// String names the entry with its year, for findings and logs.
func (e Entry) String() string { return fmt.Sprintf("%s/%d", e.Number(), e.Year) }

// Reversal reports whether the entry takes another one back.
func (e Entry) Reversal() bool { return e.ReversesID != nil }

// Day writes the day of t, in t's own zone, as the ledger keeps days.
func Day(t time.Time) string { return t.Format(time.DateOnly) }

func (e Entry) completed() Entry {
	if e.PieceRef == "" {
		e.PieceRef = e.Key
	}
	if e.PieceOn == "" {
		e.PieceOn = e.EffectiveOn
	}
	e.Size = len(e.Transfers)
	e.Transfers = append([]Transfer(nil), e.Transfers...)
	return e
}

// check refuses what no caller should ever send; the database's guards would refuse most of it as well.
func (e Entry) check() error {
	if !known(e.Journal) {
		return malformed("journal %q", e.Journal)
	}
	if e.Kind == "" || e.Key == "" {
		return malformed("it has no kind or no key")
	}
	for _, day := range []string{e.EffectiveOn, e.PieceOn} {
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			return malformed("date %q", day)
		}
	}
	for _, text := range []string{e.Kind, e.Key, e.PieceRef, e.SubjectType, e.Memo} {
		if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
			return malformed("text %q", text)
		}
	}
	if len(e.Transfers) == 0 {
		return malformed("it has no transfer")
	}
	for _, t := range e.Transfers {
		if err := t.check(e.Transfers[0].Unit); err != nil {
			return err
		}
	}
	return nil
}

func (t Transfer) check(unit string) error {
	switch {
	case t.Amount <= 0 || t.Amount > largest:
		return malformed("amount %d", t.Amount)
	case t.Debit == t.Credit:
		return malformed("%s on both sides", t.Debit)
	case t.Unit != unit:
		return ErrUnit
	}
	return nil
}

func known(j Journal) bool {
	switch j {
	case Opening, Sales, Purchases, Bank, Miscellaneous, InKind, Time:
		return true
	}
	return false
}

func malformed(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrMalformed}, args...)...)
}

package ledger

import (
	"context"
	"fmt"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// Reverse takes an entry back by its mirror, dated today (UTC). An entry is reversed once: a second time returns the first reversal.
func Reverse(ctx context.Context, tx *gorm.DB, entry, by uint, why string) (Entry, error) {
	return ReverseOn(ctx, tx, entry, by, why, Day(store.Now(tx)))
}

// ReverseOn is Reverse with the day the reversal counts for, which must be in an open period.
func ReverseOn(ctx context.Context, tx *gorm.DB, entry, by uint, why, day string) (Entry, error) {
	if !store.InsideTx(tx) {
		return Entry{}, ErrOutsideTx
	}
	tx = tx.WithContext(ctx)
	if err := lock(tx); err != nil {
		return Entry{}, err
	}
	if before, found, err := entryWhere(tx, "reverses_id = ?", entry); err != nil || found {
		return before, err
	}
	wrong, found, err := entryWhere(tx, "id = ?", entry)
	switch {
	case err != nil:
		return Entry{}, err
	case !found:
		return Entry{}, store.ErrNotFound
	case wrong.Reversal():
		return Entry{}, ErrReversal
	}
	return post(ctx, tx, wrong.mirror(by, why, day))
}

// mirror undoes the transfers from the last to the first, so that each balance walks back the way it came.
func (e Entry) mirror(by uint, why, day string) Entry {
	m := Entry{
		Journal: e.Journal, Kind: "reversal", Key: fmt.Sprintf("reversal:%d", e.ID), EffectiveOn: day,
		Actor: by, PieceRef: e.PieceRef, PieceOn: e.PieceOn, SubjectType: e.SubjectType, SubjectID: e.SubjectID,
		ReversesID: &e.ID, Memo: why,
	}
	for i := len(e.Transfers) - 1; i >= 0; i-- {
		t := e.Transfers[i]
		m.Transfers = append(m.Transfers, Transfer{Debit: t.Credit, Credit: t.Debit, Unit: t.Unit, Amount: t.Amount})
	}
	return m
}

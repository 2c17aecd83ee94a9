package ledger

import (
	"context"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// Post writes an entry in the transaction of the change it tells, and is the only way into the books.
// Told again with the same key and content, it returns the first entry and writes nothing; with other content it is ErrKeyReused.
// From here to the end of the transaction no one else posts: post late, and ask nothing of the outside world after.
func Post(ctx context.Context, tx *gorm.DB, e Entry) (Entry, error) {
	if e.ReversesID != nil {
		return Entry{}, ErrReversal
	}
	return post(ctx, tx, e)
}

func post(ctx context.Context, tx *gorm.DB, e Entry) (Entry, error) {
	if !store.InsideTx(tx) {
		return Entry{}, ErrOutsideTx
	}
	e = e.completed()
	if err := e.check(); err != nil {
		return Entry{}, err
	}
	var posted Entry
	err := store.InTx(ctx, tx, func(tx *gorm.DB) error { // a savepoint: what is refused leaves the caller's transaction usable
		if err := lock(tx); err != nil {
			return err
		}
		first, found, err := entryWhere(tx, "idempotency_key = ?", e.Key)
		if err != nil {
			return err
		}
		if found {
			posted = first
			return first.tells(e)
		}
		posted, err = write(tx, e)
		return err
	})
	if err != nil {
		return Entry{}, refused(err)
	}
	return posted, nil
}

// tells is nil when both entries tell the same event; who told it does not matter.
func (e Entry) tells(again Entry) error {
	if e.content() != again.content() {
		return ErrKeyReused
	}
	return nil
}

func write(tx *gorm.DB, e Entry) (Entry, error) {
	accounts, err := accountsFor(tx, e.Transfers)
	if err != nil {
		return e, err
	}
	if err := e.number(tx); err != nil {
		return e, err
	}
	if err := tx.Create(&e).Error; err != nil {
		return e, err
	}
	for i := range e.Transfers {
		if err := e.Transfers[i].write(tx, e.ID, accounts); err != nil {
			return e, err
		}
	}
	return e, cache(tx, e, accounts)
}

// number gives the entry its place: year, number, time, and its link in the chain.
func (e *Entry) number(tx *gorm.DB) error {
	e.ID, e.RecordedAt = 0, store.Now(tx)
	e.Year = year(e.EffectiveOn)
	err := tx.Raw("select coalesce(max(seq), 0) + 1 from ledger_entries where journal = ? and year = ?", e.Journal, e.Year).Scan(&e.Seq).Error
	if err != nil {
		return err
	}
	head, err := Head(tx)
	if err != nil {
		return err
	}
	e.PrevHash = head.Hash
	e.Hash = e.seal()
	return nil
}

// transferRow is a transfer as its table keeps it.
type transferRow struct {
	ID       uint
	EntryID  uint
	DebitID  uint
	CreditID uint
	Unit     string
	Amount   int64
}

// TableName is where transfers live.
func (transferRow) TableName() string { return "ledger_transfers" }

func (t *Transfer) write(tx *gorm.DB, entry uint, accounts map[string]Account) error {
	row := transferRow{EntryID: entry, DebitID: accounts[t.Debit].ID, CreditID: accounts[t.Credit].ID, Unit: t.Unit, Amount: t.Amount}
	err := tx.Create(&row).Error
	t.ID, t.EntryID = row.ID, entry
	return err
}

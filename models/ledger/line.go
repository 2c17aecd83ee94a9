package ledger

import (
	"time"

	"gorm.io/gorm"
)

// Line is what one entry did to one account: the row of an accountant's file. Exactly one of Debit and Credit is not 0,
// unless the entry gave and took the same.
type Line struct {
	EntryID     uint
	Journal     Journal
	Year        int
	Seq         int
	Kind        string
	Key         string `gorm:"column:idempotency_key"`
	EffectiveOn string
	RecordedAt  time.Time // also the validation: an entry can no longer change
	PieceRef    string
	PieceOn     string
	Memo        string
	SubjectType string
	SubjectID   uint
	Path        string
	Unit        string
	Code        string // chart of accounts; empty for time and pieces
	OwnerType   string
	OwnerID     uint
	Debit       int64
	Credit      int64
	Letter      string // matching code within the account; empty while open
	LetteredOn  string
}

// Number is the entry's number, as in Entry.Number.
func (l Line) Number() string { return Entry{Journal: l.Journal, Seq: l.Seq}.Number() }

// EachLine calls f for each line in unit of the days from first to last, both included, in the order they were written,
// without holding them all.
func EachLine(db *gorm.DB, unit, first, last string, f func(Line) error) error {
	return eachLine(db, db.Raw(linesQuery("a.unit = ? and e.effective_on between ? and ?"), unit, first, last), f)
}

// OpenLinesOn returns the lines of one account that are not matched, in the order they were written.
func OpenLinesOn(db *gorm.DB, path, unit string) ([]Line, error) {
	var a Account
	if err := db.Where("path = ? and unit = ?", path, unit).Limit(1).Find(&a).Error; err != nil || a.ID == 0 {
		return nil, err
	}
	var all []Line
	err := eachLine(db, db.Raw(linesOf(debitSide+" where debit_id = ?", creditSide+" where credit_id = ?", "l.transfer_id is null"), a.ID, a.ID), func(l Line) error {
		all = append(all, l)
		return nil
	})
	return all, err
}

func eachLine(db, asked *gorm.DB, f func(Line) error) error {
	rows, err := asked.Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var l Line
		if err := db.ScanRows(rows, &l); err != nil {
			return err
		}
		if err := f(l.netted()); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (l Line) netted() Line {
	if len(l.LetteredOn) > len(time.DateOnly) {
		l.LetteredOn = l.LetteredOn[:len(time.DateOnly)] // SQLite's driver takes a day that comes out of max() for an instant
	}
	if l.Debit > l.Credit {
		l.Debit, l.Credit = l.Debit-l.Credit, 0
	} else {
		l.Debit, l.Credit = 0, l.Credit-l.Debit
	}
	return l
}

// The two sides of a transfer, as movements of an account.
const (
	debitSide  = "select id, entry_id, debit_id as account_id, amount as debit, 0 as credit from ledger_transfers"
	creditSide = "select id, entry_id, credit_id, 0, amount from ledger_transfers"
)

// linesQuery asks for the lines that satisfy a condition on the account a and the entry e.
func linesQuery(condition string) string { return linesOf(debitSide, creditSide, condition) }

// linesOf asks for the lines of some movements, which the databases find along an index only where the condition stands on each side.
func linesOf(debits, credits, condition string) string {
	return `
select e.id as entry_id, e.journal, e.year, e.seq, e.kind, e.idempotency_key, e.effective_on, e.recorded_at, e.piece_ref, e.piece_on, e.memo,
  e.subject_type, e.subject_id, a.path, a.unit, a.pcg_code as code, a.owner_type, a.owner_id,
  cast(sum(m.debit) as bigint) as debit, cast(sum(m.credit) as bigint) as credit,
  max(coalesce(l.code, '')) as letter, max(coalesce(l.lettered_on, '')) as lettered_on
from (` + debits + ` union all ` + credits + `) m
join ledger_entries e on e.id = m.entry_id
join ledger_accounts a on a.id = m.account_id
left join ledger_letters l on l.transfer_id = m.id and l.account_id = m.account_id
where ` + condition + `
group by e.id, a.id
order by e.id, min(m.id), a.id`
}

package ledger

import "gorm.io/gorm"

// sides are all transfers twice, once for each side; every sum over accounts begins here.
const sides = `(select entry_id, debit_id as account_id, amount as debit, 0 as credit from ledger_transfers
	union all select entry_id, credit_id, 0, amount from ledger_transfers) m
	join ledger_entries e on e.id = m.entry_id join ledger_accounts a on a.id = m.account_id`

// ownerless is an account's path without its owner: receivable for receivable:party/7.
const ownerless = `case a.owner_type when '' then a.path
	else substr(a.path, 1, length(a.path) - length(a.owner_type) - length(cast(a.owner_id as text)) - 2) end`

// Flow is what went in and out of the accounts of one path, all owners together, within a span of days.
type Flow struct {
	Span    string // the first signs of the day: 2026, 2026-11 or 2026-11-25
	Path    string
	Debits  int64
	Credits int64
}

// The spans of Flows.
const (
	ByYear  = len("2006")
	ByMonth = len("2006-01")
	ByDay   = len("2006-01-02")
)

// Flows sums a unit's movements of the days from first to last, both included, by span and path.
func Flows(db *gorm.DB, unit, first, last string, span int) ([]Flow, error) {
	var found []Flow
	err := db.Raw(`select substr(e.effective_on, 1, ?) as span, `+ownerless+` as path,
		cast(sum(m.debit) as bigint) as debits, cast(sum(m.credit) as bigint) as credits
		from `+sides+` where a.unit = ? and e.effective_on between ? and ? group by 1, 2 order by 1, 2`, span, unit, first, last).Scan(&found).Error
	for i := range found {
		found[i].Span = found[i].Span[:min(span, len(found[i].Span))] // SQLite's driver takes a day for an instant
	}
	return found, err
}

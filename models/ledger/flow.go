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

// YearSum is what one account did in one year.
type YearSum struct {
	Year      int
	Path      string
	Code      string
	OwnerType string
	OwnerID   uint
	Debits    int64
	Credits   int64
}

// SumsUntil sums a unit's movements by year and account, from the beginning of the books to the end of a year.
func SumsUntil(db *gorm.DB, unit string, year int) ([]YearSum, error) {
	var found []YearSum
	return found, db.Raw(`select e.year, a.path, a.pcg_code as code, a.owner_type, a.owner_id,
		cast(sum(m.debit) as bigint) as debits, cast(sum(m.credit) as bigint) as credits
		from `+sides+` where a.unit = ? and e.year <= ?
		group by e.year, a.path, a.pcg_code, a.owner_type, a.owner_id order by e.year, a.path`, unit, year).Scan(&found).Error
}

// Year is one calendar year of the books.
type Year struct {
	Year    int
	Entries int64
	FirstOn string
	LastOn  string
}

// Years returns the years in which something happened in a unit, newest first.
func Years(db *gorm.DB, unit string) ([]Year, error) {
	var found []Year
	err := db.Raw(`select year, count(*) as entries, min(effective_on) as first_on, max(effective_on) as last_on from ledger_entries e
		where exists (select 1 from ledger_transfers t where t.entry_id = e.id and t.unit = ?) group by year order by year desc`, unit).Scan(&found).Error
	for i, y := range found {
		found[i].FirstOn, found[i].LastOn = y.FirstOn[:min(ByDay, len(y.FirstOn))], y.LastOn[:min(ByDay, len(y.LastOn))]
	}
	return found, err
}

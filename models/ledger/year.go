package ledger

import "gorm.io/gorm"

// yearSumsTruth is what each account did in each year, from the transfers; ledger_year_sums keeps it.
const yearSumsTruth = `select account_id, year, cast(sum(debit) as bigint) as debits, cast(sum(credit) as bigint) as credits from (
		select t.debit_id as account_id, e.year, t.amount as debit, 0 as credit from ledger_transfers t join ledger_entries e on e.id = t.entry_id
		union all select t.credit_id, e.year, 0, t.amount from ledger_transfers t join ledger_entries e on e.id = t.entry_id) sides
	group by account_id, year`

// yearsTruth is what was written in each year, from the entries; ledger_years keeps it.
const yearsTruth = `select t.unit, e.year, count(distinct e.id) as entries, min(e.effective_on) as first_on, max(e.effective_on) as last_on
	from ledger_transfers t join ledger_entries e on e.id = t.entry_id group by t.unit, e.year`

// addYear counts the entry in its year.
func (e Entry) addYear(tx *gorm.DB) error {
	return tx.Exec(`insert into ledger_years (unit, year, entries, first_on, last_on) values (?, ?, 1, ?, ?)
		on conflict (unit, year) do update set entries = ledger_years.entries + 1,
		first_on = case when excluded.first_on < ledger_years.first_on then excluded.first_on else ledger_years.first_on end,
		last_on = case when excluded.last_on > ledger_years.last_on then excluded.last_on else ledger_years.last_on end`,
		e.Transfers[0].Unit, e.Year, e.EffectiveOn, e.EffectiveOn).Error
}

// YearFlows are the Flows of every year, from the sums that Post keeps in the same transaction and Verify compares with the transfers.
func YearFlows(db *gorm.DB, unit string) ([]Flow, error) {
	var found []Flow
	return found, db.Raw(`select cast(s.year as text) as span, `+ownerless+` as path, cast(sum(s.debits) as bigint) as debits, cast(sum(s.credits) as bigint) as credits
		from ledger_year_sums s join ledger_accounts a on a.id = s.account_id where a.unit = ? group by 1, 2 order by 1, 2`, unit).Scan(&found).Error
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

// SumsUntil are a unit's movements by year and account, from the beginning of the books to the end of a year, from the same kept sums.
func SumsUntil(db *gorm.DB, unit string, year int) ([]YearSum, error) {
	var found []YearSum
	return found, db.Raw(`select s.year, a.path, a.pcg_code as code, a.owner_type, a.owner_id, s.debits, s.credits
		from ledger_year_sums s join ledger_accounts a on a.id = s.account_id where a.unit = ? and s.year <= ? order by s.year, a.path`, unit, year).Scan(&found).Error
}

// Year is one calendar year of the books.
type Year struct {
	Year    int
	Entries int64
	FirstOn string
	LastOn  string
}

// Years returns the years in which something happened in a unit, newest first, from the same kept sums.
func Years(db *gorm.DB, unit string) ([]Year, error) {
	var found []Year
	err := db.Raw("select year, entries, first_on, last_on from ledger_years where unit = ? order by year desc", unit).Scan(&found).Error
	for i, y := range found {
		found[i].FirstOn, found[i].LastOn = y.FirstOn[:min(ByDay, len(y.FirstOn))], y.LastOn[:min(ByDay, len(y.LastOn))]
	}
	return found, err
}

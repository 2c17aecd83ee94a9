package store

import "gorm.io/gorm"

// sumYears keeps what each account did in each year, and how much was written in it, beside the entries: the list of years reads no transfer.
func sumYears(tx *gorm.DB) error {
	return DDL(tx, `
create table ledger_year_sums (
  account_id {int} not null references ledger_accounts(id),
  year {int} not null,
  debits {int} not null,
  credits {int} not null,
  primary key (account_id, year)
)
;
create table ledger_years (
  unit text not null references units(code),
  year {int} not null,
  entries {int} not null,
  first_on {date} not null,
  last_on {date} not null,
  primary key (unit, year)
)
;
insert into ledger_year_sums (account_id, year, debits, credits)
  select account_id, year, cast(sum(debit) as bigint), cast(sum(credit) as bigint) from (
    select t.debit_id as account_id, e.year, t.amount as debit, 0 as credit from ledger_transfers t join ledger_entries e on e.id = t.entry_id
    union all select t.credit_id, e.year, 0, t.amount from ledger_transfers t join ledger_entries e on e.id = t.entry_id) m
  group by account_id, year
;
insert into ledger_years (unit, year, entries, first_on, last_on)
  select t.unit, e.year, count(distinct e.id), min(e.effective_on), max(e.effective_on)
  from ledger_transfers t join ledger_entries e on e.id = t.entry_id group by t.unit, e.year`)
}

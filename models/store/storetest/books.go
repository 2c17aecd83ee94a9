package storetest

import (
	"fmt"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// fullBooks are the tables of the books and of what the bank paid, parents first, with the part of the transfers that each has.
var fullBooks = []struct {
	table string
	only  string
	part  int
	more  int
	own   map[string]string
}{
	{"ledger_entries", "", 1, 0, map[string]string{
		"idempotency_key": "{n}", "reverses_id": "null", "seq": "id + {k} * 10000000",
		"hash": "substr(hash, 1, 52) || ({k} + 10) || (1000000000 + id)", "prev_hash": "substr(hash, 1, 52) || ({k} + 10) || (1000000000 + id)",
	}},
	{"ledger_transfers", "not exists (select 1 from ledger_accounts a where a.id in (debit_id, credit_id) and a.owner_type = 'project')", 1, 0, map[string]string{
		"entry_id": "1 + (id * 7919) % (select max(id) from ledger_entries)",
	}},
	{"redistribution_accruals", "", 10, 0, map[string]string{"source": "{n}"}},
	{"bank_lines", "amount_cents < 0", 10, 500, map[string]string{"occurrence": "id + {k} * 10000000"}},
	{"spendings", "", 10, 0, map[string]string{"line_id": "(select max(line_id) from spendings) + row_number() over (order by id)"}},
}

// keptSums are built anew from the copies, as the portal does once a day.
var keptSums = []string{
	"delete from ledger_cached_balances",
	"insert into ledger_cached_balances (account_id, debits, credits, balance) select id, debits, credits, balance from ledger_balances where debits > 0 or credits > 0",
	"delete from ledger_year_sums",
	`insert into ledger_year_sums (account_id, year, debits, credits) select account_id, year, cast(sum(debit) as bigint), cast(sum(credit) as bigint) from (
		select t.debit_id as account_id, e.year, t.amount as debit, 0 as credit from ledger_transfers t join ledger_entries e on e.id = t.entry_id
		union all select t.credit_id, e.year, 0, t.amount from ledger_transfers t join ledger_entries e on e.id = t.entry_id) m group by account_id, year`,
	"delete from ledger_years",
	`insert into ledger_years (unit, year, entries, first_on, last_on) select t.unit, e.year, count(distinct e.id), min(e.effective_on), max(e.effective_on)
		from ledger_transfers t join ledger_entries e on e.id = t.entry_id group by t.unit, e.year`,
	"delete from redistribution_months",
	`insert into redistribution_months (month, received_cents, set_aside_cents)
		select substr(received_on, 1, 7), cast(sum(net_cents) as bigint), cast(sum(part_cents) as bigint) from redistribution_accruals group by 1`,
	"delete from redistribution_sources where offer_id = 0",
	`insert into redistribution_sources (offer_id, received_cents, set_aside_cents, payers)
		select 0, cast(sum(net_cents) as bigint), cast(sum(part_cents) as bigint), 0 from redistribution_accruals where source not like 'allocation:%' having count(*) > 0`,
	"delete from redistribution_told_sources",
	"delete from redistribution_tellings",
	`insert into redistribution_tellings (from_month, to_month, last_accrual_id, received_cents, set_aside_cents, payers, told_at)
		select substr(received_on, 1, 7), substr(received_on, 1, 7), (select max(id) from redistribution_accruals), cast(sum(net_cents) as bigint), cast(sum(part_cents) as bigint), 3, max(created_at)
		from redistribution_accruals group by 1`,
	"insert into redistribution_told_sources (telling_id, offer_id, received_cents, set_aside_cents, payers) select id, 0, received_cents, set_aside_cents, 3 from redistribution_tellings",
	"delete from spending_months",
	`insert into spending_months (month, purpose, cents, entries)
		select substr(booked_on, 1, 7), purpose, cast(sum(cents) as bigint), count(*) from spendings group by 1, 2`,
}

// GrowBooks copies the rows of the books, and of what the bank paid, until there are so many transfers, and builds the kept sums anew. The
// projects have no more entries than before: a round gives each of them one. Chains of such books are not true any more.
func GrowBooks(db *gorm.DB, transfers int) error {
	asleep, err := hushed(db)
	if err != nil {
		return err
	}
	for _, b := range fullBooks {
		if err := copyRows(db, b.table, b.only, b.own, transfers/b.part+b.more); err != nil {
			return fmt.Errorf("%s: %w", b.table, err)
		}
	}
	for _, statement := range append(keptSums, asleep...) {
		if err := db.Exec(statement).Error; err != nil {
			return fmt.Errorf("%w in %s", err, statement)
		}
	}
	if store.Postgres(db) {
		return db.Exec("vacuum analyze").Error
	}
	return nil
}

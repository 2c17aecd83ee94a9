package store

import (
	"strings"

	"gorm.io/gorm"
)

// createLedger makes the books: rules that must hold whoever writes live in the database itself (reciprocity.md 10.2, decisions.md 18).
func createLedger(tx *gorm.DB) error {
	if err := DDL(tx, whole(tx, ledgerTables), ledgerIndexes, ledgerView, ledgerUnits); err != nil {
		return err
	}
	guards := append(ledgerAppendOnly(tx), ledgerTriggersSQLite)
	if Postgres(tx) {
		guards = append(ledgerAppendOnly(tx), ledgerTriggersPostgres)
	}
	return DDL(tx, guards...)
}

// whole puts in the check that a column holds an integer: PostgreSQL needs none, SQLite would also keep text or 1.5.
func whole(tx *gorm.DB, text string) string {
	if Postgres(tx) {
		return strings.NewReplacer("{whole amount}", "true", "{whole seq}", "true").Replace(text)
	}
	return strings.NewReplacer("{whole amount}", "typeof(amount) = 'integer'", "{whole seq}", "typeof(seq) = 'integer'").Replace(text)
}

const ledgerTables = `
create table units (
  code text primary key,
  scale {int} not null check (scale between 0 and 8),
  kind text not null check (kind in ('money','time','count'))
)
;
create table ledger_accounts (
  id {id},
  path text not null,
  unit text not null references units(code),
  normal text not null check (normal in ('D','C')),
  pcg_code text not null default '',
  owner_type text not null default '',
  owner_id {int} not null default 0,
  no_overdraft {bool} not null,
  closed_at {time},
  created_at {time} not null,
  unique (path, unit)
)
;
create table ledger_periods (
  starts_on {date} primary key,
  ends_on {date} not null,
  closed_at {time},
  check (ends_on >= starts_on)
)
;
create table ledger_entries (
  id {id},
  journal text not null check (journal in ('AN','VE','AC','BQ','OD','CV','TP')),
  year {int} not null,
  seq {int} not null check (seq > 0 and {whole seq}),
  kind text not null check (kind <> ''),
  idempotency_key text not null unique check (idempotency_key <> ''),
  effective_on {date} not null check (length(effective_on) = 10),
  recorded_at {time} not null,
  actor_id {int} not null default 0,
  piece_ref text not null check (piece_ref <> ''),
  piece_on {date} not null check (length(piece_on) = 10),
  subject_type text not null default '',
  subject_id {int} not null default 0,
  reverses_id {int} unique references ledger_entries(id),
  memo text not null default '',
  size {int} not null check (size > 0),
  prev_hash text not null unique check (length(prev_hash) = 64),
  hash text not null unique check (length(hash) = 64),
  unique (journal, year, seq),
  check (year = cast(substr(effective_on, 1, 4) as {int}))
)
;
create table ledger_transfers (
  id {id},
  entry_id {int} not null references ledger_entries(id),
  debit_id {int} not null references ledger_accounts(id),
  credit_id {int} not null references ledger_accounts(id),
  unit text not null references units(code),
  amount {int} not null check (amount between 1 and 1000000000000 and {whole amount}),
  check (debit_id <> credit_id)
)
;
create table ledger_letters (
  transfer_id {int} not null references ledger_transfers(id),
  account_id {int} not null references ledger_accounts(id),
  code text not null check (code <> ''),
  lettered_on {date} not null check (length(lettered_on) = 10),
  primary key (transfer_id, account_id)
)
;
create table ledger_cached_balances (
  account_id {int} primary key references ledger_accounts(id),
  debits {int} not null,
  credits {int} not null,
  balance {int} not null
)`

const ledgerIndexes = `
create index ledger_accounts_owner on ledger_accounts (owner_type, owner_id)
;
create index ledger_entries_subject on ledger_entries (subject_type, subject_id, id)
;
create index ledger_entries_effective on ledger_entries (effective_on, id)
;
create index ledger_transfers_entry on ledger_transfers (entry_id, id)
;
create index ledger_transfers_debit on ledger_transfers (debit_id, amount)
;
create index ledger_transfers_credit on ledger_transfers (credit_id, amount)
;
create index ledger_letters_account on ledger_letters (account_id, code)`

const ledgerView = `
create view ledger_balances as
select id, path, unit, normal, debits, credits, case normal when 'D' then debits - credits else credits - debits end as balance
from (select a.id, a.path, a.unit, a.normal,
  cast(coalesce((select sum(amount) from ledger_transfers where debit_id = a.id), 0) as bigint) as debits,
  cast(coalesce((select sum(amount) from ledger_transfers where credit_id = a.id), 0) as bigint) as credits
  from ledger_accounts a) sums`

const ledgerUnits = `insert into units (code, scale, kind) values ('EUR', 2, 'money'), ('MIN', 0, 'time'), ('PIECE', 0, 'count')`

func ledgerAppendOnly(tx *gorm.DB) []string {
	var all []string
	for _, table := range []string{"ledger_entries", "ledger_transfers", "units"} {
		all = append(all, appendOnly(tx, table, "update"), appendOnly(tx, table, "delete"))
	}
	return all
}

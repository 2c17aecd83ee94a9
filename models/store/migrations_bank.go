package store

import "gorm.io/gorm"

// createBank makes what came from the bank: files, their lines, and what each line was. A line is never matched for more than it is,
// whoever writes: the table of matches keeps what is left of a line, and the line's own check refuses the rest.
func createBank(tx *gorm.DB) error {
	guards := bankGuardsSQLite
	if Postgres(tx) {
		guards = bankGuardsPostgres
	}
	return DDL(tx, bankTables, guards,
		appendOnlyUpdate(tx, "bank_lines", bankLineFacts), appendOnly(tx, "bank_lines", "delete"),
		appendOnlyUpdate(tx, "bank_matches", bankMatchFacts), appendOnly(tx, "bank_matches", "delete"))
}

// bankLineFacts are what the bank said: it never changes.
const bankLineFacts = `id, ref, statement_id, position, account, booked_on, value_on, amount_cents, currency, counterparty, counter_account, label, reference,
  bank_reference, reversal, foreign_cents, foreign_currency, batch, digest, occurrence, created_at`

// bankMatchFacts are what was decided of a line; it can be undone once, never changed.
const bankMatchFacts = "id, ref, idempotency_key, line_id, kind, amount_cents, payment_id, entry_id, category, reason, told, by_id, created_at"

const bankTables = `
create table bank_mappings (
  id {id},
  ref {ref},
  signature text not null unique,
  bank text not null,
  account text not null,
  settings text not null,
  saved_by_id {int} references users(id),
  created_at {time} not null,
  updated_at {time} not null
)
;
create table bank_statements (
  id {id},
  ref {ref},
  name text not null,
  format text not null check (format in ('camt','csv')),
  sha256 text not null unique,
  file_id {int} not null references files(id),
  state text not null check (state in ('waiting','imported')),
  signature text not null default '',
  bank text not null default '',
  account text not null default '',
  settings text not null default '{}',
  from_on {date} not null default '',
  to_on {date} not null default '',
  opening_cents {int},
  closing_cents {int},
  lines {int} not null default 0,
  known {int} not null default 0,
  unread {int} not null default 0,
  received_by_id {int} references users(id),
  imported_at {time},
  version {int} not null default 1,
  created_at {time} not null,
  check ((state = 'imported') = (imported_at is not null))
)
;
create table bank_lines (
  id {id},
  ref {ref},
  statement_id {int} not null references bank_statements(id),
  position {int} not null,
  account text not null,
  booked_on {date} not null check (length(booked_on) = 10),
  value_on {date} not null check (length(value_on) = 10),
  amount_cents {int} not null check (amount_cents <> 0),
  left_cents {int} not null,
  currency text not null check (length(currency) = 3),
  counterparty text not null default '',
  counter_account text not null default '',
  label text not null default '',
  reference text not null default '',
  bank_reference text not null default '',
  reversal {bool} not null,
  foreign_cents {int} not null default 0,
  foreign_currency text not null default '',
  batch {int} not null default 0,
  digest text not null check (length(digest) = 64),
  occurrence {int} not null check (occurrence > 0),
  created_at {time} not null,
  unique (account, digest, occurrence),
  check ((amount_cents > 0 and left_cents between 0 and amount_cents) or (amount_cents < 0 and left_cents between amount_cents and 0))
)
;
create index bank_lines_open on bank_lines (booked_on, id) where left_cents <> 0
;
create index bank_lines_booked on bank_lines (booked_on, id)
;
create index bank_lines_statement on bank_lines (statement_id, id)
;
create index bank_lines_counter on bank_lines (counter_account) where counter_account <> ''
;
create table bank_matches (
  id {id},
  ref {ref},
  idempotency_key text not null unique,
  line_id {int} not null references bank_lines(id),
  kind text not null check (kind in ('payment','reversal','movement','aside')),
  amount_cents {int} not null check (amount_cents <> 0),
  payment_id {int} unique references payments(id),
  entry_id {int} unique references ledger_entries(id),
  category text not null default '',
  reason text not null default '',
  told text not null default '',
  by_id {int} references users(id),
  created_at {time} not null,
  undone_at {time},
  undone_by_id {int} references users(id),
  undone_reason text not null default '',
  check ((kind in ('payment','reversal')) = (payment_id is not null)),
  check ((kind = 'movement') = (entry_id is not null)),
  check (kind <> 'movement' or category <> ''),
  check (kind <> 'aside' or reason <> '')
)
;
create index bank_matches_line on bank_matches (line_id, id)`

const bankGuardsSQLite = `
create trigger bank_matches_take after insert on bank_matches begin
  update bank_lines set left_cents = left_cents - new.amount_cents where id = new.line_id;
end
;
create trigger bank_matches_begin_standing before insert on bank_matches when new.undone_at is not null begin
  select raise(abort, 'a match begins standing');
end
;
create trigger bank_matches_give_back after update of undone_at on bank_matches when old.undone_at is null and new.undone_at is not null begin
  update bank_lines set left_cents = left_cents + new.amount_cents where id = new.line_id;
end
;
create trigger bank_matches_undone_once before update of undone_at on bank_matches when old.undone_at is not null begin
  select raise(abort, 'a match is undone once');
end
;
create trigger bank_matches_no_replacement before insert on bank_matches begin
  select raise(abort, 'append-only') where exists (select 1 from bank_matches where id = new.id or idempotency_key = new.idempotency_key);
end`

const bankGuardsPostgres = `
create function bank_match_takes() returns trigger language plpgsql as $$
begin
  update bank_lines set left_cents = left_cents - new.amount_cents where id = new.line_id;
  return null;
end $$
;
create trigger bank_matches_take after insert on bank_matches for each row execute function bank_match_takes()
;
create function bank_match_refused() returns trigger language plpgsql as $$ begin raise exception 'a match begins standing and is undone once'; end $$
;
create trigger bank_matches_begin_standing before insert on bank_matches for each row when (new.undone_at is not null) execute function bank_match_refused()
;
create function bank_match_gives_back() returns trigger language plpgsql as $$
begin
  update bank_lines set left_cents = left_cents + new.amount_cents where id = new.line_id;
  return null;
end $$
;
create trigger bank_matches_give_back after update of undone_at on bank_matches for each row
  when (old.undone_at is null and new.undone_at is not null) execute function bank_match_gives_back()
;
create trigger bank_matches_undone_once before update of undone_at on bank_matches for each row when (old.undone_at is not null) execute function bank_match_refused()`

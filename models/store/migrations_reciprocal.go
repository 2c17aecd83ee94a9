package store

import "gorm.io/gorm"

// markReciprocal keeps with whom the collective and an organisation invoice each other, and which invoices say so: both whole invoices are marked
// "en compensation" (reciprocity.md 2.2). What was issued before says what it said.
func markReciprocal(tx *gorm.DB) error {
	if err := DDL(tx, `
create table reciprocal_invoicings (
  id {id},
  organisation_id {int} not null references organisations(id),
  agreement text not null unique check (agreement <> ''),
  from_on {date} not null check (length(from_on) = 10),
  to_on {date} not null default '',
  check (to_on = '' or to_on >= from_on)
)
;
create index reciprocal_invoicings_organisation on reciprocal_invoicings (organisation_id)
;
insert into reciprocal_invoicings (organisation_id, agreement, from_on, to_on)
  select organisation_id, ref, starts_on, ends_on from agreements where legal_basis = 'b2b_compensation' and organisation_id is not null
;
alter table invoices add column in_compensation {bool} not null default false`); err != nil {
		return err
	}
	if Postgres(tx) {
		return DDL(tx, "create trigger invoices_compensation_final before update of in_compensation on invoices for each row when (old.state = 'final') execute function invoice_final()")
	}
	return DDL(tx, `create trigger invoices_compensation_final before update of in_compensation on invoices when old.state = 'final' begin
  select raise(abort, 'a final invoice never changes');
end`)
}

// payRests keeps what of an accepted invoice of the other side was paid in money once debts had met: the cash balance (soulte, reciprocity.md 2.2).
// One that was noted by mistake is taken back, once.
func payRests(tx *gorm.DB) error {
	if err := DDL(tx, `
create table counter_payments (
  id {id},
  ref {ref},
  counter_invoice_id {int} not null references counter_invoices(id),
  cents {int} not null check (cents > 0),
  on_day {date} not null check (length(on_day) = 10),
  reference text not null default '',
  entry_id {int} not null unique references ledger_entries(id),
  by_id {int} not null references users(id),
  idempotency_key text not null unique,
  created_at {time} not null
)
;
create index counter_payments_invoice on counter_payments (counter_invoice_id)
;
create table counter_payment_reversals (
  id {id},
  counter_payment_id {int} not null unique references counter_payments(id),
  entry_id {int} not null unique references ledger_entries(id),
  on_day {date} not null check (length(on_day) = 10),
  reason text not null check (reason <> ''),
  by_id {int} not null references users(id),
  created_at {time} not null
)`); err != nil {
		return err
	}
	for _, table := range []string{"counter_payments", "counter_payment_reversals"} {
		if err := DDL(tx, appendOnly(tx, table, "delete"), appendOnly(tx, table, "update")); err != nil {
			return err
		}
	}
	return nil
}

// setSecondPerson lets the collective say beyond how many minutes of work a second person confirms (reciprocity.md 3: 120 unless it says otherwise).
func setSecondPerson(tx *gorm.DB) error {
	return DDL(tx, `alter table contribution_kinds add column alone_minutes {int} not null default 120 check (alone_minutes between 0 and 6000)`)
}

// linkFacts keeps, of a warning about where a project is paid, the page of what is behind it.
func linkFacts(tx *gorm.DB) error {
	return DDL(tx, `alter table payout_flags add column fact_slug text not null default ''`, `alter table payout_flags add column fact_organisation text not null default ''`)
}

package store

import "gorm.io/gorm"

// createCustomers lets existing customers move in: what each batch brought is remembered until long after, so that the same folder brings
// nothing twice and a batch can be taken back. A subscription knows until when the system before invoiced it. A counter may step back over
// numbers that were never given to a document.
func createCustomers(tx *gorm.DB) error {
	if err := DDL(tx, `
create table customer_batches (
  id {id},
  ref {ref},
  state text not null check (state in ('applied','confirmed','undone')),
  sums text not null,
  counts text not null,
  letters {bool} not null,
  journal_id {int} not null,
  applied_at {time} not null,
  confirmed_at {time},
  undone_at {time}
)
;
create unique index customer_batches_open on customer_batches (state) where state = 'applied'
;
create table customer_entries (
  id {id},
  batch_id {int} not null references customer_batches(id),
  kind text not null check (kind in ('organisation','person','membership','tag','subscription','contract','deployment','balance','credit','payer','mandate','series')),
  name text not null,
  subject_id {int} not null,
  cents {int} not null default 0,
  on_day {date} not null default '',
  words text not null default '',
  unique (kind, name)
)
;
create index customer_entries_batch on customer_entries (batch_id, kind)
;
alter table subscriptions add column invoiced_until {date} not null default ''
;
alter table subscriptions add column moving {bool} not null default false
;
alter table invoices add column carried {bool} not null default false
;
alter table invoice_counters add column begins_after {int} not null default 0
;
alter table saved_methods add column signed_on {date} not null default ''`); err != nil {
		return err
	}
	if Postgres(tx) {
		return DDL(tx, countersPostgres)
	}
	return DDL(tx, countersSQLite)
}

const countersSQLite = `
create trigger invoices_carried_final before update of carried on invoices when old.state = 'final' begin
  select raise(abort, 'a final invoice never changes');
end
;
drop trigger invoice_counters_forward
;
drop trigger invoice_counters_no_delete
;
create trigger invoice_counters_forward before update on invoice_counters begin
  select raise(abort, 'a number is never given back') where new.series <> old.series or (new.last < old.last or new.last_on < old.last_on)
    and exists (select 1 from invoices where series = old.series and number > new.last);
end
;
create trigger invoice_counters_no_delete before delete on invoice_counters begin
  select raise(abort, 'a number is never given back') where exists (select 1 from invoices where series = old.series);
end`

const countersPostgres = `
create trigger invoices_carried_final before update of carried on invoices for each row when (old.state = 'final') execute function invoice_final()
;
create or replace function counter_kept() returns trigger language plpgsql as $$
declare
  rest bigint := 0;
begin
  if tg_op = 'TRUNCATE' then
    raise exception 'a number is never given back';
  end if;
  if tg_op = 'UPDATE' then
    if new.series <> old.series then
      raise exception 'a number is never given back';
    end if;
    rest := new.last;
  end if;
  if exists (select 1 from invoices where series = old.series and number > rest) then
    raise exception 'a number is never given back';
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end $$`

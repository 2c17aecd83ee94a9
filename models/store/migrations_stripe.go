package store

import "gorm.io/gorm"

// createCollecting makes what is collected through Stripe: the keys, the sums on their way, what was saved, sent back, contested and
// paid out, the inbox of news, and what a person must look at. Money that left a payment again (refund, dispute) is counted on the
// payment itself, so that one guard holds for all of it.
func createCollecting(tx *gorm.DB) error {
	if err := DDL(tx, payLinkTables, methodTables, collectionTables, returnTables, inboxTables, `
alter table payments add column returned_cents {int} not null default 0 check (returned_cents = 0 or returned_cents between 0 and amount_cents)`); err != nil {
		return err
	}
	if Postgres(tx) {
		return DDL(tx, returnedGuardsPostgres)
	}
	return DDL(tx, returnedGuardsSQLite)
}

const returnedGuardsSQLite = `
drop trigger allocations_limits
;
create trigger allocations_limits after insert on allocations begin
  select raise(abort, 'more than is due') where not coalesce((select sum(amount_cents) from allocations where invoice_id = new.invoice_id), 0)
    between 0 and coalesce((select case state when 'final' then total_cents else -1 end from invoices where id = new.invoice_id and kind = 'invoice'), -1);
  select raise(abort, 'more than was received') where new.payment_id is not null and not
    coalesce((select sum(amount_cents) from allocations where payment_id = new.payment_id), 0)
    between 0 and coalesce((select amount_cents - returned_cents from payments where id = new.payment_id), -1);
  select raise(abort, 'more than was received') where new.credit_note_id is not null and not
    coalesce((select sum(amount_cents) from allocations where credit_note_id = new.credit_note_id), 0)
    between 0 and coalesce((select total_cents from invoices where id = new.credit_note_id and kind = 'credit_note'), -1);
  update invoice_dues set due_cents = due_cents - new.amount_cents,
    credited_cents = credited_cents + case when new.credit_note_id is null then 0 else new.amount_cents end
    where invoice_id = new.invoice_id;
end
;
create trigger payments_returned after update of returned_cents on payments begin
  select raise(abort, 'more than was received') where
    coalesce((select sum(amount_cents) from allocations where payment_id = new.id), 0) > max(new.amount_cents, 0) - new.returned_cents;
end`

const returnedGuardsPostgres = `
create or replace function allocation_limits() returns trigger language plpgsql as $$
begin
  perform 1 from invoices where id in (new.invoice_id, new.credit_note_id) order by id for update;
  perform 1 from payments where id = new.payment_id for update;
  if not coalesce((select sum(amount_cents) from allocations where invoice_id = new.invoice_id), 0)
     between 0 and coalesce((select case state when 'final' then total_cents else -1 end from invoices where id = new.invoice_id and kind = 'invoice'), -1) then
    raise exception 'more than is due';
  end if;
  if new.payment_id is not null and not coalesce((select sum(amount_cents) from allocations where payment_id = new.payment_id), 0)
     between 0 and coalesce((select amount_cents - returned_cents from payments where id = new.payment_id), -1) then
    raise exception 'more than was received';
  end if;
  if new.credit_note_id is not null and not coalesce((select sum(amount_cents) from allocations where credit_note_id = new.credit_note_id), 0)
     between 0 and coalesce((select total_cents from invoices where id = new.credit_note_id and kind = 'credit_note'), -1) then
    raise exception 'more than was received';
  end if;
  update invoice_dues set due_cents = due_cents - new.amount_cents,
    credited_cents = credited_cents + case when new.credit_note_id is null then 0 else new.amount_cents end
    where invoice_id = new.invoice_id;
  return null;
end $$
;
create function payment_returned() returns trigger language plpgsql as $$
begin
  if coalesce((select sum(amount_cents) from allocations where payment_id = new.id), 0) > greatest(new.amount_cents, 0) - new.returned_cents then
    raise exception 'more than was received';
  end if;
  return null;
end $$
;
create trigger payments_returned after update of returned_cents on payments for each row execute function payment_returned()`

const methodTables = `
create table payment_keys (
  id {int} primary key check (id = 1),
  sealed_key {bytes} not null,
  ending text not null,
  live {bool} not null,
  sealed_hook {bytes},
  sealed_hook_before {bytes},
  cards {bool} not null,
  debits {bool} not null,
  version {int} not null default 1,
  updated_at {time} not null
)
;
create table payment_customers (
  id {id},
  organisation_id {int} not null references organisations(id),
  currency text not null check (length(currency) = 3),
  live {bool} not null,
  customer_id text not null unique,
  created_at {time} not null,
  unique (organisation_id, currency, live)
)
;
create table payment_attempts (
  id {id},
  object text not null,
  object_ref text not null,
  purpose text not null,
  attempt {int} not null check (attempt > 0),
  state text not null check (state in ('begun','done','refused')),
  provider_id text not null default '',
  problem text not null default '',
  begun_at {time} not null,
  ended_at {time},
  unique (object, object_ref, purpose, attempt)
)
;
create table saved_methods (
  id {id},
  ref {ref},
  organisation_id {int} not null references organisations(id),
  customer_id text not null,
  method_id text not null unique,
  kind text not null check (kind in ('card','sepa')),
  brand text not null default '',
  last4 text not null default '',
  exp_month {int} not null default 0,
  exp_year {int} not null default 0,
  mandate_id text not null default '',
  mandate_reference text not null default '',
  mandate_state text not null default '' check (mandate_state in ('','pending','active','inactive')),
  live {bool} not null,
  preferred {bool} not null,
  stopped_at {time},
  removed_at {time},
  created_at {time} not null,
  updated_at {time} not null
)
;
create unique index saved_methods_preferred on saved_methods (organisation_id) where preferred
;
create index saved_methods_organisation on saved_methods (organisation_id, id)
;
create index saved_methods_mandate on saved_methods (mandate_id)`

const collectionTables = `
create table collections (
  id {id},
  ref {ref},
  organisation_id {int} not null references organisations(id),
  kind text not null check (kind in ('page','setup','charge')),
  state text not null check (state in ('preparing','open','processing','asks','failed','expired','succeeded','questioned')),
  pro_forma_id {int} references pro_formas(id),
  pay_link_id {int} references pay_links(id),
  saved_method_id {int} references saved_methods(id),
  amount_cents {int} not null check (amount_cents >= 0),
  currency text not null check (length(currency) = 3),
  save {bool} not null,
  locale text not null,
  kinds text not null,
  customer_id text not null default '',
  live {bool} not null,
  session_id text unique,
  intent_id text unique,
  charge_id text not null default '',
  method text not null default '',
  last4 text not null default '',
  problem text not null default '',
  payment_id {int} unique references payments(id),
  ending {bool} not null,
  by_id {int} references users(id),
  expires_at {time} not null,
  ended_at {time},
  created_at {time} not null,
  updated_at {time} not null,
  check ((kind = 'setup') = (amount_cents = 0)),
  check (state <> 'succeeded' or kind = 'setup' or payment_id is not null)
)
;
create index collections_organisation on collections (organisation_id, id)
;
create index collections_pro_forma on collections (pro_forma_id)
;
create index collections_charge on collections (charge_id)
;
create index collections_under_way on collections (id) where state in ('preparing','open','processing')
;
create table collection_parts (
  id {id},
  collection_id {int} not null references collections(id),
  invoice_id {int} references invoices(id),
  label text not null,
  amount_cents {int} not null check (amount_cents > 0),
  unique (collection_id, invoice_id)
)
;
create index collection_parts_invoice on collection_parts (invoice_id)`

const returnTables = `
create table refunds (
  id {id},
  ref {ref},
  organisation_id {int} not null references organisations(id),
  payment_id {int} not null references payments(id),
  amount_cents {int} not null check (amount_cents > 0),
  beyond_cents {int} not null default 0 check (beyond_cents between 0 and amount_cents),
  currency text not null check (length(currency) = 3),
  state text not null check (state in ('asked','pending','succeeded','failed')),
  refund_id text unique,
  outside {bool} not null,
  reason text not null default '',
  problem text not null default '',
  asked_by_id {int} references users(id),
  idempotency_key text not null unique,
  created_at {time} not null,
  updated_at {time} not null
)
;
create index refunds_payment on refunds (payment_id)
;
create table disputes (
  id {id},
  ref {ref},
  organisation_id {int} not null references organisations(id),
  payment_id {int} not null references payments(id),
  dispute_id text not null unique,
  state text not null check (state in ('warning','open','won','lost','closed')),
  reason text not null default '',
  amount_cents {int} not null check (amount_cents >= 0),
  withdrawn_cents {int} not null default 0 check (withdrawn_cents >= 0),
  beyond_cents {int} not null default 0 check (beyond_cents between 0 and withdrawn_cents),
  fee_cents {int} not null default 0,
  moves {int} not null default 0,
  opened_at {time} not null,
  updated_at {time} not null
)
;
create index disputes_payment on disputes (payment_id)
;
create table payouts (
  id {id},
  payout_id text not null unique,
  amount_cents {int} not null,
  currency text not null check (length(currency) = 3),
  state text not null check (state in ('under_way','paid','failed')),
  arrives_on {date} not null,
  created_at {time} not null,
  updated_at {time} not null
)`

const inboxTables = `
create table stripe_events (
  id text primary key,
  type text not null,
  api_version text not null,
  object text not null,
  object_id text not null,
  live {bool} not null,
  payload {bytes},
  source text not null check (source in ('hook','list')),
  state text not null check (state in ('new','applied','stored','foreign')),
  created_at {time} not null,
  received_at {time} not null,
  applied_at {time}
)
;
create index stripe_events_state on stripe_events (state, received_at)
;
create table stripe_rounds (
  name text primary key,
  done_at {time} not null,
  mended {int} not null default 0
)
;
create table money_questions (
  id {id},
  ref {ref},
  kind text not null check (kind in ('amount','currency','unknown_money','refund_failed','dispute','twice','outside_refund','refund_wanted','stuck_event')),
  subject text not null,
  organisation_id {int} references organisations(id),
  collection_id {int} references collections(id),
  payment_id {int} references payments(id),
  amount_cents {int} not null default 0,
  currency text not null default '',
  expected_cents {int} not null default 0,
  note text not null default '',
  answer text not null default '' check (answer in ('','credited','settled')),
  reason text not null default '',
  answered_by_id {int} references users(id),
  answered_at {time},
  created_at {time} not null,
  unique (kind, subject),
  check ((answer = '') = (answered_at is null))
)
;
create index money_questions_open on money_questions (id) where answer = ''`

const payLinkTables = `
create table pay_links (
  id {id},
  ref {ref},
  organisation_id {int} not null references organisations(id),
  made_by_id {int} references users(id),
  expires_at {time} not null,
  revoked_at {time},
  created_at {time} not null
)
;
create index pay_links_organisation on pay_links (organisation_id, id)
;
create table pay_link_invoices (
  id {id},
  pay_link_id {int} not null references pay_links(id),
  invoice_id {int} not null references invoices(id),
  unique (pay_link_id, invoice_id)
)
;
create index pay_link_invoices_invoice on pay_link_invoices (invoice_id)`

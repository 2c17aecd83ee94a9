package store

import "gorm.io/gorm"

// createBilling makes what is sold, asked for and paid. What must hold whoever writes lives in the database itself
// (law-and-charter.md a3, billing.md NUM1–NUM4): see migrations_billing_guards.go.
func createBilling(tx *gorm.DB) error {
	if err := DDL(tx, subscriptionTables, invoiceTables, paymentTables,
		appendOnly(tx, "allocations", "update"), appendOnly(tx, "allocations", "delete"), appendOnly(tx, "payments", "delete"),
		appendOnlyUpdate(tx, "payments", paymentFacts)); err != nil {
		return err
	}
	if Postgres(tx) {
		return DDL(tx, billingGuardsPostgres)
	}
	return DDL(tx, billingGuardsSQLite)
}

const subscriptionTables = `
create table subscriptions (
  id {id},
  ref {ref},
  organisation_id {int} not null references organisations(id),
  offer_id {int} not null references offers(id),
  price_id {int} not null references prices(id),
  tier text not null,
  period text not null check (period in ('month','year')),
  quantity {int} not null default 1 check (quantity between 1 and 100000),
  unit_cents {int} not null check (unit_cents >= 0),
  currency text not null default 'EUR' check (length(currency) = 3),
  state text not null check (state in ('requested','accepted','running','ended')),
  access text not null default 'none' check (access in ('none','full','read_only','export_only')),
  requested_by_id {int} not null references users(id),
  accepted_at {time},
  turned_at {time},
  starts_from {date} not null,
  delivered_on {date} not null default '',
  anchor_on {date} not null default '',
  cancel_on {date} not null default '',
  ended_on {date} not null default '',
  idempotency_key text not null unique,
  version {int} not null default 1,
  created_at {time} not null,
  updated_at {time} not null,
  check (state <> 'running' or (delivered_on <> '' and anchor_on <> ''))
)
;
create index subscriptions_organisation on subscriptions (organisation_id, id)
;
create index subscriptions_state on subscriptions (state, id)
;
create table pro_formas (
  id {id},
  ref {ref},
  organisation_id {int} not null references organisations(id),
  subscription_id {int} not null references subscriptions(id),
  payment_reference text not null unique,
  state text not null check (state in ('open','invoiced','cancelled')),
  locale text not null,
  currency text not null check (length(currency) = 3),
  regime text not null,
  seller text not null,
  buyer text not null,
  lines text not null,
  net_cents {int} not null check (net_cents >= 0),
  vat_cents {int} not null check (vat_cents >= 0),
  total_cents {int} not null,
  issued_on {date} not null,
  valid_until {date} not null,
  terms_version text not null,
  terms_accepted_at {time} not null,
  early_start_at {time},
  accepted_by_id {int} not null references users(id),
  version {int} not null default 1,
  created_at {time} not null,
  updated_at {time} not null,
  check (total_cents = net_cents + vat_cents)
)
;
create index pro_formas_organisation on pro_formas (organisation_id, id)
;
create index pro_formas_subscription on pro_formas (subscription_id)
;
create index pro_formas_state on pro_formas (state, id)
;
create table pro_forma_forwardings (
  id {id},
  pro_forma_id {int} not null references pro_formas(id),
  email text not null,
  created_at {time} not null,
  unique (pro_forma_id, email)
)`

const invoiceTables = `
create table invoice_counters (
  series text primary key,
  last {int} not null default 0 check (last >= 0),
  last_on {date} not null default '',
  width {int} not null default 4 check (width between 1 and 9)
)
;
create table invoices (
  id {id},
  ref {ref},
  kind text not null check (kind in ('invoice','credit_note')),
  state text not null check (state in ('draft','final')),
  series text not null default '',
  number {int},
  full_number text unique,
  origin text not null unique,
  organisation_id {int} not null references organisations(id),
  subscription_id {int} references subscriptions(id),
  pro_forma_id {int} references pro_formas(id),
  corrects_id {int} references invoices(id),
  reason text not null default '',
  locale text not null,
  currency text not null check (length(currency) = 3),
  regime text not null,
  issued_on {date} not null default '',
  due_on {date} not null default '',
  service_from {date} not null default '',
  service_to {date} not null default '',
  seller text not null default '{}',
  buyer text not null default '{}',
  net_cents {int} not null,
  vat_cents {int} not null,
  total_cents {int} not null check (total_cents > 0),
  prepaid_cents {int} not null default 0 check (prepaid_cents between 0 and total_cents),
  payment_reference text not null,
  finalised_at {time},
  finalised_by_id {int} references users(id),
  file_id {int} references files(id),
  file_sha256 text not null default '',
  created_at {time} not null,
  unique (series, number),
  check (total_cents = net_cents + vat_cents),
  check ((state = 'draft' and number is null and full_number is null)
    or (state = 'final' and number > 0 and full_number <> '' and series <> '' and length(issued_on) = 10 and finalised_at is not null)),
  check ((kind = 'invoice' and corrects_id is null) or (kind = 'credit_note' and corrects_id is not null and reason <> ''))
)
;
create index invoices_organisation on invoices (organisation_id, id)
;
create index invoices_subscription on invoices (subscription_id)
;
create unique index invoices_pro_forma on invoices (pro_forma_id)
;
create index invoices_corrects on invoices (corrects_id)
;
create index invoices_payment_reference on invoices (payment_reference)
;
create index invoices_due on invoices (due_on, id)
;
create table invoice_dues (
  invoice_id {int} primary key references invoices(id),
  organisation_id {int} not null references organisations(id),
  due_on {date} not null,
  due_cents {int} not null check (due_cents >= 0),
  credited_cents {int} not null default 0 check (credited_cents >= 0)
)
;
create index invoice_dues_open on invoice_dues (due_on, invoice_id) where due_cents > 0
;
create index invoice_dues_organisation on invoice_dues (organisation_id) where due_cents > 0
;
create table invoice_lines (
  id {id},
  invoice_id {int} not null references invoices(id),
  position {int} not null,
  kind text not null check (kind in ('service','setup','discount','rounding')),
  label text not null check (label <> ''),
  period_from {date} not null default '',
  period_to {date} not null default '',
  quantity {int} not null check (quantity > 0),
  unit_cents {int} not null,
  net_cents {int} not null,
  category text not null check (category in ('S','Z','E','AE','K','G','O')),
  rate_bp {int} not null check (rate_bp between 0 and 10000),
  exemption_code text not null default '',
  exemption_note text not null default '',
  unique (invoice_id, position),
  check (net_cents = quantity * unit_cents),
  check ((category = 'S') = (rate_bp > 0)),
  check (category in ('S','Z') or (exemption_code <> '' and exemption_note <> ''))
)`

// paymentFacts are the columns of a payment that never change; its state follows the bank or the card.
const paymentFacts = "id, ref, organisation_id, pro_forma_id, method, amount_cents, currency, received_on, reverses_id, idempotency_key, created_at"

const paymentTables = `
create table payments (
  id {id},
  ref {ref},
  organisation_id {int} not null references organisations(id),
  pro_forma_id {int} references pro_formas(id),
  method text not null check (method in ('transfer','card','sepa','cheque','offset')),
  amount_cents {int} not null check (amount_cents <> 0),
  currency text not null check (length(currency) = 3),
  state text not null check (state in ('processing','succeeded','failed','refunded','disputed')),
  received_on {date} not null check (length(received_on) = 10),
  reference text not null default '',
  reason text not null default '',
  recorded_by_id {int} references users(id),
  reverses_id {int} unique references payments(id),
  idempotency_key text not null unique,
  created_at {time} not null,
  check ((amount_cents > 0) = (reverses_id is null)),
  check (reverses_id is null or reason <> '')
)
;
create index payments_organisation on payments (organisation_id, id)
;
create index payments_pro_forma on payments (pro_forma_id)
;
create table allocations (
  id {id},
  organisation_id {int} not null references organisations(id),
  payment_id {int} references payments(id),
  credit_note_id {int} references invoices(id),
  invoice_id {int} not null references invoices(id),
  amount_cents {int} not null check (amount_cents <> 0),
  net_cents {int} not null,
  reverses_id {int} unique references allocations(id),
  created_at {time} not null,
  check ((payment_id is null) <> (credit_note_id is null)),
  check ((amount_cents > 0) = (reverses_id is null))
)
;
create index allocations_invoice on allocations (invoice_id)
;
create index allocations_payment on allocations (payment_id)
;
create index allocations_credit_note on allocations (credit_note_id)
;
create index allocations_organisation on allocations (organisation_id)`

package store

import (
	"strings"

	"gorm.io/gorm"
)

// createEuro sorts what the bank paid into groups that everybody reads, by remembered rules, and keeps the sums that public pages show:
// each of them can be built again from the rows it sums.
func createEuro(tx *gorm.DB) error {
	return DDL(tx, strings.ReplaceAll(euroTables, "{purposes}", "'people','servers','taxes','upstream','services','reserve','apart'"), euroSums)
}

const euroTables = `
create table spending_rules (
  id {id},
  ref {ref},
  field text not null check (field in ('name','words')),
  pattern text not null check (pattern <> ''),
  purpose text not null check (purpose in ({purposes})),
  label text not null default '',
  reason text not null default '',
  made_by_id {int} references users(id),
  created_at {time} not null,
  ended_at {time},
  ended_by_id {int} references users(id),
  check (purpose <> 'apart' or reason <> '')
)
;
create unique index spending_rules_one on spending_rules (field, pattern) where ended_at is null
;
create table spendings (
  id {id},
  ref {ref},
  line_id {int} not null unique references bank_lines(id),
  booked_on {date} not null check (length(booked_on) = 10),
  cents {int} not null check (cents > 0),
  purpose text not null default '' check (purpose in ('',{purposes})),
  label text not null default '',
  reason text not null default '',
  rule_id {int} references spending_rules(id),
  sorted_by_id {int} references users(id),
  sorted_at {time},
  version {int} not null default 1,
  created_at {time} not null,
  check ((purpose = '') = (sorted_at is null)),
  check (purpose <> 'apart' or reason <> '')
)
;
create index spendings_waiting on spendings (booked_on, id) where purpose = ''
;
create index spendings_sorted on spendings (booked_on, id) where purpose <> ''
;
create index spendings_purpose on spendings (purpose, booked_on, id)
;
create table spending_months (
  month text not null check (length(month) = 7),
  purpose text not null check (purpose in ('',{purposes})),
  cents {int} not null,
  entries {int} not null,
  primary key (month, purpose)
)
;
insert into spendings (ref, line_id, booked_on, cents, created_at)
  select ref, id, booked_on, -amount_cents, created_at from bank_lines where amount_cents < 0 and currency = 'EUR' order by id
;
insert into spending_months (month, purpose, cents, entries)
  select substr(booked_on, 1, 7), purpose, cast(sum(cents) as {int}), count(*) from spendings group by 1, 2`

const euroSums = `
create table redistribution_sources (
  offer_id {int} primary key,
  received_cents {int} not null,
  set_aside_cents {int} not null,
  payers {int} not null
)
;
create table redistribution_payers (
  organisation_id {int} not null references organisations(id),
  offer_id {int} not null,
  primary key (organisation_id, offer_id)
)
;
create table contribution_sums (
  kind text not null references contribution_kinds(key),
  unit text not null,
  counted {bool} not null,
  total {int} not null,
  entries {int} not null,
  primary key (kind, unit, counted)
)
;
insert into redistribution_payers (organisation_id, offer_id)
  select distinct a.organisation_id, coalesce(s.offer_id, 0) from redistribution_accruals r join allocations a on a.id = case when r.source like 'allocation:%' then cast(substr(r.source, 12) as {int}) end
  join invoices i on i.id = a.invoice_id left join subscriptions s on s.id = i.subscription_id
;
insert into redistribution_sources (offer_id, received_cents, set_aside_cents, payers)
  select o.offer_id, o.received, o.aside, (select count(*) from redistribution_payers p where p.offer_id = o.offer_id) from (
    select coalesce(s.offer_id, 0) as offer_id, cast(sum(r.net_cents) as {int}) as received, cast(sum(r.part_cents) as {int}) as aside
    from redistribution_accruals r left join allocations a on a.id = case when r.source like 'allocation:%' then cast(substr(r.source, 12) as {int}) end
    left join invoices i on i.id = a.invoice_id left join subscriptions s on s.id = i.subscription_id group by coalesce(s.offer_id, 0)) o
;
insert into contribution_sums (kind, unit, counted, total, entries)
  select decided_kind, unit, treatment = 'counted', cast(sum(decided_quantity) as {int}), count(*) from contributions
  where decision in ('accepted','adjusted') and state <> 'reversed' and superseded_by_id is null group by decided_kind, unit, treatment = 'counted'`

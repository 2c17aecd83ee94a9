package store

import "gorm.io/gorm"

// createPools lets a network head pay for its members: which part, on one invoice for all spaces of a period or on one for each, within a
// budget for each year.
func createPools(tx *gorm.DB) error {
	return DDL(tx, `
alter table affiliations add column asked_bp {int} check (asked_bp between 1 and 10000)
;
alter table shares add column affiliation_id {int} references affiliations(id)
;
create index shares_affiliation on shares (affiliation_id) where affiliation_id is not null
;
create table pools (
  head_id {int} primary key references organisations(id),
  together {bool} not null default true,
  opening_bp {int} not null default 0 check (opening_bp between 0 and 10000),
  version {int} not null default 1,
  updated_at {time} not null
)
;
create table budgets (
  id {id},
  ref {ref},
  head_id {int} not null references organisations(id),
  year {int} not null check (year between 2000 and 2999),
  cents {int} not null check (cents > 0),
  reached {int} not null default 0 check (reached in (0, 80, 100)),
  created_at {time} not null,
  updated_at {time} not null,
  unique (head_id, year)
)
;
create table pool_parts (
  id {id},
  head_id {int} not null references organisations(id),
  affiliation_id {int} not null references affiliations(id),
  share_id {int} not null references shares(id),
  subscription_id {int} not null references subscriptions(id),
  organisation_id {int} not null references organisations(id),
  from_on {date} not null,
  to_on {date} not null,
  cents {int} not null check (cents >= 0),
  credited_cents {int} not null default 0 check (credited_cents between 0 and cents),
  released {bool} not null default false,
  label text not null,
  invoice_id {int} references invoices(id),
  created_at {time} not null,
  updated_at {time} not null
)
;
create index pool_parts_subscription on pool_parts (subscription_id, id)
;
create index pool_parts_waiting on pool_parts (head_id, from_on, to_on) where invoice_id is null
;
create index pool_parts_invoice on pool_parts (invoice_id) where invoice_id is not null
;
create index pool_parts_share on pool_parts (share_id)
;
create index pool_parts_affiliation on pool_parts (affiliation_id)`)
}

package store

import "gorm.io/gorm"

// createTellings keeps what was told of money that came in, month by month: once told it never changes, so that nobody finds by subtraction what
// one organisation paid (reciprocity.md 9.4).
func createTellings(tx *gorm.DB) error {
	return DDL(tx, tellings,
		appendOnlyUpdate(tx, "redistribution_tellings", ""), appendOnly(tx, "redistribution_tellings", "delete"),
		appendOnlyUpdate(tx, "redistribution_told_sources", ""), appendOnly(tx, "redistribution_told_sources", "delete"))
}

const tellings = `
alter table redistribution_accruals add column organisation_id {int}
;
alter table redistribution_accruals add column offer_id {int}
;
create table redistribution_tellings (
  id {id},
  from_month text not null check (length(from_month) = 7),
  to_month text not null unique check (length(to_month) = 7 and to_month >= from_month),
  last_accrual_id {int} not null,
  received_cents {int} not null,
  set_aside_cents {int} not null,
  payers {int} not null check (payers >= 3),
  told_at {time} not null
)
;
create table redistribution_told_sources (
  telling_id {int} not null references redistribution_tellings(id),
  offer_id {int} not null,
  received_cents {int} not null,
  set_aside_cents {int} not null,
  payers {int} not null check (payers >= 3),
  primary key (telling_id, offer_id)
)`

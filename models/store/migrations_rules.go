package store

import "gorm.io/gorm"

// announceRenewals lets the collective say how long before a new year it is announced (L215-1): to those whom the law protects, and to
// companies and public bodies.
func announceRenewals(tx *gorm.DB) error {
	return DDL(tx, `
alter table collectives add column renewal_days {int} not null default 60 check (renewal_days between 35 and 90)
;
alter table collectives add column renewal_pro_days {int} not null default 60 check (renewal_pro_days between 0 and 90)`)
}

// keepHeartbeats remembers when recurring work was last done to its end, and from when on that is late (billing.md BAT4).
func keepHeartbeats(tx *gorm.DB) error {
	return DDL(tx, `
create table heartbeats (
  kind text primary key,
  kept_at {time} not null,
  late_at {time} not null
)`)
}

// checkVATNumbers keeps what the register of the Union answered about VAT numbers, who asked and when (billing.md TAX3). A number removes tax
// only while it is the one that was found there.
func checkVATNumbers(tx *gorm.DB) error {
	return DDL(tx, `
create table vat_checks (
  id {id},
  organisation_id {int} not null references organisations(id),
  number text not null check (number <> ''),
  valid {bool} not null,
  checked_on {date} not null,
  request_id text not null,
  words text not null,
  by_id {int} not null references users(id),
  created_at {time} not null
)
;
create index vat_checks_of on vat_checks (organisation_id, id)
;
alter table organisations add column vat_verified text not null default ''`)
}

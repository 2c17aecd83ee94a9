package store

import "gorm.io/gorm"

func createJournal(tx *gorm.DB) error {
	return DDL(tx, `
create table journal_entries (
  id {id},
  at {time} not null,
  actor_id {int},
  actor_name text not null default '',
  verb text not null,
  subject_type text not null,
  subject_ref text not null,
  organisation_id {int},
  reason text not null default '',
  request_id text not null default '',
  details text not null default '{}'
)
;
create index journal_entries_subject on journal_entries (subject_type, subject_ref, id)
;
create index journal_entries_organisation on journal_entries (organisation_id, id)
;
create index journal_entries_actor on journal_entries (actor_id, id)`,
		appendOnly(tx, "journal_entries", "delete"),
		appendOnlyUpdate(tx, "journal_entries", "id, at, actor_id, verb, subject_type, subject_ref, organisation_id, request_id"))
}

func createCollective(tx *gorm.DB) error {
	return DDL(tx, `
create table collectives (
  id {id},
  name text not null,
  legal_name text not null default '',
  legal_form text not null default '',
  tagline text not null default '',
  street text not null default '',
  postcode text not null default '',
  city text not null default '',
  country text not null default 'FR',
  registry_number text not null default '',
  vat_number text not null default '',
  email text not null default '',
  support_email text not null default '',
  billing_email text not null default '',
  privacy_email text not null default '',
  security_email text not null default '',
  phone text not null default '',
  publisher text not null default '',
  infrastructure_host text not null default '',
  bank_holder text not null default '',
  bank_name text not null default '',
  iban text not null default '',
  bic text not null default '',
  zone text not null default 'Europe/Paris',
  language text not null default 'fr',
  invoice_prefix text not null default 'F',
  redistribution_bp {int} not null default 0 check (redistribution_bp between 0 and 10000),
  trust_days {int} not null default 30 check (trust_days between 0 and 365),
  payment_days {int} not null default 30 check (payment_days between 0 and 365),
  public {bool} not null,
  mail_tested_at {time},
  version {int} not null default 1,
  updated_at {time} not null
)
;
create table tax_regimes (
  id {id},
  regime text not null check (regime in ('not_subject','vat_franchise','vat_registered')),
  rate_bp {int} not null default 2000 check (rate_bp between 0 and 10000),
  from_on {date} not null unique,
  created_at {time} not null
)
;
create table charter_promises (
  id {id},
  ref {ref},
  number {int} not null unique check (number > 0),
  part text not null check (part in ('host','alternative','transparent','open','neutral','solidary')),
  status text not null check (status in ('met','partly','not','not_applicable')),
  proof text not null default '',
  checked_on {date} not null default '',
  version {int} not null default 1,
  created_at {time} not null,
  updated_at {time} not null
)
;
create table processors (
  id {id},
  ref {ref},
  name text not null unique,
  country text not null,
  since_on {date} not null default '',
  until_on {date} not null default '',
  version {int} not null default 1,
  created_at {time} not null,
  updated_at {time} not null
)`)
}

func createFiles(tx *gorm.DB) error {
	return DDL(tx, `
create table files (
  id {id},
  ref {ref},
  sha256 text not null,
  name text not null,
  media_type text not null,
  size {int} not null check (size >= 0),
  owner_type text not null default '',
  owner_id {int},
  draft_until {time},
  created_by_id {int},
  created_at {time} not null
)
;
create index files_owner on files (owner_type, owner_id)
;
create index files_sha256 on files (sha256)
;
create table file_blobs (
  sha256 text primary key,
  size {int} not null,
  content {bytes} not null,
  created_at {time} not null
)`, appendOnlyUpdate(tx, "file_blobs", ""))
}

// appendOnly refuses the verb (update or delete) on a table, in the database itself.
func appendOnly(tx *gorm.DB, table, verb string) string {
	name := table + "_no_" + verb
	if Postgres(tx) {
		return `create or replace function append_only() returns trigger language plpgsql as $$ begin raise exception 'append-only'; end $$
;
create trigger ` + name + ` before ` + verb + ` on ` + table + ` for each row execute function append_only()`
	}
	return `create trigger ` + name + ` before ` + verb + ` on ` + table + ` begin select raise(abort, 'append-only'); end`
}

// appendOnlyUpdate refuses updates of a table, or of the columns named only (the others may be erased with a person).
func appendOnlyUpdate(tx *gorm.DB, table, columns string) string {
	if columns == "" {
		return appendOnly(tx, table, "update")
	}
	head := "create trigger " + table + "_no_update before update of " + columns + " on " + table
	if Postgres(tx) {
		return head + " for each row execute function append_only()"
	}
	return head + " begin select raise(abort, 'append-only'); end"
}

package store

import "gorm.io/gorm"

// receiptCompanies lets a declaration say for which articles it holds, and lets the gifts of companies have receipts too, in money or in kind.
// What is printed is kept with its sum, and what stands on a receipt never changes.
func receiptCompanies(tx *gorm.DB) error {
	receipts, guards := receiptsRebuilt, receiptGuardsSQLite
	if Postgres(tx) {
		receipts, guards = receiptsAltered, receiptGuardsPostgres
	}
	return DDL(tx, `
alter table gift_eligibilities add column articles text not null default '200' check (articles in ('200','238 bis','200,238 bis'))`, receipts, `
create unique index gift_receipts_one_in_kind on gift_receipts (contribution_id) where voided_at is null
;
create index gift_receipts_organisation on gift_receipts (organisation_id) where organisation_id is not null`, guards)
}

const receiptsAltered = `
alter table gift_receipts alter column donation_id drop not null
;
alter table gift_receipts add column form text not null default '11580' check (form in ('11580','16216'))
;
alter table gift_receipts add column contribution_id bigint references contributions(id)
;
alter table gift_receipts add column organisation_id bigint references organisations(id)
;
alter table gift_receipts add column legal_form text not null default ''
;
alter table gift_receipts add column siren text not null default ''
;
alter table gift_receipts add column thing text not null default ''
;
alter table gift_receipts add column began_on text not null default ''
;
alter table gift_receipts add column file_id bigint references files(id)
;
alter table gift_receipts add column file_sha256 text not null default ''
;
alter table gift_receipts add constraint gift_receipts_source check ((donation_id is null) <> (contribution_id is null))
;
alter table gift_receipts add constraint gift_receipts_company check ((form = '16216') = (organisation_id is not null) and (form <> '16216' or legal_form <> '' and length(siren) = 9))
;
alter table gift_receipts add constraint gift_receipts_in_kind check ((contribution_id is not null) = (thing <> ''))`

const receiptsRebuilt = `
create table gift_receipts_rebuilt (
  id {id},
  ref {ref},
  donation_id {int} references donations(id),
  eligibility_id {int} not null references gift_eligibilities(id),
  user_id {int} not null references users(id),
  number text not null unique,
  issued_on {date} not null,
  locale text not null,
  donor_name text not null,
  street text not null,
  postcode text not null,
  city text not null,
  country text not null,
  body text not null,
  cents {int} not null,
  received_on {date} not null,
  method text not null,
  voided_at {time},
  void_reason text not null default '',
  voided_by_id {int} references users(id),
  created_at {time} not null,
  form text not null default '11580' check (form in ('11580','16216')),
  contribution_id {int} references contributions(id),
  organisation_id {int} references organisations(id),
  legal_form text not null default '',
  siren text not null default '',
  thing text not null default '',
  began_on {date} not null default '',
  file_id {int} references files(id),
  file_sha256 text not null default '',
  check ((donation_id is null) <> (contribution_id is null)),
  check ((form = '16216') = (organisation_id is not null) and (form <> '16216' or legal_form <> '' and length(siren) = 9)),
  check ((contribution_id is not null) = (thing <> ''))
)
;
insert into gift_receipts_rebuilt (id, ref, donation_id, eligibility_id, user_id, number, issued_on, locale, donor_name, street, postcode, city, country, body, cents,
  received_on, method, voided_at, void_reason, voided_by_id, created_at)
  select id, ref, donation_id, eligibility_id, user_id, number, issued_on, locale, donor_name, street, postcode, city, country, body, cents,
  received_on, method, voided_at, void_reason, voided_by_id, created_at from gift_receipts
;
drop table gift_receipts
;
alter table gift_receipts_rebuilt rename to gift_receipts
;
create unique index gift_receipts_one on gift_receipts (donation_id) where voided_at is null
;
create index gift_receipts_issued on gift_receipts (issued_on, id)`

// receiptFacts are the columns of a receipt that never change: all but its being made void, and the place of its PDF, which is set once.
const receiptFacts = `id, ref, donation_id, contribution_id, eligibility_id, organisation_id, user_id, number, form, issued_on, locale, donor_name, legal_form, siren,
  street, postcode, city, country, body, cents, thing, began_on, received_on, method, created_at`

const receiptGuardsSQLite = `
create trigger gift_receipts_stand before update of ` + receiptFacts + ` on gift_receipts begin
  select raise(abort, 'a receipt never changes');
end
;
create trigger gift_receipts_filed_once before update of file_id, file_sha256 on gift_receipts when old.file_id is not null begin
  select raise(abort, 'a receipt never changes');
end
;
create trigger gift_receipts_stay before delete on gift_receipts begin
  select raise(abort, 'a receipt never changes');
end`

const receiptGuardsPostgres = `
create function gift_receipts_never_change() returns trigger language plpgsql as $$ begin
  if tg_op = 'DELETE' or to_jsonb(new) - 'voided_at' - 'void_reason' - 'voided_by_id' - 'file_id' - 'file_sha256'
    is distinct from to_jsonb(old) - 'voided_at' - 'void_reason' - 'voided_by_id' - 'file_id' - 'file_sha256'
    or old.file_id is not null and (new.file_id, new.file_sha256) is distinct from (old.file_id, old.file_sha256) then
    raise exception 'a receipt never changes';
  end if;
  return new;
end $$
;
create trigger gift_receipts_stand before update or delete on gift_receipts for each row execute function gift_receipts_never_change()`

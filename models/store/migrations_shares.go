package store

import "gorm.io/gorm"

// createShares lets several parties carry a subscription: who pays which part of it from when on, and what nobody carries of a period.
func createShares(tx *gorm.DB) error {
	if err := DDL(tx, `
create table shares (
  id {id},
  ref {ref},
  subscription_id {int} not null references subscriptions(id),
  organisation_id {int} not null references organisations(id),
  payer_id {int} references organisations(id),
  email text not null default '',
  basis_points {int} not null check (basis_points between 1 and 10000),
  discreet {bool} not null default false,
  stays_open {bool} not null default false,
  state text not null check (state in ('proposed','accepted','refused','withdrawn','ended')),
  from_on {date} not null default '',
  until_on {date} not null default '',
  yearly_cents {int} not null default 0 check (yearly_cents >= 0),
  locale text not null,
  proposed_by_id {int} not null references users(id),
  proposed_at {time} not null,
  expires_at {time} not null,
  answered_by_id {int} references users(id),
  answered_at {time},
  ended_by_id {int} references users(id),
  ended_at {time},
  closed_at {time},
  version {int} not null default 1,
  check (state <> 'accepted' or (payer_id is not null and answered_at is not null)),
  check (payer_id is not null or email <> ''),
  check (payer_id is null or payer_id <> organisation_id)
)
;
create index shares_subscription on shares (subscription_id, id)
;
create index shares_organisation on shares (organisation_id)
;
create index shares_payer on shares (payer_id, id)
;
create unique index shares_one on shares (subscription_id, payer_id) where state in ('proposed','accepted')
;
create table share_gaps (
  id {id},
  subscription_id {int} not null references subscriptions(id),
  organisation_id {int} not null references organisations(id),
  from_on {date} not null,
  to_on {date} not null,
  cents {int} not null check (cents >= 0),
  whole_cents {int} not null check (whole_cents >= cents),
  created_at {time} not null,
  updated_at {time} not null,
  unique (subscription_id, from_on, to_on)
)
;
create index share_gaps_organisation on share_gaps (organisation_id)
;
alter table invoices add column for_name text not null default ''
;
alter table invoices add column share_bp {int} not null default 0`); err != nil {
		return err
	}
	if Postgres(tx) {
		return DDL(tx, "create trigger invoices_share_final before update of for_name, share_bp on invoices for each row when (old.state = 'final') execute function invoice_final()")
	}
	return DDL(tx, `create trigger invoices_share_final before update of for_name, share_bp on invoices when old.state = 'final' begin
  select raise(abort, 'a final invoice never changes');
end`)
}

package store

import "gorm.io/gorm"

func createPeople(tx *gorm.DB) error {
	return DDL(tx, `
create table users (
  id {id},
  ref {ref},
  email text not null unique,
  name text not null default '',
  locale text not null default 'fr',
  zone text not null default 'Europe/Paris',
  roles text not null default '',
  confirmed_at {time},
  disabled_at {time},
  erased_at {time},
  version {int} not null default 1,
  created_at {time} not null,
  updated_at {time} not null
)
;
create table organisations (
  id {id},
  ref {ref},
  name text not null,
  legal_name text not null default '',
  sort text not null default 'association' check (sort in ('association','informal','network','company','public_body')),
  street text not null default '',
  postcode text not null default '',
  city text not null default '',
  country text not null default 'FR',
  registry_number text not null default '',
  vat_number text not null default '',
  fiscal_status text not null default 'unknown' check (fiscal_status in ('unknown','not_subject','exempt_taxable','liable')),
  locale text not null default 'fr',
  treasurer_email text not null default '',
  network_id {int} references organisations(id),
  usable_at {time},
  details_at {time},
  closed_at {time},
  version {int} not null default 1,
  created_at {time} not null,
  updated_at {time} not null
)
;
create index organisations_name on organisations (name, id)
;
create index organisations_network on organisations (network_id)
;
create table memberships (
  id {id},
  ref {ref},
  user_id {int} not null references users(id),
  organisation_id {int} not null references organisations(id),
  role text not null check (role in ('owner','treasurer','technical','member')),
  from_at {time} not null,
  until_at {time},
  created_at {time} not null
)
;
create unique index memberships_present on memberships (user_id, organisation_id) where until_at is null
;
create index memberships_organisation on memberships (organisation_id)
;
create table invitations (
  id {id},
  ref {ref},
  organisation_id {int} not null references organisations(id),
  email text not null default '',
  role text not null check (role in ('owner','treasurer','technical','member')),
  reusable {bool} not null,
  cap {int} not null default 1 check (cap between 1 and 500),
  used {int} not null default 0,
  created_by_id {int} not null references users(id),
  expires_at {time} not null,
  ended_at {time},
  created_at {time} not null,
  check (used <= cap)
)
;
create index invitations_organisation on invitations (organisation_id)
;
create table arrivals (
  id {id},
  ref {ref},
  invitation_id {int} not null references invitations(id),
  organisation_id {int} not null references organisations(id),
  user_id {int} not null references users(id),
  state text not null check (state in ('waiting','welcomed','declined')),
  decided_by_id {int} references users(id),
  decided_at {time},
  created_at {time} not null,
  unique (invitation_id, user_id)
)
;
create index arrivals_organisation on arrivals (organisation_id, state)`)
}

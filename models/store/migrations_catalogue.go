package store

import "gorm.io/gorm"

func createCatalogue(tx *gorm.DB) error {
	return DDL(tx, serviceTables, offerTables, appendOnlyUpdate(tx, "prices", ""), appendOnly(tx, "prices", "delete"))
}

// createIncidentNews makes the table of what is told of an incident after it was declared.
func createIncidentNews(tx *gorm.DB) error {
	return DDL(tx, `
create table incident_news (
  id {id},
  ref {ref},
  incident_id {int} not null references incidents(id),
  severity text not null check (severity in ('maintenance','degraded','down')),
  created_at {time} not null
)
;
create index incident_news_incident on incident_news (incident_id, id)`)
}

const serviceTables = `
create table upstreams (
  id {id},
  ref {ref},
  slug text not null unique,
  name text not null,
  licence text not null,
  licence_url text not null default '',
  source_url text not null,
  site_url text not null,
  funding_url text not null default '',
  checked_on {date} not null default '',
  version {int} not null default 1,
  created_at {time} not null,
  updated_at {time} not null
)
;
create table services (
  id {id},
  ref {ref},
  slug text not null unique,
  upstream_id {int} not null references upstreams(id),
  need text not null check (need in ('talk','share','write','meet','plan','publish','learn')),
  position {int} not null default 0,
  address text not null default '',
  replaces text not null default '',
  languages text not null default '',
  exports text not null default '',
  country text not null default '',
  provider text not null default '',
  control text not null default 'shared_hosting' check (control in ('own_hardware','dedicated_machine','virtual_machine','shared_hosting')),
  backup_every_hours {int} not null default 0 check (backup_every_hours >= 0),
  backup_kept_days {int} not null default 0 check (backup_kept_days >= 0),
  backup_country text not null default '',
  logs_kept_days {int} not null default 0 check (logs_kept_days >= 0),
  last_backup_at {time},
  restore_tested_on {date} not null default '',
  status text not null default 'running' check (status in ('running','maintenance','degraded','down')),
  from_cents {int},
  published_at {time},
  version {int} not null default 1,
  created_at {time} not null,
  updated_at {time} not null
)
;
create index services_place on services (position, id)
;
create index services_need on services (need, position, id)
;
create index services_upstream on services (upstream_id)
;
create table replaced_tools (
  id {id},
  slug text not null unique,
  name text not null
)
;
create table service_replacements (
  service_id {int} not null references services(id),
  tool_id {int} not null references replaced_tools(id),
  position {int} not null,
  primary key (service_id, tool_id)
)
;
create index service_replacements_tool on service_replacements (tool_id, service_id)
;
create table service_languages (
  service_id {int} not null references services(id),
  lang text not null,
  position {int} not null,
  primary key (service_id, lang)
)
;
create index service_languages_lang on service_languages (lang, service_id)
;
create table incidents (
  id {id},
  ref {ref},
  service_id {int} not null references services(id),
  severity text not null check (severity in ('maintenance','degraded','down')),
  started_at {time} not null,
  ended_at {time},
  version {int} not null default 1,
  created_at {time} not null,
  updated_at {time} not null
)
;
create index incidents_service on incidents (service_id, started_at)`

const offerTables = `
create table offers (
  id {id},
  ref {ref},
  slug text not null unique,
  entry text not null check (entry in ('direct','reviewed')),
  position {int} not null default 0,
  people {int} not null default 0 check (people >= 0),
  storage_gb {int} not null default 0 check (storage_gb >= 0),
  price_list {int} not null default 0,
  published_at {time},
  version {int} not null default 1,
  created_at {time} not null,
  updated_at {time} not null
)
;
create index offers_place on offers (position, id)
;
create table offer_services (
  offer_id {int} not null references offers(id),
  service_id {int} not null references services(id),
  position {int} not null,
  people {int} not null default 0 check (people >= 0),
  storage_gb {int} not null default 0 check (storage_gb >= 0),
  primary key (offer_id, service_id)
)
;
create index offer_services_service on offer_services (service_id, offer_id)
;
create table prices (
  id {id},
  ref {ref},
  offer_id {int} not null references offers(id),
  list {int} not null,
  tier text not null check (tier in ('symbolic','standard','supportive')),
  period text not null check (period in ('month','year')),
  cents {int} not null check (cents >= 0),
  currency text not null default 'EUR',
  created_at {time} not null,
  unique (offer_id, list, tier, period)
)`

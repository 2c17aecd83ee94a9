package store

import "gorm.io/gorm"

func createHosting(tx *gorm.DB) error {
	return DDL(tx, `
create table checklists (
  id {id},
  service_id {int} not null references services(id),
  run text not null check (run in ('install','suspend','resume','remove')),
  lines text not null,
  updated_at {time} not null,
  unique (service_id, run)
)
;
create table deployments (
  id {id},
  ref {ref},
  subscription_id {int} not null references subscriptions(id),
  service_id {int} not null references services(id),
  organisation_id {int} not null references organisations(id),
  state text not null check (state in ('requested','provisioning','active','suspending','suspended','resuming','deleting','deleted')),
  level text not null default '' check (level in ('','read_only','closed')),
  settled text not null default 'requested',
  address text not null default '',
  blocked_reason text not null default '',
  promised_on {date} not null default '',
  ready_at {time},
  turned_at {time} not null,
  version {int} not null default 1,
  created_at {time} not null,
  updated_at {time} not null,
  unique (subscription_id, service_id),
  check (state <> 'active' or address <> '')
)
;
create index deployments_organisation on deployments (organisation_id, id)
;
create index deployments_state on deployments (state, turned_at)
;
create table deployment_steps (
  id {id},
  ref {ref},
  deployment_id {int} not null references deployments(id),
  run text not null check (run in ('install','suspend','resume','remove')),
  round {int} not null,
  position {int} not null,
  step text not null default '',
  words text not null default '',
  done_at {time},
  done_by_id {int} references users(id),
  note text not null default '',
  unique (deployment_id, round, position),
  check (step <> '' or words <> '')
)`)
}

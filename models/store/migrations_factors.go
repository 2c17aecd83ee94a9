package store

import "gorm.io/gorm"

// createFactors lets people show a second means when they sign in: an app, recovery codes, and a way back when both are lost. Secrets are
// sealed, codes hashed with the portal's key; nobody approves their own rescue, and two different people do.
func createFactors(tx *gorm.DB) error {
	return DDL(tx, `
create table authenticators (
  id {id},
  user_id {int} not null unique references users(id),
  sealed {bytes} not null,
  last_step {int} not null,
  created_at {time} not null
)
;
create table recovery_codes (
  id {id},
  user_id {int} not null references users(id),
  hash text not null check (length(hash) = 64),
  used_at {time},
  created_at {time} not null,
  unique (user_id, hash)
)
;
create table halfways (
  id {id},
  token_sha256 text not null unique,
  user_id {int} not null references users(id),
  means text not null,
  agent text not null default '',
  stays {bool} not null,
  replaces_sha256 text not null default '',
  next_path text not null default '',
  expires_at {time} not null,
  used_at {time},
  created_at {time} not null
)
;
create index halfways_expires on halfways (expires_at)
;
create index halfways_user on halfways (user_id)
;
create table rescues (
  id {id},
  ref {ref},
  user_id {int} not null references users(id),
  reason text not null default '',
  state text not null check (state in ('asked','approved','done','refused','stopped','expired')),
  approver1_id {int} references users(id),
  approved1_at {time},
  approver2_id {int} references users(id),
  approved2_at {time},
  due_at {time},
  refused_by_id {int} references users(id),
  answer text not null default '',
  ended_at {time},
  created_at {time} not null,
  check (approver1_id is null or approver1_id <> user_id),
  check (approver2_id is null or approver2_id <> user_id and approver2_id <> approver1_id),
  check (state not in ('approved','done') or approver1_id is not null and approver2_id is not null and due_at is not null)
)
;
create unique index rescues_open on rescues (user_id) where state in ('asked','approved')
;
create index rescues_waiting on rescues (state, id) where state in ('asked','approved')
;
alter table sessions add column factor_at {time}
;
alter table collectives add column staff_factors_on {date} not null default ''
;
alter table collectives add column payout_factors {bool} not null default false`)
}

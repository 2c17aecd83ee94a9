package store

import "gorm.io/gorm"

func createHandovers(tx *gorm.DB) error {
	return DDL(tx, `
create table handovers (
  id {id},
  ref {ref},
  organisation_id {int} not null references organisations(id),
  invitation_id {int} not null unique references invitations(id),
  leaver_id {int} not null references users(id),
  stays {bool} not null,
  done_at {time},
  cancelled_at {time},
  created_at {time} not null
)
;
create unique index handovers_open on handovers (organisation_id) where done_at is null and cancelled_at is null
;
create table email_changes (
  id {id},
  ref {ref},
  user_id {int} not null references users(id),
  old_email text not null,
  new_email text not null,
  expires_at {time} not null,
  used_at {time},
  created_at {time} not null
)
;
create index email_changes_user on email_changes (user_id)
;
create index users_name on users (name, id)`)
}

func createIdentity(tx *gorm.DB) error {
	return DDL(tx, `
create table sign_in_links (
  id {id},
  ref {ref},
  email text not null,
  name text not null default '',
  welcome {bool} not null,
  locale text not null,
  next_path text not null default '',
  expires_at {time} not null,
  used_at {time},
  created_at {time} not null
)
;
create index sign_in_links_expires on sign_in_links (expires_at)
;
create table passwords (
  id {id},
  user_id {int} not null unique references users(id),
  hash text not null,
  changed_at {time} not null
)
;
create table sessions (
  id {id},
  ref {ref},
  token_sha256 text not null unique,
  user_id {int} not null references users(id),
  agent text not null default '',
  stays {bool} not null,
  proven_at {time} not null,
  seen_at {time} not null,
  expires_at {time} not null,
  ended_at {time},
  created_at {time} not null
)
;
create index sessions_user on sessions (user_id)
;
create table attempts (
  key text primary key,
  act text not null,
  tries {int} not null,
  began_at {time} not null,
  until_at {time} not null
)
;
create index attempts_began on attempts (began_at)`)
}

func createPost(tx *gorm.DB) error {
	return DDL(tx, `
create table letters (
  id {id},
  ref {ref},
  user_id {int} references users(id),
  organisation_id {int} references organisations(id),
  address text not null,
  kind text not null,
  once text not null unique,
  locale text not null,
  subject text not null,
  text text not null,
  html text not null default '',
  link_purpose text not null default '',
  link_ref text not null default '',
  link_until {time},
  attachments text not null default '',
  message_id text not null unique,
  thread text not null default '',
  unsubscribe text not null default '',
  automatic {bool} not null,
  state text not null check (state in ('waiting','sending','sent','failed','bounced')),
  attempts {int} not null default 0,
  next_at {time} not null,
  last_error text not null default '',
  claimed_at {time},
  sent_at {time},
  in_outbox {bool} not null,
  perhaps_twice {bool} not null,
  created_at {time} not null
)
;
create index letters_user on letters (user_id, id)
;
create index letters_state on letters (state, next_at)`)
}

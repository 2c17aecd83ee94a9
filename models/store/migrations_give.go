package store

import "gorm.io/gorm"

// createTasks keeps the small things that somebody could do in a few minutes. A task is taken by one person at a time, and done by one
// contribution.
func createTasks(tx *gorm.DB) error {
	return DDL(tx, `
create table tasks (
  id {id},
  ref {ref},
  version {int} not null default 1 check (version > 0),
  kind text not null references contribution_kinds(key),
  upstream_id {int} references upstreams(id),
  title text not null check (title <> ''),
  body text not null default '',
  url text not null default '',
  minutes {int} not null check (minutes between 15 and 240),
  languages text not null default '',
  lang text not null check (lang <> ''),
  state text not null check (state in ('open','taken','done','closed')),
  taken_by_id {int} references users(id),
  taken_at {time},
  contribution_id {int} references contributions(id),
  created_by_id {int} references users(id),
  created_at {time} not null,
  updated_at {time} not null,
  check ((state = 'taken') = (taken_by_id is not null)),
  check ((taken_by_id is null) = (taken_at is null)),
  check (state <> 'done' or contribution_id is not null)
)
;
create index tasks_state on tasks (state, id)
;
create index tasks_taker on tasks (taken_by_id, id)
;
create unique index tasks_contribution on tasks (contribution_id) where contribution_id is not null`)
}

// createCertificates keeps extracts of what somebody gave, word for word, with the contributions they speak of: when one of these is
// corrected or taken back, its certificates are revoked. What a certificate says never changes; its words leave with the person.
func createCertificates(tx *gorm.DB) error {
	return DDL(tx, `
create table certificates (
  id {id},
  token text not null unique check (length(token) = 26),
  user_id {int} not null references users(id),
  issuer text not null,
  lang text not null,
  from_on {date} not null check (length(from_on) = 10),
  to_on {date} not null check (length(to_on) = 10),
  issued_on {date} not null check (length(issued_on) = 10),
  words text not null,
  text_sha256 text not null check (length(text_sha256) = 64),
  replaces_id {int} unique references certificates(id),
  revoked_at {time},
  revoked_because text not null default '' check (revoked_because in ('','asked','replaced','changed')),
  created_at {time} not null,
  check (to_on >= from_on),
  check ((revoked_at is null) = (revoked_because = ''))
)
;
create index certificates_user on certificates (user_id, id)
;
create table certified_contributions (
  certificate_id {int} not null references certificates(id),
  contribution_id {int} not null references contributions(id),
  primary key (certificate_id, contribution_id)
)
;
create index certified_contributions_contribution on certified_contributions (contribution_id)`)
}

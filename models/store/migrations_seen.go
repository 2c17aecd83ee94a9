package store

import "gorm.io/gorm"

// createSightings remembers which contributions several people made together, and what the portal itself saw somebody do: each is proposed
// once as a draft.
func createSightings(tx *gorm.DB) error {
	return DDL(tx, `
alter table contributions add column session_id text not null default ''
;
create index contributions_session on contributions (session_id) where session_id <> ''
;
create table contribution_sightings (
  id {id},
  source text not null unique check (source <> ''),
  contribution_id {int} not null unique references contributions(id),
  kind text not null references contribution_kinds(key),
  unit text not null check (unit in ('MIN','PIECE')),
  quantity {int} not null check (quantity > 0),
  from_on {date} not null check (length(from_on) = 10),
  to_on {date} not null check (length(to_on) = 10),
  created_at {time} not null,
  check (to_on >= from_on)
)`)
}

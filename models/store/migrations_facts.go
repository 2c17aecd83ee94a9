package store

import "gorm.io/gorm"

// describeHost keeps what a host says of itself in the public files of the collective CHATONS and nowhere else (chatonsinfos.md), and the
// files as everybody reads them: with the moment at which what they say last changed.
func describeHost(tx *gorm.DB) error {
	return DDL(tx, `
create table host_facts (
  id {int} primary key check (id = 1),
  said text not null,
  published {bool} not null,
  looked text,
  looked_at {time},
  version {int} not null,
  updated_at {time} not null
)
;
create table service_facts (
  service_id {int} primary key references services(id),
  said text not null,
  version {int} not null,
  updated_at {time} not null
)
;
create table public_files (
  name text primary key,
  body text not null check (body <> ''),
  tag text not null check (tag <> ''),
  changed_at {time} not null
)`)
}

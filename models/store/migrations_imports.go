package store

import "gorm.io/gorm"

func createImports(tx *gorm.DB) error {
	return DDL(tx, `
create table imports (
  id {id},
  kind text not null,
  name text not null,
  subject_id {int} not null,
  version {int} not null default 0,
  digest text not null,
  created_at {time} not null,
  updated_at {time} not null,
  unique (kind, name)
)`)
}

package store

import "gorm.io/gorm"

// lookAtBooks keeps what each night's look through the books found (reciprocity.md 10.5).
func lookAtBooks(tx *gorm.DB) error {
	return DDL(tx, `
create table book_reports (
  id {id},
  looked_at {time} not null,
  entries {int} not null,
  found {int} not null,
  findings text not null
)`)
}

package store

import "gorm.io/gorm"

// createOffsetReversals keeps which pieces that met an invoice were taken back: each once, for a reason (reciprocity.md 10.5, I6).
func createOffsetReversals(tx *gorm.DB) error {
	return DDL(tx, `
create table offset_reversals (
  id {id},
  offset_id {int} not null unique references offsets(id),
  payment_id {int} not null unique references payments(id),
  on_day {date} not null check (length(on_day) = 10),
  reason text not null check (reason <> ''),
  by_id {int} not null references users(id),
  created_at {time} not null
)`, appendOnly(tx, "offset_reversals", "delete"), appendOnly(tx, "offset_reversals", "update"))
}

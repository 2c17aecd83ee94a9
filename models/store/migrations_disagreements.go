package store

import "gorm.io/gorm"

// createDisagreements keeps which requests tell that an organisation disagrees about what it is to pay: meanwhile nothing is chased (billing.md DUN1).
func createDisagreements(tx *gorm.DB) error {
	return DDL(tx, `
create table disagreements (
  id {id},
  organisation_id {int} not null references organisations(id),
  ticket_ref text not null check (ticket_ref <> ''),
  reason text not null check (reason <> ''),
  by_id {int} not null references users(id),
  created_at {time} not null,
  settled_by_id {int} references users(id),
  settled_at {time}
)
;
create unique index disagreements_one on disagreements (ticket_ref) where settled_at is null
;
create index disagreements_open on disagreements (organisation_id, id) where settled_at is null`)
}

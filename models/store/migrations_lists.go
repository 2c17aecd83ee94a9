package store

import "gorm.io/gorm"

// indexLists gives each queue an index in the order in which it is read, so that a page costs the same however long the queue is.
func indexLists(tx *gorm.DB) error {
	return DDL(tx, `
create index contributions_queue on contributions (state, id)
;
create index deployments_queue on deployments (state, id)
;
create index tickets_to_do on tickets (assignee_id, since_at, id) where state in ('new','open')
;
create index deployments_work on deployments (id) where state in ('requested','provisioning','suspending','resuming','deleting')`)
}

// indexOpenProFormas gives what an organisation is asked for an index of its own: SQLite would read all that is open with everybody.
func indexOpenProFormas(tx *gorm.DB) error {
	return DDL(tx, `create index pro_formas_open on pro_formas (organisation_id, state, id)`)
}

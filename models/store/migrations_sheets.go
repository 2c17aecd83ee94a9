package store

import "gorm.io/gorm"

// nameDisputed keeps which invoice a disagreement is about: it is not charged by itself meanwhile.
func nameDisputed(tx *gorm.DB) error {
	return DDL(tx, `
alter table disagreements add column invoice_id {int} references invoices(id)
;
create unique index disagreements_about on disagreements (invoice_id) where settled_at is null`)
}

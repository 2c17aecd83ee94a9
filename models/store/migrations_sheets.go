package store

import "gorm.io/gorm"

// nameDisputed keeps which invoice a disagreement is about: it is not charged by itself meanwhile.
func nameDisputed(tx *gorm.DB) error {
	return DDL(tx, `
alter table disagreements add column invoice_id {int} references invoices(id)
;
create unique index disagreements_about on disagreements (invoice_id) where settled_at is null`)
}

// indexPaymentsByAmount lets a line of the bank, and a search, find payments of an amount without reading all of them.
func indexPaymentsByAmount(tx *gorm.DB) error {
	return DDL(tx, `create index payments_amount on payments (amount_cents, received_on)`)
}

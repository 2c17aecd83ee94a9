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

// sendChanges keeps the changes of subscriptions that wait for the yes of an owner, with what they cost when they were sent.
func sendChanges(tx *gorm.DB) error {
	return DDL(tx, `
create table change_wishes (
  id {id},
  ref {ref},
  subscription_id {int} not null references subscriptions(id),
  organisation_id {int} not null references organisations(id),
  choice text not null check (choice <> ''),
  offer_id {int} not null references offers(id),
  price_id {int} not null references prices(id),
  tier text not null,
  period text not null check (period in ('month','year')),
  quantity {int} not null check (quantity > 0),
  unit_cents {int} not null check (unit_cents >= 0),
  due_cents {int} not null check (due_cents >= 0),
  by_id {int} not null references users(id),
  outcome text not null default '' check (outcome in ('','made','declined','replaced')),
  created_at {time} not null,
  settled_at {time},
  settled_by_id {int} references users(id),
  check ((outcome = '') = (settled_at is null))
)
;
create unique index change_wishes_one on change_wishes (subscription_id) where outcome = ''
;
alter table subscriptions add column change_wish_id {int} references change_wishes(id)`)
}

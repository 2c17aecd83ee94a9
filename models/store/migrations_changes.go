package store

import "gorm.io/gorm"

// createChanges keeps how subscriptions change: what was done, and the one change that waits for the end of a period.
func createChanges(tx *gorm.DB) error {
	if err := DDL(tx, `
create table subscription_changes (
  id {id},
  ref {ref},
  subscription_id {int} not null references subscriptions(id),
  organisation_id {int} not null references organisations(id),
  direction text not null check (direction in ('beforehand','upgrade','swap','downgrade')),
  state text not null check (state in ('scheduled','done','dropped')),
  on_day {date} not null check (length(on_day) = 10),
  offer_id {int} not null references offers(id),
  price_id {int} not null references prices(id),
  tier text not null,
  period text not null check (period in ('month','year')),
  quantity {int} not null check (quantity > 0),
  unit_cents {int} not null check (unit_cents >= 0),
  from_offer_id {int} not null references offers(id),
  from_price_id {int} not null references prices(id),
  from_tier text not null,
  from_period text not null,
  from_quantity {int} not null,
  from_unit_cents {int} not null,
  due_cents {int} not null default 0 check (due_cents >= 0),
  credited_cents {int} not null default 0 check (credited_cents >= 0),
  next_on {date} not null default '',
  next_cents {int} not null default 0,
  by_id {int} not null references users(id),
  created_at {time} not null,
  settled_at {time}
)
;
create index subscription_changes_subscription on subscription_changes (subscription_id, id)
;
create index subscription_changes_organisation on subscription_changes (organisation_id)
;
create unique index subscription_changes_one on subscription_changes (subscription_id) where state = 'scheduled'`); err != nil {
		return err
	}
	return tx.Exec("alter table subscriptions add column change_on text not null default ''").Error
}

package store

import "gorm.io/gorm"

// createUpgrades keeps upgrades that wait for their difference to be paid (billing.md CHG3), one for each subscription.
func createUpgrades(tx *gorm.DB) error {
	if err := DDL(tx, `
create table upgrades (
  id {id},
  ref {ref},
  subscription_id {int} not null references subscriptions(id),
  organisation_id {int} not null references organisations(id),
  state text not null check (state in ('asked','made','void')),
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
  change_on text not null,
  due_cents {int} not null check (due_cents > 0),
  currency text not null check (length(currency) = 3),
  by_id {int} not null references users(id),
  created_at {time} not null,
  ended_at {time}
)
;
create index upgrades_organisation on upgrades (organisation_id)
;
create index upgrades_subscription on upgrades (subscription_id, id)
;
create unique index upgrades_one on upgrades (subscription_id) where state = 'asked'`); err != nil {
		return err
	}
	return DDL(tx, "alter table collections add column upgrade_id {int} references upgrades(id)", "create index collections_upgrade on collections (upgrade_id)")
}

package store

import "gorm.io/gorm"

// planReminders lets the collective choose the days of reminders, each plan from a day on (billing.md 8), and say how long before they
// hold other prices are announced.
func planReminders(tx *gorm.DB) error {
	return DDL(tx, `
alter table collectives add column reminders text
;
alter table collectives add column price_days {int} not null default 62 check (price_days between 35 and 180)
;
alter table collectives add column price_pro_days {int} not null default 62 check (price_pro_days between 35 and 180)`)
}

// createRepricings keeps other prices that are announced to those who subscribed already, each subscription with what it pays and will pay,
// and the promises that some keep theirs (billing.md CHG7).
func createRepricings(tx *gorm.DB) error {
	return DDL(tx, `
create table price_promises (
  id {id},
  offer_id {int} not null references offers(id),
  list {int} not null check (list > 0),
  until_on {date} not null default '',
  by_id {int} not null references users(id),
  created_at {time} not null,
  unique (offer_id, list)
)
;
create table repricings (
  id {id},
  ref {ref},
  offer_id {int} not null references offers(id),
  list {int} not null check (list > 0),
  on_day {date} not null check (length(on_day) = 10),
  why text not null,
  state text not null check (state in ('announced','stopped')),
  announced_by_id {int} not null references users(id),
  announced_at {time} not null,
  stopped_by_id {int} references users(id),
  stopped_at {time},
  stop_reason text not null default '',
  version {int} not null default 1,
  check ((state = 'stopped') = (stopped_at is not null))
)
;
create index repricings_offer on repricings (offer_id, id)
;
create table repricing_parts (
  id {id},
  repricing_id {int} not null references repricings(id),
  subscription_id {int} not null references subscriptions(id),
  organisation_id {int} not null references organisations(id),
  state text not null check (state in ('announced','applied','left','overtaken','stopped')),
  on_day {date} not null check (length(on_day) = 10),
  tier text not null,
  period text not null check (period in ('month','year')),
  quantity {int} not null check (quantity > 0),
  from_price_id {int} not null references prices(id),
  from_cents {int} not null check (from_cents >= 0),
  to_price_id {int} not null references prices(id),
  to_cents {int} not null check (to_cents >= 0),
  old_cents {int} not null,
  new_cents {int} not null,
  currency text not null check (length(currency) = 3),
  settled_at {time},
  unique (repricing_id, subscription_id)
)
;
create index repricing_parts_organisation on repricing_parts (organisation_id)
;
create index repricing_parts_subscription on repricing_parts (subscription_id, id)
;
create index repricing_parts_due on repricing_parts (on_day, id) where state = 'announced'
;
create unique index repricing_parts_one on repricing_parts (subscription_id) where state = 'announced'
;
alter table subscriptions add column reprice_on {date} not null default ''`)
}

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

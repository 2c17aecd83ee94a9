package store

import "gorm.io/gorm"

// createRenewals keeps what happens to a subscription by the calendar: announcements, reminders, and the dates people propose.
func createRenewals(tx *gorm.DB) error {
	if err := DDL(tx, `
create table renewals (
  id {id},
  subscription_id {int} not null references subscriptions(id),
  organisation_id {int} not null references organisations(id),
  from_on {date} not null check (length(from_on) = 10),
  amount_cents {int} not null check (amount_cents >= 0),
  announced_at {time} not null,
  unique (subscription_id, from_on)
)
;
create index renewals_organisation on renewals (organisation_id)
;
create table chases (
  invoice_id {int} primary key references invoices(id),
  organisation_id {int} not null references organisations(id),
  counted {int} not null default 0 check (counted >= 0),
  counted_on {date} not null,
  step {int} not null default 0 check (step between 0 and 6),
  stepped_on {date} not null default ''
)
;
create index chases_organisation on chases (organisation_id)
;
create table deferrals (
  id {id},
  ref {ref},
  organisation_id {int} not null references organisations(id),
  until_on {date} not null check (length(until_on) = 10),
  reason text not null,
  state text not null check (state in ('asked','accepted','refused','kept','broken')),
  asked_by_id {int} not null references users(id),
  decided_by_id {int} references users(id),
  decided_at {time},
  answer text not null default '',
  version {int} not null default 1,
  created_at {time} not null,
  check (state <> 'refused' or answer <> '')
)
;
create index deferrals_organisation on deferrals (organisation_id, id)
;
create index deferrals_open on deferrals (state, id) where state in ('asked','accepted')
;
create table control_tags (
  id {id},
  organisation_id {int} not null references organisations(id),
  tag text not null check (tag in ('pays_by_transfer','no_auto_charge','do_not_chase','no_invoicing')),
  reason text not null check (reason <> ''),
  until_on {date} not null default '',
  by_id {int} not null references users(id),
  created_at {time} not null,
  removed_at {time},
  check (tag <> 'do_not_chase' or until_on <> '')
)
;
create index control_tags_organisation on control_tags (organisation_id, id)
;
create unique index control_tags_one on control_tags (organisation_id, tag) where removed_at is null`); err != nil {
		return err
	}
	return tx.Exec("alter table subscriptions add column held_for text not null default ''").Error
}

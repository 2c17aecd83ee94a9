package store

import "gorm.io/gorm"

// createNotices keeps what people declare: that they cancel or withdraw from a contract. The words never change.
func createNotices(tx *gorm.DB) error {
	if err := DDL(tx, `
create table notices (
  id {id},
  ref {ref},
  kind text not null check (kind in ('cancellation','withdrawal')),
  state text not null check (state in ('received','waiting','applied','refused')),
  name text not null check (name <> ''),
  email text not null default '',
  postal text not null default '',
  contract text not null check (contract <> ''),
  wished_on {date} not null default '',
  locale text not null,
  received_at {time} not null,
  confirmed_at {time},
  sent_by_id {int} references users(id),
  subscription_id {int} references subscriptions(id),
  organisation_id {int} references organisations(id),
  handled_by_id {int} references users(id),
  handled_at {time},
  effect_on {date} not null default '',
  credited_cents {int} not null default 0 check (credited_cents >= 0),
  repay_cents {int} not null default 0 check (repay_cents >= 0),
  remark text not null default '',
  version {int} not null default 1,
  check (email <> '' or postal <> ''),
  check (state <> 'applied' or (subscription_id is not null and effect_on <> '')),
  check (state <> 'refused' or remark <> '')
)
;
create index notices_state on notices (state, id)
;
create index notices_organisation on notices (organisation_id, id)
;
create index notices_subscription on notices (subscription_id)`); err != nil {
		return err
	}
	return tx.Exec("create index subscriptions_cancelled on subscriptions (cancel_on, id) where cancel_on <> '' and state <> 'ended'").Error
}

package store

import "gorm.io/gorm"

// collectGifts lets gifts be paid on the cashier's pages: the sums on their way, the method of a regular gift, and what went back. They stay apart
// from the payments of documents: a gift settles nothing, and who gives need not be an organisation.
func collectGifts(tx *gorm.DB) error {
	return DDL(tx, giftMethodTables, giftPaymentTables, giftReturnTables, `
alter table donations add column debited {bool} not null default false
;
alter table money_questions add column donation_id {int} references donations(id)`)
}

const giftMethodTables = `
create table gift_methods (
  id {id},
  ref {ref},
  pledge_id {int} not null references pledges(id),
  customer_id text not null,
  method_id text not null unique,
  kind text not null check (kind in ('card','sepa')),
  brand text not null default '',
  last4 text not null default '',
  exp_month {int} not null default 0,
  exp_year {int} not null default 0,
  mandate_id text not null default '',
  mandate_reference text not null default '',
  mandate_state text not null default '' check (mandate_state in ('','pending','active','inactive')),
  live {bool} not null,
  stopped_at {time},
  removed_at {time},
  created_at {time} not null,
  updated_at {time} not null
)
;
create unique index gift_methods_one on gift_methods (pledge_id) where removed_at is null
;
create index gift_methods_mandate on gift_methods (mandate_id)`

const giftPaymentTables = `
create table gift_payments (
  id {id},
  ref {ref},
  donation_id {int} not null references donations(id),
  pledge_id {int} not null references pledges(id),
  kind text not null check (kind in ('page','charge')),
  state text not null check (state in ('preparing','open','processing','asks','failed','expired','succeeded','questioned')),
  gift_method_id {int} references gift_methods(id),
  cents {int} not null check (cents > 0),
  currency text not null check (length(currency) = 3),
  save {bool} not null,
  locale text not null,
  kinds text not null,
  customer_id text not null default '',
  live {bool} not null,
  session_id text unique,
  intent_id text unique,
  charge_id text not null default '',
  method text not null default '',
  last4 text not null default '',
  problem text not null default '',
  returned_cents {int} not null default 0 check (returned_cents >= 0),
  ending {bool} not null,
  by_id {int} references users(id),
  expires_at {time} not null,
  ended_at {time},
  created_at {time} not null,
  updated_at {time} not null
)
;
create index gift_payments_donation on gift_payments (donation_id, id)
;
create index gift_payments_pledge on gift_payments (pledge_id, id)
;
create index gift_payments_charge on gift_payments (charge_id)
;
create index gift_payments_under_way on gift_payments (id) where state in ('preparing','open','processing')
;
create unique index gift_payments_one_charge on gift_payments (donation_id) where kind = 'charge' and state in ('preparing','processing')`

const giftReturnTables = `
create table gift_returns (
  id {id},
  ref {ref},
  gift_payment_id {int} not null references gift_payments(id),
  kind text not null check (kind in ('refund','dispute')),
  provider_id text unique,
  state text not null check (state in ('asked','pending','succeeded','failed','warning','open','lost','won','closed')),
  cents {int} not null check (cents > 0),
  gone_cents {int} not null default 0 check (gone_cents >= 0),
  fee_cents {int} not null default 0,
  moves {int} not null default 0,
  outside {bool} not null,
  reason text not null default '',
  problem text not null default '',
  asked_by_id {int} references users(id),
  created_at {time} not null,
  updated_at {time} not null
)
;
create index gift_returns_payment on gift_returns (gift_payment_id)`

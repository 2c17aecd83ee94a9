package store

import "gorm.io/gorm"

// createGifts keeps gift codes, which subscriptions hold one, and what each document was lowered by. A subscription has one code at most;
// a code lowers an organisation's invoice once (billing.md CPN1 to CPN3).
func createGifts(tx *gorm.DB) error {
	return DDL(tx, `
create table gift_codes (
  id {id},
  ref {ref},
  code text not null unique check (code <> ''),
  kind text not null check (kind in ('percentage','fixed')),
  percent {int} not null default 0 check (percent between 0 and 100),
  cents {int} not null default 0 check (cents >= 0),
  currency text not null default 'EUR' check (length(currency) = 3),
  cycles {int} not null default 1 check (cycles >= 0),
  starts_on {date} not null default '',
  ends_on {date} not null default '',
  uses_most {int} not null default 0 check (uses_most >= 0),
  each_most {int} not null default 1 check (each_most >= 0),
  newcomers {bool} not null,
  offer_ids text not null,
  reason text not null,
  made_by_id {int} not null references users(id),
  stopped_at {time},
  created_at {time} not null,
  check ((kind = 'percentage') = (percent > 0)),
  check ((kind = 'fixed') = (cents > 0))
)
;
create table gifts (
  id {id},
  gift_code_id {int} not null references gift_codes(id),
  organisation_id {int} not null references organisations(id),
  subscription_id {int} not null unique references subscriptions(id),
  state text not null check (state in ('reserved','kept','counted','freed')),
  expires_at {time} not null,
  counted_at {time},
  created_at {time} not null
)
;
create index gifts_code on gifts (gift_code_id, id)
;
create index gifts_organisation on gifts (organisation_id)
;
create table gift_uses (
  id {id},
  gift_id {int} not null references gifts(id),
  gift_code_id {int} not null references gift_codes(id),
  organisation_id {int} not null references organisations(id),
  subscription_id {int} not null references subscriptions(id),
  invoice_id {int} references invoices(id),
  cycle {int} not null check (cycle > 0),
  period_from {date} not null default '',
  period_to {date} not null default '',
  cents {int} not null check (cents > 0),
  created_at {time} not null,
  unique (gift_code_id, organisation_id, invoice_id)
)
;
create index gift_uses_gift on gift_uses (gift_id, id)
;
create unique index gift_uses_free on gift_uses (subscription_id, period_from) where invoice_id is null`)
}

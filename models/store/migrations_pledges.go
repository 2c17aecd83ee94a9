package store

import "gorm.io/gorm"

// createPledges makes shared spaces with what was pledged to them, the gifts that came of it, and the receipts for gifts.
func createPledges(tx *gorm.DB) error { return DDL(tx, spaceTables, donationTables) }

const spaceTables = `
create table shared_spaces (
  id {id},
  ref {ref},
  title text not null,
  about text not null,
  subscription_id {int} references subscriptions(id),
  organisation_id {int} references organisations(id),
  goal_cents {int} not null check (goal_cents > 0),
  goal_minutes {int} not null default 0 check (goal_minutes >= 0),
  period text not null check (period in ('month','year')),
  threshold_bp {int} not null check (threshold_bp between 1 and 10000),
  mode text not null check (mode in ('fixed','adaptive','cascade')),
  cascade_to_id {int} references shared_spaces(id),
  deadline {date} not null,
  state text not null check (state in ('draft','open','funded','running','closed','abandoned')),
  opened_at {time},
  funded_at {time},
  started_at {time},
  started_on {date} not null default '',
  ended_at {time},
  carried_note text not null default '',
  carried_by_id {int} references users(id),
  carried_at {time},
  gap_told_on {date} not null default '',
  created_by_id {int} not null references users(id),
  version {int} not null default 1,
  created_at {time} not null,
  updated_at {time} not null,
  check ((subscription_id is null) = (organisation_id is null)),
  check (mode <> 'cascade' or cascade_to_id is not null)
)
;
create index shared_spaces_state on shared_spaces (state, id)
;
create unique index shared_spaces_one on shared_spaces (subscription_id) where state in ('draft','open','funded','running') and subscription_id is not null
;
create table pledges (
  id {id},
  ref {ref},
  space_id {int} not null references shared_spaces(id),
  organisation_id {int} references organisations(id),
  user_id {int} not null references users(id),
  unit text not null check (unit in ('EUR','MIN')),
  every text not null check (every in ('once','month','year')),
  promised {int} not null check (promised > 0),
  quantity {int} not null check (quantity between 0 and promised),
  basis_points {int} not null default 0 check (basis_points between 0 and 10000),
  visibility text not null check (visibility in ('public','amount_hidden','anonymous')),
  state text not null check (state in ('open','fulfilled','lapsed','cancelled')),
  share_id {int} references shares(id),
  due_on {date} not null default '',
  offered {int} not null default 0 check (offered >= 0),
  offered_state text not null default '' check (offered_state in ('','asked','yes','no')),
  ended_by_id {int} references users(id),
  ended_at {time},
  version {int} not null default 1,
  created_at {time} not null,
  updated_at {time} not null
)
;
create index pledges_space on pledges (space_id, id)
;
create index pledges_user on pledges (user_id, id)
;
create index pledges_organisation on pledges (organisation_id, id)
;
create unique index pledges_share on pledges (share_id) where share_id is not null
;
create unique index pledges_one_organisation on pledges (space_id, organisation_id, unit) where state = 'open' and organisation_id is not null
;
create unique index pledges_one_person on pledges (space_id, user_id, unit) where state = 'open' and organisation_id is null
;
create table pledge_contributions (
  id {id},
  pledge_id {int} not null references pledges(id),
  contribution_id {int} not null unique references contributions(id),
  created_at {time} not null
)
;
create index pledge_contributions_pledge on pledge_contributions (pledge_id)`

const donationTables = `
create table donations (
  id {id},
  ref {ref},
  pledge_id {int} not null references pledges(id),
  space_id {int} not null references shared_spaces(id),
  organisation_id {int} references organisations(id),
  user_id {int} not null references users(id),
  cents {int} not null check (cents > 0),
  period_on {date} not null,
  payment_reference text not null unique,
  state text not null check (state in ('asked','received','dropped','returned')),
  method text not null default '' check (method in ('','transfer','cheque','cash','card')),
  received_on {date} not null default '',
  entry_id {int},
  bank_match_id {int} unique references bank_matches(id),
  asked_on {date} not null,
  reminded_on {date} not null default '',
  recorded_by_id {int} references users(id),
  reason text not null default '',
  created_at {time} not null,
  updated_at {time} not null,
  unique (pledge_id, period_on),
  check (state not in ('received','returned') or (received_on <> '' and method <> ''))
)
;
create index donations_space on donations (space_id, period_on)
;
create index donations_state on donations (state, id)
;
create table gift_eligibilities (
  id {id},
  basis text not null check (basis in ('self','rescrit')),
  rescrit text not null default '',
  object text not null,
  category text not null,
  declared_name text not null,
  declared_role text not null,
  declared_on {date} not null,
  ended_on {date} not null default '',
  declared_by_id {int} not null references users(id),
  created_at {time} not null,
  check (basis <> 'rescrit' or rescrit <> '')
)
;
create table gift_receipt_series (
  series text primary key,
  last {int} not null
)
;
create table gift_receipts (
  id {id},
  ref {ref},
  donation_id {int} not null references donations(id),
  eligibility_id {int} not null references gift_eligibilities(id),
  user_id {int} not null references users(id),
  number text not null unique,
  issued_on {date} not null,
  locale text not null,
  donor_name text not null,
  street text not null,
  postcode text not null,
  city text not null,
  country text not null,
  body text not null,
  cents {int} not null,
  received_on {date} not null,
  method text not null,
  voided_at {time},
  void_reason text not null default '',
  voided_by_id {int} references users(id),
  created_at {time} not null
)
;
create unique index gift_receipts_one on gift_receipts (donation_id) where voided_at is null
;
create index gift_receipts_issued on gift_receipts (issued_on, id)`

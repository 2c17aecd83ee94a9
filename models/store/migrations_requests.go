package store

import "gorm.io/gorm"

// createRequests keeps what starts a reviewed offer: the need, the amount proposed, the answer, the quote.
func createRequests(tx *gorm.DB) error {
	return DDL(tx, `
create table requests (
  id {id},
  ref {ref},
  organisation_id {int} not null references organisations(id),
  offer_id {int} not null references offers(id),
  requested_by_id {int} not null references users(id),
  state text not null check (state in ('unconfirmed','asked','listed','answered','declined','accepted','withdrawn')),
  need text not null check (need <> ''),
  people {int} not null check (people between 1 and 1000000),
  tier text not null,
  period text not null check (period in ('month','year')),
  wished_cents {int} not null check (wished_cents >= 0),
  agreed_cents {int} not null default 0 check (agreed_cents >= 0),
  answer text not null default '',
  answered_by_id {int} references users(id),
  answered_at {time},
  valid_until {date} not null default '',
  subscription_id {int} unique references subscriptions(id),
  locale text not null,
  idempotency_key text not null unique,
  version {int} not null default 1,
  created_at {time} not null,
  check (state <> 'answered' or (agreed_cents > 0 and valid_until <> '')),
  check (state <> 'declined' or answer <> ''),
  check ((state = 'accepted') = (subscription_id is not null))
)
;
create index requests_organisation on requests (organisation_id, id)
;
create index requests_open on requests (state, id) where state in ('asked','listed')
;
create table quote_forwardings (
  id {id},
  request_id {int} not null references requests(id),
  email text not null,
  created_at {time} not null,
  unique (request_id, email)
)`)
}

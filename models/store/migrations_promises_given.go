package store

import "gorm.io/gorm"

// promiseUnderAgreements keeps what a side of an agreement promises to give under it: so much, by a day (reciprocity.md 1, 6). Units are never mixed, and no
// contribution keeps two promises of this sort.
func promiseUnderAgreements(tx *gorm.DB) error {
	return DDL(tx, `
create table agreement_pledges (
  id {id},
  ref {ref},
  agreement_id {int} not null references agreements(id),
  what text not null check (what <> ''),
  unit text not null check (unit in ('MIN','PIECE')),
  quantity {int} not null check (quantity > 0),
  due_on {date} not null check (length(due_on) = 10),
  state text not null check (state in ('open','fulfilled','lapsed','cancelled')),
  made_by_id {int} not null references users(id),
  ended_by_id {int} references users(id),
  ended_at {time},
  created_at {time} not null,
  check ((state = 'open') = (ended_at is null))
)
;
create index agreement_pledges_agreement on agreement_pledges (agreement_id, id)
;
create index agreement_pledges_open on agreement_pledges (state, due_on)
;
create table agreement_pledge_contributions (
  id {id},
  pledge_id {int} not null references agreement_pledges(id),
  contribution_id {int} not null unique references contributions(id),
  created_at {time} not null
)
;
create index agreement_pledge_contributions_pledge on agreement_pledge_contributions (pledge_id)`)
}

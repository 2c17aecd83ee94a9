package store

import "gorm.io/gorm"

// promiseEachQuarter lets a promise come each quarter too.
func promiseEachQuarter(tx *gorm.DB) error {
	if Postgres(tx) {
		return DDL(tx, `
alter table pledges drop constraint pledges_every_check
;
alter table pledges add constraint pledges_every_check check (every in ('once','month','quarter','year'))`)
	}
	return DDL(tx, pledgesRebuilt) // SQLite changes no check of a table that is there: it is made anew
}

const pledgesRebuilt = `
create table pledges_rebuilt (
  id {id},
  ref {ref},
  space_id {int} not null references shared_spaces(id),
  organisation_id {int} references organisations(id),
  user_id {int} not null references users(id),
  unit text not null check (unit in ('EUR','MIN')),
  every text not null check (every in ('once','month','quarter','year')),
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
insert into pledges_rebuilt (id, ref, space_id, organisation_id, user_id, unit, every, promised, quantity, basis_points, visibility, state, share_id, due_on, offered,
  offered_state, ended_by_id, ended_at, version, created_at, updated_at)
  select id, ref, space_id, organisation_id, user_id, unit, every, promised, quantity, basis_points, visibility, state, share_id, due_on, offered,
  offered_state, ended_by_id, ended_at, version, created_at, updated_at from pledges
;
drop table pledges
;
alter table pledges_rebuilt rename to pledges
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
create unique index pledges_one_person on pledges (space_id, user_id, unit) where state = 'open' and organisation_id is null`

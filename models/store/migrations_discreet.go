package store

import "gorm.io/gorm"

// keepDiscreet keeps apart what was given by those who do not let everybody read how much it was, until it may be told in a sum together with what
// others gave; the public sums hold from now on what may be told (reciprocity.md 6).
func keepDiscreet(tx *gorm.DB) error {
	return DDL(tx, discreet)
}

const discreet = `
create table discreet_entries (
  id {id},
  contribution_id {int} not null references contributions(id),
  kind text not null references contribution_kinds(key),
  unit text not null,
  counted {bool} not null,
  quantity {int} not null check (quantity <> 0),
  only_as text not null default '',
  told_as text not null default '',
  batch {int} not null default 0,
  told_at {time},
  created_at {time} not null,
  check (only_as = '' or quantity < 0),
  check ((told_as = '') = (batch = 0))
)
;
create index discreet_entries_waiting on discreet_entries (unit, counted, id) where told_as = ''
;
create index discreet_entries_contribution on discreet_entries (contribution_id)
;
create table together_sums (
  family text not null,
  unit text not null,
  counted {bool} not null,
  total {int} not null,
  entries {int} not null,
  primary key (family, unit, counted)
)
;
insert into discreet_entries (contribution_id, kind, unit, counted, quantity, created_at)
  select id, decided_kind, unit, treatment = 'counted', decided_quantity, decided_at from contributions
  where decision in ('accepted','adjusted') and state <> 'reversed' and superseded_by_id is null and (visibility <> 'public' or withheld) order by id
;
delete from contribution_sums
;
insert into contribution_sums (kind, unit, counted, total, entries)
  select decided_kind, unit, treatment = 'counted', cast(sum(decided_quantity) as {int}), count(*) from contributions
  where decision in ('accepted','adjusted') and state <> 'reversed' and superseded_by_id is null and visibility = 'public' and not withheld group by decided_kind, unit, treatment = 'counted'`

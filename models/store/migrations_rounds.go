package store

import (
	"strings"

	"gorm.io/gorm"
)

// createRounds makes the tables of redistribution rounds (reciprocity.md 7, 11). What was fixed when a round opened is kept by the database
// itself: its formula, its projects and its voters never change, ballots only while it is open, what was computed never.
func createRounds(tx *gorm.DB) error {
	guards := roundGuardsSQLite()
	if Postgres(tx) {
		guards = roundGuardsPostgres
	}
	return DDL(tx, roundTables, roundVotes, roundResults, guards,
		appendOnly(tx, "rounds", "delete"),
		appendOnly(tx, "round_ballots", "delete"),
		appendOnlyUpdate(tx, "round_allocations", ""), appendOnly(tx, "round_allocations", "delete"),
		appendOnlyUpdate(tx, "round_approvals", ""), appendOnly(tx, "round_approvals", "delete"),
		appendOnlyUpdate(tx, "round_steps", "round_id, from_state, to_state, note, created_at"), appendOnly(tx, "round_steps", "delete"))
}

const roundTables = `
create table rounds (
  id {id},
  ref {ref},
  formula text not null check (formula <> ''),
  formula_sha256 text not null default '' check (formula_sha256 = '' or length(formula_sha256) = 64),
  state text not null check (state in ('draft','open','closed','computed','approved','exported','paid','published','cancelled')),
  base_cents {int} not null default 0,
  accrued_cents {int} not null default 0,
  carried_cents {int} not null default 0 check (carried_cents >= 0),
  available_cents {int} not null default 0,
  pot_cents {int} not null default 0 check (pot_cents >= 0),
  left_cents {int} not null default 0 check (left_cents between 0 and pot_cents),
  subscribers {int} not null default 0,
  result_sha256 text not null default '' check (result_sha256 = '' or length(result_sha256) = 64),
  reason text not null default '',
  entry_id {int} references ledger_entries(id),
  opened_at {time},
  closed_at {time},
  computed_at {time},
  approved_at {time},
  exported_at {time},
  paid_at {time},
  published_at {time},
  cancelled_at {time},
  reminded_at {time},
  version {int} not null default 1,
  created_at {time} not null,
  updated_at {time} not null,
  check (state in ('draft','cancelled') or formula_sha256 <> ''),
  check (state not in ('computed','approved','exported','paid','published') or result_sha256 <> ''),
  check (state <> 'cancelled' or reason <> '')
)
;
create index rounds_state on rounds (state, id)
;
create table round_projects (
  id {id},
  round_id {int} not null references rounds(id),
  upstream_id {int} not null references upstreams(id),
  organisation_id {int} references organisations(id),
  ref text not null,
  name text not null,
  url text not null,
  licence text not null,
  eligible {bool} not null,
  why text not null check (why in ('','licence','unlisted')),
  unique (round_id, upstream_id),
  unique (id, round_id)
)
;
create table round_voters (
  round_id {int} not null references rounds(id),
  organisation_id {int} not null references organisations(id),
  basis text not null check (basis in ('subscription','agreement')),
  primary key (round_id, organisation_id)
)
;
create index round_voters_organisation on round_voters (organisation_id, round_id)`

const roundVotes = `
create table round_ballots (
  id {id},
  round_id {int} not null,
  organisation_id {int} not null,
  choices text not null,
  interests text not null,
  version {int} not null default 1,
  cast_by_id {int} not null references users(id),
  cast_at {time} not null,
  unique (round_id, organisation_id),
  foreign key (round_id, organisation_id) references round_voters (round_id, organisation_id)
)`

const roundResults = `
create table round_allocations (
  id {id},
  round_id {int} not null,
  project_id {int} not null unique,
  weight {int} not null check (weight >= 0),
  remainder {int} not null check (remainder >= 0),
  cents {int} not null check (cents >= 0),
  outcome text not null check (outcome in ('exact','down','up','below_minimum','no_weight','ineligible')),
  explanation text not null,
  foreign key (project_id, round_id) references round_projects (id, round_id)
)
;
create index round_allocations_round on round_allocations (round_id, id)
;
create table round_approvals (
  id {id},
  round_id {int} not null references rounds(id),
  approver_id {int} not null references users(id),
  result_sha256 text not null check (length(result_sha256) = 64),
  created_at {time} not null,
  unique (round_id, approver_id)
)
;
create table round_steps (
  id {id},
  round_id {int} not null references rounds(id),
  from_state text not null,
  to_state text not null,
  by_id {int} references users(id),
  note text not null default '',
  created_at {time} not null
)
;
create index round_steps_round on round_steps (round_id, id)`

// roundKept says in which state of its round a table may still be written.
var roundKept = [][2]string{{"round_projects", "draft"}, {"round_voters", "draft"}, {"round_ballots", "open"}}

func roundGuardsSQLite() string {
	all := []string{
		`create trigger rounds_frozen before update of formula, formula_sha256 on rounds when old.state <> 'draft' begin select raise(abort, 'the rules of a round that opened never change'); end`,
		`create trigger rounds_counted before update of base_cents, accrued_cents, carried_cents, available_cents, pot_cents, left_cents, subscribers, result_sha256 on rounds
when old.state not in ('draft','open','closed') begin select raise(abort, 'what was computed never changes'); end`,
		`create trigger round_allocations_when before insert on round_allocations when (select state from rounds where id = new.round_id) <> 'closed' begin select raise(abort, 'what was computed never changes'); end`,
	}
	for _, one := range roundKept {
		for _, verb := range []string{"insert", "update", "delete"} {
			row := "new"
			if verb == "delete" {
				row = "old"
			}
			all = append(all, strings.NewReplacer("TABLE", one[0], "STATE", one[1], "VERB", verb, "ROW", row).Replace(
				`create trigger TABLE_when_VERB before VERB on TABLE when (select state from rounds where id = ROW.round_id) <> 'STATE' begin select raise(abort, 'a round keeps its rules'); end`))
		}
	}
	return strings.Join(all, "\n;\n")
}

const roundGuardsPostgres = `
create function rounds_frozen() returns trigger language plpgsql as $$ begin
  if old.state <> 'draft' and (new.formula <> old.formula or new.formula_sha256 <> old.formula_sha256) then raise exception 'the rules of a round that opened never change'; end if;
  return new;
end $$
;
create trigger rounds_frozen before update of formula, formula_sha256 on rounds for each row execute function rounds_frozen()
;
create function rounds_counted() returns trigger language plpgsql as $$ begin
  if old.state not in ('draft','open','closed') then raise exception 'what was computed never changes'; end if;
  return new;
end $$
;
create trigger rounds_counted before update of base_cents, accrued_cents, carried_cents, available_cents, pot_cents, left_cents, subscribers, result_sha256
  on rounds for each row execute function rounds_counted()
;
create function round_keeps_its_rules() returns trigger language plpgsql as $$
declare present text;
begin
  if tg_op = 'DELETE' then
    select state into present from rounds where id = old.round_id;
  else
    select state into present from rounds where id = new.round_id;
  end if;
  if present <> tg_argv[0] then raise exception 'a round keeps its rules'; end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$
;
create trigger round_projects_when before insert or update or delete on round_projects for each row execute function round_keeps_its_rules('draft')
;
create trigger round_voters_when before insert or update or delete on round_voters for each row execute function round_keeps_its_rules('draft')
;
create trigger round_ballots_when before insert or update on round_ballots for each row execute function round_keeps_its_rules('open')
;
create trigger round_allocations_when before insert on round_allocations for each row execute function round_keeps_its_rules('closed')`

package store

import (
	"strings"

	"gorm.io/gorm"
)

// createProjectProposals lets organisations propose projects in the first days of a round (reciprocity.md 7.2). Its list is written until it is
// fixed, at the latest when the vote begins; ballots are cast from then on.
func createProjectProposals(tx *gorm.DB) error {
	guards := listGuardsSQLite()
	if Postgres(tx) {
		guards = listGuardsPostgres
	}
	return DDL(tx, projectProposals, guards, appendOnly(tx, "round_proposals", "delete"))
}

const projectProposals = `
alter table rounds add column listed_at {time}
;
update rounds set listed_at = opened_at where opened_at is not null
;
create table round_proposals (
  id {id},
  ref {ref},
  round_id {int} references rounds(id),
  organisation_id {int} not null references organisations(id),
  by_id {int} references users(id),
  name text not null check (name <> ''),
  repository text not null check (repository <> ''),
  repository_key text not null check (repository_key <> ''),
  licence text not null check (licence <> ''),
  site_url text not null default '',
  why text not null check (why <> ''),
  ours {bool} not null,
  from_id {int} references upstreams(id),
  upstream_id {int} references upstreams(id),
  state text not null check (state in ('waiting','accepted','refused','withdrawn','lapsed')),
  reason text not null default '',
  decided_by_id {int} references users(id),
  decided_at {time},
  version {int} not null default 1,
  created_at {time} not null,
  updated_at {time} not null,
  check (round_id is not null or from_id is not null),
  check (state <> 'refused' or reason <> '')
)
;
create unique index round_proposals_once on round_proposals (round_id, repository_key) where state <> 'withdrawn' and round_id is not null
;
create unique index round_proposals_next on round_proposals (repository_key) where state = 'waiting' and round_id is null
;
create index round_proposals_round on round_proposals (round_id, id)
;
create index round_proposals_organisation on round_proposals (organisation_id, id)`

// listKept says what must be true of the round of a row for it to be written: its list is not fixed yet, or its vote runs on a fixed list.
var listKept = map[string]string{
	"round_projects": "(state = 'draft' or state = 'open' and listed_at is null)",
	"round_ballots":  "state = 'open' and listed_at is not null",
}

func listGuardsSQLite() string {
	all := []string{`create trigger rounds_listed before update of listed_at on rounds when old.listed_at is not null and new.listed_at is not old.listed_at begin select raise(abort, 'the list of a round is fixed once'); end`}
	for _, table := range []string{"round_projects", "round_ballots"} {
		for _, verb := range []string{"insert", "update", "delete"} {
			row := "new"
			if verb == "delete" {
				row = "old"
			}
			all = append(all, strings.NewReplacer("TABLE", table, "WHEN", listKept[table], "VERB", verb, "ROW", row).Replace(
				"drop trigger if exists TABLE_when_VERB\n;\ncreate trigger TABLE_when_VERB before VERB on TABLE when not exists (select 1 from rounds where id = ROW.round_id and WHEN) begin select raise(abort, 'a round keeps its rules'); end"))
		}
	}
	return strings.Join(all, "\n;\n")
}

const listGuardsPostgres = `
create function rounds_listed() returns trigger language plpgsql as $$ begin
  if old.listed_at is not null and new.listed_at is distinct from old.listed_at then raise exception 'the list of a round is fixed once'; end if;
  return new;
end $$
;
create trigger rounds_listed before update of listed_at on rounds for each row execute function rounds_listed()
;
create function round_list_is_kept() returns trigger language plpgsql as $$
declare
  which {int};
  free boolean;
begin
  if tg_op = 'DELETE' then which := old.round_id; else which := new.round_id; end if;
  if tg_argv[0] = 'list' then
    select state = 'draft' or state = 'open' and listed_at is null into free from rounds where id = which;
  else
    select state = 'open' and listed_at is not null into free from rounds where id = which;
  end if;
  if not free then raise exception 'a round keeps its rules'; end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$
;
drop trigger round_projects_when on round_projects
;
create trigger round_projects_when before insert or update or delete on round_projects for each row execute function round_list_is_kept('list')
;
drop trigger round_ballots_when on round_ballots
;
create trigger round_ballots_when before insert or update on round_ballots for each row execute function round_list_is_kept('vote')`

package store

import "gorm.io/gorm"

// keepProofFiles lets a contribution show files beside an address: each is a piece of evidence of its own, known by its sum.
func keepProofFiles(tx *gorm.DB) error {
	file := evidencesRebuilt // SQLite takes no constraint off a table that is there: it is made anew
	if Postgres(tx) {
		file = `
alter table evidences drop constraint evidences_contribution_id_version_key
;
alter table evidences add column file_id bigint references files(id)
;
alter table evidences add constraint evidences_file check (kind <> 'file' or file_id is not null)`
	}
	return DDL(tx, "update evidences set kind = 'page' where kind = 'file'", file, `
create index evidences_contribution on evidences (contribution_id, version)
;
create unique index evidences_words on evidences (contribution_id, version) where file_id is null
;
create unique index evidences_files on evidences (contribution_id, version, file_id) where file_id is not null
;
create index evidences_file on evidences (file_id) where file_id is not null
;
create index evidences_sum on evidences (sha256) where sha256 <> ''`)
}

const evidencesRebuilt = `
create table evidences_rebuilt (
  id {id},
  contribution_id {int} not null references contributions(id),
  version {int} not null,
  kind text not null check (kind in ('commit','merge','translation','wiki','ticket','page','file','statement')),
  url text not null default '',
  url_norm text not null default '',
  statement text not null default '',
  sha256 text not null default '',
  checked_at {time},
  result text not null default '',
  created_at {time} not null,
  file_id {int} references files(id),
  check (kind <> 'file' or file_id is not null)
)
;
insert into evidences_rebuilt select id, contribution_id, version, kind, url, url_norm, statement, sha256, checked_at, result, created_at, null from evidences
;
drop table evidences
;
alter table evidences_rebuilt rename to evidences
;
create index evidences_url on evidences (url_norm)`

// flagDeadEvidence lets a flag say that the address of an evidence leads nowhere.
func flagDeadEvidence(tx *gorm.DB) error {
	if Postgres(tx) {
		return DDL(tx, `
alter table contribution_flags drop constraint contribution_flags_rule_check
;
alter table contribution_flags add constraint contribution_flags_rule_check
  check (rule in ('evidence_reused','earlier_abuse','overlap','mutual_attest','burst','earlier_reject','first_time','evidence_dead'))`)
	}
	return DDL(tx, `
create table contribution_flags_rebuilt (
  id {id},
  contribution_id {int} not null references contributions(id),
  version {int} not null,
  rule text not null check (rule in ('evidence_reused','earlier_abuse','overlap','mutual_attest','burst','earlier_reject','first_time','evidence_dead')),
  level text not null check (level in ('high','medium','low')),
  facts text not null default '{}',
  cleared_by_id {int} references users(id),
  cleared_at {time},
  cleared_reason text not null default '',
  created_at {time} not null,
  unique (contribution_id, version, rule),
  check (cleared_at is null or cleared_by_id is not null)
)
;
insert into contribution_flags_rebuilt select id, contribution_id, version, rule, level, facts, cleared_by_id, cleared_at, cleared_reason, created_at from contribution_flags
;
drop table contribution_flags
;
alter table contribution_flags_rebuilt rename to contribution_flags`)
}

package store

import "gorm.io/gorm"

// createCommons makes the tables of what is given: kinds, agreements, contributions and what others say of them, and the share of each
// payment that is set aside (reciprocity.md 3 to 6, 11). What must hold whoever writes is checked by the database itself.
func createCommons(tx *gorm.DB) error {
	frozen := commonsFrozenSQLite
	if Postgres(tx) {
		frozen = commonsFrozenPostgres
	}
	return DDL(tx, commonsKinds, commonsTaxonomy, commonsAgreements, commonsContributions, commonsWords, commonsEffects, commonsShare,
		frozen,
		appendOnlyUpdate(tx, "agreements", "party_type, organisation_id, user_id, legal_basis, terms, terms_sha256, cap_bp, cap_cents, accepted_on, starts_on"),
		appendOnlyUpdate(tx, "valuation_rules", "kind, work, unit, cents, per, method, valid_from"),
		appendOnlyUpdate(tx, "attestations", "contribution_id, contributor_id, version, attester_id, role, verdict, quantity"),
		appendOnlyUpdate(tx, "contribution_steps", "contribution_id, version, from_state, to_state, by_id, role, created_at"),
		appendOnly(tx, "contribution_steps", "delete"),
		appendOnlyUpdate(tx, "redistribution_accruals", ""), appendOnly(tx, "redistribution_accruals", "delete"))
}

const commonsKinds = `
create table contribution_kinds (
  key text primary key,
  choice text not null check (choice in ('help','words','tools','checks','ideas','gifts')),
  family text not null check (family in ('code','quality','running','words','media','helping','thinking','money','in_kind')),
  units text not null check (units in ('MIN','MIN,PIECE','EUR','EUR,PIECE')),
  evidence text not null check (evidence in ('none','optional','required')),
  attestations {int} not null check (attestations between 1 and 5),
  attester text not null check (attester in ('member','present','treasurer')),
  work text not null check (work in ('none','work','goods','use')),
  position {int} not null unique,
  active {bool} not null
)`

// commonsTaxonomy is the table of reciprocity.md 3: the 33 keys of all-contributors and five of ours (x_).
const commonsTaxonomy = `
insert into contribution_kinds (key, choice, family, units, evidence, attestations, attester, work, position, active) values
  ('question', 'help', 'helping', 'MIN', 'optional', 1, 'present', 'work', 101, true),
  ('mentoring', 'help', 'helping', 'MIN', 'optional', 1, 'present', 'work', 102, true),
  ('talk', 'help', 'helping', 'MIN', 'optional', 1, 'present', 'work', 103, true),
  ('eventOrganizing', 'help', 'helping', 'MIN', 'optional', 1, 'present', 'work', 104, true),
  ('x_outreach', 'help', 'helping', 'MIN', 'optional', 1, 'present', 'work', 105, true),
  ('doc', 'words', 'words', 'MIN,PIECE', 'required', 1, 'member', 'work', 201, true),
  ('translation', 'words', 'words', 'MIN,PIECE', 'required', 1, 'member', 'work', 202, true),
  ('x_proofreading', 'words', 'words', 'MIN,PIECE', 'required', 1, 'member', 'work', 203, true),
  ('content', 'words', 'words', 'MIN,PIECE', 'required', 1, 'member', 'work', 204, true),
  ('tutorial', 'words', 'words', 'MIN,PIECE', 'required', 1, 'member', 'work', 205, true),
  ('blog', 'words', 'words', 'MIN,PIECE', 'required', 1, 'member', 'work', 206, true),
  ('design', 'words', 'media', 'MIN,PIECE', 'required', 1, 'member', 'work', 207, true),
  ('audio', 'words', 'media', 'MIN,PIECE', 'required', 1, 'member', 'work', 208, true),
  ('video', 'words', 'media', 'MIN,PIECE', 'required', 1, 'member', 'work', 209, true),
  ('bug', 'checks', 'quality', 'MIN,PIECE', 'required', 1, 'member', 'work', 301, true),
  ('userTesting', 'checks', 'quality', 'MIN,PIECE', 'required', 1, 'member', 'work', 302, true),
  ('a11y', 'checks', 'quality', 'MIN,PIECE', 'required', 1, 'member', 'work', 303, true),
  ('review', 'checks', 'quality', 'MIN,PIECE', 'required', 1, 'member', 'work', 304, true),
  ('security', 'checks', 'quality', 'MIN,PIECE', 'required', 1, 'member', 'work', 305, true),
  ('code', 'tools', 'code', 'MIN,PIECE', 'required', 1, 'member', 'work', 401, true),
  ('plugin', 'tools', 'code', 'MIN,PIECE', 'required', 1, 'member', 'work', 402, true),
  ('tool', 'tools', 'code', 'MIN,PIECE', 'required', 1, 'member', 'work', 403, true),
  ('platform', 'tools', 'code', 'MIN,PIECE', 'required', 1, 'member', 'work', 404, true),
  ('test', 'tools', 'code', 'MIN,PIECE', 'required', 1, 'member', 'work', 405, true),
  ('example', 'tools', 'code', 'MIN,PIECE', 'required', 1, 'member', 'work', 406, true),
  ('infra', 'tools', 'running', 'MIN', 'required', 1, 'member', 'work', 407, true),
  ('maintenance', 'tools', 'running', 'MIN', 'required', 1, 'member', 'work', 408, true),
  ('data', 'tools', 'running', 'MIN', 'required', 1, 'member', 'work', 409, true),
  ('ideas', 'ideas', 'thinking', 'MIN', 'optional', 2, 'member', 'work', 501, true),
  ('research', 'ideas', 'thinking', 'MIN', 'optional', 2, 'member', 'work', 502, true),
  ('projectManagement', 'ideas', 'thinking', 'MIN', 'optional', 2, 'member', 'work', 503, true),
  ('business', 'ideas', 'thinking', 'MIN', 'optional', 2, 'member', 'work', 504, true),
  ('promotion', 'ideas', 'thinking', 'MIN', 'optional', 2, 'member', 'work', 505, true),
  ('financial', 'gifts', 'money', 'EUR', 'required', 1, 'treasurer', 'none', 601, true),
  ('fundingFinding', 'gifts', 'money', 'EUR', 'required', 1, 'treasurer', 'none', 602, true),
  ('x_goods', 'gifts', 'in_kind', 'EUR,PIECE', 'required', 1, 'treasurer', 'goods', 603, true),
  ('x_premises', 'gifts', 'in_kind', 'EUR,PIECE', 'required', 1, 'treasurer', 'use', 604, true),
  ('x_expense_waiver', 'gifts', 'in_kind', 'EUR', 'required', 1, 'treasurer', 'none', 605, true)`

// commonsAgreements: a natural person never has an agreement that could turn hours into money (reciprocity.md 2.1, 2.2).
const commonsAgreements = `
create table agreements (
  id {id},
  ref {ref},
  party_type text not null check (party_type in ('organisation','person')),
  organisation_id {int} references organisations(id),
  user_id {int} references users(id),
  legal_basis text not null check (legal_basis in ('recognition_only','solidarity_price','b2b_compensation','commercial_rebate','expense_waiver')),
  title text not null check (title <> ''),
  terms text not null check (terms <> ''),
  terms_sha256 text not null check (length(terms_sha256) = 64),
  cap_bp {int} not null default 0 check (cap_bp between 0 and 10000),
  cap_cents {int} not null default 0 check (cap_cents >= 0),
  accepted_on {date} not null check (length(accepted_on) = 10),
  starts_on {date} not null check (length(starts_on) = 10),
  ends_on {date} not null default '',
  created_by_id {int} references users(id),
  created_at {time} not null,
  unique (id, organisation_id),
  check ((party_type = 'organisation') = (organisation_id is not null)),
  check ((party_type = 'person') = (user_id is not null)),
  check (party_type = 'organisation' or legal_basis in ('recognition_only','solidarity_price','expense_waiver')),
  check (party_type = 'person' or legal_basis <> 'expense_waiver'),
  check (starts_on >= accepted_on),
  check (ends_on = '' or ends_on >= starts_on)
)
;
create index agreements_organisation on agreements (organisation_id, id)`

// commonsContributions: what is counted belongs to an organisation and to an agreement of that same organisation.
const commonsContributions = `
create table contributions (
  id {id},
  ref {ref},
  version {int} not null default 1 check (version > 0),
  contributor_id {int} not null references users(id),
  organisation_id {int} references organisations(id),
  vouched_by_id {int} references users(id),
  vouched_at {time},
  kind text not null references contribution_kinds(key),
  for_type text not null check (for_type in ('collective','upstream','organisation')),
  upstream_id {int} references upstreams(id),
  for_organisation_id {int} references organisations(id),
  for_name text not null default '',
  from_on {date} not null check (length(from_on) = 10),
  to_on {date} not null check (length(to_on) = 10),
  quantity {int} not null check (quantity > 0),
  unit text not null check (unit in ('MIN','EUR','PIECE')),
  title text not null default '',
  body text not null default '',
  lang text not null,
  visibility text not null check (visibility in ('public','amount_hidden','anonymous')),
  withheld {bool} not null,
  state text not null check (state in ('draft','submitted','needs_info','attested','accepted','adjusted','rejected','withdrawn','lapsed','contested','upheld','reversed')),
  treatment text not null default 'given' check (treatment in ('given','counted')),
  agreement_id {int},
  decision text not null default '' check (decision in ('','accepted','adjusted','rejected')),
  decided_kind text references contribution_kinds(key),
  decided_quantity {int} check (decided_quantity > 0),
  decided_by_id {int} references users(id),
  decided_at {time},
  reason text not null default '',
  abuse {bool} not null,
  corrects_id {int} references contributions(id),
  superseded_by_id {int} references contributions(id),
  submitted_at {time},
  stirred_at {time} not null,
  reminded_at {time},
  created_at {time} not null,
  updated_at {time} not null,
  unique (id, contributor_id),
  foreign key (agreement_id, organisation_id) references agreements (id, organisation_id),
  check (treatment = 'given' or organisation_id is not null and agreement_id is not null),
  check ((for_type = 'upstream') = (upstream_id is not null)),
  check (for_type = 'organisation' or for_organisation_id is null and for_name = ''),
  check (to_on >= from_on),
  check (decision not in ('accepted','adjusted') or decided_kind is not null and decided_quantity is not null)
)
;
create index contributions_contributor on contributions (contributor_id, id)
;
create index contributions_organisation on contributions (organisation_id, id)
;
create index contributions_state on contributions (state, stirred_at, id)
;
create index contributions_decision on contributions (decision, to_on, id)
;
create index contributions_corrects on contributions (corrects_id)
;
create table evidences (
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
  unique (contribution_id, version)
)
;
create index evidences_url on evidences (url_norm)`

// commonsWords: what others say. Nobody attests their own: the database refuses it too.
const commonsWords = `
create table attestations (
  id {id},
  contribution_id {int} not null,
  contributor_id {int} not null,
  version {int} not null,
  attester_id {int} not null references users(id),
  role text not null check (role in ('member','present','council','treasurer')),
  verdict text not null check (verdict in ('confirm','adjust','contest')),
  quantity {int},
  reason text not null default '',
  settled_by_id {int} references users(id),
  settled_at {time},
  settled_reason text not null default '',
  created_at {time} not null,
  unique (contribution_id, version, attester_id),
  foreign key (contribution_id, contributor_id) references contributions (id, contributor_id),
  check (attester_id <> contributor_id),
  check (verdict <> 'adjust' or quantity is not null and quantity > 0),
  check (verdict = 'adjust' or quantity is null)
)
;
create index attestations_attester on attestations (attester_id, created_at)
;
create index attestations_contributor on attestations (contributor_id, attester_id, created_at)
;
create table contribution_steps (
  id {id},
  contribution_id {int} not null references contributions(id),
  version {int} not null,
  from_state text not null default '',
  to_state text not null,
  by_id {int} references users(id),
  role text not null check (role in ('contributor','manager','attester','steward','council','system')),
  note text not null default '',
  created_at {time} not null
)
;
create index contribution_steps_contribution on contribution_steps (contribution_id, id)
;
create table contribution_reviews (
  id {id},
  contribution_id {int} not null references contributions(id),
  contest_id {int} not null references contribution_steps(id),
  reviewer_id {int} not null references users(id),
  verdict text not null check (verdict in ('upheld','reversed')),
  reason text not null default '',
  created_at {time} not null,
  unique (contest_id, reviewer_id)
)
;
create index contribution_reviews_contribution on contribution_reviews (contribution_id, id)
;
create table contribution_flags (
  id {id},
  contribution_id {int} not null references contributions(id),
  version {int} not null,
  rule text not null check (rule in ('evidence_reused','earlier_abuse','overlap','mutual_attest','burst','earlier_reject','first_time')),
  level text not null check (level in ('high','medium','low')),
  facts text not null default '{}',
  cleared_by_id {int} references users(id),
  cleared_at {time},
  cleared_reason text not null default '',
  created_at {time} not null,
  unique (contribution_id, version, rule),
  check (cleared_at is null or cleared_by_id is not null)
)`

const commonsEffects = `
create table valuation_rules (
  id {id},
  ref {ref},
  kind text references contribution_kinds(key),
  work text not null check (work in ('work','goods','use')),
  unit text not null check (unit in ('MIN','EUR','PIECE')),
  cents {int} not null check (cents > 0),
  per {int} not null check (per > 0),
  method text not null check (method <> ''),
  decision_url text not null default '',
  valid_from {date} not null check (length(valid_from) = 10),
  valid_to {date} not null default '',
  created_by_id {int} references users(id),
  created_at {time} not null,
  check (valid_to = '' or valid_to >= valid_from)
)
;
create index valuation_rules_from on valuation_rules (work, unit, valid_from)
;
create table contribution_effects (
  id {id},
  contribution_id {int} not null references contributions(id),
  sort text not null check (sort in ('time','class8')),
  entry_id {int} not null unique references ledger_entries(id),
  rule_id {int} references valuation_rules(id),
  cents {int},
  reversed_by_id {int} references ledger_entries(id),
  created_at {time} not null,
  check ((sort = 'class8') = (rule_id is not null)),
  check ((sort = 'class8') = (cents is not null))
)
;
create index contribution_effects_contribution on contribution_effects (contribution_id, id)`

// commonsShare: what was received and what of it was set aside, piece by piece, by month and in all (decisions.md 5).
const commonsShare = `
create table redistribution_accruals (
  id {id},
  source text not null unique check (source <> ''),
  received_on {date} not null check (length(received_on) = 10),
  net_cents {int} not null check (net_cents <> 0),
  rate_bp {int} not null check (rate_bp between 0 and 10000),
  part_cents {int} not null,
  entry_id {int} references ledger_entries(id),
  created_at {time} not null,
  check ((part_cents = 0) = (entry_id is null))
)
;
create index redistribution_accruals_day on redistribution_accruals (received_on, id)
;
create table redistribution_months (
  month text primary key check (length(month) = 7),
  received_cents {int} not null,
  set_aside_cents {int} not null
)
;
create table redistribution_totals (
  id {int} primary key check (id = 1),
  weighted {int} not null,
  received_cents {int} not null,
  set_aside_cents {int} not null
)
;
insert into redistribution_totals (id, weighted, received_cents, set_aside_cents) values (1, 0, 0, 0)`

// commonsFrozen: after acceptance nothing is edited; a correction is another contribution (reciprocity.md 4).
const commonsFrozenSQLite = `
create trigger contributions_frozen before update of version, contributor_id, organisation_id, kind, from_on, to_on, quantity, unit, treatment, agreement_id, decided_kind, decided_quantity on contributions
when old.decision in ('accepted','adjusted') begin select raise(abort, 'an accepted contribution never changes'); end`

const commonsFrozenPostgres = `
create function contributions_frozen() returns trigger language plpgsql as $$ begin
  if old.decision in ('accepted','adjusted') then raise exception 'an accepted contribution never changes'; end if;
  return new;
end $$
;
create trigger contributions_frozen before update of version, contributor_id, organisation_id, kind, from_on, to_on, quantity, unit, treatment, agreement_id, decided_kind, decided_quantity
  on contributions for each row execute function contributions_frozen()`

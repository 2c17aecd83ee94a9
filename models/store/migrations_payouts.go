package store

import "gorm.io/gorm"

// createPayouts keeps where the projects behind the services are paid, and the payments that reach them (reciprocity.md 8, 9, 11). Account
// numbers are sealed. Two different people approve a batch; what a payment is never changes; a project is planned in one batch at a time.
func createPayouts(tx *gorm.DB) error {
	return DDL(tx, payoutChannels, payoutBatches, upstreamPayments,
		appendOnlyUpdate(tx, "payout_channel_changes", "id, channel_id, by_id, previous_hint, created_at"), appendOnly(tx, "payout_channel_changes", "delete"),
		appendOnlyUpdate(tx, "upstream_payments", `id, ref, batch_id, upstream_id, channel_id, type, provenance, holder_name, address_sealed, address_hint, fingerprint,
		  end_to_end_id, cents, created_at`), appendOnly(tx, "upstream_payments", "delete"), appendOnly(tx, "payment_batches", "delete"))
}

const payoutChannels = `
create table payout_channels (
  id {id},
  ref {ref},
  upstream_id {int} not null references upstreams(id),
  type text not null check (type in ('iban','liberapay','opencollective','github','other')),
  address_sealed {bytes} not null,
  address_hint text not null,
  fingerprint text not null check (length(fingerprint) = 64),
  holder_name text not null check (holder_name <> ''),
  contact_email text not null,
  contact_locale text not null default 'en',
  manifest_url text not null default '',
  manifest_sha256 text not null default '',
  manifest_fault text not null default '',
  manifest_proven {bool} not null,
  manifest_checked_at {time},
  evidence_url text not null default '',
  provenance text not null default '' check (provenance in ('','manifest','project_link','signed_statement','manual')),
  state text not null check (state in ('proposed','verifying','cooldown','active','stale','revoked')),
  cooldown_until {time},
  created_by_id {int} references users(id),
  changed_by_id {int} references users(id),
  verified_by_id {int} references users(id),
  verified_at {time},
  revoked_reason text not null default '',
  version {int} not null default 1,
  created_at {time} not null,
  updated_at {time} not null,
  check (state not in ('cooldown','active') or (provenance <> '' and verified_by_id is not null and cooldown_until is not null)),
  check (state <> 'revoked' or revoked_reason <> '')
)
;
create unique index payout_channels_upstream on payout_channels (upstream_id) where state <> 'revoked'
;
create index payout_channels_fingerprint on payout_channels (fingerprint)
;
create index payout_channels_state on payout_channels (state, cooldown_until)
;
create table payout_channel_changes (
  id {id},
  channel_id {int} not null references payout_channels(id),
  by_id {int} references users(id),
  previous_hint text not null,
  previous_email text not null,
  previous_locale text not null,
  created_at {time} not null
)
;
create index payout_channel_changes_channel on payout_channel_changes (channel_id, id)
;
create table payout_flags (
  id {id},
  subject_type text not null check (subject_type in ('payout_channel','payment_batch')),
  subject_id {int} not null,
  subject_version {int} not null,
  rule text not null check (rule in ('payout_shared','holder_mismatch','manifest_stale','no_2fa')),
  level text not null check (level in ('high','medium','low')),
  fact text not null default '',
  cleared_by_id {int} references users(id),
  cleared_at {time},
  cleared_reason text not null default '',
  created_at {time} not null,
  unique (subject_type, subject_id, subject_version, rule),
  check ((cleared_at is null) = (cleared_reason = ''))
)`

const payoutBatches = `
create table payment_batches (
  id {id},
  ref {ref},
  message_id text not null unique check (length(message_id) between 1 and 35),
  state text not null check (state in ('draft','submitted','approved','exported','settled','rejected')),
  execute_on {date} not null check (length(execute_on) = 10),
  rows {int} not null default 0,
  sum_cents {int} not null default 0,
  sha256 text not null default '',
  approver1_id {int} references users(id),
  approved1_at {time},
  approver2_id {int} references users(id),
  approved2_at {time},
  created_by_id {int} not null references users(id),
  submitted_at {time},
  exported_at {time},
  exported_by_id {int} references users(id),
  order_file_id {int} references files(id),
  order_sha256 text not null default '',
  table_file_id {int} references files(id),
  table_sha256 text not null default '',
  entry_id {int} unique references ledger_entries(id),
  reason text not null default '',
  version {int} not null default 1,
  created_at {time} not null,
  check (approver1_id is null or approver2_id is null or approver1_id <> approver2_id),
  check (approver2_id is null or approver1_id is not null),
  check ((approver1_id is null) = (approved1_at is null) and (approver2_id is null) = (approved2_at is null)),
  check (state not in ('approved','exported','settled') or (approver2_id is not null and length(sha256) = 64)),
  check (state not in ('exported','settled') or (exported_at is not null and entry_id is not null)),
  check (state <> 'rejected' or reason <> '')
)
;
create index payment_batches_state on payment_batches (state, id)`

const upstreamPayments = `
create table upstream_payments (
  id {id},
  ref {ref},
  batch_id {int} not null references payment_batches(id),
  upstream_id {int} not null references upstreams(id),
  channel_id {int} not null references payout_channels(id),
  type text not null,
  provenance text not null,
  holder_name text not null,
  contact_email text not null,
  contact_locale text not null,
  address_sealed {bytes} not null,
  address_hint text not null,
  fingerprint text not null,
  end_to_end_id text not null unique check (length(end_to_end_id) between 1 and 35),
  cents {int} not null check (cents > 0),
  state text not null check (state in ('planned','removed','sent','confirmed','returned')),
  removed_reason text not null default '',
  answer text not null default '' check (answer in ('','taken','deferred','passed_on','refused')),
  answered_at {time},
  deferred_until {date} not null default '',
  passed_to_id {int} references upstreams(id),
  passed_to_name text not null default '',
  passed_state text not null default '' check (passed_state in ('','asked','done','declined')),
  words text not null default '',
  confirmed_on {date} not null default '',
  confirmed_by_id {int} references users(id),
  bank_reference text not null default '',
  returned_on {date} not null default '',
  return_reason text not null default '',
  receipt_url text not null default '',
  receipt_file_id {int} references files(id),
  receipt_sha256 text not null default '',
  created_at {time} not null,
  check (state <> 'removed' or removed_reason <> ''),
  check (state <> 'confirmed' or confirmed_on <> ''),
  check (state <> 'returned' or (returned_on <> '' and return_reason <> '')),
  check ((answer = 'passed_on') = (passed_state <> '')),
  check (passed_to_id is null or passed_to_id <> upstream_id)
)
;
create unique index upstream_payments_planned on upstream_payments (upstream_id) where state = 'planned'
;
create index upstream_payments_batch on upstream_payments (batch_id, id)
;
create index upstream_payments_upstream on upstream_payments (upstream_id, id)
;
create index upstream_payments_state on upstream_payments (state, id)
;
create index upstream_payments_deferred on upstream_payments (deferred_until) where deferred_until <> ''
;
create index upstream_payments_asked on upstream_payments (id) where passed_state = 'asked'`

package store

import "gorm.io/gorm"

// createProposals lets both sides accept the same words of an agreement before it is one, each with the hash of what they read. An
// agreement can be ended; credit that was given under it stays usable until a day.
func createProposals(tx *gorm.DB) error {
	return DDL(tx, `
alter table agreements add column credit_until {date} not null default ''
;
alter table agreements add column ended_at {time}
;
alter table agreements add column ended_by_id {int} references users(id)
;
alter table agreements add column ended_reason text not null default ''
;
create table agreement_proposals (
  id {id},
  ref {ref},
  version {int} not null default 1 check (version > 0),
  party_type text not null check (party_type in ('organisation','person')),
  organisation_id {int} references organisations(id),
  user_id {int} references users(id),
  legal_basis text not null check (legal_basis in ('recognition_only','solidarity_price','b2b_compensation','commercial_rebate','expense_waiver')),
  title text not null check (title <> ''),
  terms text not null check (terms <> ''),
  cap_bp {int} not null default 0 check (cap_bp between 0 and 10000),
  cap_cents {int} not null default 0 check (cap_cents >= 0),
  starts_on {date} not null check (length(starts_on) = 10),
  ends_on {date} not null default '',
  sha256 text not null check (length(sha256) = 64),
  state text not null check (state in ('proposed','signed','refused','withdrawn')),
  reason text not null default '',
  agreement_id {int} unique references agreements(id),
  created_by_id {int} references users(id),
  created_at {time} not null,
  updated_at {time} not null,
  check ((party_type = 'organisation') = (organisation_id is not null)),
  check ((party_type = 'person') = (user_id is not null)),
  check (party_type = 'organisation' or legal_basis in ('recognition_only','solidarity_price','expense_waiver')),
  check (party_type = 'person' or legal_basis <> 'expense_waiver'),
  check (legal_basis <> 'commercial_rebate' or cap_bp > 0 or cap_cents > 0),
  check ((state = 'signed') = (agreement_id is not null)),
  check (ends_on = '' or ends_on >= starts_on)
)
;
create index agreement_proposals_state on agreement_proposals (state, id)
;
create index agreement_proposals_organisation on agreement_proposals (organisation_id, id)
;
create index agreement_proposals_user on agreement_proposals (user_id, id)
;
create table agreement_acceptances (
  id {id},
  proposal_id {int} not null references agreement_proposals(id),
  version {int} not null,
  side text not null check (side in ('collective','party')),
  sha256 text not null check (length(sha256) = 64),
  by_id {int} not null references users(id),
  created_at {time} not null,
  unique (proposal_id, version, side),
  unique (proposal_id, version, by_id)
)`)
}

// createOffsets keeps what settles an invoice without money: whole invoices of the other side, credit that a contract gives, and each piece
// that met an invoice. Only organisations have any (reciprocity.md 2.1, 2.3).
func createOffsets(tx *gorm.DB) error {
	err := DDL(tx, `
create table counter_invoices (
  id {id},
  ref {ref},
  agreement_id {int} not null,
  organisation_id {int} not null,
  number text not null check (number <> ''),
  issued_on {date} not null check (length(issued_on) = 10),
  net_cents {int} not null check (net_cents > 0),
  vat_cents {int} not null check (vat_cents >= 0),
  total_cents {int} not null,
  file_id {int} not null references files(id),
  state text not null check (state in ('sent','accepted','refused')),
  sent_by_id {int} not null references users(id),
  decided_by_id {int} references users(id),
  decided_at {time},
  reason text not null default '',
  entry_id {int} unique references ledger_entries(id),
  created_at {time} not null,
  foreign key (agreement_id, organisation_id) references agreements (id, organisation_id),
  unique (id, organisation_id),
  check (total_cents = net_cents + vat_cents),
  check ((state = 'accepted') = (entry_id is not null)),
  check ((state = 'sent') = (decided_at is null)),
  check (state <> 'refused' or reason <> '')
)
;
create unique index counter_invoices_number on counter_invoices (organisation_id, number) where state <> 'refused'
;
create index counter_invoices_agreement on counter_invoices (agreement_id, id)
;
create table reciprocity_credits (
  id {id},
  ref {ref},
  agreement_id {int} not null,
  organisation_id {int} not null,
  cents {int} not null check (cents > 0),
  on_day {date} not null check (length(on_day) = 10),
  reason text not null check (reason <> ''),
  entry_id {int} not null unique references ledger_entries(id),
  by_id {int} not null references users(id),
  idempotency_key text not null unique,
  created_at {time} not null,
  foreign key (agreement_id, organisation_id) references agreements (id, organisation_id)
)
;
create index reciprocity_credits_agreement on reciprocity_credits (agreement_id, id)
;
create table offsets (
  id {id},
  ref {ref},
  agreement_id {int} not null,
  organisation_id {int} not null,
  invoice_id {int} not null references invoices(id),
  counter_invoice_id {int},
  cents {int} not null check (cents > 0),
  on_day {date} not null check (length(on_day) = 10),
  payment_id {int} not null unique references payments(id),
  by_id {int} not null references users(id),
  idempotency_key text not null unique,
  created_at {time} not null,
  foreign key (agreement_id, organisation_id) references agreements (id, organisation_id),
  foreign key (counter_invoice_id, organisation_id) references counter_invoices (id, organisation_id)
)
;
create index offsets_agreement on offsets (agreement_id, id)
;
create index offsets_invoice on offsets (invoice_id)
;
create index offsets_counter_invoice on offsets (counter_invoice_id)`)
	if err != nil {
		return err
	}
	for _, table := range []string{"reciprocity_credits", "offsets"} {
		if err := DDL(tx, appendOnly(tx, table, "delete"), appendOnly(tx, table, "update")); err != nil {
			return err
		}
	}
	return nil
}

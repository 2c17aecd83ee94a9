package store

import (
	"time"

	"gorm.io/gorm"
)

// watchNumbers lets a credit note say that its period is to be invoiced again, keeps what each night's look through the numbers found, and
// ties a line of the bank to the payout or the refund that it is.
func watchNumbers(tx *gorm.DB) error {
	kept := `create trigger invoices_released before update of released on invoices when old.state = 'final' begin
  select raise(abort, 'a final invoice never changes');
end`
	ties := `create trigger bank_matches_ties before update of payout_id, refund_id on bank_matches begin select raise(abort, 'append-only'); end`
	if Postgres(tx) {
		kept = `create trigger invoices_released before update of released on invoices for each row when (old.state = 'final') execute function invoice_final()`
		ties = `create trigger bank_matches_ties before update of payout_id, refund_id on bank_matches for each row execute function append_only()`
	}
	return DDL(tx, `
alter table invoices add column released {bool} not null default false
;
update invoices set released = true where kind = 'credit_note' and (origin like 'credit:change:%' or origin like 'credit:ahead:%'
  or origin like 'credit:undelivered:%' or origin like 'credit:withdrawal:%')
;
create table number_reports (
  id {id},
  looked_at {time} not null,
  series {int} not null,
  documents {int} not null,
  found {int} not null,
  findings text not null
)
;
alter table bank_matches add column payout_id {int} references payouts(id)
;
alter table bank_matches add column refund_id {int} references refunds(id)
;
create unique index bank_matches_payout on bank_matches (payout_id) where payout_id is not null and undone_at is null
;
create unique index bank_matches_refund on bank_matches (refund_id) where refund_id is not null and undone_at is null
;
create index payouts_amount on payouts (amount_cents)`, kept, ties)
}

// writeOffs keeps what nobody expects to be paid any more. What is written off is no longer due, and the invoice stays as it was issued.
func writeOffs(tx *gorm.DB) error {
	guards, tags := writeOffGuardsSQLite, controlTagsAgain
	if Postgres(tx) {
		guards = writeOffGuardsPostgres
		tags = `alter table control_tags drop constraint control_tags_tag_check
;
alter table control_tags add constraint control_tags_tag_check check (tag in ('pays_by_transfer','no_auto_charge','do_not_chase','no_invoicing','written_off'))`
	}
	return DDL(tx, `
alter table invoice_dues add column written_cents {int} not null default 0 check (written_cents >= 0)
;
create table write_offs (
  id {id},
  ref {ref},
  invoice_id {int} not null references invoices(id),
  organisation_id {int} not null references organisations(id),
  amount_cents {int} not null check (amount_cents > 0),
  net_cents {int} not null check (net_cents between 0 and amount_cents),
  currency text not null check (length(currency) = 3),
  tax_back {bool} not null,
  on_day {date} not null check (length(on_day) = 10),
  reason text not null check (reason <> ''),
  entry_id {int} not null unique references ledger_entries(id),
  by_id {int} not null references users(id),
  idempotency_key text not null unique,
  created_at {time} not null,
  undone_at {time},
  undone_by_id {int} references users(id),
  undone_reason text not null default '',
  check ((undone_at is null) = (undone_reason = ''))
)
;
create unique index write_offs_standing on write_offs (invoice_id) where undone_at is null
;
create index write_offs_day on write_offs (on_day, id)
;
create index write_offs_organisation on write_offs (organisation_id)`, guards, tags,
		appendOnlyUpdate(tx, "write_offs", writeOffFacts), appendOnly(tx, "write_offs", "delete"))
}

// writeOffFacts never change; a write-off can be undone once.
const writeOffFacts = "id, ref, invoice_id, organisation_id, amount_cents, net_cents, currency, tax_back, on_day, reason, entry_id, by_id, idempotency_key, created_at"

const writeOffGuardsSQLite = `
create trigger write_offs_take after insert on write_offs begin
  update invoice_dues set due_cents = due_cents - new.amount_cents, written_cents = written_cents + new.amount_cents where invoice_id = new.invoice_id;
end
;
create trigger write_offs_give_back after update of undone_at on write_offs when old.undone_at is null and new.undone_at is not null begin
  update invoice_dues set due_cents = due_cents + new.amount_cents, written_cents = written_cents - new.amount_cents where invoice_id = new.invoice_id;
end
;
create trigger write_offs_undone_once before update of undone_at on write_offs when old.undone_at is not null begin
  select raise(abort, 'a write-off is undone once');
end`

const writeOffGuardsPostgres = `
create function write_off_takes() returns trigger language plpgsql as $$
begin
  update invoice_dues set due_cents = due_cents - new.amount_cents, written_cents = written_cents + new.amount_cents where invoice_id = new.invoice_id;
  return null;
end $$
;
create trigger write_offs_take after insert on write_offs for each row execute function write_off_takes()
;
create function write_off_gives_back() returns trigger language plpgsql as $$
begin
  update invoice_dues set due_cents = due_cents + new.amount_cents, written_cents = written_cents - new.amount_cents where invoice_id = new.invoice_id;
  return null;
end $$
;
create trigger write_offs_give_back after update of undone_at on write_offs for each row
  when (old.undone_at is null and new.undone_at is not null) execute function write_off_gives_back()
;
create function write_off_stays() returns trigger language plpgsql as $$ begin raise exception 'a write-off is undone once'; end $$
;
create trigger write_offs_undone_once before update of undone_at on write_offs for each row when (old.undone_at is not null) execute function write_off_stays()`

// controlTagsAgain is the table of tags with one tag more: SQLite changes no check in place.
const controlTagsAgain = `
create table control_tags_next (
  id {id},
  organisation_id {int} not null references organisations(id),
  tag text not null check (tag in ('pays_by_transfer','no_auto_charge','do_not_chase','no_invoicing','written_off')),
  reason text not null check (reason <> ''),
  until_on {date} not null default '',
  by_id {int} not null references users(id),
  created_at {time} not null,
  removed_at {time},
  check (tag <> 'do_not_chase' or until_on <> '')
)
;
insert into control_tags_next select id, organisation_id, tag, reason, until_on, by_id, created_at, removed_at from control_tags
;
drop table control_tags
;
alter table control_tags_next rename to control_tags
;
create index control_tags_organisation on control_tags (organisation_id, id)
;
create unique index control_tags_one on control_tags (organisation_id, tag) where removed_at is null`

// repayBack keeps what is to be paid back and by when, apart from the credit note that made it and from the refunds that settle it (CRN3).
func repayBack(tx *gorm.DB) error {
	if err := DDL(tx, `
create table repayments (
  id {id},
  ref {ref},
  organisation_id {int} not null references organisations(id),
  notice_id {int} unique references notices(id),
  credit_note_id {int} unique references invoices(id),
  amount_cents {int} not null check (amount_cents > 0),
  left_cents {int} not null check (left_cents between 0 and amount_cents),
  currency text not null check (length(currency) = 3),
  due_on {date} not null check (length(due_on) = 10),
  by_id {int} references users(id),
  kept_reason text not null default '',
  kept_by_id {int} references users(id),
  created_at {time} not null,
  settled_at {time},
  check ((notice_id is null) <> (credit_note_id is null)),
  check ((left_cents = 0) = (settled_at is not null))
)
;
create index repayments_open on repayments (due_on, id) where left_cents > 0
;
create index repayments_organisation on repayments (organisation_id, id)
;
alter table refunds add column repayment_id {int} references repayments(id)
;
alter table refunds add column repaid_cents {int} not null default 0 check (repaid_cents >= 0)
;
alter table refunds add column by_transfer {bool} not null default false
;
alter table refunds add column sent_on {date} not null default ''
;
alter table refunds add column reference text not null default ''
;
create index refunds_repayment on refunds (repayment_id) where repayment_id is not null`,
		appendOnlyUpdate(tx, "repayments", "id, ref, organisation_id, notice_id, credit_note_id, amount_cents, currency, due_on, by_id, created_at"), appendOnly(tx, "repayments", "delete")); err != nil {
		return err
	}
	return repayShown(tx)
}

// repayShown files what notices had only shown until now, as far as it still waits as credit of the organisation.
func repayShown(tx *gorm.DB) error {
	var shown []struct {
		ID, OrganisationID uint
		RepayCents         int64
		ReceivedAt         time.Time
	}
	if err := tx.Raw("select id, organisation_id, repay_cents, received_at from notices where state = 'applied' and repay_cents > 0 and organisation_id is not null order by id").Scan(&shown).Error; err != nil {
		return err
	}
	for _, n := range shown {
		var waits int64
		if err := tx.Raw(`select (select coalesce(sum(amount_cents - returned_cents), 0) from payments where organisation_id = ? and state = 'succeeded')
			- (select coalesce(sum(amount_cents), 0) from allocations where organisation_id = ? and payment_id is not null)
			- (select coalesce(sum(left_cents), 0) from repayments where organisation_id = ?)`, n.OrganisationID, n.OrganisationID, n.OrganisationID).Scan(&waits).Error; err != nil {
			return err
		}
		if waits = min(waits, n.RepayCents); waits <= 0 {
			continue
		}
		if err := tx.Exec(`insert into repayments (ref, organisation_id, notice_id, amount_cents, left_cents, currency, due_on, created_at) values (?, ?, ?, ?, ?, 'EUR', ?, ?)`,
			NewRef(), n.OrganisationID, n.ID, waits, waits, n.ReceivedAt.UTC().AddDate(0, 0, 14).Format(time.DateOnly), n.ReceivedAt).Error; err != nil {
			return err
		}
	}
	return nil
}

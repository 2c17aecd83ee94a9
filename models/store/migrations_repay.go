package store

import (
	"time"

	"gorm.io/gorm"
)

// holdRepayments keeps what of which payment waits to be paid back, so that it settles nothing else meanwhile, and lets one payout or one
// transfer of ours be two lines of the bank: the one that left or came, and the one by which it went back.
func holdRepayments(tx *gorm.DB) error {
	guards := heldGuardsSQLite
	if Postgres(tx) {
		guards = heldGuardsPostgres
	}
	if err := DDL(tx, `
alter table payments add column held_cents {int} not null default 0 check (held_cents = 0 or held_cents between 0 and amount_cents)
;
create table repayment_holds (
  id {id},
  repayment_id {int} not null references repayments(id),
  payment_id {int} not null references payments(id),
  cents {int} not null check (cents <> 0),
  source text not null,
  created_at {time} not null
)
;
create index repayment_holds_repayment on repayment_holds (repayment_id, payment_id)
;
create index repayment_holds_payment on repayment_holds (payment_id)
;
create index repayment_holds_source on repayment_holds (source) where source <> ''
;
create index refunds_reference on refunds (reference) where reference <> ''
;
drop index bank_matches_payout
;
drop index bank_matches_refund
;
create unique index bank_matches_payout on bank_matches (payout_id, (amount_cents > 0)) where payout_id is not null and undone_at is null
;
create unique index bank_matches_refund on bank_matches (refund_id, (amount_cents > 0)) where refund_id is not null and undone_at is null`,
		guards, appendOnly(tx, "repayment_holds", "update"), appendOnly(tx, "repayment_holds", "delete")); err != nil {
		return err
	}
	return holdOpen(tx)
}

// openRepayment is what is to be paid back to an organisation.
type openRepayment struct {
	ID, OrganisationID uint
	LeftCents          int64
	CreatedAt          time.Time
}

// holdOpen holds for the repayments that are open what still waits of the payments of their organisation, the newest first. What was spent
// on something else meanwhile is no longer to be paid back.
func holdOpen(tx *gorm.DB) error {
	var open []openRepayment
	if err := tx.Raw("select id, organisation_id, left_cents, created_at from repayments where left_cents > 0 order by id").Scan(&open).Error; err != nil {
		return err
	}
	for _, r := range open {
		held, err := r.hold(tx)
		if err != nil {
			return err
		}
		if held == r.LeftCents {
			continue
		}
		if err := tx.Exec("update repayments set left_cents = ?, settled_at = case when ? = 0 then created_at end where id = ?", held, held, r.ID).Error; err != nil {
			return err
		}
	}
	return nil
}

func (r openRepayment) hold(tx *gorm.DB) (held int64, err error) {
	var payments []struct {
		ID   uint
		Rest int64
	}
	if err := tx.Raw(`select * from (select p.id, p.amount_cents - p.returned_cents - p.held_cents
			- coalesce((select cast(sum(a.amount_cents) as bigint) from allocations a where a.payment_id = p.id), 0) as rest
		from payments p where p.organisation_id = ? and p.state = 'succeeded' and p.reverses_id is null and not exists (select 1 from payments b where b.reverses_id = p.id)) waits
		where rest > 0 order by id desc`, r.OrganisationID).Scan(&payments).Error; err != nil {
		return 0, err
	}
	for _, p := range payments {
		part := min(p.Rest, r.LeftCents-held)
		if part <= 0 {
			break
		}
		if err := tx.Exec("insert into repayment_holds (repayment_id, payment_id, cents, source, created_at) values (?, ?, ?, '', ?)", r.ID, p.ID, part, r.CreatedAt).Error; err != nil {
			return held, err
		}
		if err := tx.Exec("update payments set held_cents = held_cents + ? where id = ?", part, p.ID).Error; err != nil {
			return held, err
		}
		held += part
	}
	return held, nil
}

const heldGuardsSQLite = `
drop trigger allocations_limits
;
create trigger allocations_limits after insert on allocations begin
  select raise(abort, 'more than is due') where not coalesce((select sum(amount_cents) from allocations where invoice_id = new.invoice_id), 0)
    between 0 and coalesce((select case state when 'final' then total_cents else -1 end from invoices where id = new.invoice_id and kind = 'invoice'), -1);
  select raise(abort, 'more than was received') where new.payment_id is not null and not
    coalesce((select sum(amount_cents) from allocations where payment_id = new.payment_id), 0)
    between 0 and coalesce((select amount_cents - returned_cents - held_cents from payments where id = new.payment_id), -1);
  select raise(abort, 'more than was received') where new.credit_note_id is not null and not
    coalesce((select sum(amount_cents) from allocations where credit_note_id = new.credit_note_id), 0)
    between 0 and coalesce((select total_cents from invoices where id = new.credit_note_id and kind = 'credit_note'), -1);
  update invoice_dues set due_cents = due_cents - new.amount_cents,
    credited_cents = credited_cents + case when new.credit_note_id is null then 0 else new.amount_cents end
    where invoice_id = new.invoice_id;
end
;
drop trigger payments_returned
;
create trigger payments_returned after update of returned_cents, held_cents on payments begin
  select raise(abort, 'more than was received') where
    coalesce((select sum(amount_cents) from allocations where payment_id = new.id), 0) > max(new.amount_cents, 0) - new.returned_cents - new.held_cents;
end`

const heldGuardsPostgres = `
create or replace function allocation_limits() returns trigger language plpgsql as $$
begin
  perform 1 from invoices where id in (new.invoice_id, new.credit_note_id) order by id for update;
  perform 1 from payments where id = new.payment_id for update;
  if not coalesce((select sum(amount_cents) from allocations where invoice_id = new.invoice_id), 0)
     between 0 and coalesce((select case state when 'final' then total_cents else -1 end from invoices where id = new.invoice_id and kind = 'invoice'), -1) then
    raise exception 'more than is due';
  end if;
  if new.payment_id is not null and not coalesce((select sum(amount_cents) from allocations where payment_id = new.payment_id), 0)
     between 0 and coalesce((select amount_cents - returned_cents - held_cents from payments where id = new.payment_id), -1) then
    raise exception 'more than was received';
  end if;
  if new.credit_note_id is not null and not coalesce((select sum(amount_cents) from allocations where credit_note_id = new.credit_note_id), 0)
     between 0 and coalesce((select total_cents from invoices where id = new.credit_note_id and kind = 'credit_note'), -1) then
    raise exception 'more than was received';
  end if;
  update invoice_dues set due_cents = due_cents - new.amount_cents,
    credited_cents = credited_cents + case when new.credit_note_id is null then 0 else new.amount_cents end
    where invoice_id = new.invoice_id;
  return null;
end $$
;
create or replace function payment_returned() returns trigger language plpgsql as $$
begin
  if coalesce((select sum(amount_cents) from allocations where payment_id = new.id), 0) > greatest(new.amount_cents, 0) - new.returned_cents - new.held_cents then
    raise exception 'more than was received';
  end if;
  return null;
end $$
;
drop trigger payments_returned on payments
;
create trigger payments_returned after update of returned_cents, held_cents on payments for each row execute function payment_returned()`

package store

// The guards of billing, once for each engine: an issued document never changes, a number is never given back, and nobody
// settles more than is due or than was received. models/billing turns their words into its errors.

// invoiceFacts are the columns of an invoice that never change once it is final: all but the place of its PDF, which is set once.
const invoiceFacts = `id, ref, kind, state, series, number, full_number, origin, organisation_id, subscription_id, pro_forma_id, corrects_id, reason,
  locale, currency, regime, issued_on, due_on, service_from, service_to, seller, buyer, net_cents, vat_cents, total_cents, prepaid_cents, payment_reference,
  finalised_at, finalised_by_id, created_at`

const billingGuardsSQLite = `
create trigger invoices_begin_as_drafts before insert on invoices when new.state <> 'draft' begin
  select raise(abort, 'an invoice begins as a draft');
end
;
create trigger invoices_no_replacement before insert on invoices begin
  select raise(abort, 'a final invoice never changes') where exists (select 1 from invoices where id = new.id and state = 'final');
end
;
create trigger invoices_final before update of ` + invoiceFacts + ` on invoices when old.state = 'final' begin
  select raise(abort, 'a final invoice never changes');
end
;
create trigger invoices_filed_once before update of file_id, file_sha256 on invoices when old.file_id is not null begin
  select raise(abort, 'a final invoice never changes');
end
;
create trigger invoices_no_delete before delete on invoices when old.state = 'final' begin
  select raise(abort, 'a final invoice never changes');
end
;
create trigger invoices_add_up before update of state on invoices when new.state = 'final' begin
  select raise(abort, 'the lines do not make the total') where new.net_cents <>
    coalesce((select sum(net_cents) from invoice_lines where invoice_id = new.id), -1);
  select raise(abort, 'issue dates never go backwards') where exists (select 1 from invoices
    where series = new.series and state = 'final' and issued_on > new.issued_on);
end
;
create trigger invoices_are_due after update of state on invoices when new.state = 'final' and new.kind = 'invoice' begin
  insert into invoice_dues (invoice_id, organisation_id, due_on, due_cents) values (new.id, new.organisation_id, new.due_on, new.total_cents);
end
;
create trigger invoice_lines_final_insert before insert on invoice_lines begin
  select raise(abort, 'a final invoice never changes') where exists (select 1 from invoices where id = new.invoice_id and state = 'final');
  select raise(abort, 'a final invoice never changes') where exists (select 1 from invoice_lines where id = new.id);
end
;
create trigger invoice_lines_final_update before update on invoice_lines begin
  select raise(abort, 'a final invoice never changes') where exists (select 1 from invoices where id in (old.invoice_id, new.invoice_id) and state = 'final');
end
;
create trigger invoice_lines_final_delete before delete on invoice_lines begin
  select raise(abort, 'a final invoice never changes') where exists (select 1 from invoices where id = old.invoice_id and state = 'final');
end
;
create trigger invoice_counters_forward before update on invoice_counters when new.last < old.last or new.last_on < old.last_on or new.series <> old.series begin
  select raise(abort, 'a number is never given back');
end
;
create trigger invoice_counters_no_delete before delete on invoice_counters begin
  select raise(abort, 'a number is never given back');
end
;
create trigger allocations_no_replacement before insert on allocations begin
  select raise(abort, 'append-only') where exists (select 1 from allocations where id = new.id or reverses_id = new.reverses_id);
end
;
create trigger payments_no_replacement before insert on payments begin
  select raise(abort, 'append-only') where exists (select 1 from payments where id = new.id or reverses_id = new.reverses_id or idempotency_key = new.idempotency_key);
end
;
create trigger allocations_limits after insert on allocations begin
  select raise(abort, 'more than is due') where not coalesce((select sum(amount_cents) from allocations where invoice_id = new.invoice_id), 0)
    between 0 and coalesce((select case state when 'final' then total_cents else -1 end from invoices where id = new.invoice_id and kind = 'invoice'), -1);
  select raise(abort, 'more than was received') where new.payment_id is not null and not
    coalesce((select sum(amount_cents) from allocations where payment_id = new.payment_id), 0)
    between 0 and coalesce((select amount_cents from payments where id = new.payment_id), -1);
  select raise(abort, 'more than was received') where new.credit_note_id is not null and not
    coalesce((select sum(amount_cents) from allocations where credit_note_id = new.credit_note_id), 0)
    between 0 and coalesce((select total_cents from invoices where id = new.credit_note_id and kind = 'credit_note'), -1);
  update invoice_dues set due_cents = due_cents - new.amount_cents,
    credited_cents = credited_cents + case when new.credit_note_id is null then 0 else new.amount_cents end
    where invoice_id = new.invoice_id;
end`

const billingGuardsPostgres = `
create function invoice_begins() returns trigger language plpgsql as $$ begin raise exception 'an invoice begins as a draft'; end $$
;
create trigger invoices_begin_as_drafts before insert on invoices for each row when (new.state <> 'draft') execute function invoice_begins()
;
create function invoice_final() returns trigger language plpgsql as $$ begin raise exception 'a final invoice never changes'; end $$
;
create trigger invoices_final before update of ` + invoiceFacts + ` on invoices for each row when (old.state = 'final') execute function invoice_final()
;
create trigger invoices_filed_once before update of file_id, file_sha256 on invoices for each row when (old.file_id is not null) execute function invoice_final()
;
create trigger invoices_no_delete before delete on invoices for each row when (old.state = 'final') execute function invoice_final()
;
create trigger invoices_no_truncate before truncate on invoices for each statement execute function invoice_final()
;
create function invoice_adds_up() returns trigger language plpgsql as $$
begin
  if new.net_cents <> coalesce((select sum(net_cents) from invoice_lines where invoice_id = new.id), -1) then
    raise exception 'the lines do not make the total';
  end if;
  if exists (select 1 from invoices where series = new.series and state = 'final' and issued_on > new.issued_on) then
    raise exception 'issue dates never go backwards';
  end if;
  return new;
end $$
;
create trigger invoices_add_up before update of state on invoices for each row when (new.state = 'final') execute function invoice_adds_up()
;
create function invoice_is_due() returns trigger language plpgsql as $$
begin
  insert into invoice_dues (invoice_id, organisation_id, due_on, due_cents) values (new.id, new.organisation_id, new.due_on, new.total_cents);
  return null;
end $$
;
create trigger invoices_are_due after update of state on invoices for each row when (new.state = 'final' and new.kind = 'invoice')
  execute function invoice_is_due()
;
create function invoice_line_final() returns trigger language plpgsql as $$
begin
  if tg_op <> 'DELETE' and exists (select 1 from invoices where id = new.invoice_id and state = 'final')
     or tg_op <> 'INSERT' and exists (select 1 from invoices where id = old.invoice_id and state = 'final') then
    raise exception 'a final invoice never changes';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$
;
create trigger invoice_lines_final before insert or update or delete on invoice_lines for each row execute function invoice_line_final()
;
create trigger invoice_lines_no_truncate before truncate on invoice_lines for each statement execute function invoice_final()
;
create function counter_kept() returns trigger language plpgsql as $$ begin raise exception 'a number is never given back'; end $$
;
create trigger invoice_counters_forward before update on invoice_counters for each row
  when (new.last < old.last or new.last_on < old.last_on or new.series <> old.series) execute function counter_kept()
;
create trigger invoice_counters_no_delete before delete on invoice_counters for each row execute function counter_kept()
;
create trigger invoice_counters_no_truncate before truncate on invoice_counters for each statement execute function counter_kept()
;
create trigger payments_no_truncate before truncate on payments for each statement execute function append_only()
;
create trigger allocations_no_truncate before truncate on allocations for each statement execute function append_only()
;
create function allocation_limits() returns trigger language plpgsql as $$
begin
  perform 1 from invoices where id in (new.invoice_id, new.credit_note_id) order by id for update;
  perform 1 from payments where id = new.payment_id for update;
  if not coalesce((select sum(amount_cents) from allocations where invoice_id = new.invoice_id), 0)
     between 0 and coalesce((select case state when 'final' then total_cents else -1 end from invoices where id = new.invoice_id and kind = 'invoice'), -1) then
    raise exception 'more than is due';
  end if;
  if new.payment_id is not null and not coalesce((select sum(amount_cents) from allocations where payment_id = new.payment_id), 0)
     between 0 and coalesce((select amount_cents from payments where id = new.payment_id), -1) then
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
create trigger allocations_limits after insert on allocations for each row execute function allocation_limits()`

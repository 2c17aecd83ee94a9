package store

// The guards of the ledger, once for each engine. models/ledger turns their words into its errors and checks that they are still there.

const ledgerTriggersSQLite = `
create trigger ledger_entries_check before insert on ledger_entries begin
  select raise(abort, 'append-only') where exists (select 1 from ledger_entries
    where id = new.id or idempotency_key = new.idempotency_key or hash = new.hash or reverses_id = new.reverses_id);
  select raise(abort, 'period closed') where exists (select 1 from ledger_periods
    where new.effective_on between starts_on and ends_on and closed_at is not null);
  select raise(abort, 'cannot reverse a reversal') where exists (select 1 from ledger_entries
    where id = new.reverses_id and reverses_id is not null);
  select raise(abort, 'sequence gap') where new.seq <> 1 + coalesce((select max(seq) from ledger_entries
    where journal = new.journal and year = new.year), 0);
  select raise(abort, 'chain broken') where new.prev_hash <> coalesce((select hash from ledger_entries
    order by id desc limit 1), '0000000000000000000000000000000000000000000000000000000000000000');
end
;
create trigger ledger_transfers_check before insert on ledger_transfers begin
  select raise(abort, 'append-only') where exists (select 1 from ledger_transfers where id = new.id);
  select raise(abort, 'mixed units in entry') where exists (select 1 from ledger_transfers
    where entry_id = new.entry_id and unit <> new.unit);
  select raise(abort, 'unit mismatch') where new.debit_id <> new.credit_id and (select count(*) from ledger_accounts
    where id in (new.debit_id, new.credit_id) and unit = new.unit) <> 2;
  select raise(abort, 'account closed') where exists (select 1 from ledger_accounts
    where id in (new.debit_id, new.credit_id) and closed_at is not null);
  select raise(abort, 'entry is sealed') where (select count(*) from ledger_transfers where entry_id = new.entry_id)
    >= coalesce((select size from ledger_entries where id = new.entry_id), 0);
end
;
create trigger ledger_transfers_overdraft after insert on ledger_transfers begin
  select raise(abort, 'overdraft') where exists (select 1 from ledger_accounts a
    where a.id in (new.debit_id, new.credit_id) and a.no_overdraft
    and (select balance from ledger_balances b where b.id = a.id) < 0);
end
;
create trigger ledger_accounts_frozen before update of id, path, unit, normal, owner_type, owner_id on ledger_accounts begin
  select raise(abort, 'account is frozen');
end
;
create trigger ledger_accounts_no_delete before delete on ledger_accounts begin
  select raise(abort, 'account is frozen');
end
;
create trigger ledger_accounts_check before insert on ledger_accounts begin
  select raise(abort, 'account is frozen') where exists (select 1 from ledger_accounts
    where id = new.id or (path = new.path and unit = new.unit));
end
;
create trigger ledger_periods_no_update before update on ledger_periods when old.closed_at is not null begin
  select raise(abort, 'period closed');
end
;
create trigger ledger_periods_no_delete before delete on ledger_periods when old.closed_at is not null begin
  select raise(abort, 'period closed');
end`

const ledgerTriggersPostgres = `
create function ledger_lock() returns void language plpgsql as $$ begin perform pg_advisory_xact_lock(7102126); end $$
;
create function ledger_check_entry() returns trigger language plpgsql as $$
begin
  perform ledger_lock();
  if exists (select 1 from ledger_periods where new.effective_on between starts_on and ends_on and closed_at is not null) then
    raise exception 'period closed';
  end if;
  if exists (select 1 from ledger_entries where id = new.reverses_id and reverses_id is not null) then
    raise exception 'cannot reverse a reversal';
  end if;
  if new.seq <> 1 + coalesce((select max(seq) from ledger_entries where journal = new.journal and year = new.year), 0) then
    raise exception 'sequence gap';
  end if;
  if new.prev_hash <> coalesce((select hash from ledger_entries order by id desc limit 1), repeat('0', 64)) then
    raise exception 'chain broken';
  end if;
  return new;
end $$
;
create trigger ledger_entries_check before insert on ledger_entries for each row execute function ledger_check_entry()
;
create function ledger_check_transfer() returns trigger language plpgsql as $$
begin
  if exists (select 1 from ledger_transfers where entry_id = new.entry_id and unit <> new.unit) then
    raise exception 'mixed units in entry';
  end if;
  if (select count(*) from ledger_accounts where id in (new.debit_id, new.credit_id) and unit = new.unit) <> 2
     and new.debit_id <> new.credit_id then
    raise exception 'unit mismatch';
  end if;
  if exists (select 1 from ledger_accounts where id in (new.debit_id, new.credit_id) and closed_at is not null) then
    raise exception 'account closed';
  end if;
  if (select count(*) from ledger_transfers where entry_id = new.entry_id)
     >= coalesce((select size from ledger_entries where id = new.entry_id), 0) then
    raise exception 'entry is sealed';
  end if;
  return new;
end $$
;
create trigger ledger_transfers_check before insert on ledger_transfers for each row execute function ledger_check_transfer()
;
create function ledger_check_overdraft() returns trigger language plpgsql as $$
begin
  if exists (select 1 from ledger_accounts a where a.id in (new.debit_id, new.credit_id) and a.no_overdraft
             and (select balance from ledger_balances b where b.id = a.id) < 0) then
    raise exception 'overdraft';
  end if;
  return null;
end $$
;
create trigger ledger_transfers_overdraft after insert on ledger_transfers for each row execute function ledger_check_overdraft()
;
create function ledger_check_complete() returns trigger language plpgsql as $$
begin
  if (select count(*) from ledger_transfers where entry_id = new.id) <> new.size then
    raise exception 'entry without its transfers';
  end if;
  return null;
end $$
;
create constraint trigger ledger_entries_complete after insert on ledger_entries
  deferrable initially deferred for each row execute function ledger_check_complete()
;
create trigger ledger_entries_no_truncate before truncate on ledger_entries for each statement execute function append_only()
;
create trigger ledger_transfers_no_truncate before truncate on ledger_transfers for each statement execute function append_only()
;
create function ledger_account_frozen() returns trigger language plpgsql as $$ begin raise exception 'account is frozen'; end $$
;
create trigger ledger_accounts_frozen before update of id, path, unit, normal, owner_type, owner_id on ledger_accounts
  for each row execute function ledger_account_frozen()
;
create trigger ledger_accounts_no_delete before delete on ledger_accounts for each row execute function ledger_account_frozen()
;
create trigger ledger_accounts_no_truncate before truncate on ledger_accounts for each statement execute function ledger_account_frozen()
;
create function ledger_period_closed() returns trigger language plpgsql as $$ begin raise exception 'period closed'; end $$
;
create trigger ledger_periods_no_update before update on ledger_periods for each row when (old.closed_at is not null)
  execute function ledger_period_closed()
;
create trigger ledger_periods_no_delete before delete on ledger_periods for each row when (old.closed_at is not null)
  execute function ledger_period_closed()
;
create trigger ledger_periods_no_truncate before truncate on ledger_periods for each statement execute function ledger_period_closed()`

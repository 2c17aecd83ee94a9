package ledger

import "gorm.io/gorm"

// rowCheck is a query that returns one row for each thing that is wrong: entry and account, as far as it is about one.
type rowCheck struct {
	invariant Invariant
	detail    string
	query     string
}

var rowChecks = []rowCheck{
	{Balanced, "a transfer mixes units, or has no amount, or one account on both sides", `
		select t.entry_id from ledger_transfers t
		left join ledger_accounts d on d.id = t.debit_id left join ledger_accounts c on c.id = t.credit_id
		where d.id is null or c.id is null or d.unit <> t.unit or c.unit <> t.unit or t.amount <= 0 or t.debit_id = t.credit_id`},
	{Balanced, "an entry mixes units", `
		select entry_id from ledger_transfers group by entry_id having count(distinct unit) > 1`},
	{Summed, "the cached balance is not the sum of the transfers", `
		select b.path || ' ' || b.unit as account from ledger_balances b left join ledger_cached_balances c on c.account_id = b.id
		where b.debits <> coalesce(c.debits, 0) or b.credits <> coalesce(c.credits, 0) or b.balance <> coalesce(c.balance, 0)`},
	{Summed, "the sum of a year is not the sum of its transfers", `
		select distinct a.path || ' ' || a.unit as account from (select account_id, year from (` + yearSumsTruth + ` union all
			select account_id, year, -debits, -credits from ledger_year_sums) m group by account_id, year having sum(debits) <> 0 or sum(credits) <> 0) wrong
		join ledger_accounts a on a.id = wrong.account_id`},
	{Summed, "a year has other entries than were counted", `
		select distinct unit as account from (select * from (` + yearsTruth + ` except select unit, year, entries, first_on, last_on from ledger_years) more
			union all select * from (select unit, year, entries, first_on, last_on from ledger_years except ` + yearsTruth + `) less) wrong`},
	{Caused, "a transfer belongs to no entry", `
		select t.entry_id from ledger_transfers t left join ledger_entries e on e.id = t.entry_id where e.id is null`},
	{Caused, "an entry lacks transfers or has too many", `
		select e.id as entry_id from ledger_entries e
		where e.size <> (select count(*) from ledger_transfers t where t.entry_id = e.id) or e.size < 1`},
	{Caused, "an entry has no piece or no cause", `
		select id as entry_id from ledger_entries where piece_ref = '' or kind = '' or idempotency_key = ''`},
	{Caused, "an entry was written in a period after it was closed", `
		select e.id as entry_id from ledger_entries e join ledger_periods p on e.effective_on between p.starts_on and p.ends_on
		where p.closed_at is not null and e.recorded_at > p.closed_at`},
	{Once, "two entries have the same key", `
		select max(id) as entry_id from ledger_entries group by idempotency_key having count(*) > 1`},
	{Once, "an entry was reversed twice, or a reversal was reversed", `
		select e.id as entry_id from ledger_entries e join ledger_entries o on o.id = e.reverses_id
		where o.reverses_id is not null or exists (select 1 from ledger_entries s where s.reverses_id = e.reverses_id and s.id < e.id)`},
	{Once, "a reversal is not the mirror of its entry", `
		select e.id as entry_id from ledger_entries e where e.reverses_id is not null and (
			exists (select debit_id, credit_id, unit, amount, count(*) from ledger_transfers where entry_id = e.id
				group by debit_id, credit_id, unit, amount
				except select credit_id, debit_id, unit, amount, count(*) from ledger_transfers where entry_id = e.reverses_id
				group by debit_id, credit_id, unit, amount)
			or e.size <> (select count(*) from ledger_transfers where entry_id = e.reverses_id))`},
	{Once, "the numbers of a journal have a gap", `
		select max(id) as entry_id from ledger_entries group by journal, year having min(seq) <> 1 or max(seq) <> count(*)`},
	{NeverBelow0, "an account that may not be overdrawn is below zero", `
		select b.path || ' ' || b.unit as account from ledger_balances b join ledger_accounts a on a.id = b.id
		where a.no_overdraft and b.balance < 0`},
}

func (c rowCheck) run(db *gorm.DB) ([]Finding, error) {
	var rows []struct {
		EntryID uint
		Account string
	}
	if err := db.Raw(c.query).Scan(&rows).Error; err != nil {
		return nil, err
	}
	var all []Finding
	for _, r := range rows {
		f := Finding{Invariant: c.invariant, EntryID: r.EntryID, Account: r.Account, Detail: c.detail}
		if r.EntryID != 0 {
			e, found, err := FindEntry(db, r.EntryID)
			if err != nil {
				return nil, err
			}
			if found {
				f.Entry = e.String()
			}
		}
		all = append(all, f)
	}
	return all, nil
}

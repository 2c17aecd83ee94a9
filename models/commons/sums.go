package commons

import (
	"cmp"
	"context"
	"slices"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// KindSum is what one kind gave in one unit, as far as it may be told, kept beside the contributions so that nobody has to add them all up.
type KindSum struct {
	Kind    string // empty: several kinds of the family together, or of all families where that is empty too
	Family  Family
	Unit    Unit
	Counted bool // under an agreement, not given
	Total   int64
	Entries int
	Waits   bool   // not a sum: how many amounts are in none yet, as they could be found out
	Names   string // of a kind that the collective added, as in Kind
}

// kindSums are all of them, what waits last, in one statement.
func kindSums(db *gorm.DB) ([]KindSum, error) {
	var all []KindSum
	err := db.Raw(`select s.kind, k.family, s.unit, s.counted, s.total, s.entries, 0 as waits, k.position as place, k.names as names from contribution_sums s
			join contribution_kinds k on k.key = s.kind where s.entries <> 0
		union all select '', family, unit, counted, total, entries, 0, 10000, '' from together_sums where entries <> 0
		union all select '', '', e.unit, e.counted, 0, count(*), 1, 10001, '' from discreet_entries e join contributions c on c.id = e.contribution_id
			where e.told_as = '' and c.withheld = ? group by e.unit, e.counted
		order by 7, 5 desc, 8, 2, 3, 4`, false).Scan(&all).Error
	return all, err
}

// byFamily adds kinds up to their families, the greatest first.
func byFamily(kinds []KindSum) []Sum {
	var all []Sum
	for _, k := range kinds {
		if k.Waits {
			continue
		}
		at := slices.IndexFunc(all, func(s Sum) bool { return s.Family == k.Family && s.Unit == k.Unit && s.Counted == k.Counted })
		if at < 0 {
			all, at = append(all, Sum{Family: k.Family, Unit: k.Unit, Counted: k.Counted}), len(all)
		}
		all[at].Total += k.Total
		all[at].Entries += k.Entries
	}
	slices.SortStableFunc(all, func(a, b Sum) int { return cmp.Compare(b.Total, a.Total) })
	return all
}

// KindsOf are the kinds that gave in one unit, the greatest first; what was counted under an agreement is not in it.
func (l Figures) KindsOf(u Unit) (all []KindSum) {
	for _, k := range l.Kinds {
		if k.Unit == u && !k.Counted && !k.Waits {
			all = append(all, k)
		}
	}
	return all
}

// Waiting is how many amounts are not in the sums of a unit yet, as they could be found out.
func (l Figures) Waiting(u Unit) (n int) {
	for _, k := range l.Kinds {
		if k.Unit == u && k.Waits {
			n += k.Entries
		}
	}
	return n
}

// kindTruth is what may be told of each kind: what everybody may read, and the hidden amounts that were told in it.
const kindTruth = `select kind, unit, counted, cast(sum(total) as bigint) as total, cast(sum(entries) as bigint) as entries from (
	select decided_kind as kind, unit, treatment = 'counted' as counted, decided_quantity as total, 1 as entries from contributions
		where ` + counting + ` and not exists (select 1 from discreet_entries d where d.contribution_id = contributions.id)
	union all select told_as, unit, counted, quantity, case when quantity > 0 then 1 else -1 end from discreet_entries where told_as <> '' and told_as not like '~%') r
	group by kind, unit, counted`

const togetherTruth = `select substr(told_as, 2) as family, unit, counted, cast(sum(quantity) as bigint) as total, cast(sum(case when quantity > 0 then 1 else -1 end) as bigint) as entries
	from discreet_entries where told_as like '~%' group by told_as, unit, counted`

// paidBy joins accruals with the piece of a payment that each names.
const paidBy = "allocations a on a.id = case when r.source like 'allocation:%' then cast(substr(r.source, 12) as bigint) end"

const sourceTruth = `select coalesce(s.offer_id, 0) as offer_id, cast(sum(r.net_cents) as bigint) as received_cents, cast(sum(r.part_cents) as bigint) as set_aside_cents
	from redistribution_accruals r left join ` + paidBy + `
	left join invoices i on i.id = a.invoice_id left join subscriptions s on s.id = i.subscription_id group by coalesce(s.offer_id, 0)`

const payerTruth = `select distinct a.organisation_id, coalesce(s.offer_id, 0) as offer_id from redistribution_accruals r join ` + paidBy + `
	join invoices i on i.id = a.invoice_id left join subscriptions s on s.id = i.subscription_id`

const monthTruth = `select substr(received_on, 1, 7) as month, cast(sum(net_cents) as bigint) as received_cents, cast(sum(part_cents) as bigint) as set_aside_cents
	from redistribution_accruals group by 1`

// Drifted counts the kept sums of what was given and set aside that are not what their rows add up to, and those of nothing that was given.
func Drifted(ctx context.Context, db *gorm.DB) (int64, error) {
	var n int64
	err := db.WithContext(ctx).Raw(`select
		(select count(*) from (` + kindTruth + `) t where not exists (select 1 from contribution_sums s
			where s.kind = t.kind and s.unit = t.unit and s.counted = t.counted and s.total = t.total and s.entries = t.entries))
		+ (select count(*) from (` + togetherTruth + `) t where not exists (select 1 from together_sums s
			where s.family = t.family and s.unit = t.unit and s.counted = t.counted and s.total = t.total and s.entries = t.entries))
		+ (select count(*) from contribution_sums s where (s.total <> 0 or s.entries <> 0) and not exists (select 1 from (` + kindTruth + `) t
			where s.kind = t.kind and s.unit = t.unit and s.counted = t.counted))
		+ (select count(*) from together_sums s where (s.total <> 0 or s.entries <> 0) and not exists (select 1 from (` + togetherTruth + `) t
			where s.family = t.family and s.unit = t.unit and s.counted = t.counted))
		+ (select count(*) from (` + sourceTruth + `) t where not exists (select 1 from redistribution_sources s
			where s.offer_id = t.offer_id and s.received_cents = t.received_cents and s.set_aside_cents = t.set_aside_cents))
		+ (select count(*) from (` + payerTruth + `) t where not exists (select 1 from redistribution_payers p
			where p.organisation_id = t.organisation_id and p.offer_id = t.offer_id))
		+ (select count(*) from (` + monthTruth + `) t where not exists (select 1 from redistribution_months m
			where m.month = t.month and m.received_cents = t.received_cents and m.set_aside_cents = t.set_aside_cents))`).Scan(&n).Error
	return n, err
}

// Rebuild writes the kept sums of what was given and set aside anew from their rows.
func Rebuild(ctx context.Context, db *gorm.DB) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		var t Totals
		if err := locked(tx.WithContext(ctx)).Where("id = 1").Take(&t).Error; err != nil { // no accrual meanwhile
			return err
		}
		for _, statement := range []string{
			"delete from contribution_sums", "insert into contribution_sums (kind, unit, counted, total, entries) " + kindTruth,
			"delete from together_sums", "insert into together_sums (family, unit, counted, total, entries) " + togetherTruth,
			"delete from redistribution_payers", "insert into redistribution_payers (organisation_id, offer_id) " + payerTruth,
			"delete from redistribution_sources",
			"insert into redistribution_sources (offer_id, received_cents, set_aside_cents, payers) select t.offer_id, t.received_cents, t.set_aside_cents, (select count(*) from redistribution_payers p where p.offer_id = t.offer_id) from (" + sourceTruth + ") t",
			"delete from redistribution_months", "insert into redistribution_months (month, received_cents, set_aside_cents) " + monthTruth,
		} {
			if err := tx.WithContext(ctx).Exec(statement).Error; err != nil {
				return err
			}
		}
		return store.Published(tx)
	})
}

package commons

import (
	"context"

	"gorm.io/gorm"
)

// Sum is what one family of kinds gave, in one unit.
type Sum struct {
	Family  Family
	Unit    Unit
	Counted bool // under an agreement, not given
	Total   int64
	Entries int
}

// FewestPayers is how many organisations must have paid before sums of what they paid are told: below it they would say what one of them pays
// (reciprocity.md 9.4).
const FewestPayers = 3

// Figures are what everybody may know: time, money that came in, the pot. Money and time are never added up nor shown in one bar. No amount that
// somebody wants hidden follows from them (package discretion, Telling).
type Figures struct {
	Sums     []Sum
	Kinds    []KindSum
	Minutes  int64     // all that may be told
	Payers   int       // organisations that paid, counted up to FewestPayers
	Received int64     // before tax, of which the share is taken, as far as it was told
	SetAside int64     // of it, for the projects
	Pot      int64     // what of it is not given to a project yet
	Months   []Telling // the latest first
}

// Enough reports whether enough organisations paid for what they paid to be told.
func (l Figures) Enough() bool { return len(l.Months) > 0 }

// PublicFigures adds up what everybody may know, to the cent and the minute, in three statements that read kept sums only: however long the
// books are, they cost the same.
func PublicFigures(ctx context.Context, db *gorm.DB) (Figures, error) {
	db = db.WithContext(ctx)
	var l Figures
	var held, aside int64
	err := db.Raw(`select coalesce((select cast(sum(received_cents) as bigint) from redistribution_tellings), 0) as received,
		coalesce((select cast(sum(set_aside_cents) as bigint) from redistribution_tellings), 0) as told, t.set_aside_cents as set_aside,
		(select count(*) from (select distinct organisation_id from redistribution_payers limit @few) p) as payers,
		coalesce((select c.balance from ledger_accounts a join ledger_cached_balances c on c.account_id = a.id where a.path = @pot and a.unit = @cents), 0) as pot
		from redistribution_totals t where t.id = 1`, map[string]any{"few": FewestPayers, "pot": unallocated, "cents": string(Cents)}).
		Row().Scan(&l.Received, &l.SetAside, &aside, &l.Payers, &held)
	if err != nil {
		return l, err
	}
	l.Pot = max(0, held-(aside-l.SetAside)) // what was set aside and not told yet is not in it
	if err := db.Order("id desc").Limit(600).Find(&l.Months).Error; err != nil {
		return l, err
	}
	l.Kinds, err = kindSums(db)
	l.Sums = byFamily(l.Kinds)
	_, l.Minutes = l.Given(Minutes)
	l.Minutes += l.CountedMinutes()
	return l, err
}

// Given sums one unit over the families that gave it, the greatest first; what was counted under an agreement is not in it.
func (l Figures) Given(u Unit) (all []Sum, total int64) {
	for _, s := range l.Sums {
		if s.Unit == u && !s.Counted {
			all = append(all, s)
			total += s.Total
		}
	}
	return all, total
}

// CountedMinutes is the time that organisations worked under an agreement.
func (l Figures) CountedMinutes() int64 {
	var total int64
	for _, s := range l.Sums {
		if s.Unit == Minutes && s.Counted {
			total += s.Total
		}
	}
	return total
}

// OfEachTen is what of each 10 € that came in was set aside, in cents; false while that is nothing.
func (l Figures) OfEachTen() (int64, bool) {
	if l.Received <= 0 {
		return 0, false
	}
	part := (l.SetAside*1000 + l.Received/2) / l.Received
	return part, part > 0
}

// GivenBy adds up what people gave in the name of an organisation between two days, by family and unit; what counts as given was confirmed.
func GivenBy(ctx context.Context, db *gorm.DB, organisationID uint, first, last string) ([]Sum, error) {
	var all []Sum
	err := db.WithContext(ctx).Raw(`select k.family, contributions.unit, contributions.treatment = 'counted' as counted,
		cast(sum(contributions.decided_quantity) as bigint) as total, count(*) as entries
		from contributions join contribution_kinds k on k.key = contributions.decided_kind
		where `+counting+` and contributions.organisation_id = ? and contributions.from_on between ? and ?
		group by k.family, contributions.unit, contributions.treatment = 'counted' order by total desc, 1, 2, 3`, organisationID, first, last).Scan(&all).Error
	return all, err
}

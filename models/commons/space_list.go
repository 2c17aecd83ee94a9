package commons

import (
	"context"
	"strings"
	"time"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// SpaceFigure is a shared space in a line: what is promised, invoiced (or asked for) and received, side by side; time apart.
type SpaceFigure struct {
	SharedSpace
	Carried
}

// latestSpaces is how many spaces are told in a line each.
const latestSpaces = 20

// SpaceFigures are the spaces that gather and those that run on a day, with the sums of the period under way, in four statements. Where a sum
// would betray one of those who carry a space, it is not told (Level).
func SpaceFigures(ctx context.Context, db *gorm.DB, today time.Time) ([]SpaceFigure, error) {
	rows, err := spaces(db).Where("shared_spaces.state in ('open','funded','running')").
		Order("case shared_spaces.state when 'running' then 0 when 'funded' then 1 else 2 end, shared_spaces.id desc").Limit(latestSpaces).Find(ctx)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	all, ids := make([]SpaceFigure, len(rows)), make([]uint, len(rows))
	for n, s := range rows {
		all[n].SharedSpace, ids[n] = s, s.ID
	}
	promised, err := store.From[Pledge](db).Where("space_id in ? and "+stillCounted, ids, longAgo(today)).Order("id").Find(ctx)
	if err != nil {
		return nil, err
	}
	keepers, err := keepersOf(ctx, db, ids, promised)
	if err != nil {
		return nil, err
	}
	sums, err := spaceSums(ctx, db, ids)
	for n := range all {
		all[n].keepers = keepers
		all[n].gather(promised, sums, all[n].PeriodOn(today))
	}
	return all, err
}

// stillCounted is the condition on a promise that it may count in a period that holds a day: what was over long ago (longAgo) never does.
const stillCounted = "(pledges.state = 'open' or pledges.state in ('fulfilled','cancelled') and pledges.ended_at >= ?)"

// longAgo is before every period that a space may look back to from a day: a year, and the year before it (looksBack).
func longAgo(today time.Time) time.Time { return today.AddDate(-2, 0, -2) }

// gather adds up what belongs to the space, in the period that began on a day; none has begun where it is empty.
func (f *SpaceFigure) gather(promised []Pledge, sums []spaceSum, since string) {
	for _, p := range promised {
		if p.SpaceID == f.ID && p.countedIn(f.SharedSpace, since) {
			f.count(p, f.SharedSpace, since)
		}
	}
	f.settle(f.SharedSpace)
	for _, s := range sums {
		switch {
		case s.SpaceID != f.ID:
		case s.Sort == "time":
			f.GivenMinutes, f.HiddenGiven = f.GivenMinutes+s.Asked, f.HiddenGiven+int(s.Received)
		case since != "" && (s.Sort == "gift" && s.On >= since || s.Sort == "invoice" && (s.On == "" || s.On > since)):
			f.InvoicedCents, f.ReceivedCents = f.InvoicedCents+s.Asked, f.ReceivedCents+s.Received
		}
	}
}

// spaceSum is what came together for a space on a day: of invoices the last day of what they are for, of gifts the first of their period.
type spaceSum struct {
	SpaceID         uint
	Sort            string // invoice, gift or time
	On              string
	Asked, Received int64 // of time: what may be read, and how many do not let it be read
}

// spaceSums reads them in one statement.
func spaceSums(ctx context.Context, db *gorm.DB, ids []uint) ([]spaceSum, error) {
	var all []spaceSum
	err := db.WithContext(ctx).Raw(`select s.id as space_id, 'invoice' as sort, i.service_to as "on", cast(sum(case when i.kind = 'invoice' then i.net_cents else -i.net_cents end) as bigint) as asked,
			cast(coalesce(sum((select sum(a.net_cents) from allocations a where a.invoice_id = i.id and a.payment_id is not null)), 0) as bigint) as received
			from shared_spaces s join invoices i on i.subscription_id = s.subscription_id where s.id in @ids and i.state = 'final'
			and exists (select 1 from pledges p where p.space_id = s.id and p.share_id is not null and p.organisation_id = i.organisation_id) group by s.id, i.service_to
		union all select d.space_id, 'gift', d.period_on, cast(sum(case when d.state in ('asked','received') then d.cents else 0 end) as bigint),
			cast(sum(case when d.state = 'received' then d.cents else 0 end) as bigint)
			from donations d join shared_spaces s on s.id = d.space_id and s.subscription_id is null where s.id in @ids group by d.space_id, d.period_on
		union all select p.space_id, 'time', '', `+strings.NewReplacer("visibility = ?", "visibility = @public", "withheld = ?", "withheld = @no").Replace(givenTime)+` from contributions
			join pledge_contributions l on l.contribution_id = contributions.id join pledges p on p.id = l.pledge_id where p.space_id in @ids and contributions.unit = 'MIN' and `+counting+` group by p.space_id`,
		map[string]any{"ids": ids, "public": Public, "no": false}).Scan(&all).Error
	for n := range all {
		all[n].On = dayOf(all[n].On)
	}
	return all, err
}

// Listed is a space in the public list, with how far its goal is promised where that may be told.
type Listed struct {
	SharedSpace
	PledgedCents int64 // by those who let everybody read it
	Hidden       int
	Sponsors     int // with time too, as the space's own page has them
	Reached      bool
	Whole        bool
}

// Tellable reports whether that is all that was promised.
func (l Listed) Tellable() bool { return l.Hidden == 0 }

// Partly reports whether what some promised openly may be told.
func (l Listed) Partly() bool { return l.Hidden > 0 && l.PledgedCents > 0 && !l.SharesOut() }

// PublicSpaces returns what everybody may see on a day: what gathers first, then what runs, in two statements. Promises of one sort and size are read
// together, as they are rounded alike.
func PublicSpaces(ctx context.Context, db *gorm.DB, today time.Time) ([]Listed, error) {
	rows, err := spaces(db).Where("shared_spaces.state in ('open','funded','running')").
		Order("case shared_spaces.state when 'open' then 0 when 'funded' then 1 else 2 end, shared_spaces.id desc").Limit(100).Find(ctx)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	ids, list := make([]uint, len(rows)), make([]Listed, len(rows))
	for n, s := range rows {
		ids[n], list[n].SharedSpace = s.ID, s
	}
	var alike []struct {
		Pledge
		N int
	}
	err = db.WithContext(ctx).Raw(`select space_id, every, visibility, unit, quantity, state, ended_at, count(*) as n from pledges
		where space_id in ? and `+stillCounted+` group by space_id, every, visibility, unit, quantity, state, ended_at`, ids, longAgo(today)).Scan(&alike).Error
	for n := range list {
		var c Carried
		since := list[n].PeriodOn(today)
		for _, p := range alike {
			if p.SpaceID == list[n].ID && p.countedIn(list[n].SharedSpace, since) && c.sum(p.Pledge, list[n].SharedSpace, since, p.N) {
				list[n].Sponsors += p.N
			}
		}
		c.stand(list[n].SharedSpace)
		list[n].PledgedCents, list[n].Hidden, list[n].Reached, list[n].Whole = c.OpenCents, c.Hidden, c.Reached, c.Whole
	}
	return list, err
}

package commons

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"chatiere/models/commons/formula"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Close ends the vote: after its last day, or when every voter has voted. A zero person is the portal, which does so on the day after.
func (r *Round) Close(ctx context.Context, db *gorm.DB, by people.User) error {
	if by.ID != 0 && !Council(by) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		now, err := takeRound(ctx, tx, r.ID)
		if err != nil {
			return err
		}
		*r = now
		day, err := today(ctx, tx)
		if err != nil {
			return err
		}
		t, err := r.TurnoutOf(ctx, tx)
		if err != nil {
			return err
		}
		all := t.Voters > 0 && t.Voters == t.Ballots
		if last := r.Rules().Deadlines.Closes; r.State == RoundOpen && day <= last && !all {
			return wrong("close", "error.round_not_over")
		}
		return r.move(ctx, tx, RoundClosed, by, "")
	})
}

// Compute counts, splits the pot and writes what each project receives. Nobody decides anything here: the formula does.
func (r *Round) Compute(ctx context.Context, db *gorm.DB) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		now, err := takeRound(ctx, tx, r.ID)
		if err != nil {
			return err
		}
		if *r = now; r.State != RoundClosed {
			return ErrMoved
		}
		projects, err := r.Projects(ctx, tx)
		if err != nil {
			return err
		}
		c, err := r.count(ctx, tx, projects)
		if err != nil {
			return err
		}
		in := c.in
		r.BaseCents, r.AccruedCents, r.CarriedCents, r.AvailableCents, r.Subscribers = in.Base, in.Accrued, in.Carried, in.Available, c.subscribers
		r.PotCents = r.Rules().Pot(in)
		var shares []formula.Share
		shares, r.LeftCents = r.Rules().Split(r.PotCents, c.weighed)
		if err := r.allocate(ctx, tx, c.projects, shares); err != nil {
			return err
		}
		return r.move(ctx, tx, RoundComputed, people.User{}, "", "BaseCents", "AccruedCents", "CarriedCents", "AvailableCents", "Subscribers", "PotCents", "LeftCents", "ResultSHA256")
	})
}

// allocate writes the shares, and seals them together with the formula.
func (r *Round) allocate(ctx context.Context, tx *gorm.DB, projects []RoundProject, shares []formula.Share) error {
	var sealed bytes.Buffer
	sealed.WriteString(r.FormulaSHA256)
	for i, s := range shares {
		text, err := json.Marshal(s)
		if err != nil {
			return err
		}
		sealed.WriteByte('\n')
		sealed.Write(text)
		a := RoundAllocation{RoundID: r.ID, ProjectID: projects[i].ID, Weight: s.Weight, Remainder: s.Remainder, Cents: s.Cents, Outcome: s.Outcome, Explanation: string(text)}
		if err := tx.WithContext(ctx).Create(&a).Error; err != nil {
			return err
		}
	}
	r.ResultSHA256 = formula.Hash(sealed.Bytes())
	return nil
}

// counted is all that a split is made of.
type counted struct {
	projects    []RoundProject
	weighed     []formula.Project
	in          formula.Inputs
	subscribers int
}

func (r Round) count(ctx context.Context, db *gorm.DB, projects []RoundProject) (counted, error) {
	c := counted{projects: projects}
	var err error
	var told toldInputs
	if c.in, told, c.subscribers, err = r.inputs(ctx, db); err != nil {
		return c, err
	}
	if r.Rules().Base.Kind == formula.ReceivedHT && told.Base != c.in.Base {
		c.subscribers = 0 // what of it is not told yet would follow from it
	}
	weights, err := r.weights(ctx, db)
	for _, p := range c.projects {
		w := weights[p.Ref]
		if r.Rules().Rule == formula.Equal {
			w = 1
		}
		c.weighed = append(c.weighed, formula.Project{ID: p.Ref, Weight: w, Eligible: p.Eligible})
	}
	return c, err
}

// weights are those of each project by the round's rule.
func (r Round) weights(ctx context.Context, db *gorm.DB) (formula.Points, error) {
	one := r.Rules()
	switch one.Rule {
	case formula.Fixed:
		return one.Weights, nil
	case formula.Usage:
		return r.usage(ctx, db)
	case formula.Vote:
		t, err := r.TurnoutOf(ctx, db)
		if err != nil {
			return nil, err
		}
		ballots, err := store.From[RoundBallot](db).Where("round_id = ?", r.ID).Find(ctx)
		var cast []formula.Points
		for _, b := range ballots {
			cast = append(cast, b.Points())
		}
		return one.Ballot.Count(t.Voters, cast), err
	}
	return nil, nil
}

// usage counts, for each project, on how many days of the period how many subscriptions had a service that runs on it.
func (r Round) usage(ctx context.Context, db *gorm.DB) (formula.Points, error) {
	var rows []struct{ Ref, From, Until string }
	p := r.Rules().Period
	err := db.WithContext(ctx).Raw(`select u.ref, s.delivered_on as "from", s.ended_on as until from subscriptions s
		join offer_services os on os.offer_id = s.offer_id join services v on v.id = os.service_id join upstreams u on u.id = v.upstream_id
		where s.delivered_on <> '' and s.delivered_on <= ? and (s.ended_on = '' or s.ended_on >= ?)`, p.To, p.From).Scan(&rows).Error
	sums := formula.Points{}
	for _, row := range rows {
		from, to := max(dayOf(row.From), p.From), p.To
		if row.Until != "" {
			to = min(dayOf(row.Until), p.To)
		}
		sums[row.Ref] += days(from, to)
	}
	return sums, err
}

// dayOf is a day as kept; SQLite's driver may take one for an instant.
func dayOf(text string) string { return text[:min(len(text), len(time.DateOnly))] }

// inputs are the sums of the round as the books tell them now, what of them everybody was told, and how many organisations paid.
func (r Round) inputs(ctx context.Context, db *gorm.DB) (formula.Inputs, toldInputs, int, error) {
	one := r.Rules()
	var row struct {
		Base, Accrued, Carried, Promised, Holds int64
		Told, ToldAccrued, Untold               int64
		Subscribers                             int
	}
	from, to := wholeMonths(one.Period)
	err := db.WithContext(ctx).Raw(`select
		cast(coalesce((select sum(net_cents) from redistribution_accruals where received_on between @from and @to), 0) as bigint) as base,
		cast(coalesce((select sum(part_cents) from redistribution_accruals where received_on between @from and @to), 0) as bigint) as accrued,
		coalesce((select left_cents from rounds where id <> @id and state <> 'cancelled' and computed_at is not null order by computed_at desc, id desc limit 1), 0) as carried,
		cast(coalesce((select sum(pot_cents - left_cents) from rounds where id <> @id and state = 'computed'), 0) as bigint) as promised,
		cast(coalesce((select balance from ledger_balances where path = @pot and unit = 'EUR'), 0) as bigint) as holds,
		`+toldSums+`,
		(select count(*) from (select coalesce(r.organisation_id, a.organisation_id) from redistribution_accruals r left join `+paidBy+`
			where r.received_on between @from and @to and coalesce(r.organisation_id, a.organisation_id) is not null group by 1 having sum(r.net_cents) > 0) p) as subscribers`,
		map[string]any{"from": one.Period.From, "to": one.Period.To, "id": r.ID, "month": from, "until": to, "pot": unallocated}).Scan(&row).Error
	if err != nil {
		return formula.Inputs{}, toldInputs{}, 0, err
	}
	told := toldInputs{row.Told, row.ToldAccrued, row.Untold}
	in := formula.Inputs{Base: row.Base, Accrued: row.Accrued, Carried: row.Carried, Available: max(0, row.Holds-row.Promised)}
	if one.Base.Kind != formula.ReceivedHT {
		in.Base, in.Accrued = one.Base.Cents, 0
	}
	if one.Base.Kind == formula.InvoicedHT {
		in.Base, row.Subscribers, err = invoiced(ctx, db, one.Period)
	}
	return in, told, row.Subscribers, err
}

// invoiced is what was invoiced before tax in a period, credit notes taken off, and to how many organisations some of it.
func invoiced(ctx context.Context, db *gorm.DB, p formula.Period) (sum int64, organisations int, err error) {
	flows, err := ledger.Flows(db.WithContext(ctx), string(Cents), p.From, p.To, ledger.ByYear)
	if err != nil {
		return 0, 0, err
	}
	for _, f := range flows {
		if f.Path == formula.Subscriptions {
			sum += f.Credits - f.Debits
		}
	}
	err = db.WithContext(ctx).Raw(`select count(*) from (select b.owner_id from ledger_transfers t join ledger_entries e on e.id = t.entry_id
		join ledger_accounts a on a.id in (t.debit_id, t.credit_id) and a.path = ? join ledger_accounts b on b.id in (t.debit_id, t.credit_id) and b.owner_type = 'party'
		where t.unit = ? and e.effective_on between ? and ? group by b.owner_id having sum(case when t.credit_id = a.id then t.amount else -t.amount end) > 0) o`,
		formula.Subscriptions, string(Cents), p.From, p.To).Scan(&organisations).Error
	return sum, organisations, err
}

// Projects returns the projects of a round by name, with their allocations once there are some.
func (r Round) Projects(ctx context.Context, db *gorm.DB) ([]RoundProject, error) {
	var all []RoundProject
	err := db.WithContext(ctx).Joins("Allocation").Joins("Organisation").Where("round_projects.round_id = ?", r.ID).Order("round_projects.name, round_projects.id").Find(&all).Error
	return all, err
}

// Example is a split as it might come out, or as it would come out today.
type Example struct {
	Sort   string // now, even, or lead: the first project has half of all points
	Shares []formula.Share
	Left   int64
}

// Preview shows, before a round opens, what its rules would do with the pot as it is today. Ballots are never looked at.
func (r *Round) Preview(ctx context.Context, db *gorm.DB, by people.User, projects []RoundProject) (pot int64, in formula.Inputs, all []Example, err error) {
	if !Council(by) {
		return 0, in, nil, store.ErrForbidden
	}
	c, err := r.count(ctx, db, projects)
	if err != nil {
		return 0, in, nil, err
	}
	one := r.Rules()
	pot, r.Subscribers = one.Pot(c.in), c.subscribers
	add := func(sort string, weigh func(i int, p formula.Project) int64) {
		e := Example{Sort: sort}
		weighed := append([]formula.Project(nil), c.weighed...)
		for i := range weighed {
			weighed[i].Weight = weigh(i, weighed[i])
		}
		e.Shares, e.Left = one.Split(pot, weighed)
		all = append(all, e)
	}
	if one.Rule != formula.Vote {
		add("now", func(_ int, p formula.Project) int64 { return p.Weight })
		return pot, c.in, all, nil
	}
	add("even", func(int, formula.Project) int64 { return 1 })
	first, rest := -1, int64(0)
	for i, p := range c.weighed {
		if p.Eligible && first < 0 {
			first = i
		} else if p.Eligible {
			rest++
		}
	}
	add("lead", func(i int, _ formula.Project) int64 {
		if i == first {
			return max(rest, 1)
		}
		return 1
	})
	return pot, c.in, all, nil
}

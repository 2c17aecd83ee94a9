package commons

import (
	"context"
	"time"

	"chatiere/models/billing"
	"chatiere/models/commons/carrying"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Sponsor is somebody who promised something to a space, as everybody may know them.
type Sponsor struct {
	Name  string // empty: they wish not to be named
	Unit  Unit
	Each  int64 // in a period; 0 where it is not told
	Told  bool
	Every Every
}

// Carried is how a space is carried: what was promised, invoiced (or asked for) and received, side by side and never added up; time apart.
type Carried struct {
	Sponsors      []Sponsor // who may be named, in the order of their promises
	Unnamed       int       // and how many may not
	Hidden        int       // how many wish that their amount is not known
	Tellable      bool      // whether sums may be told without betraying one of them
	Reached       bool      // enough to begin
	Quarters      int64     // how far, where sums may not be told
	PledgedCents  int64     // in a period, before tax
	InvoicedCents int64
	ReceivedCents int64
	GapCents      int64
	OverCents     int64 // beyond the goal: the reserve of the space
	OwnCents      int64 // what of the price its organisation pays itself
	Minutes       int64 // promised
	GivenMinutes  int64 // of it, given and accepted
}

// CarriedOf gathers how a space is carried on a day.
func CarriedOf(ctx context.Context, db *gorm.DB, s SharedSpace, today time.Time) (Carried, error) {
	since := s.PeriodOn(today)
	all, err := pledgesCounted(ctx, db, s, since)
	if err != nil {
		return Carried{}, err
	}
	c := Carried{}
	for _, p := range all {
		c.count(p, s)
	}
	c.Tellable = carrying.Tellable(c.Hidden)
	c.Reached = carrying.Reached(c.PledgedCents, s.GoalCents, s.ThresholdBP)
	c.Quarters = carrying.Quarters(c.PledgedCents, s.GoalCents)
	c.GapCents, c.OverCents = max(0, s.GoalCents-c.PledgedCents), max(0, c.PledgedCents-s.GoalCents)
	if !c.Tellable {
		for n := range c.Sponsors {
			if c.Sponsors[n].Unit == Cents {
				c.Sponsors[n].Told = false
			}
		}
	}
	if err := c.money(ctx, db, s, since); err != nil {
		return c, err
	}
	err = db.WithContext(ctx).Raw(`select cast(coalesce(sum(contributions.decided_quantity), 0) as bigint) from contributions
		join pledge_contributions l on l.contribution_id = contributions.id join pledges p on p.id = l.pledge_id where p.space_id = ? and `+counting, s.ID).Scan(&c.GivenMinutes).Error
	return c, err
}

// pledgesCounted are the promises that stand, those kept in the period under way, and those that left in it: who left is not to be found by what is missing.
func pledgesCounted(ctx context.Context, db *gorm.DB, s SharedSpace, since string) ([]Pledge, error) {
	q := pledges(db).Where("pledges.space_id = ?", s.ID)
	if since == "" {
		return q.Where("pledges.state = 'open'").Order("pledges.id").Limit(mostPledges).Find(ctx)
	}
	began, err := time.Parse(time.DateOnly, since)
	if err != nil {
		return nil, err
	}
	return q.Where("(pledges.state = 'open' or pledges.ended_at >= ? and pledges.state in ('fulfilled','cancelled'))", began).Order("pledges.id").Limit(mostPledges).Find(ctx)
}

// countedIn is the same of a promise that was read with others, in the period that began on a day; none has begun where it is empty.
func (p Pledge) countedIn(since string) bool {
	began, _ := time.Parse(time.DateOnly, since)
	return p.Open() || since != "" && (p.State == PledgeFulfilled || p.State == PledgeCancelled) && p.EndedAt != nil && !p.EndedAt.Before(began)
}

func (c *Carried) count(p Pledge, s SharedSpace) {
	if !c.sum(p, s, 1) || p.Visibility == Anonymous {
		return
	}
	c.Sponsors = append(c.Sponsors, Sponsor{Name: p.Name(), Unit: p.Unit, Each: p.PerPeriod(s.Period), Told: p.Visibility == Public, Every: p.Every})
}

// sum adds as many promises of one sort to the sums, each rounded for itself, and reports whether they are still promised. Lists and pages count alike:
// what they say is the same to the cent.
func (c *Carried) sum(p Pledge, s SharedSpace, n int) bool {
	hidden := p.Money() && p.Visibility != Public && p.Quantity > 0
	if hidden && (p.State != PledgeCancelled || s.State == SpaceRunning && p.EndedAt != nil && s.StartedAt != nil && !p.EndedAt.Before(*s.StartedAt)) {
		c.Hidden += n
	}
	if p.State == PledgeCancelled {
		return false
	}
	each := p.PerPeriod(s.Period) * int64(n)
	if p.Money() {
		c.PledgedCents += each
	} else {
		c.Minutes += each
	}
	if p.Visibility == Anonymous {
		c.Unnamed += n
	}
	return true
}

// money adds up what was invoiced or asked for in the period under way, and what of it came in.
func (c *Carried) money(ctx context.Context, db *gorm.DB, s SharedSpace, since string) error {
	if !s.Invoices() {
		if since == "" {
			return nil
		}
		return db.WithContext(ctx).Raw(`select cast(coalesce(sum(case when state in ('asked','received') then cents else 0 end), 0) as bigint),
			cast(coalesce(sum(case when state = 'received' then cents else 0 end), 0) as bigint) from donations where space_id = ? and period_on >= ?`, s.ID, since).
			Row().Scan(&c.InvoicedCents, &c.ReceivedCents)
	}
	sub, err := store.From[billing.Subscription](db).Where("id = ?", *s.SubscriptionID).Take(ctx)
	if err != nil {
		return err
	}
	c.OwnCents = max(0, sub.Plan().Cents()-s.GoalCents)
	if since == "" {
		return nil
	}
	payers := db.Model(&Pledge{}).Where("space_id = ? and share_id is not null", s.ID).Select("organisation_id")
	c.InvoicedCents, c.ReceivedCents, err = billing.InvoicedTo(ctx, db, sub, payers, since)
	return err
}

// SpacesRunning are the spaces that run, for the quarterly letter.
func SpacesRunning(ctx context.Context, db *gorm.DB) ([]SharedSpace, error) {
	return store.From[SharedSpace](db).Where("state = ?", SpaceRunning).Order("id").Limit(500).Find(ctx)
}

package commons

import (
	"context"
	"slices"
	"time"

	"chatiere/models/billing"
	"chatiere/models/billing/period"
	"chatiere/models/commons/carrying"
	"chatiere/models/commons/discretion"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Sponsor is somebody who promised something to a space, as everybody may know them.
type Sponsor struct {
	Name  string // empty: they wish not to be named
	Unit  Unit
	Each  int64 // in a period; 0 where it is not told
	Told  bool
	Every Every
}

// Carried is how a space is carried: what was promised, invoiced (or asked for) and received, side by side and never added up; time apart. What its
// public pages and letters may say of the sums, Level says.
type Carried struct {
	Sponsors      []Sponsor // a page of those who may be named, in the order of their promises
	After         string    // where the next page of them begins; empty on the last
	Named         int       // how many they are
	Unnamed       int       // and how many may not be named
	Hidden        int       // how many wish that their amount is not known
	Level         discretion.Level
	Payers        int   // how many promised money
	Reached       bool  // enough to begin
	Whole         bool  // all of the goal, among so many that none of them finds another's part by it
	Quarters      int64 // how far, where sums are told roughly
	OpenCents     int64 // of what is promised, what everybody may read
	PledgedCents  int64 // in a period, before tax
	InvoicedCents int64
	ReceivedCents int64
	GapCents      int64
	OverCents     int64 // beyond the goal: the reserve of the space
	OwnCents      int64 // what of the price its organisation pays itself
	Minutes       int64 // promised, by those who let everybody read it
	HiddenTime    int   // how many promised time and do not
	GivenMinutes  int64 // of time promised, what was given, accepted and may be read
	HiddenGiven   int   // how many gave time and do not say how much

	hidden            []discretion.Entry
	promised, keepers []knows
	named             []Pledge // of those who may be named
}

// knows is that a person knows what an organisation promised: they promised it, or keep its money.
type knows struct {
	UserID, OrganisationID uint
	Roles                  string
}

// keepersOf are those who keep the money of the organisations that hide what they promised to some spaces, if one does. The council reads everything
// anyhow.
func keepersOf(ctx context.Context, db *gorm.DB, spaces []uint, promised []Pledge) (all []knows, err error) {
	hides := func(p Pledge) bool { return p.OrganisationID != nil && p.Money() && p.Visibility != Public }
	if !slices.ContainsFunc(promised, hides) {
		return nil, nil
	}
	err = db.WithContext(ctx).Raw(`select m.user_id, m.organisation_id, u.roles from memberships m join users u on u.id = m.user_id where m.until_at is null and m.role in ?
		and m.organisation_id in (select organisation_id from pledges where space_id in ? and unit = ? and visibility <> ?)`,
		[]people.MemberRole{people.Owner, people.Treasurer}, spaces, Cents, Public).Scan(&all).Error
	return slices.DeleteFunc(all, func(k knows) bool { return Council(people.User{ID: k.UserID, Roles: k.Roles}) }), err
}

// parties makes one party of an organisation, who promised for it, and those who keep its money: each of them knows the part of the others.
func (c *Carried) parties() {
	circles, theirs := discretion.Circles{}, map[uint]bool{}
	for _, k := range c.promised {
		theirs[k.OrganisationID] = true
	}
	for _, k := range slices.Concat(c.promised, c.keepers) {
		if theirs[k.OrganisationID] {
			circles.Join(named("person", k.UserID), named("organisation", k.OrganisationID))
		}
	}
	for n := range c.hidden {
		c.hidden[n].Party = circles.Of(c.hidden[n].Party)
	}
}

// Tellable reports whether sums may be told to the cent.
func (c Carried) Tellable() bool { return c.Level == discretion.Entirely }

// Roughly reports whether they may be told in quarters.
func (c Carried) Roughly() bool { return c.Level == discretion.Roughly }

// Partly reports whether what is told is only what some promised openly.
func (c Carried) Partly() bool { return c.Level == discretion.Nothing && c.OpenCents > 0 }

// sponsorsShown is how many sponsors a page names.
const sponsorsShown = 50

// CarriedOf gathers how a space is carried on a day, with the first page of its sponsors.
func CarriedOf(ctx context.Context, db *gorm.DB, s SharedSpace, today time.Time) (Carried, error) {
	return CarriedAfter(ctx, db, s, today, "")
}

// CarriedAfter is the same with the page of sponsors that begins at a key. The sums are always those of all promises.
func CarriedAfter(ctx context.Context, db *gorm.DB, s SharedSpace, today time.Time, after string) (Carried, error) {
	since := s.PeriodOn(today)
	all, err := pledgesCounted(ctx, db, s, since)
	if err != nil {
		return Carried{}, err
	}
	c := Carried{}
	if c.keepers, err = keepersOf(ctx, db, []uint{s.ID}, all); err != nil {
		return c, err
	}
	for _, p := range all {
		c.count(p, s, since)
	}
	c.settle(s)
	c.name(s, store.FromKey(after))
	if err := c.money(ctx, db, s, since); err != nil {
		return c, err
	}
	err = db.WithContext(ctx).Raw(`select `+givenTime+` from contributions
		join pledge_contributions l on l.contribution_id = contributions.id join pledges p on p.id = l.pledge_id where p.space_id = ? and contributions.unit = 'MIN' and `+counting, Public, false, Public, false, s.ID).
		Row().Scan(&c.GivenMinutes, &c.HiddenGiven)
	return c, err
}

// givenTime is what may be read of the time that was given, and how many do not let it be read.
const givenTime = `cast(coalesce(sum(case when contributions.visibility = ? and contributions.withheld = ? then contributions.decided_quantity else 0 end), 0) as bigint),
		cast(coalesce(sum(case when contributions.visibility = ? and contributions.withheld = ? then 0 else 1 end), 0) as bigint)`

// settle says what follows from the promises that were counted, and how much of it may be told.
func (c *Carried) settle(s SharedSpace) {
	c.parties()
	c.Level = discretion.LevelOf(c.hidden)
	c.stand(s)
	c.Quarters = carrying.Quarters(c.PledgedCents, s.GoalCents)
	c.GapCents, c.OverCents = max(0, s.GoalCents-c.PledgedCents), max(0, c.PledgedCents-s.GoalCents)
	if c.untold(s) {
		c.OpenCents = 0
	}
}

// untold reports whether no amount of money that was promised may be told, as a hidden one would follow from the others.
func (c Carried) untold(s SharedSpace) bool { return c.Level == discretion.Nothing && s.SharesOut() }

// name puts the sponsors of a page, of those whose promises were counted, after one of them.
func (c *Carried) name(s SharedSpace, after uint) {
	left := slices.DeleteFunc(slices.Clone(c.named), func(p Pledge) bool { return p.ID <= after })
	page := store.Paged(left[:min(len(left), sponsorsShown+1)], sponsorsShown, func(p Pledge) string { return store.Key(p.ID) })
	for _, p := range page.Items {
		told := p.Visibility == Public && (!p.Money() || !c.untold(s))
		c.Sponsors = append(c.Sponsors, Sponsor{Name: p.Name(), Unit: p.Unit, Each: p.PerPeriod(s.Period), Told: told, Every: p.Every})
	}
	c.After = page.Next
}

// stand says how far the space has come, without a sum: that may always be told.
func (c *Carried) stand(s SharedSpace) {
	c.Reached = carrying.Reached(c.PledgedCents, s.GoalCents, s.ThresholdBP)
	c.Whole = c.PledgedCents >= s.GoalCents && c.Payers >= discretion.Fewest
}

// SharesOut reports whether the parts make up a sum that everybody knows: a bill, or a goal that they shrink to. A hidden part would follow from it
// once the others are known, so of such a space not even those are told while it is alone.
func (s SharedSpace) SharesOut() bool { return s.Mode != Fixed || s.Invoices() }

// pledgesCounted are the promises that stand, those kept in the period under way, and those that left in it: who left is not to be found by what is
// missing. Where promises become invoices, those of the period before may still be paid in this one.
func pledgesCounted(ctx context.Context, db *gorm.DB, s SharedSpace, since string) ([]Pledge, error) {
	q := store.From[Pledge](db).Joins(clause.Has("User"), store.Only("id", "name", "email")).
		Joins(clause.JoinTarget{Association: "Organisation", Type: clause.LeftJoin}, store.Only("id", "name")).Where("pledges.space_id = ?", s.ID).Order("pledges.id")
	if since == "" {
		return q.Where("pledges.state = 'open'").Find(ctx)
	}
	return q.Where("(pledges.state = 'open' or pledges.ended_at >= ? and pledges.state in ('fulfilled','cancelled'))", s.looksBack(since)).Find(ctx)
}

// looksBack is since when promises that ended are still looked at, in the period that began on a day.
func (s SharedSpace) looksBack(since string) time.Time {
	began, _ := time.Parse(time.DateOnly, since)
	switch {
	case !s.Invoices():
		return began
	case s.Period == period.Month:
		return began.AddDate(0, -1, 0)
	}
	return began.AddDate(-1, 0, 0)
}

// countedIn is the same of a promise that was read with others, in the period that began on a day; none has begun where it is empty.
func (p Pledge) countedIn(s SharedSpace, since string) bool {
	return p.Open() || since != "" && (p.State == PledgeFulfilled || p.State == PledgeCancelled) && p.EndedAt != nil && !p.EndedAt.Before(s.looksBack(since))
}

// count adds a promise to the sums of the period that began on a day, and its sponsor to those who may be named; none has begun where it is empty.
func (c *Carried) count(p Pledge, s SharedSpace, since string) {
	if !c.sum(p, s, since, 1) || p.Visibility == Anonymous {
		return
	}
	c.Named++
	c.named = append(c.named, p)
}

// sum adds as many promises of one sort to the sums, each rounded for itself, and reports whether they are still promised. Lists and pages count alike:
// what they say is the same to the cent.
func (c *Carried) sum(p Pledge, s SharedSpace, since string, n int) bool {
	each := p.PerPeriod(s.Period)
	if p.Visibility != Public && p.Quantity > 0 && (p.State != PledgeCancelled || s.State == SpaceRunning && p.EndedAt != nil && s.StartedAt != nil && !p.EndedAt.Before(*s.StartedAt)) {
		c.hide(p, each, n)
	}
	if p.State == PledgeCancelled || p.EndedAt != nil && since != "" && p.EndedAt.Format(time.DateOnly) < since {
		return false
	}
	each *= int64(n)
	if p.Money() {
		c.PledgedCents, c.Payers = c.PledgedCents+each, c.Payers+n
	}
	if p.Visibility == Public && p.Money() {
		c.OpenCents += each
	} else if p.Visibility == Public {
		c.Minutes += each
	}
	if p.Visibility == Anonymous {
		c.Unnamed += n
	}
	return true
}

// hide counts as many promises of one sort of which not everybody may know how much they are.
func (c *Carried) hide(p Pledge, each int64, n int) {
	if !p.Money() {
		c.HiddenTime += n
		return
	}
	c.Hidden += n
	party := named("person", p.UserID)
	if p.OrganisationID != nil {
		c.promised = append(c.promised, knows{UserID: p.UserID, OrganisationID: *p.OrganisationID})
		party = named("organisation", *p.OrganisationID)
	}
	c.hidden = append(c.hidden, discretion.Entry{ID: p.ID, Party: party, Amount: each})
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

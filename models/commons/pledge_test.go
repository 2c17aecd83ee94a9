package commons_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"chatiere/models/billing/period"
	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"
)

func because(string) string { return "parce que" }

// space is a shared space whose money is given: a goal of 1,000.00 a year, until the end of December.
func (v village) space(change ...func(*commons.SpaceForm)) commons.SharedSpace {
	v.t.Helper()
	f := commons.SpaceForm{Title: "Des notes ouvertes à toutes les écoles", About: "Un bloc-notes sans compte.", Cents: 100_000, Hours: "20", Period: period.Year, Threshold: "80", Mode: commons.Fixed, Deadline: "2026-12-31"}
	for _, c := range change {
		c(&f)
	}
	s, err := commons.MakeSpace(ctx, v.db, v.omar, &f)
	v.must(err)
	v.must(s.Open(ctx, v.db, v.omar))
	return v.fresh(s)
}

func (v village) fresh(s commons.SharedSpace) commons.SharedSpace {
	v.t.Helper()
	s, err := commons.LoadSpace(ctx, v.db, s.ID)
	v.must(err)
	return s
}

func (v village) pledges(s commons.SharedSpace, by people.User, cents int64, change ...func(*commons.PledgeForm)) commons.Pledge {
	v.t.Helper()
	f := commons.PledgeForm{Unit: commons.Cents, Cents: cents, Every: commons.EveryYear, For: commons.Myself, Visibility: commons.Public, Lang: "fr"}
	for _, c := range change {
		c(&f)
	}
	p, err := commons.MakePledge(ctx, v.db, by, s, &f)
	v.must(err)
	return v.pledge(p)
}

func (v village) pledge(p commons.Pledge) commons.Pledge {
	v.t.Helper()
	p, err := commons.LoadPledge(ctx, v.db, p.ID)
	v.must(err)
	return p
}

func (v village) carried(s commons.SharedSpace) commons.Carried {
	v.t.Helper()
	c, err := commons.CarriedOf(ctx, v.db, v.fresh(s), storetest.Noon)
	v.must(err)
	v.sameInTheList(s, c)
	return c
}

// sameInTheList checks that the line of a space says the same as its own page.
func (v village) sameInTheList(s commons.SharedSpace, c commons.Carried) {
	v.t.Helper()
	all, err := commons.SpaceFigures(ctx, v.db, storetest.Noon)
	v.must(err)
	for _, f := range all {
		l := f.Carried
		if f.ID == s.ID && (l.PledgedCents != c.PledgedCents || l.InvoicedCents != c.InvoicedCents || l.ReceivedCents != c.ReceivedCents || l.Minutes != c.Minutes ||
			l.GivenMinutes != c.GivenMinutes || l.Hidden != c.Hidden || l.Level != c.Level || l.OpenCents != c.OpenCents || l.HiddenTime != c.HiddenTime || l.HiddenGiven != c.HiddenGiven || l.Quarters != c.Quarters) {
			v.t.Errorf("the list says %+v, the page %+v", l, c)
		}
	}
}

func (v village) turns(days int) {
	v.t.Helper()
	v.clock(days)
	v.must(commons.TurnSpaces(ctx, v.db, because))
}

func (v village) gifts(p commons.Pledge) []commons.Donation {
	v.t.Helper()
	all, err := commons.DonationsOf(ctx, v.db, p)
	v.must(err)
	return all
}

func discreetly(as commons.Visibility) func(*commons.PledgeForm) {
	return func(f *commons.PledgeForm) { f.Visibility = as }
}

func every(e commons.Every) func(*commons.PledgeForm) {
	return func(f *commons.PledgeForm) { f.Every = e }
}

func TestASpaceIsFundedAtItsThresholdAndRunsWhenItIsStarted(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		s := v.space()
		kim := v.pledges(s, v.kim, 50_000)
		if v.fresh(s).State != commons.SpaceOpen || len(v.gifts(kim)) != 0 {
			t.Error("something is asked for before the goal is near")
		}
		is(t, s.Start(ctx, v.db, v.omar), store.ErrConflict)
		is(t, s.Start(ctx, v.db, v.kim), store.ErrForbidden)
		v.pledges(s, v.lou, 30_000, every(commons.Once))
		if v.fresh(s).State != commons.SpaceFunded {
			t.Error("not funded at 80 %")
		}
		v.must(s.Start(ctx, v.db, v.omar))
		if c := v.carried(s); c.PledgedCents != 80_000 || c.InvoicedCents != 80_000 || c.ReceivedCents != 0 || c.GapCents != 20_000 {
			t.Errorf("%+v", c)
		}
		if got := v.gifts(kim); len(got) != 1 || got[0].Cents != 50_000 || got[0].State != commons.DonationAsked {
			t.Errorf("%+v", got)
		}
		eve := v.pledges(s, v.eve, 20_000)
		if c := v.carried(s); c.GapCents != 0 || len(v.gifts(eve)) != 1 {
			t.Error("who comes later is not asked at once", c.GapCents)
		}
	})
}

// TestASpaceThatASponsorLeavesBeforeItBeganIsOpenAgain: what everybody read stays true, that it begins only where enough is promised.
func TestASpaceThatASponsorLeavesBeforeItBeganIsOpenAgain(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		s := v.space()
		kim, lou := v.pledges(s, v.kim, 50_000), v.pledges(s, v.lou, 30_000)
		eve := v.pledges(s, v.eve, 1_000)
		v.must(eve.End(ctx, v.db, v.eve, because))
		if v.fresh(s).State != commons.SpaceFunded || v.promised("space_short") != 0 {
			t.Error("enough is promised still")
		}
		v.must(lou.End(ctx, v.db, v.lou, because))
		if now := v.fresh(s); now.State != commons.SpaceOpen || now.FundedAt != nil || v.promised("space_short") != 1 {
			t.Errorf("%s, told %d times", now.State, v.promised("space_short"))
		}
		is(t, s.Start(ctx, v.db, v.omar), store.ErrConflict)
		again := v.pledges(s, v.lou, 30_000)
		if v.fresh(s).State != commons.SpaceFunded || v.promised("space_turned") != 2 {
			t.Error(v.fresh(s).State)
		}
		v.must(v.db.Exec("update pledges set state = 'cancelled' where id = ?", again.ID).Error) // as when a person is erased
		is(t, s.Start(ctx, v.db, v.omar), store.ErrConflict)
		v.turns(37)
		if v.fresh(s).State != commons.SpaceAbandoned || v.pledge(kim).State != commons.PledgeCancelled || len(v.gifts(kim)) != 0 {
			t.Error(v.fresh(s).State, v.pledge(kim).State)
		}
	})
}

func TestASpaceIsAbandonedAtItsDeadlineAndNothingIsAskedOfAnybody(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		s := v.space()
		p := v.pledges(s, v.kim, 50_000)
		v.turns(30)
		if v.fresh(s).State != commons.SpaceOpen {
			t.Error("abandoned too early")
		}
		v.turns(37)
		if v.fresh(s).State != commons.SpaceAbandoned || v.pledge(p).State != commons.PledgeCancelled || len(v.gifts(p)) != 0 {
			t.Error(v.fresh(s).State, v.pledge(p).State)
		}
		_, err := commons.MakePledge(ctx, v.db, v.lou, s, &commons.PledgeForm{Unit: commons.Cents, Cents: 1000, Every: commons.Once, For: commons.Myself})
		is(t, err, store.ErrConflict)
	})
}

func TestPartsShrinkToTheGoalToTheCentAndTheRestIsProposedToAnotherSpace(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		adaptive := v.space(func(f *commons.SpaceForm) { f.Mode = commons.Adaptive })
		kim, lou, eve := v.pledges(adaptive, v.kim, 50_000), v.pledges(adaptive, v.lou, 50_000), v.pledges(adaptive, v.eve, 50_000)
		v.must(adaptive.Start(ctx, v.db, v.omar))
		got := []int64{v.pledge(kim).Quantity, v.pledge(lou).Quantity, v.pledge(eve).Quantity}
		if !slices.Equal(got, []int64{33_334, 33_333, 33_333}) {
			t.Error(got)
		}
		other := v.space()
		cascade := v.space(func(f *commons.SpaceForm) { f.Mode, f.CascadeTo = commons.Cascade, other.Ref })
		a, b := v.pledges(cascade, v.kim, 80_000), v.pledges(cascade, v.lou, 40_000)
		v.must(cascade.Start(ctx, v.db, v.omar))
		a, b = v.pledge(a), v.pledge(b)
		if a.Quantity+b.Quantity != 100_000 || a.Offered != 13_333 || !a.Offers() || !b.Offers() {
			t.Errorf("%+v %+v", a, b)
		}
		is(t, a.AnswerOffer(ctx, v.db, v.lou, true, "fr"), store.ErrForbidden)
		v.must(a.AnswerOffer(ctx, v.db, v.kim, true, "fr"))
		v.must(b.AnswerOffer(ctx, v.db, v.lou, false, "fr"))
		if c := v.carried(other); c.PledgedCents != 13_333 {
			t.Errorf("%d went to the other space", c.PledgedCents)
		}
		fixed := v.space()
		v.pledges(fixed, v.kim, 90_000)
		v.pledges(fixed, v.lou, 30_000)
		v.must(fixed.Start(ctx, v.db, v.omar))
		if c := v.carried(fixed); c.PledgedCents != 120_000 || c.OverCents != 20_000 {
			t.Errorf("%+v", c)
		}
	})
}

func TestWhoLeavesRaisesNobodyAndTheGapIsToldOnce(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		s := v.space()
		kim, lou := v.pledges(s, v.kim, 60_000), v.pledges(s, v.lou, 40_000)
		v.must(s.Start(ctx, v.db, v.omar))
		is(t, kim.End(ctx, v.db, v.lou, because), store.ErrForbidden)
		v.must(kim.End(ctx, v.db, v.kim, because))
		is(t, kim.End(ctx, v.db, v.kim, because), store.ErrConflict)
		if c := v.carried(s); c.GapCents != 60_000 || v.pledge(lou).Quantity != 40_000 {
			t.Errorf("%+v", c)
		}
		if v.fresh(s).GapToldOn != day(0) || v.gifts(kim)[0].State != commons.DonationDropped {
			t.Error("the gap is not told, or the gift still waited for")
		}
		v.must(s.CarryGap(ctx, v.db, v.omar, "Nous le portons jusqu’à l’été."))
		if !v.fresh(s).CarriedByHost() {
			t.Error("not stated")
		}
	})
}

func TestTheListOfSpacesCountsWhoGivesTimeAsTheirPageDoes(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		s := v.space()
		v.pledges(s, v.kim, 40_000)
		v.pledges(s, v.lou, 0, func(f *commons.PledgeForm) { f.Unit, f.Hours, f.Every = commons.Minutes, "5", commons.Once })
		list, err := commons.PublicSpaces(ctx, v.db, storetest.Noon)
		v.must(err)
		c := v.carried(s)
		if len(list) != 1 || list[0].Sponsors != 2 || len(c.Sponsors) != 2 || list[0].PledgedCents != 40_000 || c.PledgedCents != 40_000 {
			t.Errorf("%+v beside %+v", list, c)
		}
	})
}

func TestPromisedTimeIsFulfilledByAcceptedContributionsAndLapses(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		s := v.space()
		asHours := func(n string) func(*commons.PledgeForm) {
			return func(f *commons.PledgeForm) { f.Unit, f.Hours, f.Every = commons.Minutes, n, commons.Once }
		}
		p, late := v.pledges(s, v.kim, 0, asHours("1")), v.pledges(s, v.lou, 0, asHours("5"))
		c := v.log(v.kim)
		v.must(p.Progress(ctx, v.db, v.kim, []string{c.Ref}))
		if v.pledge(p).State != commons.PledgeOpen {
			t.Error("fulfilled before anybody accepted it")
		}
		v.accept(v.confirm(c, v.bob, v.eve), v.samia)
		v.turns(1)
		if v.pledge(p).State != commons.PledgeFulfilled || v.carried(s).GivenMinutes != 60 || v.carried(s).PledgedCents != 0 {
			t.Errorf("%s %+v", v.pledge(p).State, v.carried(s))
		}
		v.pledges(s, v.eve, 90_000)
		v.must(s.Start(ctx, v.db, v.omar))
		v.turns(60)
		if v.pledge(late).State != commons.PledgeOpen {
			t.Error("lapsed too early")
		}
		v.turns(70)
		if v.pledge(late).State != commons.PledgeLapsed {
			t.Error(v.pledge(late).State)
		}
	})
}

func TestWrongPledgesAndSpacesAreRefusedAtTheirField(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		s := v.space(func(f *commons.SpaceForm) { f.Hours = "" })
		for field, f := range map[string]commons.PledgeForm{
			"amount error.money":          {Unit: commons.Cents, Cents: 10, Every: commons.Once, For: commons.Myself},
			"every error.choose":          {Unit: commons.Cents, Cents: 1000, Every: "daily", For: commons.Myself},
			"unit error.choose":           {Unit: commons.Minutes, Hours: "3", Every: commons.Once, For: commons.Myself},
			"organisation error.required": {Unit: commons.Cents, Cents: 1000, Every: commons.Once},
			"visibility error.choose":     {Unit: commons.Cents, Cents: 1000, Every: commons.Once, For: commons.Myself, Visibility: "loud"},
		} {
			var name, key string
			_, _ = fmt.Sscan(field, &name, &key)
			_, err := commons.MakePledge(ctx, v.db, v.kim, s, &f)
			refusal(t, err, name, key)
		}
		v.pledges(s, v.kim, 1_000)
		_, err := commons.MakePledge(ctx, v.db, v.kim, s, &commons.PledgeForm{Unit: commons.Cents, Cents: 1000, Every: commons.Once, For: commons.Myself})
		refusal(t, err, "for", "error.pledged_already")
		_, err = commons.MakeSpace(ctx, v.db, v.kim, &commons.SpaceForm{})
		is(t, err, store.ErrForbidden)
		_, err = commons.MakeSpace(ctx, v.db, v.omar, &commons.SpaceForm{Title: "X", About: "Y", Cents: 100, Period: period.Year, Threshold: "101", Mode: commons.Cascade, Deadline: "2020-01-01"})
		for field, key := range map[string]string{"threshold": "error.percent_whole", "cascade_to": "error.required", "deadline": "error.date_past"} {
			refusal(t, err, field, key)
		}
		other := s.Filled("", "")
		other.Cents, other.Title, other.Version = 1, "Un autre nom", v.fresh(s).Version-1
		is(t, s.Change(ctx, v.db, v.omar, &other), store.ErrConflict)
		other.Cents, other.Version = 50_000, v.fresh(s).Version
		v.must(s.Change(ctx, v.db, v.omar, &other))
		if now := v.fresh(s); now.Title != "Un autre nom" || now.GoalCents != 100_000 {
			t.Error("a goal that people promised for was changed", now.GoalCents)
		}
		if _, err := commons.FindSpace(ctx, v.db, people.User{}, s.Ref); err != nil && !errors.Is(err, store.ErrNotFound) {
			t.Error(err)
		}
	})
}

func TestPeriodsOfGiftsAreCountedFromTheirSpace(t *testing.T) {
	s := commons.SharedSpace{StartedOn: "2026-01-31", Period: period.Month}
	if got := s.PeriodOn(time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)); got != "2026-02-28" {
		t.Error(got)
	}
}

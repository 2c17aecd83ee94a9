package commons_test

import (
	"testing"

	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store/storetest"
)

func TestADiscreetAmountIsNeverFoundBySubtraction(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		s := v.space()
		v.pledges(s, v.kim, 40_000)
		if c := v.carried(s); !c.Tellable() || c.PledgedCents != 40_000 {
			t.Errorf("nothing is hidden: %+v", c)
		}
		hidden := v.pledges(s, v.lou, 30_000, discreetly(commons.Anonymous))
		c := v.carried(s)
		if c.Tellable() || c.Roughly() || !c.Partly() || c.OpenCents != 40_000 || c.Hidden != 1 || c.Unnamed != 1 || len(c.Sponsors) != 1 || !c.Sponsors[0].Told {
			t.Errorf("one alone: %+v", c)
		}
		v.pledges(s, v.eve, 25_000, discreetly(commons.AmountHidden))
		c = v.carried(s)
		if c.Tellable() || c.Roughly() || c.OpenCents != 40_000 || c.Hidden != 2 || len(c.Sponsors) != 2 || c.Sponsors[1].Told {
			t.Errorf("two find each other: %+v", c)
		}
		third := v.pledges(s, v.bob, 20_000, discreetly(commons.AmountHidden))
		if c = v.carried(s); c.Tellable() || !c.Roughly() || c.Quarters != 3 {
			t.Errorf("three hide each other, to a quarter: %+v", c)
		}
		v.must(s.Start(ctx, v.db, v.omar))
		v.must(hidden.End(ctx, v.db, v.lou, because))
		if c = v.carried(s); c.Hidden != 3 || c.Tellable() {
			t.Errorf("who left is found by what is missing: %+v", c)
		}
		v.must(third.Show(ctx, v.db, v.bob, commons.Public))
		if c = v.carried(s); c.Tellable() || c.Roughly() || c.OpenCents != 60_000 {
			t.Errorf("two are hidden again: %+v", c)
		}
	})
}

func TestPartsThatAreSharedOutToTheCentAreNotToldBesideAHiddenOne(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		s := v.space(func(f *commons.SpaceForm) { f.Mode = commons.Adaptive })
		v.pledges(s, v.kim, 40_000)
		v.pledges(s, v.lou, 90_000, discreetly(commons.AmountHidden))
		if c := v.carried(s); c.OpenCents != 0 || c.Partly() || c.Sponsors[0].Told || c.Sponsors[1].Told {
			t.Errorf("the goal less what is told is the hidden part: %+v", c)
		}
		if c := v.carried(s); !c.Reached || c.Whole {
			t.Errorf("two carry all of the goal, and each would know the other's part: %+v", c)
		}
		v.pledges(s, v.eve, 10_000)
		list, err := commons.PublicSpaces(ctx, v.db, storetest.Noon)
		v.must(err)
		if c := v.carried(s); !c.Reached || !c.Whole || len(list) != 1 || !list[0].Whole {
			t.Errorf("that three carry all of it may be told: %+v", c)
		}
	})
}

func TestDiscreetTimeOfASpaceIsNotInItsSums(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		s := v.space()
		asHours := func(n string, shown commons.Visibility) func(*commons.PledgeForm) {
			return func(f *commons.PledgeForm) {
				f.Unit, f.Hours, f.Every, f.Visibility = commons.Minutes, n, commons.Once, shown
			}
		}
		v.pledges(s, v.kim, 0, asHours("3", commons.Public))
		p := v.pledges(s, v.lou, 0, asHours("7", commons.AmountHidden))
		if c := v.carried(s); c.Minutes != 180 || c.HiddenTime != 1 {
			t.Errorf("%+v", c)
		}
		done := v.log(v.lou, func(f *commons.Form) { f.Visibility = commons.AmountHidden })
		v.must(p.Progress(ctx, v.db, v.lou, []string{done.Ref}))
		v.accept(v.confirm(done, v.bob), v.samia)
		if c := v.carried(s); c.GivenMinutes != 0 || c.HiddenGiven != 1 {
			t.Errorf("%+v", c)
		}
	})
}

func TestWhoPromisesForAnOrganisationIsOnePartyWithIt(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		s := v.space()
		v.pledges(s, v.bob, 30_000, discreetly(commons.AmountHidden))
		v.pledges(s, v.bob, 25_000, discreetly(commons.AmountHidden), func(f *commons.PledgeForm) { f.For = v.copeaux.Ref })
		v.pledges(s, v.lou, 20_000, discreetly(commons.AmountHidden))
		v.must(v.db.Exec("update memberships set role = 'member' where user_id = ?", v.bob.ID).Error) // he does not forget what he promised
		if c := v.carried(s); c.Roughly() || c.Hidden != 3 {
			t.Errorf("bob finds lou's: %+v", c)
		}
		v.pledges(s, v.eve, 25_000, discreetly(commons.AmountHidden))
		if c := v.carried(s); !c.Roughly() {
			t.Errorf("three parties: %+v", c)
		}
	})
}

func TestWhoKeepsTheMoneyOfAnOrganisationIsOnePartyWithIt(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		s := v.space()
		v.pledges(s, v.bob, 30_000, discreetly(commons.AmountHidden), func(f *commons.PledgeForm) { f.For = v.copeaux.Ref })
		v.pledges(s, v.kim, 25_000, discreetly(commons.AmountHidden))
		v.pledges(s, v.lou, 20_000, discreetly(commons.AmountHidden))
		if c := v.carried(s); !c.Roughly() {
			t.Errorf("three parties: %+v", c)
		}
		_, err := people.Join(ctx, v.db, v.kim.ID, v.copeaux.ID, people.Member)
		v.must(err)
		if c := v.carried(s); !c.Roughly() {
			t.Errorf("a member does not read what their organisation promised: %+v", c)
		}
		v.must(v.db.Exec("update memberships set role = 'treasurer' where user_id = ?", v.kim.ID).Error)
		if c := v.carried(s); c.Roughly() || c.Hidden != 3 {
			t.Errorf("kim finds lou's: %+v", c)
		}
	})
}

package commons_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"chatiere/models/billing/period"
	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"
)

// TestTheListOfSpacesSaysWhatTheirPagesSay makes promises of every rhythm, size and discretion at random, keeps and ends some, and compares to the cent.
func TestTheListOfSpacesSaysWhatTheirPagesSay(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		dice := rand.New(rand.NewPCG(58328, uint64(len(t.Name()))))
		var all []commons.SharedSpace
		for n, every := range []period.Interval{period.Month, period.Year, period.Month} {
			s := v.space(func(f *commons.SpaceForm) { f.Period, f.Threshold, f.Title = every, "1", fmt.Sprint("Espace ", n) })
			for k := range 14 {
				v.promisesAnything(dice, s, fmt.Sprintf("p%d-%d", n, k))
			}
			if s = v.fresh(s); n > 0 && s.State == commons.SpaceFunded {
				v.must(s.Start(ctx, v.db, v.omar))
				v.someLeave(dice, s)
			}
			all = append(all, v.fresh(s))
		}
		for _, days := range []int{30, 70} { // in another month, who left or was done before is over
			v.clock(days)
			v.sameInThePublicList(all, storetest.Noon.AddDate(0, 0, days))
		}
	})
}

func (v village) sameInThePublicList(all []commons.SharedSpace, now time.Time) {
	v.t.Helper()
	list, err := commons.PublicSpaces(ctx, v.db, now)
	v.must(err)
	if len(list) != len(all) {
		v.t.Errorf("%d of %d spaces", len(list), len(all))
	}
	for _, l := range list {
		c, err := commons.CarriedOf(ctx, v.db, l.SharedSpace, now)
		v.must(err)
		if l.PledgedCents != c.OpenCents || l.Hidden != c.Hidden || l.Sponsors != c.Named+c.Unnamed || l.Tellable() && l.PledgedCents != c.PledgedCents {
			v.t.Errorf("%s: the list says %d, %d, %d, its page %d, %d, %d", l.Title, l.PledgedCents, l.Hidden, l.Sponsors, c.OpenCents, c.Hidden, c.Named+c.Unnamed)
		}
	}
}

func (v village) promisesAnything(dice *rand.Rand, s commons.SharedSpace, name string) {
	v.t.Helper()
	v.pledges(s, v.person(name, ""), 101+dice.Int64N(5_000), every(commons.Everies[dice.IntN(4)]), discreetly(commons.Visibilities[dice.IntN(3)]), func(f *commons.PledgeForm) {
		if dice.IntN(4) == 0 {
			f.Unit, f.Hours, f.Cents = commons.Minutes, fmt.Sprint(1+dice.IntN(9)), 0
		}
	})
}

// someLeave ends some of the promises, and lets some gifts of one time come.
func (v village) someLeave(dice *rand.Rand, s commons.SharedSpace) {
	v.t.Helper()
	all, err := commons.PledgesTo(ctx, v.db, s, "")
	v.must(err)
	for n, p := range all.Items {
		switch {
		case dice.IntN(3) == 0:
			v.clock(n % 3 * 15)
			v.must(p.End(ctx, v.db, v.omar, because))
		case p.Every == commons.Once && p.Money():
			d := v.gifts(p)[0]
			v.must(d.Arrive(ctx, v.db, v.omar, commons.ArrivalForm{Cents: d.Cents, ReceivedOn: day(0), Method: "cash"}))
		}
	}
}

func TestAPromiseIsWorthTheSameInWhateverRhythmItComes(t *testing.T) {
	for _, is := range []struct {
		every commons.Every
		in    period.Interval
		cents int64
		want  int64
	}{
		{commons.Once, period.Month, 1_000, 1_000},
		{commons.Once, period.Year, 1_000, 1_000},
		{commons.EveryMonth, period.Month, 1_000, 1_000},
		{commons.EveryMonth, period.Year, 1_000, 12_000},
		{commons.EveryQuarter, period.Month, 1_000, 333},
		{commons.EveryQuarter, period.Year, 1_000, 4_000},
		{commons.EveryYear, period.Month, 1_000, 83},
		{commons.EveryYear, period.Year, 1_000, 1_000},
	} {
		if got := (commons.Pledge{Every: is.every, Quantity: is.cents}).PerPeriod(is.in); got != is.want {
			t.Errorf("%s in a %s: %d, not %d", is.every, is.in, got, is.want)
		}
	}
}

func TestAGiftOfEachQuarterIsAskedForFourTimesAYear(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		s := v.space(func(f *commons.SpaceForm) { f.Threshold = "1" })
		p := v.pledges(s, v.kim, 3_000, every(commons.EveryQuarter))
		if v.carried(s).PledgedCents != 12_000 {
			t.Errorf("%d in a year", v.carried(s).PledgedCents)
		}
		v.must(s.Start(ctx, v.db, v.omar))
		for days := 0; days < 365; days += 9 {
			v.turns(days)
		}
		var on []string
		for _, d := range v.gifts(p) {
			on = append(on, d.PeriodOn)
		}
		if fmt.Sprint(on) != "[2027-08-25 2027-05-25 2027-02-25 2026-11-25]" {
			t.Errorf("asked for on %v", on)
		}
		v.must(v.pledge(p).End(ctx, v.db, v.kim, because))
		v.turns(500)
		if len(v.gifts(p)) != 4 || v.gifts(p)[0].State != commons.DonationDropped {
			t.Error("a gift was asked for after its promise was stopped")
		}
	})
}

func TestWhatEndedLongAgoKeepsNoPromiseOutOfTheList(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		s := v.space()
		long := storetest.Noon.AddDate(-5, 0, 0)
		v.must(v.db.Exec(`insert into pledges (ref, space_id, user_id, unit, every, promised, quantity, visibility, state, ended_at, created_at, updated_at)
			with recursive n(i) as (select 1 union all select i + 1 from n where i < 10001)
			select substr('aaaaaaaaaaaaaaaa', 1, 16 - length(cast(i as text))) || cast(i as text), ?, ?, 'EUR', 'year', 100, 100, 'public', 'cancelled', ?, ?, ? from n`,
			s.ID, v.lou.ID, long, long, long).Error)
		v.pledges(s, v.kim, 40_000)
		v.carried(s)
		all, err := commons.SpaceFigures(ctx, v.db, storetest.Noon)
		v.must(err)
		if len(all) != 1 || all[0].PledgedCents != 40_000 {
			t.Errorf("%+v", all)
		}
	})
}

// TestMoreThanFiveHundredPromisesAreAllCounted has a space to which 600 people promised something before, of whom 40 left in this period.
func TestMoreThanFiveHundredPromisesAreAllCounted(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		s := v.space()
		v.pledges(s, v.kim, 40_000)
		v.pledges(s, v.eve, 30_000)
		v.pledges(s, v.newt, 20_000)
		v.must(v.fresh(s).Start(ctx, v.db, v.omar))
		now := store.Now(v.db)
		givers, given := make([]people.User, 600), make([]commons.Pledge, 600)
		for n := range givers {
			givers[n] = people.User{Ref: store.NewRef(), Email: fmt.Sprintf("giver%d@a.example", n), Name: "Giver", Locale: "fr", Zone: "Europe/Paris", ConfirmedAt: &now, Version: 1, CreatedAt: now, UpdatedAt: now}
		}
		v.must(v.db.Omit("Memberships").CreateInBatches(&givers, 100).Error)
		for n, u := range givers {
			given[n] = commons.Pledge{
				Ref: store.NewRef(), SpaceID: s.ID, UserID: u.ID, Unit: commons.Cents, Every: commons.EveryYear, Promised: 100, Quantity: 100, Visibility: commons.Public,
				State: commons.PledgeOpen, Version: 1, CreatedAt: now, UpdatedAt: now,
			}
			if n%15 == 0 {
				given[n].State, given[n].EndedAt = commons.PledgeCancelled, &now
			}
		}
		v.must(v.db.Omit("Space", "Organisation", "User").CreateInBatches(&given, 100).Error)
		v.pledges(s, v.bob, 107)
		c := v.carried(s) // as the list of spaces says, too
		if c.PledgedCents != 40_000+30_000+20_000+560*100+107 || c.Payers != 564 || c.Named != 564 {
			t.Errorf("%d by %d, %d named", c.PledgedCents, c.Payers, c.Named)
		}
		v.sameInThePublicList([]commons.SharedSpace{v.fresh(s)}, storetest.Noon)
		names, after := 0, ""
		for pages := 1; ; pages++ {
			page, err := commons.CarriedAfter(ctx, v.db, v.fresh(s), storetest.Noon, after)
			v.must(err)
			if names += len(page.Sponsors); page.PledgedCents != c.PledgedCents || len(page.Sponsors) > 50 {
				t.Errorf("page %d: %d, of %d sponsors", pages, page.PledgedCents, len(page.Sponsors))
			}
			if after = page.After; after == "" {
				if last := page.Sponsors[len(page.Sponsors)-1]; last.Each != 107 {
					t.Errorf("the newest is not the last: %+v", last)
				}
				break
			}
		}
		all, listed := 0, 0
		v.must(commons.EachPledgeTo(ctx, v.db, s, func(commons.Pledge) error { all++; return nil }))
		for after = "-"; after != ""; {
			page, err := commons.PledgesTo(ctx, v.db, s, after)
			v.must(err)
			listed, after = listed+len(page.Items), page.Next
		}
		if names != 564 || all != 604 || listed != 604 {
			t.Errorf("%d names on pages, %d promises for letters, %d on the desk", names, all, listed)
		}
	})
}

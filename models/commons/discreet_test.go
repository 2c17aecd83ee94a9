package commons_test

import (
	"testing"

	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// hides lets nobody read how much it was.
func hides(f *commons.Form) { f.Visibility = commons.AmountHidden }

func quarters(f *commons.Form) { f.Quarters = "45" }

func kind(key string, choice commons.Choice) func(*commons.Form) {
	return func(f *commons.Form) { f.KindKey, f.Choice = key, choice }
}

// shown is a contribution as everybody reads it.
func (v village) shown(c commons.Contribution) commons.Contribution {
	v.t.Helper()
	c, err := commons.FindContribution(ctx, v.db, people.User{}, c.Ref)
	v.must(err)
	return c
}

// sums checks what everybody is told of a unit: how much in all, how many entries, and how many wait. The kept sums are those of the rows.
func (v village) sums(what string, u commons.Unit, total int64, entries, waiting int) {
	v.t.Helper()
	f, err := commons.PublicFigures(ctx, v.db)
	v.must(err)
	sums, sum := f.Given(u)
	n, finer := 0, int64(0)
	for _, s := range sums {
		n += s.Entries
	}
	for _, k := range f.KindsOf(u) {
		finer += k.Total
	}
	if sum != total || n != entries || f.Waiting(u) != waiting || finer != sum {
		v.t.Errorf("%s: %d in %d entries, %d wait (%+v), want %d in %d, %d", what, sum, n, f.Waiting(u), f.Kinds, total, entries, waiting)
	}
	drifted, err := commons.Drifted(ctx, v.db)
	v.must(err)
	if drifted != 0 {
		v.t.Errorf("%s: %d sums are not those of their rows", what, drifted)
	}
}

func TestALoneHiddenAmountIsInNoSum(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		gift := func(f *commons.Form) {
			f.Choice, f.KindKey, f.Hours, f.Amount, f.Cents, f.Visibility = commons.Gifts, "financial", "", "300", 30_000, commons.Anonymous
		}
		v.accept(v.confirm(v.log(v.kim, gift), v.omar), v.samia)
		v.accepted(v.lou, hides)
		v.sums("one gift", commons.Cents, 0, 0, 1)
		v.sums("one of time", commons.Minutes, 0, 0, 1)
		v.accepted(v.kim)
		v.sums("one that is shown beside", commons.Minutes, 60, 1, 1)
		v.accepted(v.kim, hides, quarters)
		v.sums("two find each other", commons.Minutes, 60, 1, 2)
		v.accepted(v.kim, hides, quarters)
		v.sums("two of one person and one", commons.Minutes, 60, 1, 3)
		v.accepted(v.newt, hides, hours("2"))
		v.sums("three hide each other", commons.Minutes, 60+60+105+105+120, 5, 0)
	})
}

func TestHiddenAmountsOfSeveralKindsAreToldTogether(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		v.accepted(v.kim, hides, quarters)
		v.accepted(v.lou, hides, kind("doc", commons.Words))
		v.accepted(v.newt, hides, hours("2"), kind("blog", commons.Words))
		f, err := commons.PublicFigures(ctx, v.db)
		v.must(err)
		if len(f.Kinds) != 1 || f.Kinds[0].Kind != "" || f.Kinds[0].Family != commons.WordsFamily || f.Kinds[0].Total != 105+60+120 || f.Kinds[0].Entries != 3 {
			t.Errorf("%+v", f.Kinds)
		}
		v.sums("one family", commons.Minutes, 285, 3, 0)
		v.accepted(v.kim, hides, hours("2"))
		v.sums("the next one waits, and what was told stays", commons.Minutes, 285, 3, 1)
	})
}

func TestWhoReadsTheSameListIsOneParty(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		ofFee := func(by people.User, change ...func(*commons.Form)) {
			c := v.confirm(v.log(by, append(change, behalf(v.fee), hides)...), v.eve)
			v.must(c.Vouch(ctx, v.db, v.ada))
			v.accept(c, v.samia)
		}
		ofFee(v.chloe, hours("2"))
		v.accept(v.confirm(v.log(v.ada, hides, quarters), v.eve), v.samia)
		v.accepted(v.kim, hides, quarters)
		v.sums("a member reads what another gave in the organisation's name", commons.Minutes, 0, 0, 3)
		v.accept(v.confirm(v.log(v.chloe, hides), v.eve), v.samia)
		v.sums("and their own beside", commons.Minutes, 0, 0, 4)
		v.accepted(v.lou, hides)
		v.sums("three parties", commons.Minutes, 120+105+105+60+60, 5, 0)
	})
}

func TestWhoDidItTogetherIsOneParty(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		for n, by := range []people.User{v.kim, v.lou, v.newt} {
			c := v.log(by, hides, hours([]string{"1", "2", "1"}[n]), quarters)
			if n < 2 {
				v.must(v.db.Exec("update contributions set session_id = 'one afternoon' where id = ?", c.ID).Error)
			}
			v.accept(v.confirm(v.load(c), v.bob, v.eve), v.samia)
		}
		v.sums("two of three were there together", commons.Minutes, 0, 0, 3)
	})
}

func TestWhatIsTakenBackOfAToldSumWaitsForOthersToo(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		wrong := v.accepted(v.kim, hides, hours("2"))
		v.accepted(v.kim, hides, func(f *commons.Form) { f.Corrects = wrong.Ref })
		v.sums("what was never told is gone", commons.Minutes, 0, 0, 1)
		old := v.accepted(v.lou, hides, quarters)
		v.accepted(v.newt, hides, quarters)
		v.sums("three", commons.Minutes, 60+105+105, 3, 0)
		v.accepted(v.lou, hides, hours("2"), func(f *commons.Form) { f.Corrects = old.Ref })
		v.sums("nobody sees what was corrected", commons.Minutes, 270, 3, 2)
		v.holds("MIN", map[string]int64{"time:received:collective": 60 + 120 + 105})
		for n, by := range []people.User{v.kim, v.newt, v.chloe} {
			v.accept(v.confirm(v.log(by, hides, hours([]string{"1", "2", "1"}[n])), v.eve), v.samia)
		}
		v.sums("with three others, sums are those of the books again", commons.Minutes, 285+240, 6, 0)
		v.holds("MIN", map[string]int64{"time:received:collective": 525})
		v.must(v.db.Exec("update contribution_sums set total = total + 1").Error)
		if n, err := commons.Drifted(ctx, v.db); err != nil || n != 1 {
			t.Errorf("%d drifted (%v)", n, err)
		}
		v.must(commons.Rebuild(ctx, v.db))
		v.sums("rebuilt", commons.Minutes, 525, 6, 0)
	})
}

func TestAWithheldFaultCountsOnceItIsDisclosed(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c := v.log(v.kim, func(f *commons.Form) { f.Choice, f.KindKey, f.Withheld = commons.Checks, "security", true })
		v.accept(v.confirm(c, v.omar), v.samia)
		v.accepted(v.lou, hides, kind("bug", commons.Checks), quarters)
		v.accepted(v.newt, hides, kind("bug", commons.Checks), quarters)
		v.sums("nobody may know that there is one", commons.Minutes, 0, 0, 2)
		v.must(c.Disclose(ctx, v.db, v.kim))
		v.sums("disclosed, it is everybody's to read", commons.Minutes, 60, 1, 2)
	})
}

func TestAHiddenAmountStaysHiddenWhenItsGiverLeaves(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		open, hidden := v.accepted(v.kim), v.accepted(v.kim, hides, quarters)
		v.accepted(v.lou, hides)
		v.accepted(v.newt, hides, hours("2"))
		v.must(store.InTx(ctx, v.db, func(tx *gorm.DB) error {
			if err := commons.Forget(ctx, tx, v.kim); err != nil {
				return err
			}
			return v.kim.Erase(ctx, tx)
		}))
		if c := v.shown(hidden); !c.NameHidden() || !c.AmountHidden() || c.Quantity != 0 || c.DecidedQuantity != nil || c.Contributor.Ref != "" {
			t.Errorf("%+v", c)
		}
		if c := v.shown(open); !c.NameHidden() || c.AmountHidden() || c.Contributor.Ref != "" {
			t.Errorf("%+v", c)
		}
		v.sums("names leave, sums stay", commons.Minutes, 60+105+60+120, 4, 0)
	})
}

func TestHiddenAmountsOfBeforeAreToldByTheDailyWork(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		for n, by := range []people.User{v.kim, v.lou, v.newt} {
			v.accepted(by, hides, hours([]string{"1", "2", "1"}[n]), quarters)
		}
		v.must(v.db.Exec("update discreet_entries set told_as = '', batch = 0").Error)
		v.must(commons.Rebuild(ctx, v.db))
		v.sums("as a migration leaves them", commons.Minutes, 0, 0, 3)
		v.must(commons.TellGiven(ctx, v.db))
		v.must(commons.TellGiven(ctx, v.db))
		v.sums("told once", commons.Minutes, 105+165+105, 3, 0)
	})
}

func TestWhoDidItWithSomebodyWhoseOwnIsToldIsOnePartyWithThem(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		together := func(c commons.Contribution) {
			v.must(v.db.Exec("update contributions set session_id = 'one afternoon' where id = ?", c.ID).Error)
			v.accept(v.confirm(v.load(c), v.bob, v.eve), v.samia)
		}
		together(v.log(v.kim))
		together(v.log(v.lou, hides, hours("2")))
		v.accepted(v.kim, hides, quarters)
		v.accepted(v.newt, hides, quarters)
		v.sums("kim knows what lou gave, and her own", commons.Minutes, 60, 1, 3)
		v.accepted(v.chloe, hides, quarters)
		v.sums("with a third party", commons.Minutes, 60+120+3*105, 5, 0)
	})
}

func TestASumOfNothingHasDrifted(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		v.accepted(v.kim)
		v.must(v.db.Exec("insert into contribution_sums (kind, unit, counted, total, entries) values ('doc', 'MIN', ?, 60, 1)", false).Error)
		v.must(v.db.Exec("insert into together_sums (family, unit, counted, total, entries) values ('', 'MIN', ?, 60, 1)", false).Error)
		if n, err := commons.Drifted(ctx, v.db); err != nil || n != 2 {
			t.Errorf("%d drifted (%v)", n, err)
		}
		v.must(commons.Rebuild(ctx, v.db))
		v.sums("rebuilt", commons.Minutes, 60, 1, 0)
	})
}

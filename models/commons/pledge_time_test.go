package commons_test

import (
	"testing"

	"chatiere/models/commons"
	"chatiere/models/people"
)

func asTime(n string) func(*commons.PledgeForm) {
	return func(f *commons.PledgeForm) { f.Unit, f.Hours, f.Every = commons.Minutes, n, commons.Once }
}

// kept checks how many minutes of a promise are given, how many wait, and what its space says of them.
func (v village) kept(what string, s commons.SharedSpace, p commons.Pledge, done, waiting int64) {
	v.t.Helper()
	y, err := commons.StoryOfPledge(ctx, v.db, v.kim, p)
	v.must(err)
	if c := v.carried(s); y.Done != done || y.Waiting != waiting || c.GivenMinutes != done {
		v.t.Errorf("%s: %d given, %d wait, %d of the space, want %d and %d", what, y.Done, y.Waiting, c.GivenMinutes, done, waiting)
	}
}

func TestAPromiseOfTimeIsKeptByTimeAndNotByPieces(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		s := v.space()
		p := v.pledges(s, v.kim, 0, asTime("9"))
		c := v.log(v.kim)
		v.must(p.Progress(ctx, v.db, v.kim, []string{c.Ref}))
		v.kept("told", s, p, 0, 60)
		f := form()
		f.Hours, f.Pieces, f.Version = "", "500", 1
		c, err := c.Change(ctx, v.db, v.kim, f)
		v.must(err)
		v.kept("five hundred pieces are no minutes", s, p, 0, 0)
		v.accept(v.confirm(c, v.bob, v.eve), v.samia)
		v.kept("nor are they accepted", s, p, 0, 0)
	})
}

func TestWhatStandsForTimeThatKeptAPromiseKeepsItToo(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		s := v.space()
		p := v.pledges(s, v.kim, 0, asTime("9"))
		old := v.accepted(v.kim, hours("2"))
		v.must(p.Progress(ctx, v.db, v.kim, []string{old.Ref}))
		v.kept("given", s, p, 120, 0)
		c := v.accepted(v.kim, func(f *commons.Form) { f.Corrects = old.Ref })
		v.kept("corrected", s, p, 60, 0)
		v.must(c.Contest(ctx, v.db, v.eve, "Traduction automatique."))
		for _, u := range []people.User{v.omar, v.colette} {
			v.must(c.Review(ctx, v.db, u, commons.Reversed, "En effet."))
		}
		v.kept("the first one stands again until it is decided anew", s, p, 120, 0)
		mine, err := commons.ContributionsBy(ctx, v.db, v.kim, commons.Filter{})
		v.must(err)
		v.accept(mine.Items[0], v.omar)
		v.kept("decided anew", s, p, 60, 0)
	})
}

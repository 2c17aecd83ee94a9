package commons_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"chatiere/models/commons"
	"chatiere/models/people"
)

func corrects(old commons.Contribution) func(*commons.Form) {
	return func(f *commons.Form) { f.Corrects = old.Ref }
}

// reversed is a decision that its author contests and that two others take back; it returns the same facts, to be decided anew.
func (v village) reversed(c commons.Contribution) commons.Contribution {
	v.t.Helper()
	v.must(c.Contest(ctx, v.db, v.kim, "Regardez mieux."))
	for _, u := range []people.User{v.omar, v.colette} {
		v.must(c.Review(ctx, v.db, u, commons.Reversed, "En effet."))
	}
	return v.anew(c)
}

// anew is what came of a decision that was reversed.
func (v village) anew(c commons.Contribution) (next commons.Contribution) {
	v.t.Helper()
	v.must(v.db.Where("corrects_id = ?", c.ID).Order("id desc").Limit(1).Find(&next).Error)
	return v.load(next)
}

func (v village) reject(c commons.Contribution) commons.Contribution {
	v.t.Helper()
	v.must(c.Decide(ctx, v.db, v.samia, commons.DecisionForm{Decision: commons.Rejected, Reason: "La première était juste."}))
	return v.load(c)
}

func TestWhenACorrectionDoesNotStandTheContributionItCorrectedStandsAgain(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		v.rule("work", 1200, "2026-01-01")
		old := v.accepted(v.kim, hours("2"))
		c := v.accepted(v.kim, corrects(old))
		v.sums("corrected", commons.Minutes, 60, 1, 0)
		v.rule("work", 2000, "2026-02-01") // what was valued stays as it was
		next := v.reversed(c)
		stands := func(when string) {
			t.Helper()
			v.holds("MIN", map[string]int64{"time:received:collective": 120})
			v.holds("EUR", map[string]int64{"class8:864": 2400, "class8:875": 2400})
			v.sums(when, commons.Minutes, 120, 1, 0)
			if !v.load(old).Counts() || v.load(c).Counts() {
				t.Errorf("%s: the first one does not count, or the correction does", when)
			}
		}
		stands("decided anew")
		v.reject(next)
		stands("rejected")
		if e := v.effects(old); len(e) != 4 || e[0].ReversedByID == nil || e[1].ReversedByID == nil || e[2].ReversedByID != nil || e[3].ReversedByID != nil || *e[3].Cents != 2400 {
			t.Errorf("%+v", e)
		}
		v.accepted(v.kim, corrects(old)) // it can be put right once more
		v.sums("corrected once more", commons.Minutes, 60, 1, 0)
		v.holds("EUR", map[string]int64{"class8:864": 2000})
	})
}

func TestACorrectionThatIsAcceptedAfterAllTakesThePlaceOfAllBeforeIt(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		old := v.accepted(v.kim, hours("2"))
		next := v.reversed(v.accepted(v.kim, corrects(old)))
		other := v.confirm(v.log(v.kim, corrects(old), quarters), v.bob)
		v.accept(next, v.samia)
		v.sums("accepted after all", commons.Minutes, 60, 1, 0)
		is(t, other.Decide(ctx, v.db, v.samia, commons.DecisionForm{Decision: commons.Accepted}), commons.ErrMoved)
		last := v.reversed(v.load(next))
		v.sums("reversed again", commons.Minutes, 120, 1, 0)
		v.accept(v.load(other), v.samia)
		v.sums("another correction is faster", commons.Minutes, 105, 1, 0)
		is(t, last.Decide(ctx, v.db, v.samia, commons.DecisionForm{Decision: commons.Accepted}), commons.ErrMoved)
		v.reject(last)
		v.holds("MIN", map[string]int64{"time:received:collective": 105})
	})
}

// TestWhoWasThereTooPutsNothingOfSomebodyElsesRight: what Chloé sends of the same hours takes nobody's place.
func TestWhoWasThereTooPutsNothingOfSomebodyElsesRight(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		old := v.accepted(v.ada)
		v.log(v.ada, corrects(old), hours("2"), func(f *commons.Form) { f.With = []string{v.chloe.Ref} })
		page, err := commons.ContributionsBy(ctx, v.db, v.chloe, commons.Filter{})
		v.must(err)
		if len(page.Items) != 1 || page.Items[0].CorrectsID != nil {
			t.Fatalf("%+v", page.Items)
		}
		v.must(page.Items[0].Send(ctx, v.db, v.chloe, ""))
		v.accept(v.confirm(v.load(page.Items[0]), v.kim, v.lou), v.samia)
		if now := v.load(old); !now.Counts() {
			t.Error("her own hours do not count any more")
		}
	})
}

func TestAHiddenAmountThatStandsAgainIsInTheSumOnce(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		old := v.accepted(v.kim, hides, quarters)
		v.accepted(v.lou, hides)
		v.sums("two find each other", commons.Minutes, 0, 0, 2)
		c := v.accepted(v.kim, hides, corrects(old))
		v.sums("corrected", commons.Minutes, 0, 0, 2)
		v.reject(v.reversed(c))
		v.sums("it stands again", commons.Minutes, 0, 0, 2)
		v.accepted(v.newt, hides, hours("2"))
		v.sums("three hide each other", commons.Minutes, 105+60+120, 3, 0)
		c = v.accepted(v.kim, hides, corrects(old))
		next := v.reversed(c)
		v.sums("what was taken back and not told yet is told no more", commons.Minutes, 105+60+120, 3, 0)
		v.accept(next, v.samia)
		v.reversed(v.load(next))
		v.sums("whatever follows", commons.Minutes, 105+60+120, 3, 0)
	})
}

// tale is the contributions that tell the same facts, with the plain model of what counts: whichever was accepted last, and before it what that
// one took the place of.
type tale struct {
	village
	random *rand.Rand
	all    []commons.Contribution
	before map[uint]uint
	counts uint // none: 0
}

// TestHoweverACorrectionIsDecidedExactlyOneVersionCounts lets corrections be made, accepted, adjusted, rejected, contested, upheld and reversed in any order.
func TestHoweverACorrectionIsDecidedExactlyOneVersionCounts(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		settled := int64(0)
		for seed := range uint64(12) {
			v.clock(31 * int(seed)) // nobody confirms more than twenty a month
			y := tale{village: v, random: rand.New(rand.NewPCG(seed, 33)), before: map[uint]uint{}}
			y.tell(nil)
			did := ""
			for range 20 {
				did += y.happens() + " "
				y.isTrue(fmt.Sprintf("seed %d: %s", seed, did), settled)
				if t.Failed() {
					return
				}
			}
			settled += y.minutes()
		}
	})
}

// tell tells the facts, or puts right what was told.
func (y *tale) tell(old *commons.Contribution) error {
	f := form()
	f.Hours, f.Quarters, f.Visibility = "1", fmt.Sprint(15*y.random.IntN(4)), commons.Visibilities[y.random.IntN(3)]
	if old != nil {
		f.Corrects = old.Ref
	}
	c, err := commons.LogContribution(ctx, y.db, y.kim, f)
	if err == nil {
		y.all = append(y.all, y.confirm(c, y.bob))
	}
	return err
}

// happens does one thing to one of them, if it can be done, and says which.
func (y *tale) happens() string {
	y.t.Helper()
	c := y.load(y.all[max(y.random.IntN(len(y.all)), y.random.IntN(len(y.all)))]) // the later ones more often
	verb, err, dice := "", error(nil), y.random.IntN(5)
	switch {
	case c.State == commons.Attested && dice == 0:
		verb, err = "reject", y.decide(c, commons.DecisionForm{Decision: commons.Rejected, Reason: "Non."})
	case c.State == commons.Attested && dice == 1:
		verb, err = "adjust", y.decide(c, commons.DecisionForm{Decision: commons.Adjusted, Reason: "Non.", Hours: "2"})
	case c.State == commons.Attested:
		verb, err = "accept", y.decide(c, commons.DecisionForm{Decision: commons.Accepted})
	case dice < 3:
		verb, err = "review", y.review(c)
	default:
		verb, err = "correct", y.tell(&c)
	}
	if err != nil && !errors.Is(err, commons.ErrMoved) {
		y.t.Fatal(verb, err)
	}
	if err != nil {
		verb = "(" + verb + ")"
	}
	return fmt.Sprint(verb, " ", c.ID)
}

func (y *tale) decide(c commons.Contribution, f commons.DecisionForm) error {
	err := c.Decide(ctx, y.db, y.samia, f)
	if err == nil && f.Decision != commons.Rejected {
		y.before[c.ID], y.counts = y.counts, c.ID
	}
	return err
}

// review contests a decision, upon which it is upheld or, more often, reversed.
func (y *tale) review(c commons.Contribution) error {
	if err := c.Contest(ctx, y.db, y.kim, "Si."); err != nil {
		return err
	}
	verdict := commons.Reversed
	if y.random.IntN(4) == 0 {
		verdict = commons.Upheld
	}
	for _, u := range []people.User{y.omar, y.colette} {
		y.must(c.Review(ctx, y.db, u, verdict, "Vu."))
	}
	if verdict == commons.Reversed {
		y.all = append(y.all, y.anew(c))
		if c.Counts() {
			y.counts = y.before[c.ID]
		}
	}
	return nil
}

// minutes is how many the version that counts was recorded with.
func (y *tale) minutes() int64 {
	if y.counts == 0 {
		return 0
	}
	_, n := y.load(commons.Contribution{ID: y.counts}).Effective()
	return n
}

// isTrue compares rows, books and kept sums with the model.
func (y *tale) isTrue(what string, settled int64) {
	y.t.Helper()
	for _, c := range y.all {
		if now := y.load(c); now.Counts() != (c.ID == y.counts) {
			y.t.Errorf("%s: %d counts %v, want %d alone", what, c.ID, now.Counts(), y.counts)
		}
	}
	y.holds("MIN", map[string]int64{"time:received:collective": settled + y.minutes()})
	if n, err := commons.Drifted(ctx, y.db); err != nil || n != 0 {
		y.t.Errorf("%s: %d sums are not those of their rows (%v)", what, n, err)
	}
	var standing int64
	y.must(y.db.Raw("select count(*) from contribution_effects where reversed_by_id is null and contribution_id >= ?", y.all[0].ID).Scan(&standing).Error)
	if want := int64(min(y.counts, 1)); standing != want {
		y.t.Errorf("%s: %d entries stand, want %d", what, standing, want)
	}
}

package commons_test

import (
	"slices"
	"testing"

	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
)

// The graded flags of reciprocity.md 5 that need nothing but our own data. They warn; none of them stops anything.

// flags are the flags on a contribution, by rule, as a steward sees them.
func (v village) flags(c commons.Contribution) map[commons.Rule]commons.Level {
	v.t.Helper()
	s, err := commons.StoryOf(ctx, v.db, v.samia, v.load(c))
	v.must(err)
	all := map[commons.Rule]commons.Level{}
	for _, e := range s.Flags {
		all[e.Flag().Rule] = e.Flag().Level
	}
	return all
}

func (v village) flagged(c commons.Contribution, rule commons.Rule, level commons.Level) {
	v.t.Helper()
	if got := v.flags(c)[rule]; got != level {
		v.t.Errorf("%s is %q, want %q", rule, got, level)
	}
}

func TestFlagEvidenceReused(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		first := v.accepted(v.kim)
		v.flagged(first, commons.EvidenceReused, "")
		c := v.log(v.lou, func(f *commons.Form) { f.Evidence = "http://www.git.example/aide/commit/abc123/#diff" })
		v.flagged(c, commons.EvidenceReused, commons.High)
		v.must(v.confirm(c, v.bob).Decide(ctx, v.db, v.samia, commons.DecisionForm{Decision: commons.Accepted})) // it warns, it never blocks
		s, err := commons.StoryOf(ctx, v.db, v.samia, c)
		v.must(err)
		if facts := s.Flags[0].Flag().Read(); !slices.Equal(facts.Refs, []string{first.Ref}) {
			t.Errorf("the facts lead to %v", facts.Refs)
		}
	})
}

func TestFlagEvidenceReusedSparesACorrection(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		old := v.accepted(v.kim)
		v.flagged(v.log(v.kim, func(f *commons.Form) { f.Corrects = old.Ref }), commons.EvidenceReused, "")
	})
}

func TestFlagOverlap(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		v.flagged(v.log(v.kim, hours("12")), commons.Overlap, "")
		v.flagged(v.log(v.kim, hours("5")), commons.Overlap, commons.Medium) // 17 hours
		v.flagged(v.log(v.kim, hours("8")), commons.Overlap, commons.High)   // 25 hours
		v.flagged(v.log(v.lou, hours("12")), commons.Overlap, "")            // another person's day
		week := v.log(v.kim, hours("70"), func(f *commons.Form) { f.FromOn, f.ToOn = day(-20), day(-11) })
		v.flagged(week, commons.Overlap, "") // seven hours a day
	})
}

func TestFlagMutualAttest(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		a := v.confirm(v.log(v.kim), v.lou)
		v.flagged(a, commons.MutualAttest, "")
		b := v.confirm(v.log(v.lou), v.kim)
		v.flagged(b, commons.MutualAttest, commons.Medium)
		v.clock(31)
		v.flagged(v.confirm(v.log(v.kim), v.lou), commons.MutualAttest, "")
	})
}

func TestFlagBurst(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		var last commons.Contribution
		for n := range 5 {
			v.flagged(v.log(v.lou), commons.Burst, map[bool]commons.Level{true: commons.Medium}[n == 4])
			last = v.log(v.kim, func(f *commons.Form) { f.Draft = map[bool]string{true: "yes"}[n < 4] })
		}
		v.flagged(last, commons.Burst, "") // drafts are not sent
		s, err := commons.StoryOf(ctx, v.db, v.samia, v.log(v.lou))
		v.must(err)
		for _, e := range s.Flags {
			if facts := e.Flag().Read(); commons.Rule(e.Word) == commons.Burst && (facts.Count != 6 || len(facts.Refs) != 5) {
				t.Errorf("the facts are %+v", facts)
			}
		}
	})
}

func TestFlagEarlierRejectAndEarlierAbuse(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		no := commons.DecisionForm{Decision: commons.Rejected, Reason: "Rien de tel."}
		v.must(v.log(v.kim).Decide(ctx, v.db, v.samia, no))
		c := v.log(v.kim)
		v.flagged(c, commons.EarlierReject, commons.Medium)
		v.flagged(c, commons.EarlierAbuse, "")
		no.Abuse = true
		v.must(v.log(v.lou).Decide(ctx, v.db, v.samia, no))
		v.flagged(v.log(v.lou), commons.EarlierAbuse, commons.High)
		v.clock(366)
		c = v.log(v.lou)
		v.flagged(c, commons.EarlierReject, "") // after twelve months
		v.flagged(c, commons.EarlierAbuse, commons.High)
	})
}

func TestFlagFirstTime(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		v.flagged(v.accepted(v.kim), commons.FirstTime, commons.Low)
		v.flagged(v.log(v.kim), commons.FirstTime, "")
	})
}

func TestFlagsAreForTheCouncilAndClearedWithAReason(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c := v.log(v.kim)
		for _, u := range []int{0, 1} {
			s, err := commons.StoryOf(ctx, v.db, []people.User{v.kim, v.bob}[u], c)
			v.must(err)
			if len(s.Flags) != 0 {
				t.Errorf("%d sees %+v", u, s.Flags)
			}
		}
		refusal(t, c.Clear(ctx, v.db, v.samia, commons.FirstTime, " "), "cleared", "error.required")
		is(t, c.Clear(ctx, v.db, v.bob, commons.FirstTime, "Je la connais."), store.ErrForbidden)
		is(t, c.Clear(ctx, v.db, v.samia, commons.Burst, "Aucune."), store.ErrNotFound)
		v.must(c.Clear(ctx, v.db, v.samia, commons.FirstTime, "Je la connais."))
		s, err := commons.StoryOf(ctx, v.db, v.samia, c)
		v.must(err)
		if e := s.Flags[0]; e.Open() || e.ClosedByName != "La samia" || e.ClosedNote != "Je la connais." {
			t.Errorf("%+v", e)
		}
		queue, err := commons.Queue(ctx, v.db, v.samia, commons.QueueFilter{What: "confirm"})
		v.must(err)
		if len(queue.Items) != 1 || len(queue.Items[0].Flags) != 0 {
			t.Errorf("%+v", queue.Items)
		}
	})
}

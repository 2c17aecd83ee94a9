package commons_test

import (
	"testing"
	"time"

	"chatiere/models/commons"
	"chatiere/models/store"
)

// waits are what alpha, beta and gamma wait for.
func (f fair) waits(r commons.Round) [3]commons.Wait {
	f.t.Helper()
	all, err := r.AroundOn(ctx, f.db, store.Now(f.db).Format(time.DateOnly))
	f.must(err)
	return [3]commons.Wait{all.Waits[f.upstreams["alpha"].ID], all.Waits[f.upstreams["beta"].ID], all.Waits[f.upstreams["gamma"].ID]}
}

func TestWhatMoneyOfAProjectWaitsForIsKnown(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		f := v.fair()
		w := f.treasury()
		r := f.approved()
		next := commons.Wait{Reason: commons.WaitsNext}
		is := func(want ...commons.Wait) {
			t.Helper()
			if got := f.waits(r); got != [3]commons.Wait(want) {
				t.Errorf("%v, want %v", got, want)
			}
		}
		is(next, next, commons.Wait{Reason: commons.WaitsNowhere})
		w.proposes(2, func(form *commons.ChannelForm) {
			form.Address, form.Holder = "ES9121000418450200051332", "Gamma"
		})
		is(next, next, commons.Wait{Reason: commons.WaitsProof})
		w.verifies(2)
		cooling := commons.Wait{Reason: commons.WaitsCooldown, Until: day(11 + 14)}
		is(next, next, cooling)
		b := w.submits()
		alpha, beta := b.Payments[0], b.Payments[1]
		v.must(alpha.Reply(ctx, v.db, commons.AnswerForm{Answer: commons.Deferred, Months: 6}))
		v.must(beta.Reply(ctx, v.db, commons.AnswerForm{Answer: commons.PassedOn, Name: "https://other.example"}))
		is(commons.Wait{Reason: commons.WaitsDeferred, Until: "2027-06-06"}, commons.Wait{Reason: commons.WaitsPassing}, cooling)
	})
}

func TestARoundIsPaidOnceEachPaymentWasConfirmedOrCameBack(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		f := v.fair()
		w := f.treasury()
		r := f.approved()
		b := w.exports()
		alpha, beta := b.Payments[0], b.Payments[1]
		f.clock(22)
		v.must(alpha.Confirm(ctx, v.db, v.colette, commons.ConfirmForm{On: "2026-12-16", Reference: "B-1"}))
		f.turn(30)
		f.in(r, commons.RoundExported) // one is on its way
		v.must(beta.Return(ctx, v.db, v.colette, commons.ReturnPayoutForm{On: "2026-12-17", Reason: "compte clos"}))
		f.turn(29)
		f.in(r, commons.RoundExported) // there is time to pay it again
		f.turn(30)
		f.in(r, commons.RoundPaid)
		if got := f.waits(r); got[1].Reason != commons.WaitsCameBack || got[2].Reason != commons.WaitsNowhere {
			t.Errorf("%v", got)
		}
		if b := f.whole(r).Books; b.Owed == 0 || b.InTransit != 0 {
			t.Errorf("what came back is owed still: %+v", b)
		}
		f.turn(40)
		f.in(r, commons.RoundPublished)
	})
}

func TestARoundIsNotPaidWhileAPaymentCanStillBeMade(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		f := v.fair()
		w := f.treasury()
		r := f.approved()
		b := w.submits()
		v.must(b.Remove(ctx, v.db, v.colette, b.Payments[1].Ref, "plus tard"))
		w.approves(b, v.colette, v.samia)
		v.must(b.Export(ctx, v.db, sealKey, v.colette, onSite))
		alpha := w.reloads(b).Payments[0]
		f.clock(22)
		v.must(alpha.Confirm(ctx, v.db, v.colette, commons.ConfirmForm{On: "2026-12-16", Reference: "B-1"}))
		f.turn(31)
		f.in(r, commons.RoundExported)
	})
}

func TestDeclaredInterestsAreCounted(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		f := v.fair()
		r := f.opened()
		form := f.points("", "2", "2")
		form.Interests = []string{f.ref("alpha")}
		_, err := r.Vote(ctx, f.db, f.ada, f.fee.ID, form)
		f.must(err)
		all, err := r.AroundOn(ctx, f.db, day(0))
		f.must(err)
		if len(all.Interests) != 1 || all.Interests[f.ref("alpha")] != 1 || all.Minutes != 0 {
			t.Errorf("%v", all)
		}
	})
}

// TestWhoDeclaresAnInterestMayStillVote: a limit that could not be kept any more would make people keep their interests to themselves.
func TestWhoDeclaresAnInterestMayStillVote(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		f := v.fair()
		r := f.opened(func(form *commons.RoundForm) {
			form.MaxPerProject, form.MinProjects, form.MinSpentBP = "3", "2", 10_000
		})
		form := f.points("", "", "2")
		form.Interests = []string{f.ref("alpha"), f.ref("beta")}
		_, err := r.Vote(ctx, f.db, f.ada, f.fee.ID, form)
		if bad, _ := store.AsInvalid(err); bad["vote"].Key != "error.vote_least" || bad["vote"].Args["Min"] != int64(3) {
			t.Errorf("%v (%v)", bad, err)
		}
		form.Points[f.ref("gamma")] = "3"
		_, err = r.Vote(ctx, f.db, f.ada, f.fee.ID, form)
		f.must(err)
	})
}

func TestABallotKeepsTheLimitsOfItsRound(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		f := v.fair()
		_, err := commons.DraftRound(ctx, f.db, f.samia, f.form(func(form *commons.RoundForm) { form.MaxProjects, form.MinSpentBP = "1", 10_000 }))
		refusal(t, err, "min_spent_bp", "error.round_number") // nobody could give all points to one project
		r := f.opened(func(form *commons.RoundForm) { form.MaxProjects, form.MinSpentBP = "2", 10_000 })
		_, err = r.Vote(ctx, f.db, f.ada, f.fee.ID, f.points("3", "2", "2"))
		refusal(t, err, "vote", "error.vote_projects_max")
		_, err = r.Vote(ctx, f.db, f.ada, f.fee.ID, f.points("3", "3", ""))
		refusal(t, err, "vote", "error.vote_least")
		f.votes(r, f.ada, f.fee, "", "", "")
		f.votes(r, f.ada, f.fee, "4", "3", "")
		if form := commons.RoundFormOf(r, nil); form.MaxProjects != "2" || form.MinSpentBP != 10_000 {
			t.Errorf("%+v", form)
		}
	})
}

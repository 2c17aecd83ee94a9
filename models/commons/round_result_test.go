package commons_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"chatiere/models/collective"
	"chatiere/models/commons"
	"chatiere/models/commons/formula"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

func TestTwoDifferentIndependentPeopleApprove(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		f := v.fair()
		r := f.computed(func(form *commons.RoundForm) { form.Owners[f.ref("gamma")] = f.copeaux.Ref })
		is(t, r.Approve(ctx, f.db, f.ada, says(f.db, r.ResultSHA256)), store.ErrForbidden)
		is(t, r.Approve(ctx, f.db, f.samia, says(f.db, strings.Repeat("0", 64))), commons.ErrMoved) // something else was shown
		f.must(r.Approve(ctx, f.db, f.samia, says(f.db, r.ResultSHA256)))
		refusal(t, r.Approve(ctx, f.db, f.samia, says(f.db, r.ResultSHA256)), "approve", "error.approved_twice")
		_, err := people.Join(ctx, f.db, f.omar.ID, f.copeaux.ID, people.Member)
		f.must(err)
		omar, err := people.LoadUser(ctx, f.db, f.omar.ID)
		f.must(err)
		refusal(t, r.Approve(ctx, f.db, omar, says(f.db, r.ResultSHA256)), "approve", "error.approve_interest")
		f.in(r, commons.RoundComputed)
		f.holds("EUR", map[string]int64{"liability:upstream:unallocated": 2000})
		f.must(r.Approve(ctx, f.db, f.colette, says(f.db, r.ResultSHA256)))
		f.in(r, commons.RoundApproved)
	})
}

// says is an approval of what was shown, by somebody who has just proved who they are.
func says(db *gorm.DB, result string) commons.ApprovalForm {
	return commons.ApprovalForm{SHA256: result, ProvenAt: store.Now(db), Factors: 1}
}

func TestWhoApprovesAResultProvedLatelyWhoTheyAre(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		f := v.fair()
		r := f.computed()
		old := says(f.db, r.ResultSHA256)
		old.ProvenAt = old.ProvenAt.Add(-commons.ProofAge)
		refusal(t, r.Approve(ctx, f.db, f.samia, old), "approve", "payouts.wrong.approve_proof")
		f.must(f.db.Model(&collective.Collective{}).Where("id > 0").Update("payout_factors", true).Error)
		refusal(t, r.Approve(ctx, f.db, f.samia, says(f.db, r.ResultSHA256)), "approve", "payouts.wrong.approve_factor")
		both := says(f.db, r.ResultSHA256)
		both.Factors = 2
		f.must(r.Approve(ctx, f.db, f.samia, both))
		f.must(r.Approve(ctx, f.db, f.colette, both))
		f.in(r, commons.RoundApproved)
	})
}

func TestTheSameMoneyIsNotAllocatedTwice(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		f := v.fair()
		r := f.computed()
		f.pays("elsewhere", "liability:upstream:unallocated", "expense:redistribution", 1) // a payment went back meanwhile
		f.must(r.Approve(ctx, f.db, f.samia, says(f.db, r.ResultSHA256)))
		refusal(t, r.Approve(ctx, f.db, f.colette, says(f.db, r.ResultSHA256)), "approve", "error.round_pot_short")
		f.in(r, commons.RoundComputed)
		f.holds("EUR", map[string]int64{"liability:upstream:unallocated": 1999, f.account("alpha"): 0})
	})
}

func TestACancelledRoundGivesBackAndSaysWhy(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		f := v.fair()
		r := f.approved()
		refusal(t, r.Cancel(ctx, f.db, f.samia, " "), "reason", "error.required")
		is(t, r.Cancel(ctx, f.db, f.ada, "non"), store.ErrForbidden)
		f.must(r.Cancel(ctx, f.db, f.samia, "Un projet a été oublié"))
		if now := f.in(r, commons.RoundCancelled); now.Reason != "Un projet a été oublié" || now.Told() {
			t.Errorf("%+v", now)
		}
		f.holds("EUR", map[string]int64{"liability:upstream:unallocated": 2000, f.account("alpha"): 0})
		f.clock(0)
		f.opened() // the same period again
	})
}

func TestWhatIsBelowTheMinimumGoesIntoTheNextPot(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		f := v.fair()
		r := f.computed(func(form *commons.RoundForm) { form.MinPayoutCents = 600 })
		if r.LeftCents != 1143 || r.PotCents != 2000 {
			t.Fatalf("%+v", r)
		}
		for _, p := range f.whole(r).Projects {
			if s := p.Allocation.Share(); p.Name != "alpha" && (s.Outcome != formula.BelowMinimum || s.Cents != 0 || s.Rounded < 571) {
				t.Errorf("%+v", s)
			}
		}
		f.must(r.Approve(ctx, f.db, f.samia, says(f.db, r.ResultSHA256)))
		f.must(r.Approve(ctx, f.db, f.colette, says(f.db, r.ResultSHA256)))
		f.accrue(commons.Received{Source: "later", On: day(11), NetCents: 1000})
		next := f.draft(func(form *commons.RoundForm) {
			form.From, form.To, form.Opens, form.Closes, form.Computed, form.Paid, form.Published = day(0), day(11), day(12), day(13), day(14), day(15), day(16)
			form.Rule = formula.Equal
		})
		f.clock(12)
		f.must(next.Open(ctx, f.db, f.samia))
		f.turn(14)
		if now := f.in(next, commons.RoundComputed); now.CarriedCents != 1143 || now.AccruedCents != 100 || now.PotCents != 1243 {
			t.Errorf("%+v", now)
		}
	})
}

func TestEachRuleWeighsAsItSays(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		f := v.fair()
		preview := func(change ...func(*commons.RoundForm)) (got []int64) {
			t.Helper()
			r := f.draft(append(change, func(form *commons.RoundForm) { form.MinPayoutCents = 0 })...)
			pot, in, all, err := r.Preview(ctx, f.db, f.samia, f.whole(r).Projects)
			f.must(err)
			if pot != 2000 && pot != 700 || in.Available != 2000 {
				t.Errorf("pot %d, %+v", pot, in)
			}
			for _, s := range all[0].Shares {
				got = append(got, s.Weight)
			}
			f.must(r.Cancel(ctx, f.db, f.samia, "essai"))
			return got
		}
		if got := preview(func(form *commons.RoundForm) { form.Rule = formula.Equal }); !slices.Equal(got, []int64{1, 1, 1}) {
			t.Error(got)
		}
		fixed := func(form *commons.RoundForm) {
			form.Rule, form.Weights = formula.Fixed, map[string]string{f.ref("alpha"): "5", f.ref("gamma"): "2"}
		}
		if got := preview(fixed); !slices.Equal(got, []int64{5, 0, 2}) {
			t.Error(got)
		}
		typed := func(form *commons.RoundForm) {
			form.Rule, form.Base, form.BaseCents, form.RateBP = formula.Equal, formula.Yield, 7000, 1000
		}
		if got := preview(typed); !slices.Equal(got, []int64{1, 1, 1}) {
			t.Error(got)
		}
		if got := preview(func(form *commons.RoundForm) { form.Rule = formula.Usage }); !slices.Equal(got, []int64{0, 0, 0}) {
			t.Error(got)
		}
	})
}

func TestALateStepNamesItsDay(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		f := v.fair()
		r := f.draft()
		if late, is := r.Late(day(1)); !is || late != (commons.RoundLate{Step: commons.RoundOpen, Day: day(0)}) {
			t.Error(late, is)
		}
		if _, late := r.Late(day(0)); late {
			t.Error("late on its day")
		}
		f.must(r.Open(ctx, f.db, f.samia))
		r = f.reload(r)
		if late, is := r.Late(day(11)); !is || late.Step != commons.RoundClosed {
			t.Error(late, is)
		}
		refusal(t, r.Close(ctx, f.db, f.samia), "close", "error.round_not_over")
		f.votes(r, f.ada, f.fee, "1", "1", "1")
		f.votes(r, f.bob, f.copeaux, "", "", "")
		f.must(r.Close(ctx, f.db, f.samia)) // everybody has voted
		f.must(r.Compute(ctx, f.db))
		if late, is := f.reload(r).Late(day(31)); !is || late != (commons.RoundLate{Step: commons.RoundPaid, Day: day(30)}) {
			t.Error(late, is)
		}
	})
}

func TestThoseWhoHaveNotVotedAreRemindedOnce(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		f := v.fair()
		r := f.opened()
		f.votes(r, f.ada, f.fee, "1", "", "")
		for _, n := range []int{4, 5, 6} {
			f.turn(n)
		}
		var promises int64
		f.must(f.db.Raw("select count(*) from river_job where kind = 'round_closing'").Scan(&promises).Error)
		pending, err := r.VotersOf(ctx, f.db, true)
		f.must(err)
		if promises != 1 || len(pending) != 1 || pending[0].OrganisationID != f.copeaux.ID {
			t.Error(promises, fmt.Sprint(len(pending)))
		}
	})
}

package commons_test

import (
	"testing"

	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
)

// The rows of reciprocity.md 4, in its order.

func TestStatesAContributorKeepsADraftAndSendsItLater(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c := v.log(v.kim, func(f *commons.Form) { f.Draft, f.Evidence, f.FromOn = "yes", "", day(3) })
		v.is(c, commons.Draft)
		refusal(t, c.Send(ctx, v.db, v.kim, ""), "evidence", "error.evidence_required")
		refusal(t, c.Send(ctx, v.db, v.kim, ""), "from_on", "error.date_future")
		is(t, c.Send(ctx, v.db, v.lou, ""), store.ErrForbidden)
		f := form()
		f.Version = 1
		c, err := c.Change(ctx, v.db, v.kim, f)
		v.must(err)
		if v.is(c, commons.Submitted); c.Version != 1 {
			t.Errorf("version %d", c.Version)
		}
	})
}

func TestStatesOfADraftAnInactiveKindCannotBeSent(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c := v.log(v.kim, func(f *commons.Form) { f.Draft = "yes" })
		v.must(v.db.Exec("update contribution_kinds set active = ? where key = 'translation'", false).Error)
		refusal(t, c.Send(ctx, v.db, v.kim, ""), "kind", "error.choose")
		_, err := commons.LogContribution(ctx, v.db, v.kim, form())
		refusal(t, err, "kind", "error.choose")
	})
}

func TestStatesAQuestionIsMandatoryAndItsAnswerKeepsWhatWasConfirmed(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c := v.log(v.kim, hours("3")) // above two hours: two people
		c = v.confirm(c, v.bob)
		v.is(c, commons.Submitted)
		refusal(t, c.Attest(ctx, v.db, v.eve, commons.AttestForm{Verdict: commons.Ask}), "reason", "error.required")
		v.must(c.Attest(ctx, v.db, v.eve, commons.AttestForm{Verdict: commons.Ask, Reason: "Quelles pages ?"}))
		v.is(c, commons.NeedsInfo)
		refusal(t, c.Send(ctx, v.db, v.kim, " "), "answer", "error.required")
		v.must(c.Send(ctx, v.db, v.kim, "Celles des notes."))
		v.is(c, commons.Submitted)
		v.is(v.confirm(c, v.eve), commons.Attested)
	})
}

func TestStatesAChangeOfContentMakesAVersionForWhichNobodySpokeYet(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c := v.confirm(v.log(v.kim, hours("3")), v.bob)
		v.must(c.Attest(ctx, v.db, v.samia, commons.AttestForm{Verdict: commons.Ask, Reason: "Trois heures, vraiment ?"}))
		f := form()
		f.Hours, f.Version = "2", 1
		changed, err := c.Change(ctx, v.db, v.kim, f)
		v.must(err)
		if now := v.is(changed, commons.Submitted); now.Version != 2 || now.Quantity != 120 {
			t.Errorf("%+v", now)
		}
		_, err = c.Change(ctx, v.db, v.kim, f)
		is(t, err, store.ErrConflict)
		is(t, c.Attest(ctx, v.db, v.eve, commons.AttestForm{Verdict: commons.Confirm, Version: 1}), store.ErrConflict)
		v.is(v.confirm(changed, v.bob), commons.Attested) // the same person may speak of the new version
	})
}

func TestStatesAnOpenContestKeepsItFromBeingAttestedUntilItIsSettled(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c := v.log(v.kim)
		v.must(c.Attest(ctx, v.db, v.eve, commons.AttestForm{Verdict: commons.Contest, Reason: "Cette page date d’avant."}))
		v.is(v.confirm(c, v.bob), commons.Submitted)
		var id uint
		v.must(v.db.Raw("select id from attestations where verdict = 'contest'").Scan(&id).Error)
		is(t, c.Settle(ctx, v.db, v.lou, id, "Vu"), store.ErrForbidden)
		refusal(t, c.Settle(ctx, v.db, v.samia, id, ""), "settled", "error.required")
		v.must(c.Settle(ctx, v.db, v.samia, id, "La date est la bonne, vérifiée."))
		v.is(c, commons.Attested)
	})
}

func TestStatesAContestAfterTheConfirmationsKeepsItFromBeingAccepted(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c := v.confirm(v.log(v.kim), v.bob)
		v.must(c.Attest(ctx, v.db, v.eve, commons.AttestForm{Verdict: commons.Contest, Reason: "Déjà notée ailleurs."}))
		refusal(t, c.Decide(ctx, v.db, v.samia, commons.DecisionForm{Decision: commons.Accepted}), "decide", "error.decide_contested")
		v.is(c, commons.Attested)
	})
}

func TestStatesAcceptingIsForAStewardWhoStandsOutside(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		yes := commons.DecisionForm{Decision: commons.Accepted}
		own := v.confirm(v.log(v.samia), v.bob)
		refusal(t, own.Decide(ctx, v.db, v.samia, yes), "decide", "error.decide_own")
		is(t, own.Decide(ctx, v.db, v.lou, yes), store.ErrForbidden)
		v.must(own.Decide(ctx, v.db, v.omar, yes)) // a council member, as a light steward (decisions.md 33)
		attested := v.confirm(v.log(v.kim), v.samia)
		refusal(t, attested.Decide(ctx, v.db, v.samia, yes), "decide", "error.decide_attester")
		_, err := people.Join(ctx, v.db, v.samia.ID, v.fee.ID, people.Member)
		v.must(err)
		together := v.confirm(v.log(v.chloe), v.bob)
		refusal(t, together.Decide(ctx, v.db, v.samia, yes), "decide", "error.decide_together")
		is(t, v.log(v.lou).Decide(ctx, v.db, v.samia, yes), commons.ErrMoved) // nobody confirmed it
	})
}

func TestStatesAdjustingSaysAnotherSizeOrKindAndWhy(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c := v.confirm(v.log(v.kim, hours("2")), v.bob)
		adjusted := commons.DecisionForm{Decision: commons.Adjusted}
		refusal(t, c.Decide(ctx, v.db, v.samia, adjusted), "reason", "error.required")
		adjusted.Reason = "La moitié était déjà faite."
		refusal(t, c.Decide(ctx, v.db, v.samia, adjusted), "hours", "error.same_quantity")
		adjusted.Hours, adjusted.KindKey = "1", "financial"
		refusal(t, c.Decide(ctx, v.db, v.samia, adjusted), "kind", "error.choose")
		adjusted.KindKey = "x_proofreading"
		v.must(c.Decide(ctx, v.db, v.samia, adjusted))
		now := v.is(c, commons.Adjusted)
		if kind, quantity := now.Effective(); kind != "x_proofreading" || quantity != 60 || now.Quantity != 120 {
			t.Errorf("%s %d of %d", kind, quantity, now.Quantity)
		}
		v.holds("MIN", map[string]int64{"time:received:collective": 60})
	})
}

func TestStatesRejectingIsAPersonsWordWithAReason(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		for _, c := range []commons.Contribution{v.log(v.kim), v.confirm(v.log(v.lou), v.bob)} {
			refusal(t, c.Decide(ctx, v.db, v.samia, commons.DecisionForm{Decision: commons.Rejected}), "reason", "error.required")
			v.must(c.Decide(ctx, v.db, v.samia, commons.DecisionForm{Decision: commons.Rejected, Reason: "Ce n’est pas pour le collectif."}))
			v.is(c, commons.Rejected)
		}
		v.holds("MIN", map[string]int64{"time:received:collective": 0})
	})
}

func TestStatesWithdrawingIsForItsAuthorUntilItIsDecided(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		asked := v.log(v.kim)
		v.must(asked.Attest(ctx, v.db, v.bob, commons.AttestForm{Verdict: commons.Ask, Reason: "Où ?"}))
		for _, c := range []commons.Contribution{v.log(v.kim, func(f *commons.Form) { f.Draft = "yes" }), v.log(v.kim), asked, v.confirm(v.log(v.kim), v.bob)} {
			is(t, c.Withdraw(ctx, v.db, v.lou), store.ErrForbidden)
			v.must(c.Withdraw(ctx, v.db, v.kim))
			v.is(c, commons.Withdrawn)
		}
		is(t, v.accepted(v.kim).Withdraw(ctx, v.db, v.kim), commons.ErrMoved)
		c := v.log(v.chloe, behalf(v.fee))
		v.must(c.Withdraw(ctx, v.db, v.ada)) // an owner of the organisation it was done for
	})
}

func TestStatesSilenceIsToldAfterSixtyDaysLapsesAfterNinetyMoreAndOneClickTakesItUpAgain(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c, asked, done := v.log(v.kim), v.log(v.lou), v.accepted(v.chloe, func(f *commons.Form) { f.Title = "Autre" })
		v.must(asked.Attest(ctx, v.db, v.bob, commons.AttestForm{Verdict: commons.Ask, Reason: "Où ?"}))
		turn := func(days, reminded, lapsed int) {
			t.Helper()
			v.clock(days)
			if r, l, err := commons.Remind(ctx, v.db); err != nil || r != reminded || l != lapsed {
				t.Errorf("after %d days: %d reminded, %d lapsed (%v), want %d and %d", days, r, l, err, reminded, lapsed)
			}
		}
		turn(59, 0, 0)
		turn(60, 2, 0)
		turn(61, 0, 0)
		turn(149, 0, 0)
		v.must(asked.Send(ctx, v.db, v.lou, "Ici.")) // somebody moved: the count begins anew
		turn(150, 0, 1)
		v.is(c, commons.Lapsed)
		v.is(asked, commons.Submitted)
		v.is(done, commons.Accepted)
		v.must(c.Send(ctx, v.db, v.kim, ""))
		v.is(c, commons.Submitted)
	})
}

func TestStatesADecisionIsContestedWithinFourteenDays(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		accepted, rejected, late := v.accepted(v.kim), v.log(v.lou), v.accepted(v.kim, func(f *commons.Form) { f.FromOn = day(-9) })
		v.must(rejected.Decide(ctx, v.db, v.samia, commons.DecisionForm{Decision: commons.Rejected, Reason: "Non."}))
		refusal(t, rejected.Contest(ctx, v.db, v.newt, "Si."), "contest", "error.contest_tenure")
		refusal(t, rejected.Contest(ctx, v.db, v.lou, ""), "contest", "error.required")
		v.must(rejected.Contest(ctx, v.db, v.lou, "Si, voyez le commit."))
		v.must(accepted.Contest(ctx, v.db, v.eve, "C’était une traduction automatique.")) // any member past tenure
		v.is(accepted, commons.Contested)
		v.clock(15)
		is(t, late.Contest(ctx, v.db, v.eve, "Trop tard."), commons.ErrMoved)
	})
}

func TestStatesTwoPeopleWhoDidNotDecideUpholdOrReverse(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c := v.accepted(v.kim)
		v.must(c.Contest(ctx, v.db, v.eve, "C’était une traduction automatique."))
		refusal(t, c.Review(ctx, v.db, v.samia, commons.Upheld, "Je maintiens."), "review", "error.review_decided")
		refusal(t, c.Review(ctx, v.db, v.omar, commons.Upheld, ""), "review", "error.required")
		v.must(c.Review(ctx, v.db, v.omar, commons.Reversed, "En effet."))
		refusal(t, c.Review(ctx, v.db, v.omar, commons.Reversed, "Encore."), "review", "error.review_twice")
		v.is(c, commons.Contested) // one voice is not enough
		v.holds("MIN", map[string]int64{"time:received:collective": 60})
		v.must(c.Review(ctx, v.db, v.colette, commons.Reversed, "Oui."))
		v.is(c, commons.Reversed)
		v.holds("MIN", map[string]int64{"time:received:collective": 0})
		again, err := commons.ContributionsBy(ctx, v.db, v.kim, commons.Filter{})
		v.must(err)
		if len(again.Items) != 2 || again.Items[0].State != commons.Attested || *again.Items[0].CorrectsID != c.ID {
			t.Fatalf("it did not come back to be decided again: %+v", again.Items)
		}
		next := again.Items[0]
		v.accept(next, v.omar)
		v.holds("MIN", map[string]int64{"time:received:collective": 60})
		v.must(next.Contest(ctx, v.db, v.kim, "Il manque dix minutes."))
		v.must(next.Review(ctx, v.db, v.samia, commons.Upheld, "Le compte est bon."))
		v.must(next.Review(ctx, v.db, v.colette, commons.Upheld, "Oui."))
		v.is(next, commons.Upheld)
		v.holds("MIN", map[string]int64{"time:received:collective": 60})
	})
}

func TestStatesVoicesThatDifferDecideNothing(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c := v.accepted(v.kim)
		v.must(c.Contest(ctx, v.db, v.kim, "Trop peu."))
		v.must(c.Review(ctx, v.db, v.omar, commons.Reversed, "En effet."))
		v.must(c.Review(ctx, v.db, v.colette, commons.Upheld, "Non."))
		v.is(c, commons.Contested)
	})
}

func TestStatesAfterAcceptanceNothingIsEdited(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c := v.accepted(v.kim)
		f := form()
		f.Version = 1
		_, err := c.Change(ctx, v.db, v.kim, f)
		is(t, err, commons.ErrFixed)
		is(t, c.Decide(ctx, v.db, v.omar, commons.DecisionForm{Decision: commons.Rejected, Reason: "x"}), commons.ErrMoved)
		for _, change := range []string{"quantity = 1", "kind = 'doc'", "decided_quantity = 1", "treatment = 'given'", "organisation_id = null", "version = 2"} {
			if err := v.db.Exec("update contributions set "+change+" where id = ?", c.ID).Error; err == nil {
				t.Errorf("the database let %s pass", change)
			}
		}
	})
}

func TestStatesACorrectionIsANewContributionThatTakesTheOldOneBack(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		old := v.accepted(v.kim, hours("2"))
		f := form()
		f.Corrects, f.Hours = old.Ref, "1"
		_, err := commons.LogContribution(ctx, v.db, v.lou, f)
		is(t, err, store.ErrNotFound)
		c, err := commons.LogContribution(ctx, v.db, v.kim, f)
		v.must(err)
		v.holds("MIN", map[string]int64{"time:received:collective": 120}) // until it is accepted, the old one stands
		v.accept(v.confirm(c, v.bob), v.samia)
		v.holds("MIN", map[string]int64{"time:received:collective": 60})
		if v.load(old).Counts() {
			t.Error("both count")
		}
		effects := v.effects(old)
		if len(effects) != 1 || effects[0].ReversedByID == nil {
			t.Errorf("%+v", effects)
		}
	})
}

func TestStatesACorrectionThatWasRejectedAtFirstTakesTheOldOneBackAllTheSame(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		old := v.accepted(v.kim, hours("2"))
		c := v.confirm(v.log(v.kim, func(f *commons.Form) { f.Corrects = old.Ref }), v.bob)
		v.must(c.Decide(ctx, v.db, v.samia, commons.DecisionForm{Decision: commons.Rejected, Reason: "Deux heures étaient justes."}))
		v.must(c.Contest(ctx, v.db, v.kim, "Non, une."))
		for _, u := range []people.User{v.omar, v.colette} {
			v.must(c.Review(ctx, v.db, u, commons.Reversed, "En effet."))
		}
		v.holds("MIN", map[string]int64{"time:received:collective": 120})
		mine, err := commons.ContributionsBy(ctx, v.db, v.kim, commons.Filter{})
		v.must(err)
		v.accept(mine.Items[0], v.omar)
		v.holds("MIN", map[string]int64{"time:received:collective": 60})
		v.sums("only the correction counts", commons.Minutes, 60, 1, 0)
		if v.load(old).Counts() {
			t.Error("both count")
		}
	})
}

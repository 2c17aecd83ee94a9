package commons_test

import (
	"errors"
	"testing"

	"chatiere/models/commons"
	"chatiere/models/ledger"
	"chatiere/models/store"
)

// alphaOf is what Alpha's maintainer sees behind their link.
func (w treasury) alphaOf(b *commons.Batch) commons.UpstreamPayment {
	w.t.Helper()
	p, _, err := commons.PaymentOfLink(ctx, w.db, b.Payments[0].Ref)
	w.must(err)
	return p
}

func TestAMaintainerMayTakeDeferPassOnOrRefuse(t *testing.T) {
	for answer, c := range map[commons.Answer]struct {
		form  func(w treasury) commons.AnswerForm
		holds func(w treasury) map[string]int64
		rows  int
	}{
		commons.Taken: {func(treasury) commons.AnswerForm { return commons.AnswerForm{Words: "Thank you"} }, func(w treasury) map[string]int64 { return map[string]int64{w.account(0): 857} }, 2},
		commons.Deferred: {
			func(treasury) commons.AnswerForm { return commons.AnswerForm{Months: 6} },
			func(w treasury) map[string]int64 { return map[string]int64{w.account(0): 857} }, 1,
		},
		commons.PassedOn: {
			func(w treasury) commons.AnswerForm { return commons.AnswerForm{To: w.upstreams[2].Ref} },
			func(w treasury) map[string]int64 { return map[string]int64{w.account(0): 0, w.account(2): 571 + 857} }, 1,
		},
		commons.Refused: {
			func(treasury) commons.AnswerForm { return commons.AnswerForm{} },
			func(w treasury) map[string]int64 {
				return map[string]int64{w.account(0): 0, "liability:upstream:unallocated": 857}
			}, 1,
		},
	} {
		t.Run(string(answer), func(t *testing.T) {
			each(t, func(t *testing.T, v village) {
				w := endow(v).open()
				b := w.submits()
				w.approves(b, v.colette, v.samia)
				p := w.alphaOf(b)
				f := c.form(w)
				f.Answer = answer
				v.must(p.Reply(ctx, v.db, f))
				v.holds("EUR", c.holds(w))
				w.sums(0)
				b = w.reloads(b)
				if b.Rows != c.rows || (c.rows == 1) != (b.State == commons.BatchSubmitted) || b.Payments[0].Answer != answer || v.promised("payout_answered") != 1 {
					t.Errorf("%+v", b)
				}
				if answer != commons.Taken {
					is(t, p.Reply(ctx, v.db, f), commons.ErrMoved) // sent twice
				}
			})
		})
	}
}

func TestWhatIsDeferredIsPlannedAgainWhenItsTimeHasCome(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w := endow(v).open()
		b := w.submits()
		p := w.alphaOf(b)
		v.must(p.Reply(ctx, v.db, commons.AnswerForm{Answer: commons.Deferred, Months: 3}))
		owed := func() commons.Owed {
			all, err := commons.OwedToProjects(ctx, v.db, v.colette, ledger.Day(store.Now(v.db)))
			v.must(err)
			return all[0]
		}
		if o := owed(); o.Deferred != "2027-03-09" || o.Payable(1) {
			t.Errorf("%+v", o)
		}
		w.at(14 + 91)
		if o := owed(); o.Deferred != "" || !o.Payable(1) {
			t.Errorf("%+v", o)
		}
	})
}

func TestAProjectNobodyKnowsIsLookedAtBeforeMoneyIsPassedOn(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w := endow(v).open()
		b := w.submits()
		p := w.alphaOf(b)
		v.must(p.Reply(ctx, v.db, commons.AnswerForm{Answer: commons.PassedOn, Name: "Delta, https://delta.example"}))
		v.holds("EUR", map[string]int64{w.account(0): 857})
		wishes, err := commons.WishesToPass(ctx, v.db, v.samia)
		v.must(err)
		if len(wishes) != 1 || wishes[0].PassedToName != "Delta, https://delta.example" {
			t.Fatalf("%+v", wishes)
		}
		wish := wishes[0]
		refusal(t, wish.Grant(ctx, v.db, v.colette, commons.WishForm{}), "wish_to", "payouts.wrong.wish")
		refusal(t, wish.Grant(ctx, v.db, v.colette, commons.WishForm{To: w.upstreams[0].Ref}), "wish_to", "error.choose") // their own
		v.must(wish.Grant(ctx, v.db, v.colette, commons.WishForm{To: w.upstreams[2].Ref}))
		v.holds("EUR", map[string]int64{w.account(0): 0, w.account(2): 571 + 857})
		is(t, wish.Grant(ctx, v.db, v.colette, commons.WishForm{To: w.upstreams[2].Ref}), commons.ErrMoved)
		beta, _, err := commons.PaymentOfLink(ctx, v.db, b.Payments[1].Ref)
		v.must(err)
		v.must(beta.Reply(ctx, v.db, commons.AnswerForm{Answer: commons.PassedOn, Name: "Nobody"}))
		v.must(beta.Grant(ctx, v.db, v.colette, commons.WishForm{Reason: "No such project"}))
		v.holds("EUR", map[string]int64{w.account(1): 572})
	})
}

func TestAMaintainersAnswerIsCheckedAndEndsWithTheBank(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w := endow(v).open()
		draft := w.drafts()
		if _, _, err := commons.PaymentOfLink(ctx, v.db, draft.Payments[0].Ref); !errors.Is(err, store.ErrNotFound) {
			t.Error("nobody was told of a draft")
		}
		v.must(draft.Submit(ctx, v.db, v.colette))
		p := w.alphaOf(draft)
		refusal(t, p.Reply(ctx, v.db, commons.AnswerForm{}), "answer", "error.choose")
		refusal(t, p.Reply(ctx, v.db, commons.AnswerForm{Answer: commons.Deferred, Months: 5}), "months", "error.choose")
		refusal(t, p.Reply(ctx, v.db, commons.AnswerForm{Answer: commons.PassedOn}), "to", "payouts.wrong.pass_to")
		refusal(t, p.Reply(ctx, v.db, commons.AnswerForm{Answer: commons.PassedOn, To: w.upstreams[0].Ref}), "to", "error.choose")
		w.approves(draft, v.colette, v.samia)
		v.must(draft.Export(ctx, v.db, sealKey, v.colette, onSite))
		is(t, p.Reply(ctx, v.db, commons.AnswerForm{Answer: commons.Refused}), commons.ErrMoved)
	})
}

func TestWhatIsPassedOnWasPaidToNeitherYet(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w := endow(v).open()
		b := w.submits()
		p := w.alphaOf(b)
		v.must(p.Reply(ctx, v.db, commons.AnswerForm{Answer: commons.PassedOn, To: w.upstreams[2].Ref}))
		shares, err := commons.SharesOfPot(ctx, v.db)
		v.must(err)
		for _, s := range shares {
			if s.Sent() != 0 {
				t.Errorf("%+v: %d sent", s, s.Sent())
			}
			switch s.UpstreamID {
			case w.upstreams[0].ID:
				if s.Given != 857 || s.Passed != -857 || s.Owed != 0 {
					t.Errorf("%+v", s)
				}
			case w.upstreams[2].ID:
				if s.Given != 571 || s.Passed != 857 || s.Owed != 571+857 {
					t.Errorf("%+v", s)
				}
			}
		}
		moves, err := commons.MovesOf(ctx, v.db, w.upstreams[2].ID, "")
		v.must(err)
		if m := moves.Items[0]; m.Passed != 857 || m.Given != 0 || m.Sent != 0 {
			t.Errorf("%+v", m)
		}
	})
}

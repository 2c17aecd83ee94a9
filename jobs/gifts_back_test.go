package jobs_test

import (
	"context"
	"slices"
	"testing"

	"chatiere/integrations/payment/paymenttest"
	"chatiere/models/billing"
	"chatiere/models/commons"
	"chatiere/models/store"
)

func TestAGiftOfAnotherSumOrCurrencyWaitsForAPersonAndIsNeverCounted(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		ctx := context.Background()
		kim, lou, eve := w.gives("kim@don.example", commons.Once), w.gives("lou@don.example", commons.Once), w.gives("eve@don.example", commons.Once)
		g, page := kim.page(false)
		w.s.Change(page, map[string]any{"amount_total": int64(1500)})
		w.s.Pay(page, paymenttest.Card)
		_, other := lou.page(false)
		w.s.Change(other, map[string]any{"currency": "usd"})
		w.s.Pay(other, paymenttest.Card)
		_, late := eve.page(false)
		w.must(eve.newest().Arrive(ctx, w.db, w.ops, commons.ArrivalForm{Cents: 2_000, ReceivedOn: "2026-11-25", Method: "transfer"}))
		w.s.Pay(late, paymenttest.Card) // before the portal could close the page
		w.news()
		w.hears(w.s.AllNews()...)
		kim.holds("asked 2000")
		lou.holds("asked 2000")
		eve.holds("received 2000 transfer")
		q := w.questions(billing.OtherAmount)
		if len(q) != 2 || q[0].AmountCents+q[1].AmountCents != 3500 || q[0].ExpectedCents+q[1].ExpectedCents != 2000 || q[0].DonationID == nil || q[0].Creditable() || len(w.questions(billing.OtherCurrency)) != 1 {
			t.Errorf("%+v", q)
		}
		if w.balance("income:gifts") != 2000 || w.balance("asset:suspense") != -3500 {
			t.Errorf("gifts %d, waiting %d", w.balance("income:gifts"), w.balance("asset:suspense"))
		}
		w.must(kim.newest().SendBack(ctx, w.db, w.ops, commons.SendBackForm{Payment: g.Ref, Reason: "une autre somme"}))
		w.drains()
		w.news()
		kim.holds("asked 2000")
		if w.gift(g).ReturnedCents != 1500 {
			t.Error("what was not counted cannot be sent back")
		}
	})
}

func TestAGiftIsSentBackOnceAndARefundThatFailsIsAGiftAgain(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		ctx := context.Background()
		kim := w.gives("kim@don.example", commons.Once)
		g := kim.paid(paymenttest.CardUnsends, false)
		f := commons.SendBackForm{Payment: g.Ref, Reason: "donné par erreur"}
		if d := kim.newest(); !is(d.SendBack(ctx, w.db, kim.u, f), store.ErrForbidden) {
			t.Error("a giver sends money back")
		}
		w.must(kim.newest().SendBack(ctx, w.db, w.ops, f))
		if err := kim.newest().SendBack(ctx, w.db, w.ops, f); !is(err, store.ErrConflict) {
			t.Error("sent back twice:", err)
		}
		w.drains()
		w.news()
		kim.holds("returned 2000 card")
		w.letter("gift_sent_back", "kim@don.example")
		if w.balance("income:gifts") != 0 || len(w.s.All("refund")) != 1 {
			t.Errorf("%d of gifts, %d refunds", w.balance("income:gifts"), len(w.s.All("refund")))
		}
		w.sound()
		w.passes(paymenttest.UnsendWait)
		w.news()
		w.hears(w.s.AllNews()...)
		kim.holds("received 2000 card")
		if q := w.questions(billing.RefundFailed); len(q) != 1 || q[0].AmountCents != 2000 || w.balance("income:gifts") != 2000 {
			t.Errorf("%+v", q)
		}
		w.sound()
	})
}

func TestALostAnswerNeverSendsAGiftBackTwice(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		ctx := context.Background()
		for n, doing := range []paymenttest.Doing{paymenttest.DropAfter, paymenttest.FailAfter, paymenttest.Fail, paymenttest.Busy} {
			kim := w.gives(string(rune('a'+n))+"@don.example", commons.Once)
			g := kim.paid(paymenttest.Card, false)
			before := len(w.s.All("refund"))
			w.s.Behave(paymenttest.Trouble{Do: doing, Path: "/v1/refunds", Posts: true})
			w.must(kim.newest().SendBack(ctx, w.db, w.ops, commons.SendBackForm{Payment: g.Ref, Reason: "x"}))
			w.tries(1)
			w.s.Behave()
			w.drains()
			w.news()
			if made := len(w.s.All("refund")) - before; made != 1 {
				t.Errorf("%d: %d refunds", doing, made)
			}
		}
		w.sound()
	})
}

func TestWhatStripeSentBackOfAGiftLessensItAndItsReceiptIsVoid(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		ctx := context.Background()
		kim := w.gives("kim@don.example", commons.Once)
		g := kim.paid(paymenttest.Card, false)
		w.must(commons.Declare(ctx, w.db, w.ops, &commons.EligibilityForm{Articles: commons.Articles, Basis: "rescrit", Rescrit: "2026/1", Object: "Des outils libres", Category: commons.GeneralInterest, Name: "Omar", Role: "Président", Sure: true}))
		r, err := kim.newest().Certify(ctx, w.db, kim.u, &commons.ReceiptForm{Name: "Kim", Street: "1 rue du Don", Postcode: "69001", City: "Lyon", Country: "FR", Lang: "fr"})
		w.must(err)
		if _, bad := store.AsInvalid(kim.newest().SendBack(ctx, w.db, w.ops, commons.SendBackForm{Payment: g.Ref, Reason: "x"})); !bad {
			t.Error("sent back although a receipt stands")
		}
		id := w.s.RefundOutside(*g.IntentID, 500)
		w.news()
		kim.holds("received 1500 card")
		receipt, err := commons.FindReceipt(ctx, w.db, kim.u, r.Ref)
		if err != nil || receipt.VoidedAt == nil || len(w.questions(billing.OutsideRefund)) != 1 || w.balance("income:gifts") != 1500 {
			t.Errorf("%v %+v", err, receipt)
		}
		w.s.FailRefund(id)
		w.news()
		kim.holds("received 2000 card")
		w.sound()
		d := w.s.Contest(*g.IntentID, 2000, "fraudulent", false)
		w.news()
		kim.holds("returned 2000 card")
		w.s.CloseDispute(d, true)
		w.news()
		w.hears(w.s.AllNews()...)
		kim.holds("received 2000 card")
		w.sound()
	})
}

func TestNewsOfAGiftInAnyOrderEndInTheSameState(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		for n, seed := range []uint64{0, 1, 2, 3} {
			kim := w.gives(string(rune('a'+n))+"@don.example", commons.EveryMonth)
			_, page := kim.page(true)
			w.s.Pay(page, paymenttest.Card)
			sum := w.s.Get(page)["payment_intent"].(string)
			w.s.RefundOutside(sum, 500)
			w.s.CloseDispute(w.s.Contest(sum, 1500, "fraudulent", false), false)
			all := w.s.News()
			if slices.Reverse(all); seed > 0 {
				all = paymenttest.Shuffled(all, 2, seed)
			}
			w.hears(all...)
			kim.holds("returned 2000 card")
			if m, err := kim.pledge.MethodOf(context.Background(), w.db); err != nil || m.StoppedAt == nil {
				t.Errorf("%d: what was contested is charged again (%v)", n, err)
			}
			if w.balance("income:gifts") != 0 {
				t.Errorf("%d: %d of gifts", n, w.balance("income:gifts"))
			}
		}
		w.sound()
	})
}

package jobs_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"chatiere/integrations/payment/paymenttest"
	"chatiere/models/billing"
	"chatiere/models/store"
)

// paid is an invoice of 120.00 paid by some means, with the sum as Stripe calls it.
func (w *till) paid(email string, m paymenttest.Means) (billing.Invoice, billing.Collection, string) {
	w.t.Helper()
	_, ada := w.asked(email)
	i := w.owes(ada)
	c, page := w.pages(ada, false, i)
	w.s.Pay(page, m)
	if m.Kind == "sepa_debit" {
		w.passes(paymenttest.DebitTakes)
	}
	w.news()
	c = w.collection(c)
	return i, c, *c.IntentID
}

func TestSDD2_ADebitGivenBackIsDueAgainAFortnightLater(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		ctx := context.Background()
		_, ada := w.asked("ada@fee.example")
		i := w.owes(ada)
		c, page := w.pages(ada, true, i)
		w.s.Pay(page, paymenttest.AccountContests)
		w.passes(paymenttest.DebitTakes)
		w.news()
		w.passes(paymenttest.ContestWait)
		w.news()
		w.hears(w.s.AllNews()...)
		if i = w.invoice(i); i.DueCents() != 12000 || i.Due() != "2027-01-03" || i.DueOn != "2026-12-25" {
			t.Errorf("due %d by %s", i.DueCents(), i.Due())
		}
		if p := w.payment(c); p.ReturnedCents != 12000 || p.Rest() != 0 {
			t.Errorf("%+v", p)
		}
		if l := w.letter("payment_contested", "ada@fee.example"); !strings.Contains(l, i.FullName()) || !strings.Contains(l, "3 janvier 2027") || !strings.Contains(l, "Rien ne se ferme") {
			t.Error(l)
		}
		if _, err := billing.Charge(ctx, w.db, w.keys(), ada.Actor(), ada.Memberships[0].Organisation, []uint{i.ID}); !is(err, billing.ErrNoMethod) {
			t.Error("debited again without the payer's act:", err)
		}
		methods, err := billing.MethodsOf(ctx, w.db, ada.Memberships[0].Organisation)
		w.must(err)
		w.must(methods[0].Prefer(ctx, w.db, ada))
		if _, err := billing.Charge(ctx, w.db, w.keys(), ada.Actor(), ada.Memberships[0].Organisation, []uint{i.ID}); err != nil {
			t.Error(err)
		}
		w.sound()
	})
}

func TestAWarningMovesNoMoneyAndAWonDisputeLeavesAllAsItWas(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		i, c, intent := w.paid("ada@fee.example", paymenttest.Card)
		warning := w.s.Contest(intent, 12000, "fraudulent", true)
		w.news()
		if w.invoice(i).DueCents() != 0 || len(w.questions(billing.DisputeOpened)) != 1 {
			t.Error("a warning took the money")
		}
		w.s.CloseDispute(warning, false)
		d := w.s.Contest(intent, 5000, "product_not_received", false)
		w.news()
		if w.invoice(i).DueCents() != 5000 {
			t.Errorf("%d due", w.invoice(i).DueCents())
		}
		w.sound()
		w.s.CloseDispute(d, true)
		w.news()
		w.hears(w.s.AllNews()...)
		if w.invoice(i).DueCents() != 0 || w.payment(c).ReturnedCents != 0 || w.balance("asset:suspense") != 0 {
			t.Error("won, and yet it is not as before")
		}
		w.sound()
	})
}

func TestD3_RefundAndDisputeOfOnePaymentNeverTakeMoreThanItBrought(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		ctx := context.Background()
		i, c, intent := w.paid("ada@fee.example", paymenttest.Card)
		_, err := i.Correct(ctx, w.db, w.ops, billing.CreditForm{Amount: "50", Cents: 5000, Reason: "moins de monde"})
		w.must(err)
		_, err = w.payment(c).Refund(ctx, w.db, w.ops, billing.RefundForm{Cents: 6000, Reason: "rendu"})
		w.must(err)
		w.drains()
		w.news()
		d := w.s.Contest(intent, 12000, "fraudulent", false)
		w.news()
		p := w.payment(c)
		q := w.questions(billing.PaidBackTwice)
		if p.ReturnedCents != 12000 || len(q) != 1 || q[0].AmountCents != 6000 || w.balance("asset:suspense") != 6000 {
			t.Errorf("%+v %+v %d", p, q, w.balance("asset:suspense"))
		}
		if _, err := p.Refund(ctx, w.db, w.ops, billing.RefundForm{Cents: 1, Reason: "x"}); err == nil {
			t.Error("refunded while contested")
		}
		w.sound()
		w.s.CloseDispute(d, true)
		w.news()
		if w.payment(c).ReturnedCents != 6000 || w.balance("asset:suspense") != 0 || w.invoice(i).DueCents() != 0 {
			t.Error("won, and yet it is not as before")
		}
		w.sound()
	})
}

func TestCRN3_AFailedRefundLeavesTheCreditNoteAndTheMoneyOwed(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		ctx := context.Background()
		i, c, _ := w.paid("ada@fee.example", paymenttest.CardUnsends)
		p := w.payment(c)
		if _, err := p.Refund(ctx, w.db, w.ops, billing.RefundForm{Cents: 12000, Reason: "x"}); err == nil {
			t.Error("what settles an invoice was sent back")
		}
		note, err := i.Correct(ctx, w.db, w.ops, billing.CreditForm{Reason: "jamais ouvert"})
		w.must(err)
		r, err := p.Refund(ctx, w.db, w.ops, billing.RefundForm{Cents: 12000, Reason: "jamais ouvert", Key: "k"})
		w.must(err)
		if again, err := p.Refund(ctx, w.db, w.ops, billing.RefundForm{Cents: 12000, Reason: "jamais ouvert", Key: "k"}); err != nil || again.ID != r.ID {
			t.Error("the same form twice is two refunds", err)
		}
		w.drains()
		w.news()
		if all, err := billing.RefundsOf(ctx, w.db, p.ID); err != nil || len(all) != 1 || all[0].State != billing.RefundDone {
			t.Errorf("%+v %v", all, err)
		}
		w.sound()
		w.passes(paymenttest.UnsendWait)
		w.news()
		owed, err := billing.OwedBy(ctx, w.db, i.OrganisationID, "2026-11-28")
		w.must(err)
		if q := w.questions(billing.RefundFailed); len(q) != 1 || owed.CreditCents != 12000 || note.TotalCents != 12000 || w.invoice(i).Payment() != billing.Credited {
			t.Errorf("%+v %+v", q, owed)
		}
		w.sound()
	})
}

func TestALostAnswerNeverRefundsTwice(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		ctx := context.Background()
		for n, doing := range []paymenttest.Doing{paymenttest.DropAfter, paymenttest.FailAfter, paymenttest.Fail, paymenttest.Busy} {
			i, c, _ := w.paid(string(rune('a'+n))+"@fee.example", paymenttest.Card)
			_, err := i.Correct(ctx, w.db, w.ops, billing.CreditForm{Reason: "x"})
			w.must(err)
			before := len(w.s.All("refund"))
			w.s.Behave(paymenttest.Trouble{Do: doing, Path: "/v1/refunds", Posts: true})
			_, err = w.payment(c).Refund(ctx, w.db, w.ops, billing.RefundForm{Cents: 12000, Reason: "x"})
			w.must(err)
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

func TestSDD3_ADebitIsNotSentBackByHandWithoutAWarning(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		ctx := context.Background()
		i, c, _ := w.paid("ada@fee.example", paymenttest.Account)
		_, err := i.Correct(ctx, w.db, w.ops, billing.CreditForm{Reason: "x"})
		w.must(err)
		p := w.payment(c)
		if _, err := p.Refund(ctx, w.db, w.ops, billing.RefundForm{Cents: 100, Reason: "x"}); err == nil || !p.Risky(store.Now(w.db)) {
			t.Error("sent back without a warning")
		}
		_, err = p.Refund(ctx, w.db, w.ops, billing.RefundForm{Cents: 100, Reason: "x", Sure: true})
		w.must(err)
		w.passes(57 * 24 * time.Hour)
		_, err = p.Refund(ctx, w.db, w.ops, billing.RefundForm{Cents: 100, Reason: "y"})
		w.must(err)
		w.drains()
		w.news()
		w.sound()
	})
}

func TestARefundMadeOnStripesOwnPagesIsSeen(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		i, c, intent := w.paid("ada@fee.example", paymenttest.Card)
		id := w.s.RefundOutside(intent, 5000)
		w.news()
		if w.invoice(i).DueCents() != 5000 || w.payment(c).ReturnedCents != 5000 || len(w.questions(billing.OutsideRefund)) != 1 {
			t.Errorf("%+v", w.payment(c))
		}
		w.sound()
		w.s.FailRefund(id)
		w.news()
		if w.payment(c).ReturnedCents != 0 || w.payment(c).Rest() != 5000 {
			t.Errorf("%+v", w.payment(c))
		}
		w.sound()
	})
}

func TestPayoutsReachTheBankAndMayComeBack(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		w.paid("ada@fee.example", paymenttest.Card)
		net := w.s.Balance()
		id := w.s.PayOut()
		w.news()
		if w.balance("asset:bank") != 0 {
			t.Error("money on its way is not at the bank")
		}
		w.passes(48 * time.Hour)
		w.news()
		if w.balance("asset:bank") != net || w.balance("asset:card") != 0 {
			t.Errorf("%d at the bank of %d", w.balance("asset:bank"), net)
		}
		w.sound()
		w.s.FailPayout(id)
		w.news()
		if w.balance("asset:bank") != 0 || w.balance("asset:card") != net {
			t.Error("a payout that came back is still at the bank")
		}
		w.sound()
	})
}

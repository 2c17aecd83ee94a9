package jobs_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"chatiere/integrations/payment/paymenttest"
	"chatiere/jobs"
	"chatiere/jobs/jobstest"
	"chatiere/models/billing"
	"chatiere/models/billing/cashier"
	"chatiere/models/store"
)

func TestAnotherSumThanWasAskedSettlesNothingAndWaitsForAPerson(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		ctx := context.Background()
		_, ada := w.asked("ada@fee.example")
		i, j := w.owes(ada), w.owes(ada)
		c, page := w.pages(ada, false, i)
		w.s.Change(page, map[string]any{"amount_total": int64(11000)})
		w.s.Pay(page, paymenttest.Card)
		d, other := w.pages(ada, false, j)
		w.s.Change(other, map[string]any{"currency": "usd"})
		w.s.Pay(other, paymenttest.Card)
		w.news()
		if w.collection(c).State != billing.Questioned || w.collection(d).State != billing.Questioned || w.invoice(i).DueCents() != 12000 || w.invoice(j).DueCents() != 12000 {
			t.Fatal("it settled something")
		}
		q := w.questions(billing.OtherAmount)
		if len(q) != 1 || q[0].AmountCents != 11000 || q[0].ExpectedCents != 12000 || !q[0].Creditable() || len(w.questions(billing.OtherCurrency)) != 1 {
			t.Fatalf("%+v", q)
		}
		if err := q[0].Resolve(ctx, w.db, w.ops, billing.ResolutionForm{Answer: billing.CreditIt}); err == nil {
			t.Error("answered without a reason")
		}
		w.must(q[0].Resolve(ctx, w.db, w.ops, billing.ResolutionForm{Answer: billing.CreditIt, Reason: "dix euros de moins, vu avec elle"}))
		if err := q[0].Resolve(ctx, w.db, w.ops, billing.ResolutionForm{Answer: billing.CreditIt, Reason: "encore"}); !is(err, store.ErrConflict) {
			t.Error("answered twice:", err)
		}
		if owed, err := billing.OwedBy(ctx, w.db, i.OrganisationID, "2026-11-25"); err != nil || owed.CreditCents != 11000 {
			t.Errorf("%+v %v", owed, err)
		}
		if w.balance("asset:suspense") != 0 {
			t.Error("explained money is still in suspense")
		}
	})
}

func TestSTR4_ALostAnswerNeverChargesTwice(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		ctx := context.Background()
		_, ada := w.asked("ada@fee.example")
		first := w.owes(ada)
		_, page := w.pages(ada, true, first)
		w.s.Pay(page, paymenttest.Card)
		w.news()
		for _, doing := range []paymenttest.Doing{paymenttest.DropAfter, paymenttest.FailAfter, paymenttest.Fail, paymenttest.Drop, paymenttest.Busy} {
			i := w.owes(ada)
			before := len(w.s.All("payment_intent"))
			w.s.Behave(paymenttest.Trouble{Do: doing, Path: "/v1/payment_intents", Posts: true})
			c, err := billing.Charge(ctx, w.db, w.keys(), ada.Actor(), ada.Memberships[0].Organisation, []uint{i.ID})
			w.must(err)
			if again, err := billing.Charge(ctx, w.db, w.keys(), ada.Actor(), ada.Memberships[0].Organisation, []uint{i.ID}); err != nil || again.ID != c.ID {
				t.Error("charged at the same time once more", err)
			}
			if failed := jobstest.Try(t, w.w); len(failed) != 1 {
				t.Errorf("%d: %v", doing, failed)
			}
			w.s.Behave()
			w.drains()
			w.news()
			if made := len(w.s.All("payment_intent")) - before; made != 1 || w.invoice(i).DueCents() != 0 {
				t.Errorf("%d: %d charges, %d left", doing, made, w.invoice(i).DueCents())
			}
		}
		w.sound()
	})
}

func TestForeignMoneyIsLeftAlone(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		_, ada := w.asked("ada@fee.example")
		i := w.owes(ada)
		elsewhere := w.w
		elsewhere.Till.BaseURL = "https://essai.example"
		b, err := billing.BasketOf(context.Background(), w.db, ada, ada.Memberships[0].Organisation, []string{i.Ref}, "fr")
		w.must(err)
		c, err := billing.Collect(context.Background(), w.db, w.keys(), b)
		w.must(err)
		address, err := elsewhere.Till.Open(context.Background(), c)
		w.must(err)
		w.must(w.db.Exec("delete from collection_parts").Error)
		w.must(w.db.Exec("delete from collections").Error)
		w.s.Pay(paymenttest.SessionAt(address), paymenttest.Card)
		w.s.Tell("customer.created", map[string]any{"object": "customer", "id": "cus_x"})
		w.news()
		var states []string
		w.must(w.db.Raw("select distinct state from stripe_events order by state").Scan(&states).Error)
		if strings.Join(states, " ") != "foreign stored" {
			t.Error(states)
		}
		if w.invoice(i).DueCents() != 12000 {
			t.Error("another portal's money settled ours")
		}
	})
}

func TestWithoutKeysNothingIsOffered(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		w.must(w.db.Exec("delete from payment_keys").Error)
		if w.keys().Set() {
			t.Error("offered without a key")
		}
		w.must(w.w.Keep(context.Background(), "stripe_heard", []byte("{}")))
		w.must(w.w.Keep(context.Background(), "stripe_compared", []byte("{}")))
		if _, err := w.w.Till.Read(context.Background(), []byte("{}"), ""); err == nil {
			t.Error("news were read without a key")
		}
		other := newTillWithAnotherSecret(w)
		if k, err := other.Offers(context.Background()); err != nil || k.Set() {
			t.Error("keys sealed with another secret are offered", err)
		}
	})
}

func newTillWithAnotherSecret(w *till) jobs.Till {
	other := w.w.Till
	other.Secret = []byte("another secret")
	return other
}

func TestF10_AStripeThatDoesNotAnswerKeepsTheChoice(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		_, ada := w.asked("ada@fee.example")
		for _, doing := range []paymenttest.Doing{paymenttest.Hang, paymenttest.HangAfter, paymenttest.Fail, paymenttest.FailAfter, paymenttest.Busy, paymenttest.Drop, paymenttest.DropAfter} {
			i := w.owes(ada)
			b, err := billing.BasketOf(context.Background(), w.db, ada, ada.Memberships[0].Organisation, []string{i.Ref}, "fr")
			w.must(err)
			c, err := billing.Collect(context.Background(), w.db, w.keys(), b)
			w.must(err)
			w.s.Behave(paymenttest.Trouble{Do: doing, Path: "/v1/checkout/sessions", Posts: true})
			short, stop := context.WithTimeout(context.Background(), 300*time.Millisecond)
			if _, err := w.w.Till.Open(short, c); !is(err, cashier.Unclear) && !is(err, cashier.Busy) && !is(err, cashier.Broken) {
				t.Errorf("%d: %v", doing, err)
			}
			stop()
			w.s.Behave()
			again, page := w.opens(b)
			w.s.Pay(page, paymenttest.Card)
			w.news()
			if again.ID != c.ID || w.invoice(i).DueCents() != 0 {
				t.Errorf("%d: the choice was lost", doing)
			}
		}
		w.sound()
	})
}

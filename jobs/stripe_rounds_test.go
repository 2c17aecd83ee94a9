package jobs_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"chatiere/integrations/payment/paymenttest"
	"chatiere/jobs/jobstest"
	"chatiere/models/billing"
	"chatiere/models/people"
	"chatiere/models/store/storetest"
)

// tries keeps every promise once; so many must fail.
func (w *till) tries(failing int) {
	w.t.Helper()
	if failed := jobstest.Try(w.t, w.w); len(failed) != failing {
		w.t.Errorf("%d promises failed instead of %d: %v", len(failed), failing, failed)
	}
}

func (w *till) keeps(kind string) {
	w.t.Helper()
	w.must(w.w.Keep(context.Background(), kind, []byte("{}")))
	w.drains()
}

func TestAnEndpointThatWasOffForADayMissesNothing(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		_, ada := w.asked("ada@fee.example")
		i, j := w.owes(ada), w.owes(ada)
		_, page := w.pages(ada, false, i)
		_, other := w.pages(ada, false, j)
		w.keeps("stripe_heard")
		w.s.Pay(page, paymenttest.Card)
		w.s.Pay(other, paymenttest.Account)
		w.passes(24 * time.Hour)
		w.s.News() // nobody takes them in
		w.keeps("stripe_heard")
		if w.invoice(i).DueCents() != 0 {
			t.Error("the card's payment was missed")
		}
		w.passes(paymenttest.DebitTakes)
		w.s.News()
		w.keeps("stripe_heard")
		if w.invoice(j).DueCents() != 0 {
			t.Error("the debit was missed")
		}
		w.sound()
	})
}

func TestTheNightlyComparisonMendsWhatNobodyTold(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		i, c, intent := w.paid("ada@fee.example", paymenttest.Card)
		_, bao := w.asked("bao@fee.example")
		j, k := w.owes(bao), w.owes(bao)
		lost, page := w.pages(bao, false, j)
		w.s.Pay(page, paymenttest.Card)
		over, _ := w.pages(bao, false, k)
		w.s.RefundOutside(intent, 2000)
		w.s.Contest(intent, 3000, "fraudulent", false)
		w.s.TakeFee(990)
		payout := w.s.PayOut()
		w.passes(48 * time.Hour)
		w.s.TakeFee(10)
		w.keeps("stripe_compared")
		if w.payment(c).ReturnedCents != 5000 || w.invoice(i).DueCents() != 5000 || w.invoice(j).DueCents() != 0 || w.collection(lost).State != billing.Collected || w.collection(over).State != billing.PageOver {
			t.Errorf("%+v %s", w.payment(c), w.collection(over).State)
		}
		if w.s.Get(payout)["status"] != "paid" || w.balance("asset:bank") == 0 {
			t.Error("the payout was missed")
		}
		w.sound()
		before := w.rows("ledger_entries")
		w.keeps("stripe_compared")
		w.hears(w.s.AllNews()...)
		if w.rows("ledger_entries") != before {
			t.Error("the second comparison changed something")
		}
		w.sound()
	})
}

// TestAPaymentDuringTheComparisonIsBookedOnce lets somebody pay after the comparison looked at the sums and before it reads the account.
func TestAPaymentDuringTheComparisonIsBookedOnce(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		_, ada := w.asked("ada@fee.example")
		i := w.owes(ada)
		c, page := w.pages(ada, false, i)
		w.s.Behave(paymenttest.Trouble{Do: paymenttest.Meanwhile, Path: "/v1/balance_transactions", Times: 1, First: func() { w.s.Pay(page, paymenttest.Card) }})
		w.keeps("stripe_compared")
		w.news()
		if w.collection(c).State != billing.Collected || w.invoice(i).DueCents() != 0 || len(w.questions(billing.UnknownMoney)) != 0 || w.balance("asset:suspense") != 0 {
			t.Errorf("%+v, %d wait in suspense", w.collection(c), w.balance("asset:suspense"))
		}
		w.sound()
	})
}

func (w *till) rows(table string) (n int64) {
	w.t.Helper()
	w.must(w.db.Table(table).Count(&n).Error)
	return n
}

// TestAnyOrderOfNewsEndsInTheSameState lives through a month of payments, failures, disputes, refunds and payouts: once with every piece
// of news in its order, and again with news late, tripled and shuffled (11.2, 5; quality.md D1).
func TestAnyOrderOfNewsEndsInTheSameState(t *testing.T) {
	shuffles := 3
	if storetest.Quick() {
		shuffles = 1
	}
	for _, seed := range []uint64{1, 2} {
		want := aMonth(newTill(t, storetest.SQLite(t).DB), seed, 0)
		if strings.Count(want, "succeeded") < 4 {
			t.Fatalf("a month without payments:\n%s", want)
		}
		for n := range shuffles {
			w := newTill(t, storetest.SQLite(t).DB)
			if !storetest.Quick() && n == 0 {
				w = newTill(t, storetest.Postgres(t).DB)
			}
			if got := aMonth(w, seed, uint64(n+1)); got != want {
				t.Errorf("seed %d, shuffle %d ends otherwise:\n%s\ninstead of\n%s", seed, n+1, got, want)
			}
		}
	}
}

// aMonth lives through the month that a seed tells; order 0 hears all news at once and in order.
func aMonth(w *till, seed, order uint64) string {
	w.t.Helper()
	fate, luck := rand.New(rand.NewPCG(seed, 7)), rand.New(rand.NewPCG(order, 9))
	var ada []people.User
	for n := range 3 {
		_, u := w.asked(fmt.Sprintf("ada%d@fee.example", n))
		ada = append(ada, u)
	}
	var late []paymenttest.Letter
	for range 14 {
		w.event(fate, ada)
		w.passes(time.Duration(fate.IntN(60)) * time.Hour)
		told := w.s.News()
		if order == 0 {
			w.hears(told...)
			continue
		}
		late = append(late, told...)
		late = w.some(late, luck)
	}
	w.passes(60 * 24 * time.Hour)
	late = append(late, w.s.News()...)
	if order > 0 {
		late = paymenttest.Shuffled(append(late, w.s.AllNews()...), 3, order)
	}
	w.hears(late...)
	w.sound()
	return w.state()
}

// some hears a part of what is late, in any order, some of it twice, and leaves the rest for later.
func (w *till) some(late []paymenttest.Letter, luck *rand.Rand) []paymenttest.Letter {
	w.t.Helper()
	luck.Shuffle(len(late), func(i, j int) { late[i], late[j] = late[j], late[i] })
	n := luck.IntN(len(late) + 1)
	w.hears(late[:n]...)
	if n > 0 {
		w.hears(late[luck.IntN(n)])
	}
	return late[n:]
}

// event is one thing that happens in the month.
func (w *till) event(fate *rand.Rand, ada []people.User) {
	w.t.Helper()
	who, intents := ada[fate.IntN(len(ada))], w.s.All("payment_intent")
	switch kind := fate.IntN(10); {
	case kind < 6 || len(intents) == 0:
		means := paymenttest.AllMeans[fate.IntN(len(paymenttest.AllMeans))]
		first, second := w.owes(who), w.owes(who)
		_, page := w.pages(who, false, first, second)
		w.s.Pay(page, means)
	case kind < 8:
		id := intents[fate.IntN(len(intents))]
		cents := int64(100 + fate.IntN(3000))
		if o := w.s.Get(id); o["status"] == "succeeded" {
			if kind == 6 {
				w.s.RefundOutside(id, cents)
			} else {
				w.s.Contest(id, cents, "fraudulent", fate.IntN(2) == 0)
			}
		}
	case kind < 9:
		if disputes := w.s.All("dispute"); len(disputes) > 0 {
			if id := disputes[fate.IntN(len(disputes))]; w.s.Get(id)["status"] == "needs_response" {
				w.s.CloseDispute(id, fate.IntN(2) == 0)
			}
		}
	default:
		if w.s.Balance() > 0 {
			w.s.PayOut()
		}
	}
}

// state is everything that must not depend on the order of news.
func (w *till) state() string {
	w.t.Helper()
	var lines []string
	for _, statement := range []string{
		"select 'collection ' || id || ' ' || state || ' ' || amount_cents || ' ' || problem from collections order by id",
		"select 'payment ' || c.id || ' ' || p.amount_cents || ' ' || p.returned_cents || ' ' || p.received_on from payments p join collections c on c.payment_id = p.id order by c.id",
		"select 'invoice ' || invoice_id || ' ' || due_cents from invoice_dues order by invoice_id",
		"select 'refund ' || refund_id || ' ' || state || ' ' || amount_cents || ' ' || beyond_cents from refunds order by refund_id",
		"select 'dispute ' || dispute_id || ' ' || state || ' ' || withdrawn_cents || ' ' || beyond_cents from disputes order by dispute_id",
		"select 'payout ' || payout_id || ' ' || state || ' ' || amount_cents from payouts order by payout_id",
		"select 'question ' || kind || ' ' || case when kind in ('refund_failed', 'twice') then '' else subject end from money_questions order by 1",
		"select 'balance ' || path || ' ' || balance from ledger_balances where balance <> 0 order by path",
		"select 'event ' || id || ' ' || state from stripe_events order by id",
	} {
		var some []string
		w.must(w.db.Raw(statement).Scan(&some).Error)
		lines = append(lines, some...)
	}
	return strings.Join(lines, "\n")
}

package jobs_test

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"chatiere/integrations/payment/paymenttest"
	"chatiere/models/billing"
)

// telling is one kind of news of billing.md 11.3: what happens at Stripe, and what is true here from the moment the portal heard of it.
// The story returns the state that its news must lead to, as it is now.
type telling struct {
	kind  string
	want  string
	story func(w *till, email string) (state func() string)
}

// Heeded news, with what each amounts to: "state of the collection, what is due, what came back of the payment".
var tellings = []telling{
	{"checkout.session.completed", "succeeded 0 0", onPage(paymenttest.Card)},
	{"checkout.session.completed", "processing 12000 0", onPage(paymenttest.Account)},
	{"checkout.session.completed", "succeeded 1 method", setUp},
	{"checkout.session.async_payment_succeeded", "succeeded 0 0", later(paymenttest.Account)},
	{"checkout.session.async_payment_failed", "failed 12000 0, told", andTold(later(paymenttest.AccountFails), "collection_failed")},
	{"checkout.session.expired", "expired 12000 0", overTime},
	{"payment_intent.processing", "processing 12000 0", onPage(paymenttest.Account)},
	{"payment_intent.succeeded", "succeeded 0 0", onPage(paymenttest.Card)},
	{"payment_intent.payment_failed", "open 12000 0", onPage(paymenttest.CardDeclined)},
	{"payment_intent.payment_failed", "failed 12000 0, told", andTold(later(paymenttest.AccountClosed), "collection_failed")},
	{"payment_intent.requires_action", "open 12000 0", intentSaid("payment_intent.requires_action", map[string]any{"status": "requires_action", "last_payment_error": nil})},
	{"payment_intent.partially_funded", "open 12000 0", intentSaid("payment_intent.partially_funded", map[string]any{"status": "requires_action", "amount_received": int64(500)})},
	{"payment_intent.canceled", "failed 12000 0", intentSaid("payment_intent.canceled", map[string]any{"status": "canceled"})},
	{"charge.succeeded", "succeeded 0 0", onPage(paymenttest.Card)},
	{"charge.failed", "open 12000 0", onPage(paymenttest.CardDeclined)},
	{"charge.updated", "succeeded 0 0", chargeSaid("charge.updated")},
	{"setup_intent.succeeded", "1 method", methodOnly(setUp)},
	{"setup_intent.setup_failed", "0 methods", methodOnly(setUpFailed)},
	{"charge.refunded", "succeeded 5000 5000", sentBack("", false)},
	{"refund.created", "succeeded 5000 5000", sentBack("", false)},
	// A refund that comes back is account credit: what it had settled stays due until that credit is used.
	{"refund.updated", "succeeded 5000 0", sentBack("", true)},
	{"charge.refund.updated", "succeeded 5000 0", sentBack("", true)},
	{"refund.failed", "succeeded 5000 0", sentBack("refund.failed", true)},
	{"charge.dispute.created", "succeeded 12000 12000, told", andTold(contested("", nil), "payment_contested")},
	{"charge.dispute.funds_withdrawn", "succeeded 12000 12000, told", andTold(contested("", nil), "payment_contested")},
	{"charge.dispute.updated", "succeeded 12000 12000", contested("charge.dispute.updated", nil)},
	{"charge.dispute.closed", "succeeded 12000 12000", contested("", no)},
	{"charge.dispute.closed", "succeeded 0 0", contested("", yes)},
	{"charge.dispute.funds_reinstated", "succeeded 0 0", contested("", yes)},
	{"mandate.updated", "1 method, 0 to charge, told", andTold(mandateEnds, "mandate_ended")},
	{"payment_method.attached", "1 method", methodSaid("payment_method.attached", nil)},
	{"payment_method.updated", "1 method until 2031", methodSaid("payment_method.updated", renewed)},
	{"payment_method.automatically_updated", "1 method until 2031", methodSaid("payment_method.automatically_updated", renewed)},
	{"payment_method.detached", "0 methods", methodSaid("payment_method.detached", map[string]any{"customer": nil})},
	{"payout.created", "under_way", paidOut("", nil)},
	{"payout.paid", "paid", paidOut("", func(w *till, _ string) { w.passes(48 * time.Hour) })},
	{"payout.failed", "failed", paidOut("", func(w *till, id string) { w.s.FailPayout(id) })},
	{"payout.updated", "under_way", paidOut("payout.updated", nil)},
	{"payout.canceled", "failed", paidOut("", func(w *till, id string) { w.s.CancelPayout(id) })},
}

var (
	yes, no = ptr(true), ptr(false)
	renewed = map[string]any{"card": map[string]any{"brand": "visa", "last4": "4242", "exp_month": 2, "exp_year": 2031, "country": "FR", "funding": "credit", "fingerprint": "card4242"}}
)

func ptr[T any](v T) *T { return &v }

// only are the letters of one kind.
func only(letters []paymenttest.Letter, kind string) []paymenttest.Letter {
	return slices.DeleteFunc(slices.Clone(letters), func(l paymenttest.Letter) bool { return l.Kind != kind })
}

// TestEachKindOfNewsAloneTwiceAndOutOfOrderEndsInItsState tells each kind of news of billing.md 11.3, signed: first alone and twice, while all
// other news of its story are lost, then everything of the story twice from its end to its beginning.
func TestEachKindOfNewsAloneTwiceAndOutOfOrderEndsInItsState(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		for n, one := range tellings {
			name := fmt.Sprintf("%s (%d)", one.kind, n)
			state := one.story(w, fmt.Sprintf("ada%d@fee.example", n))
			all := w.s.News()
			mine := only(all, one.kind)
			if len(mine) == 0 {
				t.Errorf("%s: Stripe does not tell it", name)
			}
			w.hears(append(mine, mine...)...)
			if got := state(); got != one.want {
				t.Errorf("%s alone and twice: %s, want %s", name, got, one.want)
			}
			slices.Reverse(all)
			w.hears(append(all, all...)...)
			if got := state(); got != one.want {
				t.Errorf("%s after everything, backwards and twice: %s, want %s", name, got, one.want)
			}
			if strings.HasPrefix(one.kind, "payout.") { // its money arrives before the next story
				w.passes(48 * time.Hour)
				w.news()
			}
		}
		w.sound()
	})
}

// TestNoKindOfNewsIsForgotten holds the table against what the portal heeds.
func TestNoKindOfNewsIsForgotten(t *testing.T) {
	var told []string
	for _, one := range tellings {
		told = append(told, one.kind)
	}
	for _, kind := range billing.Heeded {
		if !slices.Contains(told, kind) {
			t.Errorf("no story tells %s", kind)
		}
	}
	for _, kind := range told {
		if !slices.Contains(billing.Heeded, kind) {
			t.Errorf("%s is told, and nobody heeds it", kind)
		}
	}
}

// unheeded are the kinds of 11.3 that change nothing here: customers' addresses and tax numbers are asked for on our own pages, and mode P has
// neither invoices nor subscriptions at Stripe.
var unheeded = []string{
	"customer.updated", "customer.tax_id.updated",
	"invoice.created", "invoice.finalized", "invoice.finalization_failed", "invoice.paid", "invoice.payment_failed", "invoice.payment_action_required", "invoice.voided",
	"invoice.marked_uncollectible", "invoice.upcoming",
	"customer.subscription.created", "customer.subscription.updated", "customer.subscription.deleted", "customer.subscription.paused", "customer.subscription.resumed",
	"customer.subscription.trial_will_end", "customer.subscription.pending_update_applied", "customer.subscription.pending_update_expired",
	"subscription_schedule.created", "subscription_schedule.updated", "subscription_schedule.canceled", "credit_note.created", "credit_note.updated", "credit_note.voided",
}

func TestNewsOfOtherModesIsKeptAndChangesNothing(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		i, c, _ := w.paid("ada@fee.example", paymenttest.Card)
		entries := w.rows("ledger_entries")
		for _, kind := range unheeded {
			w.s.Tell(kind, map[string]any{"object": strings.Split(kind, ".")[0], "id": "x_" + kind, "customer": w.collection(c).CustomerID})
		}
		letters := w.s.News()
		w.hears(append(letters, letters...)...)
		var kept int64
		w.must(w.db.Model(&billing.StripeEvent{}).Where("type in ? and state = ?", unheeded, billing.EventStored).Count(&kept).Error)
		if int(kept) != len(unheeded) || w.rows("ledger_entries") != entries || w.invoice(i).DueCents() != 0 {
			t.Errorf("%d kept of %d", kept, len(unheeded))
		}
	})
}

// TestNewsThatNobodyCanApplyForADayWaitsForAPerson lets Stripe answer nothing about one payment.
func TestNewsThatNobodyCanApplyForADayWaitsForAPerson(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		page, state, _ := w.opened("ada@fee.example")
		w.s.Pay(page, paymenttest.Card)
		w.s.Behave(paymenttest.Trouble{Do: paymenttest.Fail, Path: "/v1/payment_intents/"})
		letters := only(w.s.News(), "payment_intent.succeeded")
		e, err := w.w.Till.Read(context.Background(), letters[0].Body, letters[0].Signature)
		w.must(err)
		_, err = billing.ReceiveEvent(context.Background(), w.db, e, "hook")
		w.must(err)
		w.tries(1)
		w.passes(25 * time.Hour)
		w.must(billing.StuckEvents(context.Background(), w.db))
		w.must(billing.StuckEvents(context.Background(), w.db))
		if q := w.questions(billing.StuckEvent); len(q) != 1 || q[0].Subject != letters[0].ID || q[0].Note != "payment_intent.succeeded" {
			t.Errorf("%+v", q)
		}
		w.s.Behave()
		if w.drains(); state() != "succeeded 0 0" {
			t.Error("not applied once it can be:", state())
		}
		w.sound()
	})
}

// TestSTR3_STR5_EveryCallThatWritesHasItsOwnKeyAndNamesNobody looks at what Stripe was told of a payment, a refund and a charge.
func TestSTR3_STR5_EveryCallThatWritesHasItsOwnKeyAndNamesNobody(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		ctx := context.Background()
		_, ada := w.asked("ada@fee.example")
		i, j := w.owes(ada), w.owes(ada)
		w.saves(ada, paymenttest.Card)
		c, page := w.pages(ada, false, i)
		w.s.Pay(page, paymenttest.Card)
		w.news()
		_, err := w.invoice(i).Correct(ctx, w.db, w.ops, billing.CreditForm{Reason: "x"})
		w.must(err)
		_, err = w.payment(c).Refund(ctx, w.db, w.ops, billing.RefundForm{Cents: 12000, Reason: "x"})
		w.must(err)
		_, err = billing.Charge(ctx, w.db, w.keys(), ada.Actor(), ada.Memberships[0].Organisation, []uint{j.ID})
		w.must(err)
		w.drains()
		shape, used := regexp.MustCompile(`^portail\.example:[a-z_]+:[^:]+(:[A-Za-z]+)*:[a-z]+:\d+$`), map[string]string{}
		for _, call := range w.s.Calls() {
			if call.Method != http.MethodPost {
				continue
			}
			if before, twice := used[call.Key]; !shape.MatchString(call.Key) || len(call.Key) > 255 || twice && before != call.Path {
				t.Errorf("%s has the key %q", call.Path, call.Key)
			}
			used[call.Key] = call.Path
		}
		if len(used) < 4 {
			t.Errorf("%d acts: %v", len(used), used)
		}
		for _, kind := range []string{"checkout.session", "payment_intent", "refund", "setup_intent"} {
			for _, id := range w.s.All(kind) {
				marks := fmt.Sprint(w.s.Get(id)["metadata"], w.s.Get(id)["client_reference_id"], w.s.Get(id)["description"])
				for _, secret := range []string{"Ada", "ada@", "Fée", "Lyon"} {
					if strings.Contains(marks, secret) {
						t.Errorf("%s tells %q: %s", kind, secret, marks)
					}
				}
			}
		}
		if marks := fmt.Sprint(w.s.Get(page)["metadata"]); !strings.Contains(marks, i.FullName()) || !strings.Contains(marks, "portail.example") || w.s.Get(page)["client_reference_id"] != c.Ref {
			t.Error("a person at Stripe does not find the invoice:", marks)
		}
	})
}

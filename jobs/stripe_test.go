package jobs_test

import (
	"context"
	"strings"
	"testing"

	"chatiere/integrations/payment/paymenttest"
	"chatiere/models/billing"
	"chatiere/models/people"
	"chatiere/models/store"
)

func TestPAY1_OnePaymentSettlesSeveralInvoices(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		_, ada := w.asked("ada@fee.example")
		first, second := w.owes(ada), w.owes(ada)
		c, page := w.pages(ada, false, second, first)
		if again, same := w.pages(ada, false, first, second); again.ID != c.ID || same != page {
			t.Error("the same basket opened another page")
		}
		w.s.Pay(page, paymenttest.CardDeclined)
		w.news()
		if w.collection(c).State != billing.OnPage {
			t.Error("a declined card ended the page")
		}
		w.s.Pay(page, paymenttest.Card)
		w.news()
		p := w.payment(c)
		if len(p.Allocations) != 2 || p.AmountCents != 24000 || p.Method != billing.ByCard || w.invoice(first).DueCents()+w.invoice(second).DueCents() != 0 {
			t.Errorf("%+v", p)
		}
		if w.balance("expense:bank_fees") != 25+360 || w.balance("asset:bank") != 0 {
			t.Error("the fee is not booked")
		}
		if !strings.Contains(w.letter("payment_received", "ada@fee.example"), "240,00") {
			t.Error("nobody was thanked")
		}
		w.sound()
	})
}

func TestPAY2_WhatWasSettledMeanwhileBecomesAccountCredit(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		_, ada := w.asked("ada@fee.example")
		first, second := w.owes(ada), w.owes(ada)
		c, page := w.pages(ada, false, first, second)
		_, err := billing.ConfirmTransfer(context.Background(), w.db, w.ops, billing.PaymentForm{For: first.Ref, Cents: 12000, ReceivedOn: "2026-11-25", Key: "k"})
		w.must(err)
		w.s.Pay(page, paymenttest.Card)
		w.news()
		p := w.payment(c)
		owed, err := billing.OwedBy(context.Background(), w.db, p.OrganisationID, "2026-11-25")
		w.must(err)
		if p.Rest() != 12000 || owed.CreditCents != 12000 || owed.DueCents != 0 {
			t.Errorf("%+v %+v", p, owed)
		}
		w.must(p.AskBack(context.Background(), w.db, ada))
		w.must(p.AskBack(context.Background(), w.db, ada))
		if q := w.questions(billing.RefundWanted); len(q) != 1 || q[0].AmountCents != 12000 {
			t.Errorf("%+v", q)
		}
		w.sound()
	})
}

func TestANewBasketEndsTheOldPage(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		_, ada := w.asked("ada@fee.example")
		first, second := w.owes(ada), w.owes(ada)
		c, page := w.pages(ada, false, first)
		w.pages(ada, false, first, second)
		w.drains()
		if w.s.Pay(page, paymenttest.Card) != "" || w.collection(c).State != billing.PageOver {
			t.Error("the old page can still be paid on")
		}
		if _, err := w.w.Till.Open(context.Background(), w.collection(c)); !is(err, store.ErrConflict) {
			t.Error("an ended page was opened again:", err)
		}
	})
}

func TestFIN1_APaidProFormaBecomesItsInvoiceAndTheServiceBegins(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		ctx := context.Background()
		p, err := billing.Subscribe(ctx, w.db, people.User{}, billing.SubscribeForm{
			Offer: "ensemble", Tier: "standard", Period: "year", Organisation: "Fée", Name: "Ada", Email: "ada@fee.example", Country: "FR", Terms: true, EarlyStart: true, Key: "k",
			Lang: "fr", TermsVersion: "1",
		})
		w.must(err)
		c, page := w.opens(billing.BasketOfProForma(p, nil, people.User{}, "fr"))
		if c.CustomerID != "" || c.ByID != nil {
			t.Error("an unknown payer became a customer")
		}
		w.s.Pay(page, paymenttest.Card)
		w.news()
		s, err := billing.LoadSubscription(ctx, w.db, p.SubscriptionID)
		w.must(err)
		if s.State != billing.Accepted {
			t.Errorf("paid, and the service does not begin: %s", s.State)
		}
		if w.payment(c).Rest() != 12000 {
			t.Error("the money should wait for the details")
		}
		w.confirmed(p)
		_, err = billing.FinaliseDue(ctx, w.db)
		w.must(err)
		i, err := billing.InvoiceOf(ctx, w.db, p.ID)
		w.must(err)
		if i.DueCents() != 0 || i.PrepaidCents != 12000 {
			t.Errorf("%+v", i)
		}
		w.sound()
	})
}

func TestSUB5_ADebitStartsTheServiceOnTrustAndIsPaidOnlyWhenTheBankSaysSo(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		p, _ := w.asked("ada@fee.example")
		c, page := w.opens(billing.BasketOfProForma(p, nil, people.User{}, "fr"))
		w.s.Pay(page, paymenttest.Account)
		w.news()
		if c = w.collection(c); c.State != billing.Collecting || c.PaymentID != nil || c.Method != billing.BySEPA {
			t.Fatalf("%+v", c)
		}
		if _, err := billing.Collect(context.Background(), w.db, w.keys(), billing.BasketOfProForma(p, nil, people.User{}, "fr")); err == nil {
			t.Error("what is being debited can be paid once more")
		}
		w.passes(paymenttest.DebitTakes)
		w.news()
		if i, err := billing.InvoiceOf(context.Background(), w.db, p.ID); err != nil || i.DueCents() != 0 || w.payment(c).ReceivedOn != "2026-11-30" {
			t.Errorf("%+v %v", i, err)
		}
		w.sound()
	})
}

func TestSDD5_ADebitThatComesBackLeavesEverythingDueAndIsTold(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		_, ada := w.asked("ada@fee.example")
		i := w.owes(ada)
		c, page := w.pages(ada, false, i)
		w.s.Pay(page, paymenttest.AccountFails)
		w.news()
		w.passes(paymenttest.DebitTakes)
		w.news()
		if l := w.letter("invoice_issued", "ada@fee.example"); !strings.Contains(l, "Payer maintenant") || strings.Contains(l, "nous débiterons") {
			t.Error(l)
		}
		if c = w.collection(c); c.State != billing.NotPaid || c.Problem != "insufficient_funds" || w.invoice(i).DueCents() != 12000 {
			t.Errorf("%+v", c)
		}
		if l := w.letter("collection_failed", "ada@fee.example"); !strings.Contains(l, i.FullName()) || !strings.Contains(l, "120,00") {
			t.Error(l)
		}
		w.sound()
	})
}

func TestSCA1_ABankThatWantsItsPayerIsNoFailureOfTheirs(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		ctx := context.Background()
		_, ada := w.asked("ada@fee.example")
		o := ada.Memberships[0].Organisation
		for _, one := range []struct {
			means paymenttest.Means
			state billing.CollectionState
		}{{paymenttest.CardAsksAgain, billing.Asking}, {paymenttest.CardLaterEmpty, billing.NotPaid}} {
			setup, err := billing.BeginSetup(ctx, w.db, w.keys(), ada, o, "fr")
			w.must(err)
			address, err := w.w.Till.Open(ctx, setup)
			w.must(err)
			w.s.Pay(paymenttest.SessionAt(address), one.means)
			w.news()
			methods, err := billing.MethodsOf(ctx, w.db, o)
			w.must(err)
			if w.collection(setup).State != billing.Collected || len(methods) == 0 {
				t.Fatalf("%+v", methods)
			}
			w.must(methods[len(methods)-1].Prefer(ctx, w.db, ada))
			i := w.owes(ada)
			c, err := billing.Charge(ctx, w.db, w.keys(), ada.Actor(), o, []uint{i.ID})
			w.must(err)
			w.drains()
			w.news()
			if c = w.collection(c); c.State != one.state || w.invoice(i).DueCents() != 12000 {
				t.Errorf("%+v", c)
			}
			w.must(methods[0].Remove(ctx, w.db, ada))
			w.drains()
			if w.s.Get(methods[0].MethodID)["customer"] != nil {
				t.Error("a removed method can still be charged")
			}
			w.must(w.db.Exec("delete from letters where kind = 'collection_failed' and text like '%confirm%'").Error)
		}
		w.sound()
	})
}

func TestASavedAccountIsDebitedUntilItsMandateEnds(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		ctx := context.Background()
		_, ada := w.asked("ada@fee.example")
		o, i := ada.Memberships[0].Organisation, w.owes(ada)
		_, page := w.pages(ada, true, i)
		w.s.Pay(page, paymenttest.Account)
		w.news()
		methods, err := billing.MethodsOf(ctx, w.db, o)
		w.must(err)
		if len(methods) != 1 || methods[0].MandateState != billing.MandateActive || methods[0].MandateReference == "" || !methods[0].Preferred || methods[0].Last4 != "2606" {
			t.Fatalf("%+v", methods)
		}
		j := w.owes(ada)
		w.drains()
		announced := false
		for _, l := range box(t, w.db, "ada@fee.example") {
			announced = announced || l.Kind == "invoice_issued" && strings.Contains(l.Subject, j.FullName()) && strings.Contains(l.Text, "qui finit par 2606")
		}
		if !announced {
			t.Error("the debit is not announced")
		}
		c, err := billing.Charge(ctx, w.db, w.keys(), ada.Actor(), o, []uint{j.ID})
		w.must(err)
		w.drains()
		if w.collection(c).State != billing.Collecting {
			t.Errorf("%+v", w.collection(c))
		}
		w.s.EndMandate(methods[0].MandateID)
		w.passes(paymenttest.DebitTakes)
		w.news()
		if w.invoice(j).DueCents() != 0 {
			t.Error("the second debit is not noted")
		}
		if _, err := billing.Charge(ctx, w.db, w.keys(), ada.Actor(), o, []uint{w.owes(ada).ID}); !is(err, billing.ErrNoMethod) {
			t.Error("debited without a mandate:", err)
		}
		w.sound()
	})
}

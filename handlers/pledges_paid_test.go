package handlers

import (
	"context"
	"net/url"
	"testing"
	"time"

	"chatiere/integrations/payment/paymenttest"
	"chatiere/jobs/jobstest"
	"chatiere/models/billing"
	"chatiere/models/store"
	"chatiere/models/store/storetest"
	"chatiere/views/paths"
)

// TestARegularPledgeToABillIsPaidByEachMethodRenewsAndStopsInOneClick follows the invoices of two sponsors for two years: one pays by debit and lets its
// account be debited again, one by card and then by transfer; the second year comes by itself, and whoever stops pays no third one.
func TestARegularPledgeToABillIsPaidByEachMethodRenewsAndStopsInOneClick(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		y := newCarried(t, s, "fr")
		stripe := s.collects(t)
		y.opens()
		y.promises()
		y.splitsByItself()
		if err := billing.Delivered(context.Background(), s.db, y.omar.user.Actor(), y.form.SubscriptionID, store.Today(s.db, time.UTC)); err != nil {
			t.Fatal(err)
		}
		// from the promise to its invoice, in two steps
		y.maud.visit(paths.Pledges("fr")).follow("Le nuage de Fée").follow(y.w("pledges.see_share")).sees("F2026-0002").follow("F2026-0002").
			sees("IBAN", y.w("collect.card_or_debit"), y.w("collect.announced"), y.w("collect.save"))
		y.maud.send(y.w("collect.pay", "Amount", y.money(4200)), url.Values{"save": {"true"}}).presses(paymenttest.Account.Number)
		y.fred.visit(paths.Invoices("fr", y.fondation)).follow("F2026-0003").send(y.w("collect.pay", "Amount", y.money(3000)), nil).presses(paymenttest.Card.Number)
		y.ada.visit(paths.Invoices("fr", y.fee)).follow("F2026-0001").send(y.w("collect.pay", "Amount", y.money(4800)), url.Values{"save": {"true"}}).presses(paymenttest.Card.Number)
		days := func(n int) {
			for range n {
				storetest.SetClock(s.db, store.Now(s.db).Add(24*time.Hour))
				stripe.Pass(0)
				if err := s.worker.Keep(context.Background(), "calendar_due", []byte("{}")); err != nil {
					t.Fatal(err)
				}
				jobstest.Drain(t, s.worker)
				s.hears(t, stripe.News()...)
			}
			y.maud, y.fred, y.omar = s.enters(t, y.maud.user), s.enters(t, y.fred.user), s.enters(t, y.omar.user)
		}
		days(7)
		owed := func(organisation uint) (all []billing.Invoice) {
			t.Helper()
			if err := s.db.Where("organisation_id = ? and kind = 'invoice'", organisation).Order("id").Find(&all).Error; err != nil {
				t.Fatal(err)
			}
			return all
		}
		exactly(t, s.db, 1, "payments", "method = 'sepa' and amount_cents = 4200")
		exactly(t, s.db, 1, "payments", "method = 'card' and amount_cents = 3000")
		days(400)
		if maud, fred := owed(y.sponsor.ID), owed(y.fondation.ID); len(maud) != 2 || len(fred) != 2 {
			t.Fatalf("%d and %d invoices after a year", len(maud), len(fred))
		}
		exactly(t, s.db, 2, "payments", "method = 'sepa' and amount_cents = 4200") // taken by itself
		y.fred.visit(paths.Pledges("fr")).follow("Le nuage de Fée").sees(y.w("pledges.stopped_invoice")).send(y.w("pledges.stop"), nil).sees(y.w("pledges.ended_here"))
		s.visitor("fr").visit(s.linkTo(t, foundation)).sees(y.w("pledges.ended_here"))
		days(366)
		if maud, fred := owed(y.sponsor.ID), owed(y.fondation.ID); len(maud) != 3 || len(fred) != 2 {
			t.Errorf("%d and %d invoices after two years", len(maud), len(fred))
		}
	})
}

package handlers

import (
	"context"
	"net/url"
	"testing"

	"chatiere/integrations/payment/paymenttest"
	"chatiere/jobs/jobstest"
	"chatiere/models/billing"
	"chatiere/models/journal"
	"chatiere/models/store"
)

// TestCHG3_AnUpgradeIsPaidOnTheHostedPageFirst goes from the choice to the page, away from it, back, and to the changed plan.
func TestCHG3_AnUpgradeIsPaidOnTheHostedPageFirst(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.sells(t)
		stripe := s.collects(t)
		p, o, ada := s.bought(t, "ada@fee.example")
		ctx := context.Background()
		if err := billing.Delivered(ctx, s.db, journal.Actor{}, p.SubscriptionID, store.Now(s.db)); err != nil {
			t.Fatal(err)
		}
		subscription, err := billing.LoadSubscription(ctx, s.db, p.SubscriptionID)
		if err != nil {
			t.Fatal(err)
		}
		change := "/fr/o/" + o.Ref + "/subscriptions/" + subscription.Ref + "/change"
		wish := url.Values{"plan": {"ensemble:standard"}, "period": {"year"}, "quantity": {"2"}}
		ada.visit(change).send("Voir ce que cela change", wish).sees("Confirmer").missing("page de Stripe") // no method is saved: on trust
		ada.visit("/fr/o/"+o.Ref+"/methods").send("Ajouter sur la page de Stripe", nil).presses(paymenttest.Card.Number)
		jobstest.Drain(t, s.worker)
		ada.visit(change).send("Voir ce que cela change", wish).sees("Payer 240,00 € et changer", "page de Stripe").send("Payer 240,00 € et changer", nil)
		ada.sees("240.00 EUR").presses("back").at("/fr/collections/").sees("Rien n’a changé encore").send("Garder ce que nous avons", nil).at(change)
		exactly(t, s.db, 1, "invoices", "1 = 1")
		ada.visit(change).send("Voir ce que cela change", wish).send("Payer 240,00 € et changer", nil).presses(paymenttest.Card.Number).sees("C'est payé")
		s.hears(t, stripe.News()...)
		ada.visit(ada.page.path).sees("Votre abonnement est changé")
		exactly(t, s.db, 1, "subscriptions", "quantity = 2")
		exactly(t, s.db, 1, "payments", "method = 'card' and amount_cents = 24000")
	})
}

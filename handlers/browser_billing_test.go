package handlers

import (
	"context"
	"strings"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/journal"
	"chatiere/models/people"
)

// TestSubscribingTakesThreeClicksAndFourFields walks from the offer's form to the pro forma (SUB1).
func TestSubscribingTakesThreeClicksAndFourFields(t *testing.T) {
	s := newSite(t)
	s.sells(t)
	withBrowser(t, s.server.URL, func(b *browser) {
		b.visit(subscribePath).sees("TVA comprise").axe().fits().shot("billing/subscribe")
		b.fill("Pays", "Canada").sees("Aucune TVA ne s’ajoute").fill("Pays", "France").sees("TVA comprise")
		b.press("Recevoir la pro forma").sees("Vérifiez ces réponses").axe().shot("billing/subscribe-wrong")
		b.fill("Organisation", "Faire École Ensemble").fill("Votre nom", "Ada").fill("Votre adresse e-mail", "ada@fee.example")
		b.check("Nous acceptons les conditions").check("Ouvrir le service dès maintenant").press("Recevoir la pro forma")
		b.sees("Quoi payer, et la suite").sees("FR76 3000 6000 0112 3456 7890 189").axe().fits().shot("billing/pro-forma")
		b.dark().axe().shot("billing/pro-forma-dark").phone().axe().fits().shot("billing/pro-forma-phone").light().desktop()
	})
}

// TestMoneyPagesInChromium draws what an owner and an operator see.
func TestMoneyPagesInChromium(t *testing.T) {
	s := newSite(t)
	s.sells(t)
	first, o, ada := s.bought(t, "ada@fee.example")
	s.bought(t, "bob@ailleurs.example")
	i, err := billing.Finalise(context.Background(), s.db, journal.Actor{}, first.ID)
	if err != nil {
		t.Fatal(err)
	}
	ops := s.staffed(t, people.Operator)
	if _, err := billing.ConfirmTransfer(context.Background(), s.db, people.User{ID: ops.user.ID, Roles: "operator"}, billing.PaymentForm{For: i.Ref, Cents: 5000, ReceivedOn: "2026-11-25"}); err != nil {
		t.Fatal(err)
	}
	withBrowser(t, s.server.URL, func(b *browser) {
		b.as(ada).visit("/fr/o/" + o.Ref + "/invoices").sees("F2026-0001").axe().fits().shot("billing/invoices").phone().axe().fits().shot("billing/invoices-phone").desktop()
		b.fill("État", "Reste à payer").sees("F2026-0001").visit("/fr/o/" + o.Ref + "/invoices/" + i.Ref).sees("payée en partie").axe().fits().shot("billing/invoice").dark().axe().light()
	})
	withBrowser(t, s.server.URL, func(b *browser) {
		b.as(ops).visit("/fr/desk/payments").sees("Confirmer").axe().fits().shot("billing/payments").phone().axe().fits().desktop()
		b.visit(strings.TrimPrefix(b.href("Confirmer"), s.server.URL)).sees("Montant reçu").axe().shot("billing/payment-new")
		b.visit("/en/desk/invoices").sees("F2026-0001").axe().fits().shot("billing/desk-invoices")
		b.visit("/en/desk/invoices/" + i.Ref).sees("Correct this invoice").axe().fits().shot("billing/desk-invoice")
	})
}

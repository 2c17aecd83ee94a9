package handlers

import (
	"net/url"
	"strings"
	"testing"

	"chatiere/integrations/payment/paymenttest"
	"chatiere/models/people"
)

func TestAnOperatorExplainsMoneyAndRefunds(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.sells(t)
		stripe := s.collects(t)
		ops, accountant := s.staffed(t, people.Operator), s.staffed(t, people.Accountant)
		_, o, ada := s.bought(t, "ada@fee.example")
		i := s.owes(t, ada.user)
		ada.visit("/fr/o/"+o.Ref+"/invoices/"+i.Ref).send("Payer 120,00", nil)
		stripe.Change(paymenttest.SessionAt(ada.page.whole), map[string]any{"amount_total": int64(13000)})
		ada.presses(paymenttest.Card.Number).sees("Quelqu'un regarde votre paiement")
		ops.visit("/fr/desk").sees("1 somme d'argent à éclaircir").follow("à éclaircir").follow("Une autre somme").sees("130,00", "120,00", "F2026-0001")
		question := ops.page.path
		accountant.visit(question).status(200).missing("Répondre")
		accountant.post(question+"/answer", url.Values{"answer": {"settled"}, "reason": {"x"}}).status(403)
		ops.send("Répondre", nil).status(422).sees("Choisissez une des réponses", "Ce champ est nécessaire")
		ops.send("Répondre", url.Values{"answer": {"credited"}, "reason": {"dix euros de trop"}}).status(200).sees("C'est noté", "Rien à éclaircir").follow("Répondu").follow("Une autre somme").sees("dix euros de trop")
		ops.visit("/fr/desk/payments").follow("25 novembre 2026").sees("130,00", "ne règlent rien", "Rembourser").missing("Reprendre le paiement")
		ops.send("Rembourser", url.Values{"amount": {"200"}}).status(422).sees("C'est plus que ce qui est libre", "Ce champ est nécessaire")
		ops.send("Rembourser", url.Values{"amount": {"130,00"}, "reason": {"payé de travers"}}).status(200).sees("Le remboursement part", "en route", "payé de travers")
		s.hears(t)
		s.hears(t, stripe.News()...)
		ops.visit(ops.page.path).sees("arrivé", "Tout règle des factures")
		ada.visit("/fr/o/"+o.Ref+"/invoices/"+i.Ref).sees("à payer", "Payer 120,00")
	})
}

func TestTheKeysAreSealedTriedAndNeverShown(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.sells(t)
		admin := s.staffed(t, people.Admin)
		s.staffed(t, people.Operator).visit("/fr/desk/payment-keys").status(403)
		page := admin.visit("/fr/desk/payment-keys").sees("Pas encore de clé", "/webhooks/stripe", "checkout.session.completed")
		page.send("Enregistrer", url.Values{"key": {"pk_test_12345678"}, "hook": {"x"}}).status(422).sees("Ce n'est pas une clé secrète", "Ce n'est pas le secret")
		page.send("Enregistrer", url.Values{"key": {"sk_test_paymenttest0001"}}).sees("C'est enregistré", "le portail ne peut pas reconnaître les nouvelles", "finit par 0001")
		page.send("Enregistrer", url.Values{"hook": {paymenttest.Secret}}).sees("C'est une clé d'essai", "Un secret est gardé")
		stale := admin.page.body
		page.send("Enregistrer", url.Values{"hook": {"whsec_another_secret"}}).sees("Retirer l'ancien secret").send("Enregistrer", url.Values{"retire": {"true"}}).missing("Retirer l'ancien secret")
		if strings.Contains(stale+admin.page.body, "paymenttest0001") || strings.Contains(stale+admin.page.body, paymenttest.Secret) {
			t.Error("a secret is shown")
		}
		admin.post("/fr/desk/payment-keys", url.Values{"version": {"1"}, "key": {"sk_test_somebodyelse"}}).status(409).sees("modifié cette page")
		var rows []string
		if err := s.db.Raw("select details from journal_entries where verb = 'payment_keys_changed'").Scan(&rows).Error; err != nil || len(rows) != 4 || strings.Contains(strings.Join(rows, ""), "sk_test") {
			t.Error(rows, err)
		}
		stripe := s.stripe(t)
		admin.visit("/fr/desk/payment-keys").send("Essayer les clés maintenant", nil).sees("Aucun point de réception ne mène")
		stripe.Behave(paymenttest.Trouble{Do: paymenttest.Fail})
		admin.send("Essayer les clés maintenant", nil).sees("Stripe ne répond pas")
	})
}

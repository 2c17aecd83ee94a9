package handlers

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"chatiere/integrations/payment/paymenttest"
	"chatiere/jobs/jobstest"
	"chatiere/models/billing"
	"chatiere/models/people"
	"chatiere/models/post"
	"chatiere/models/store"
)

// ownRef is a reference as pages show it.
var ownRef = regexp.MustCompile(`CH [0-9A-Z]{4} [0-9A-Z]{4}`)

// TestRf4_WhatWasPaidIsPaidBackByTransferAndSeenByEverybody walks a withdrawal to its end: the queue, the transfer, its line on the bank's
// statement, its return.
func TestRf4_WhatWasPaidIsPaidBackByTransferAndSeenByEverybody(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.worker.Development = true
		s.sells(t)
		s.mails(t)
		ops, compta := s.staffed(t, people.Operator), s.staffed(t, people.Accountant)
		p, o, ada := s.bought(t, "ada@fee.example")
		if _, err := billing.ConfirmTransfer(context.Background(), s.db, ops.user, billing.PaymentForm{For: p.Ref, Cents: 12000, ReceivedOn: "2026-11-25", Key: store.NewRef()}); err != nil {
			t.Fatal(err)
		}
		ops.visit("/fr/desk/repayments").status(200).sees("Rien à rendre")
		ada.post("/fr/withdrawal", url.Values{"name": {"Ada"}, "email": {"ada@fee.example"}, "contract": {p.PaymentReference}, "step": {"send"}}).sees("Nous vous rendons 120,00 €")
		ada.visit("/fr/o/"+o.Ref+"/invoices").sees("À vous rendre", "120,00 €", "9 décembre 2026", "pas encore envoyé", "Garder 120,00 € en crédit")
		ops.visit("/fr/desk").sees("1 somme à rendre", "À rendre en premier avant le 9 décembre 2026").follow("1 somme à rendre").sees("Rétractation", "120,00 €").follow("9 décembre 2026")
		page := ops.page.path
		ops.sees("120,00 € à rendre", "Virement", "Par virement", "Garder en crédit").missing("même moyen")
		compta.visit(page).status(200).missing("J’ai fait ce virement")
		compta.post(page+"/transfers", url.Values{"sent_on": {"2026-11-25"}}).status(403)
		words := ownRef.FindString(plain(ops.text()))
		ops.send("J’ai fait ce virement de 120,00 €", url.Values{"sent_on": {"2027-01-01"}}).status(422).sees("Envoyé le")
		if ownRef.FindString(plain(ops.text())) != words {
			t.Error("the reference on the transfer changed while the form was typed again")
		}
		ops.send("J’ai fait ce virement de 120,00 €", url.Values{"sent_on": {"2026-11-25"}}).at(page).sees("l’argent est rendu", "virement", words, "arrivé", "Un virement est revenu ?").missing("Garder en crédit")
		ada.visit("/fr/o/"+o.Ref+"/invoices").sees("rendu", "120,00 € par virement, le 25 novembre 2026").missing("Garder 120,00")
		s.gotLetter(t, "ada@fee.example", "repayment_sent", "par virement", strings.ReplaceAll(words, " ", ""))
		ops.visit("/fr/desk").missing("somme à rendre")
		file := windows(t, "Téléchargement du 26/11/2026;;;\n;;;\nDate;Libellé;Débit euros;Crédit euros\n26/11/2026;\"VIR EMIS AMIS DE ADA "+words+"\";-120,00;\n")
		ops.visit("/fr/desk/bank").uploads("/fr/desk/bank/statements", "releve.csv", file)
		ops.send("Faire entrer ces lignes", nil)
		ops.visit("/fr/desk/bank?pile=out").sees("Argent rendu par virement le 25 novembre 2026", "sûr", "vers le jour de l’envoi").send("C’est ce virement", nil).visit("/fr/desk/bank?pile=out").missing("VIR EMIS")
		ops.visit(page).send("Le virement est revenu", nil).status(422).sees("Ce champ est nécessaire")
		ops.send("Le virement est revenu", url.Values{"back_on": {"2026-11-25"}, "back_reason": {"Compte fermé"}}).at(page).sees("de nouveau à rendre", "revenu", "Compte fermé", "J’ai fait ce virement de 120,00 €")
		ada.visit("/fr/o/"+o.Ref+"/invoices").send("Garder 120,00 € en crédit", nil).sees("la somme reste en crédit", "gardé en crédit").missing("Cette somme ne règle aucune facture")
		s.gotLetter(t, "ada@fee.example", "repayment_kept", "120,00")
		ops.visit("/fr/desk/repayments?done=true").sees("gardé en crédit")
		if rows := ops.rows("/fr/desk/repayments.csv?done=true"); len(rows) != 2 || rows[1][3] != "120,00" {
			t.Error(rows)
		}
		ops.visit("/en/desk/journal").sees("Paid back by transfer", "Kept as credit instead of being paid back", "Transfer came back")
	})
}

// gotLetter demands that a letter of a kind went to an address and says something.
func (s *site) gotLetter(t *testing.T, address, kind string, words ...string) {
	t.Helper()
	jobstest.Drain(t, s.worker)
	var l post.Letter
	if err := s.db.Where("address = ? and kind = ?", address, kind).Order("id desc").Take(&l).Error; err != nil {
		t.Fatal(kind, err)
	}
	for _, w := range words {
		if !strings.Contains(plain(l.Text), plain(w)) {
			t.Errorf("%q is missing from the letter %s:\n%s", w, kind, l.Text)
		}
	}
}

// TestCRN3_ACreditNoteIsPaidBackByTheCardThatPaid sends a card's money back the way it came, and a transfer only with the payer's agreement.
func TestCRN3_ACreditNoteIsPaidBackByTheCardThatPaid(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.sells(t)
		stripe := s.collects(t)
		ops := s.staffed(t, people.Operator)
		_, o, ada := s.bought(t, "ada@fee.example")
		i := s.owes(t, ada.user)
		ops.visit("/fr/desk/invoices/"+i.Ref).send("Émettre l’avoir", url.Values{"reason": {"Geste"}, "then": {"repay"}}).status(422).sees("Rien de cette facture n’a été payé")
		ada.visit("/fr/o/"+o.Ref+"/invoices/"+i.Ref).send("Payer 120,00", nil)
		ada.presses(paymenttest.Card.Number)
		ops.visit("/fr/desk/invoices/"+i.Ref).send("Émettre l’avoir", url.Values{"reason": {"Geste"}, "amount": {"50"}, "then": {"repay"}}).status(200)
		s.gotLetter(t, "ada@fee.example", "repayment_owed", "60,00", "9 décembre 2026")
		ops.visit("/fr/desk/repayments").sees("Avoir", "60,00 €").follow("9 décembre 2026").sees("Carte", "Renvoyer 60,00 € par le même moyen", "Accord de la personne pour un virement")
		page := ops.page.path
		ops.send("J’ai fait ce virement de 60,00 €", nil).status(422).sees("Cette personne avait payé autrement : notez son accord.")
		ops.send("Garder 60,00 € en crédit", nil).status(422).sees("Souhait de l’organisation", "Ce champ est nécessaire")
		ops.send("Renvoyer 60,00 € par le même moyen", nil).at(page).sees("Le remboursement part", "en route")
		s.hears(t)
		s.hears(t, stripe.News()...)
		ops.visit(page).sees("arrivé", "rendu", "0,00 €").missing("Renvoyer")
		s.gotLetter(t, "ada@fee.example", "repayment_sent", "60,00")
		ada.visit("/fr/o/" + o.Ref + "/invoices").sees("60,00 € par même moyen de paiement")
	})
}

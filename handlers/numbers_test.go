package handlers

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"chatiere/jobs/jobstest"
	"chatiere/models/billing"
	"chatiere/models/billing/cashier"
	"chatiere/models/people"
	"chatiere/models/store"
)

func TestNUM5_TheStaffIsAlarmedTheSameDayAndAnEmptyReportIsShownToo(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		ops, _, invoices := s.banked(t)
		ops.visit("/fr/desk/accounting").sees("La vérification de chaque nuit n'est pas encore passée")
		look := func() {
			t.Helper()
			if err := s.worker.Keep(context.Background(), "numbers_due", []byte("{}")); err != nil {
				t.Fatal(err)
			}
			jobstest.Drain(t, s.worker)
		}
		look()
		ops.visit("/fr/desk/accounting").sees("rien ne manque et aucune date ne recule", "Séries : 1. Documents : 2.")
		ops.visit("/fr/desk").missing("dans les numéros")
		guard := "drop trigger invoices_final"
		if store.Postgres(s.db) {
			guard += " on invoices"
		}
		for _, err := range []error{s.db.Exec(guard).Error, s.db.Exec("update invoices set series = 'X2026-' where id = ?", invoices[0].ID).Error} {
			if err != nil {
				t.Fatal(err)
			}
		}
		look()
		ops.visit("/fr/desk").sees("1 anomalie dans les numéros").follow("1 anomalie dans les numéros").
			sees("F2026-", "Le numéro 1 manque", "début de la série", "F2026-0002, ", "au plus tard le")
		ops.visit("/en/desk/accounting").sees("Number 1 is missing")
		s.staffed(t, people.Accountant).visit("/fr/desk/accounting").sees("Le numéro 1 manque")
		var letters int64
		if err := s.db.Table("letters").Where("kind = 'numbers_wrong'").Count(&letters).Error; err != nil || letters == 0 {
			t.Errorf("%d letters: %v", letters, err)
		}
	})
}

func TestAPayoutIsRecognisedOnTheBanksPagesAndConfirmedByOneButton(t *testing.T) {
	s := newSite(t)
	ops, _, _ := s.banked(t)
	at, err := time.Parse(time.DateOnly, "2026-11-24")
	if err != nil {
		t.Fatal(err)
	}
	for id, cents := range map[string]int64{"po_1": 3300, "po_2": 4400} {
		if _, err := billing.SeePayout(context.Background(), s.db, cashier.Payout{ID: id, Status: "paid", Cents: cents, Currency: "EUR", ArrivesAt: at}); err != nil {
			t.Fatal(err)
		}
	}
	file := []byte("Date;Libellé;Montant\n24/11/2026;STRIPE PAYMENTS;33,00\n24/11/2026;VIR RECU;44,00\n")
	ops.uploads("/fr/desk/bank/statements", "releve.csv", file).send("Faire entrer ces lignes", nil).
		sees("Versement de Stripe, attendu le 24 novembre 2026", "La banque nomme Stripe", "Le montant est celui d'un versement annoncé")
	ops.follow("VIR RECU").sees("probable").send("C'est ce versement", nil).sees("La ligne est en comptabilité").missing("VIR RECU")
	ops.send("Confirmer la ligne sûre", nil).sees("Aucune ligne ici")
	ops.visit("/fr/desk/bank?pile=done").follow("VIR RECU").sees("Versement de Stripe", "po_2").send("Défaire", url.Values{"undo_reason": {"erreur"}}).sees("Versement de Stripe, attendu le")
}

func TestAnOperatorInvoicesAPeriodAgainAndAPartIsRefusedInWords(t *testing.T) {
	s := newSite(t)
	ops, _, invoices := s.banked(t)
	page := ops.visit("/fr/desk/invoices/"+invoices[0].Ref).sees("Et ensuite ?", "La période reste couverte")
	page.send("Émettre l'avoir", url.Values{"reason": {"Nom changé"}, "amount": {"10"}, "then": {"again"}}).status(422).
		sees("On ne refait que la facture d'un avoir qui la corrige en entier")
	if !strings.Contains(ops.page.body, `value="10"`) {
		t.Error("what was typed is gone")
	}
	page.send("Émettre l'avoir", url.Values{"reason": {"Nom changé"}, "amount": {""}, "then": {"again"}}).sees("A2026-0001")
	ops.visit("/fr/desk/invoices").sees("F2026-0003", "annulée par avoir")
}

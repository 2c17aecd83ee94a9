package handlers

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/people"
)

// TestCPN2_AnOperatorMakesACodeAndAVisitorUsesItWithoutJavaScript goes from the desk to the pro forma, its paper, and the code's page.
func TestCPN2_AnOperatorMakesACodeAndAVisitorUsesItWithoutJavaScript(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.sells(t)
		ops := s.staffed(t, people.Operator)
		ops.visit("/fr/desk/gift-codes").status(200).sees("Aucun code à montrer").follow("Créer un code")
		ops.send("Créer ce code", url.Values{"code": {"fête"}, "kind": {"percentage"}, "percent": {"120"}}).status(422).
			sees("Vérifiez ces réponses", "Des lettres sans accent", "entre 1 et 100", "Pour quoi")
		ops.send("Créer ce code", url.Values{"code": {"fete"}, "reason": {"Forum des associations"}, "kind": {"percentage"}, "percent": {"20"}, "lasts": {"cycles"}, "cycles": {"2"}, "uses_most": {"1"}, "offers": {"ensemble"}}).
			status(200).at("/fr/desk/gift-codes/").sees("Code FETE", "20 %", "2 périodes", "0 sur 1", "Ensemble", "Personne ne s’en est encore servi")
		ada := s.visitor("fr")
		typed := url.Values{"organisation": {"Fée"}, "name": {"Ada"}, "email": {"ada@fee.example"}, "country": {"FR"}, "terms": {"true"}, "gift": {"noel"}}
		ada.visit(subscribePath).status(200).sees("J’ai un code cadeau").send("Recevoir la pro forma", typed).status(422).
			sees("Nous ne connaissons pas ce code", "S’abonner : Ensemble")
		for _, kept := range []string{`value="noel"`, `value="Fée"`, `value="ada@fee.example"`, `<details class="disclosure" open`} {
			if !strings.Contains(ada.page.body, kept) {
				t.Errorf("not kept: %s", kept)
			}
		}
		ada.send("Recevoir la pro forma", url.Values{"gift": {"Fete"}}).status(200).at("/fr/pro-formas/").
			sees("Code cadeau FETE −20 %", "-20,00 €", "96,00 €")
		s.visitor("en").visit("/en"+strings.TrimPrefix(ada.page.path, "/fr")).status(200).sees("Gift code FETE −20 %", "-€20.00")
		eve := s.visitor("fr")
		typed.Set("gift", "FETE")
		typed.Set("email", "eve@ailleurs.example")
		eve.visit(subscribePath).send("Recevoir la pro forma", typed).status(422).sees("Ce code a déjà servi autant de fois que prévu")
		ops.visit("/fr/desk/gift-codes").status(200).sees("FETE", "épuisé").follow("FETE").sees("Fée", "réservé un jour", "1 sur 1")
		ops.visit(ops.page.path+"/uses.csv").status(200).sees("Fée", "réservé un jour")
	})
}

func TestAStoppedCodeIsTakenByNobodyAndAnAccountantOnlyReads(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.sells(t)
		ops := s.staffed(t, people.Operator)
		code, err := billing.MakeGiftCode(context.Background(), s.db, people.User{ID: ops.user.ID, Roles: "operator"}, billing.GiftCodeForm{
			Code: "FINI", Kind: billing.GiftFixed, Amount: "5", Cents: 500, Lasts: "forever", Reason: "Salon",
		})
		if err != nil {
			t.Fatal(err)
		}
		page := "/fr/desk/gift-codes/" + code.Ref
		s.staffed(t, people.Accountant).visit(page).status(200).sees("5,00 € hors TVA", "tant que dure l’abonnement").missing("Arrêter ce code")
		ops.visit(page).send("Arrêter ce code", nil).status(200).sees("arrêté").missing("Arrêter ce code")
		ops.visit("/fr/desk/gift-codes").missing("FINI").visit("/fr/desk/gift-codes?all=true&q=salon").sees("FINI")
		s.visitor("fr").visit(subscribePath+"&gift=FINI").sees("J’ai un code cadeau").
			send("Recevoir la pro forma", url.Values{"organisation": {"Fée"}, "name": {"Ada"}, "email": {"ada@fee.example"}, "country": {"FR"}, "terms": {"true"}}).
			status(422).sees("Ce code n’est plus donné")
	})
}

package handlers

import (
	"net/url"
	"strings"
	"testing"

	"chatiere/models/people"
)

func TestAnOperatorWritesOffWhatNobodyExpectsAndExpectsItAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		ops, _, invoices := s.banked(t)
		invoice := "/fr/desk/invoices/" + invoices[0].Ref
		ops.visit("/fr/desk/invoices").follow("Créances passées en perte").sees("Aucune créance passée en perte")
		ops.visit(invoice).sees("Quand plus personne n'attend ces 120,00 €", "Reprendre la TVA (20,00 €)").send("Passer 120,00 € en perte", url.Values{"loss_on": {"2026-11-26"}}).status(422).
			sees("Ce champ est nécessaire", "Raison", "Jour de la perte")
		ops.send("Passer 120,00 € en perte", url.Values{"loss_reason": {"Association dissoute"}, "loss_on": {"2026-11-25"}, "tax_back": {"true"}}).at(invoice).
			sees("La créance est passée en perte", "passée en perte", "Association dissoute", "La TVA (20,00 €) a été reprise").missing("Reprendre la TVA")
		compta := s.staffed(t, people.Accountant)
		compta.visit("/fr/desk/write-offs").sees("F2026-0001", "Association dissoute", "20,00 €", "en perte").visit(invoice).missing("Attendre de nouveau cette somme")
		if !strings.Contains(compta.visit("/fr/desk/write-offs").page.body, `class="number"`) {
			t.Error("the number of an invoice may wrap")
		}
		if csv := compta.visit("/fr/desk/write-offs.csv?q=f2026").status(200).page.body; !strings.Contains(csv, "2026-11-25;F2026-0001;2026-11-25;") || !strings.Contains(csv, ";120,00;100,00;20,00;oui;EUR;Association dissoute;en perte") {
			t.Error(csv)
		}
		ops.visit("/fr/desk/payments").missing("F2026-0001")
		ops.visit("/fr/desk/accounts/" + s.owner(t, invoices[0].OrganisationID)).sees("Créance passée en perte : un service fermé le reste")
		ops.visit(invoice).send("Attendre de nouveau cette somme", nil).status(422).sees("Ce champ est nécessaire")
		ops.send("Attendre de nouveau cette somme", url.Values{"undo_reason": {"Le liquidateur paie"}}).at(invoice).sees("La somme est de nouveau attendue", "à payer", "Passer en perte")
		ops.visit("/en/desk/write-offs").sees("undone", "Le liquidateur paie").visit("/fr/desk/journal").sees("Créance passée en perte", "Perte annulée")
	})
}

// owner is the ref of an organisation.
func (s *site) owner(t *testing.T, id uint) (ref string) {
	t.Helper()
	if err := s.db.Raw("select ref from organisations where id = ?", id).Scan(&ref).Error; err != nil {
		t.Fatal(err)
	}
	return ref
}

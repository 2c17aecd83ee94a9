package handlers

import (
	"os"
	"path/filepath"
	"testing"
)

// TestTheBankInChromium brings a statement in and matches it, as an operator sees it, on a desk and on a phone.
func TestTheBankInChromium(t *testing.T) {
	s := newSite(t)
	ops, file, _ := s.banked(t)
	name := filepath.Join(t.TempDir(), "releve.csv")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	withBrowser(t, s.server.URL, func(b *browser) {
		b.as(ops).visit("/fr/desk/bank").sees("Aucune ligne ici").axe().fits().fill("Fichier de la banque", name).press("Regarder ce fichier")
		b.sees("4 nouvelles lignes").axe().fits().shot("bank/statement").phone().axe().fits().shot("bank/statement-phone").desktop()
		b.press("Faire entrer ces lignes").sees("2 lignes sont sûres").axe().fits().shot("bank/queue").dark().axe().shot("bank/queue-dark").phone().axe().fits().shot("bank/queue-phone").light().desktop()
		b.press("Confirmer : VIREMENT EN VOTRE").sees("Le paiement est noté").axe()
		b.press("ŒUVRE INCONNUE").sees("Choisir vous-même").axe().fits().shot("bank/line").phone().axe().fits().shot("bank/line-phone").desktop()
		b.visit("/en/desk/bank?pile=out").sees("Bank").press("FRAIS DE TENUE").fill("Category", "Bank fees").press("Note in the books").sees("in the books").axe()
		b.visit("/en/desk/bank?pile=done").sees("done").axe().fits().visit("/en/desk/bank/statements").sees("releve.csv").axe().fits()
		b.visit("/fr/desk/accounting").sees("2026").axe().fits().shot("bank/accounting").visit("/fr/desk/accounting/2026").sees("Balance").axe().fits().shot("bank/year")
		b.phone().axe().fits().shot("bank/year-phone").visit("/fr/desk/accounting/2026/totals?by=day").sees("25 novembre").axe().fits()
		b.visit("/fr/desk/accounting/2026/reports").sees("E-reporting").axe().fits().shot("bank/reports-phone")
	})
}

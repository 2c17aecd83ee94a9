package handlers

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/billing/reference"
	"chatiere/models/journal"
	"chatiere/models/people"

	"golang.org/x/text/encoding/charmap"
)

// uploads sends a file as a form without scripts would.
func (p *person) uploads(path, name string, content []byte) *person {
	p.s.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		p.s.t.Fatal(err)
	}
	_, _ = part.Write(content)
	_ = w.Close()
	r := p.request(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return p.do(r)
}

// windows writes a text as French banks still do.
func windows(t *testing.T, text string) []byte {
	t.Helper()
	out, err := charmap.Windows1252.NewEncoder().String(strings.ReplaceAll(text, "\n", "\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	return []byte(out)
}

// banked is a site with two invoices that are due, and the file of a bank that pays them in part.
func (s *site) banked(t *testing.T) (ops *person, file []byte, invoices []billing.Invoice) {
	t.Helper()
	s.worker.Development = true
	s.sells(t)
	for _, email := range []string{"ada@fee.example", "bob@chat.example"} {
		p, _, _ := s.bought(t, email)
		i, err := billing.Finalise(context.Background(), s.db, journal.Actor{}, p.ID)
		if err != nil {
			t.Fatal(err)
		}
		invoices = append(invoices, i)
	}
	ref := strings.ToLower(reference.Spaced(invoices[0].PaymentReference))
	file = windows(t, "Téléchargement du 25/11/2026;;;\n;;;\nDate;Libellé;Débit euros;Crédit euros\n"+
		"25/11/2026;\"VIREMENT EN VOTRE FAVEUR\nAMIS DE L'ÉCOLE "+ref+"\";;120,00\n24/11/2026;VIR FACTURE F2026-0002;;120,00\n"+
		"24/11/2026;VIR ŒUVRE INCONNUE;;33,00\n20/11/2026;FRAIS DE TENUE DE COMPTE;8,90;\n")
	return s.staffed(t, people.Operator), file, invoices
}

func TestAStatementIsLookedAtBroughtInAndMatched(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		ops, file, invoices := s.banked(t)
		ops.visit("/fr/desk").follow("Banque").sees("Aucune ligne ici", "Ajouter un relevé")
		ops.uploads("/fr/desk/bank/statements", "releve.csv", file).at("/fr/desk/bank/statements/").status(200).
			sees("4 nouvelles lignes", "AMIS DE L'ÉCOLE", "VIR ŒUVRE INCONNUE", "120,00 €", "-8,90 €", "Comment lire ce fichier", "Colonne 2 · Libellé")
		ops.send("Faire entrer ces lignes", nil).at("/fr/desk/bank").sees("Les lignes sont entrées", "2 lignes sont sûres", "sûr", "F2026-0001, Amis de ada", "La référence "+reference.Spaced(invoices[0].PaymentReference)+" y figure",
			"Le numéro F2026-0002 y figure", "Le montant est exactement ce qui est dû", "Rien ne correspond")
		ops.visit("/fr/desk").sees("3 virements à rapprocher", "273,00 €")
		ops.visit("/fr/desk/bank").send("Confirmer les 2 lignes sûres", nil).sees("Les lignes sûres sont confirmées", "VIR ŒUVRE INCONNUE").missing("F2026-0001")
		ops.visit("/fr/desk/invoices/" + invoices[0].Ref).sees("payée")
		ops.visit("/fr/desk/bank?pile=out").follow("FRAIS DE TENUE").send("Noter en comptabilité", nil).status(422).sees("Choisissez une des réponses")
		ops.send("Noter en comptabilité", url.Values{"category": {"bank_fee"}}).at("/fr/desk/bank?pile=out").sees("La ligne est en comptabilité", "Aucune ligne ici")
		ops.uploads("/fr/desk/bank/statements", "encore.csv", file).sees("4 lignes sont entrées", "0 étaient déjà là")
		ops.visit("/fr/desk/bank/statements").sees("releve.csv", "entré")
		ops.visit("/fr/desk/bank?pile=done").follow("VIR FACTURE F2026-0002").sees("Paiement d’Amis de bob", "fait").send("Défaire", nil).status(422).sees("Ce champ est nécessaire")
		if !strings.Contains(ops.page.body, "<details class=\"disclosure\" open") {
			t.Error("what is wrong is folded away")
		}
		ops.send("Défaire", url.Values{"undo_reason": {"pas la bonne"}}).sees("C'est défait", "pas la bonne", "défait", "Le numéro F2026-0002 y figure")
		body := ops.visit("/fr/desk/bank.csv?pile=all").status(200).page.body
		if !strings.Contains(body, "2026-11-24") || !strings.Contains(body, "-8,90") || !strings.HasPrefix(body, "\ufeff") {
			t.Error(body)
		}
	})
}

func TestAPersonMatchesByHandWhatNothingExplains(t *testing.T) {
	s := newSite(t)
	ops, file, invoices := s.banked(t)
	ops.uploads("/fr/desk/bank/statements", "releve.csv", file).send("Faire entrer ces lignes", nil)
	ops.visit("/fr/desk/bank?q=inconnue").follow("ŒUVRE INCONNUE").sees("F2026-0001", "F2026-0002", "Ce que cette ligne paie")
	line := ops.page.path
	ops.send("Confirmer", nil).status(422).sees("Choisissez au moins une facture")
	ops.send("Confirmer", url.Values{"target": {invoices[0].Ref}, "amount": {"34"}}).status(422).sees("plus que ce qui reste")
	if !strings.Contains(ops.page.body, `value="34"`) {
		t.Error("what was typed is gone")
	}
	ops.send("Confirmer", url.Values{"target": {invoices[0].Ref}, "amount": {"30,00"}}).sees("Le paiement est noté", "reste 3,00 €")
	ops.visit(line).send("Rechercher", url.Values{"q": {"bob"}}).sees("F2026-0002").missing("F2026-0001")
	ops.visit(line).send("Mettre de côté", nil).status(422).send("Mettre de côté", url.Values{"aside_reason": {"trois euros de trop"}}).sees("La ligne est mise de côté")
	ops.visit(line).sees("Mise de côté", "trois euros de trop", "Paiement d’Amis de ada").follow("Paiement d’Amis de ada").sees("Ligne du 24 novembre 2026")
}

func TestWhatIsRefusedOfAFileIsSaid(t *testing.T) {
	s := newSite(t)
	ops, _, _ := s.banked(t)
	ops.uploads("/fr/desk/bank/statements", "x.pdf", []byte("%PDF-1.7")).status(422).sees("n'est pas un relevé que nous savons lire")
	ops.uploads("/en/desk/bank/statements", "x.csv", nil).status(422).sees("Choose a file that is not empty")
	ops.uploads("/fr/desk/bank/statements", "odd.csv", []byte("Quand;Quoi;Combien\n25/11/2026;VIR;12,00\n25/11/2026;VIR;douze\n")).
		sees("1 nouvelle ligne", "n'a pas pu être lue", "pas de montant lisible", "Ligne 3")
	ops.send("Relire le fichier", url.Values{"date": {""}, "bank": {"Banque Exemple"}}).status(422).sees("Dites quelle colonne est la date")
	if !strings.Contains(ops.page.body, "Banque Exemple") {
		t.Error("what was typed is gone")
	}
	ops.send("Relire le fichier", url.Values{"date": {"0"}, "bank": {"Banque Exemple"}}).sees("1 nouvelle ligne")
	ops.send("Jeter ce fichier", nil).sees("Le fichier est jeté").visit("/fr/desk/bank/statements").missing("odd.csv")
}

func TestAnAccountantReadsTheBankAndDecidesNothing(t *testing.T) {
	s := newSite(t)
	ops, file, _ := s.banked(t)
	ops.uploads("/fr/desk/bank/statements", "releve.csv", file).send("Faire entrer ces lignes", nil)
	compta := s.staffed(t, people.Accountant)
	compta.visit("/fr/desk/bank").sees("F2026-0001").missing("Ajouter un relevé", "Confirmer").follow("AMIS DE").missing("Mettre de côté", "Noter en comptabilité")
	line := compta.page.path
	for _, act := range []string{"match", "return", "movement", "aside", "undoing"} {
		compta.post(line+"/"+act, nil).status(403)
	}
	compta.visit("/fr/desk").sees("3 virements à rapprocher")
	s.staffed(t, people.Agent).visit(line).status(403)
}

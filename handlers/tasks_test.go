package handlers

import (
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// writesTask lets Samia offer a task and returns its address.
func (h *hamlet) writesTask(change ...string) string {
	h.t.Helper()
	v := url.Values{"title": {"Essayer le formulaire au clavier"}, "kind": {"a11y"}, "minutes": {"15"}, "languages": {"fr"}, "url": {"https://git.example/issues/7"}}
	for i := 0; i+1 < len(change); i += 2 {
		v.Set(change[i], change[i+1])
	}
	h.samia.visit("/fr/contributions/tasks/new").send("Enregistrer", v).at("/fr/contributions/tasks/")
	return strings.SplitN(h.samia.page.path, "?", 2)[0]
}

func TestAQuarterOfAnHourIsTakenDoneAndTold(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		path := h.writesTask()
		s.visitor("fr").visit("/fr/contributions").follow("Voir tout ce qu'il y a à faire").sees("15 min", "Français").follow("Essayer le formulaire").sees("Se connecter pour la prendre").missing("Modifier")
		h.kim.visit(path).send("Je la prends", nil).at(path).sees("Vous avez pris cette tâche", "9 décembre 2026")
		h.bob.visit("/en" + strings.TrimPrefix(path, "/fr")).sees("Somebody is taking care of it").missing("I take it")
		h.bob.post(path+"/taking", nil).status(409).sees("plus rapide")
		h.bob.visit("/fr/contributions/tasks").sees("Rien à prendre")
		h.kim.visit("/fr/contributions/tasks?mine=true").follow("Essayer le formulaire").follow("C'est fait, je le raconte").at("/fr/contributions/new").sees("Vous racontez la tâche")
		h.kim.send("Envoyer", url.Values{"evidence": {"chez moi"}}).status(422).sees("Vous racontez la tâche")
		h.kim.send("Envoyer", url.Values{"evidence": {"https://git.example/issues/7"}}).at("/fr/contributions/").sees("C'est envoyé", "15 min", "Essayer le formulaire")
		h.bob.visit(path).sees("C'est fait. Merci")
		h.samia.visit(path).send("Rouvrir", nil).at(path).sees("Libre").send("Plus besoin", nil).sees("Retirée")
		h.bob.visit(path).status(404)
	})
}

func TestATaskIsKeptInOrderByStewards(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		h.kim.visit("/fr/contributions/tasks/new").status(403)
		h.samia.visit("/fr/contributions/tasks/new").send("Enregistrer", url.Values{"title": {""}, "kind": {""}, "url": {"ici"}, "body": {"En trois étapes."}}).status(422).
			sees("Ce champ est nécessaire", "Écrivez une adresse", "En trois étapes.")
		path := h.writesTask()
		h.omar.visit(path + "/edit")
		h.samia.visit(path).follow("Modifier").send("Enregistrer", url.Values{"title": {"Essayer sans souris"}}).at(path).sees("Essayer sans souris")
		h.omar.send("Enregistrer", url.Values{"title": {"Essayer à la voix"}}).status(409).sees("Essayer sans souris")
		if !h.omar.holds("title", "Essayer à la voix") {
			t.Error("what Omar typed is lost")
		}
		h.kim.visit("/fr/contributions/tasks.csv").status(200)
		if body := h.kim.page.body; !strings.Contains(body, "Essayer sans souris;") || !strings.Contains(body, ";15;") {
			t.Error(body)
		}
	})
}

// paperText is what stands on the PDF of the page, without what only moves words about.
func (p *person) paperText() string {
	p.s.t.Helper()
	p.isPDF()
	file := filepath.Join(p.s.t.TempDir(), "paper.pdf")
	if err := os.WriteFile(file, []byte(p.page.body), 0o600); err != nil {
		p.s.t.Fatal(err)
	}
	if dir := os.Getenv("CHATIERE_PAPERS"); dir != "" {
		_ = os.WriteFile(filepath.Join(dir, "certificate.pdf"), []byte(p.page.body), 0o600)
	}
	out, err := exec.Command("pdftotext", "-layout", file, "-").Output()
	if err != nil {
		p.s.t.Fatal(err)
	}
	return strings.Join(strings.Fields(plain(string(out))), " ")
}

func TestACertificateIsIssuedShownAndChecked(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		h.kim.visit("/fr/contributions/certificates").sees("Aucun certificat").send("Établir le certificat", nil).status(422).sees("n'est enregistré dans cette période")
		h.recorded(h.kim)
		h.kim.visit("/fr/contributions/mine").follow("Certificats").send("Établir le certificat", nil).at("/fr/contributions/certificates").sees("Votre certificat est prêt", "Valable")
		var token, hash string
		s.db.Raw("select token, text_sha256 from certificates").Row().Scan(&token, &hash)
		h.kim.follow("PDF")
		first, paper := h.kim.page.body, h.kim.paperText()
		for _, words := range []string{"Certificat de bénévolat", "Kim", "1 h 30", "Traduire", "24 novembre 2026", "membre", "sans paiement et sans contrepartie", "/certificates/" + token, hash[:40]} {
			if !strings.Contains(paper, words) {
				t.Errorf("the paper does not say %q: %s", words, paper)
			}
		}
		for _, words := range []string{"Bob", "€", "Deux pages"} {
			if strings.Contains(paper, words) {
				t.Errorf("the paper says %q", words)
			}
		}
		if h.kim.visit("/fr/contributions/certificates").follow("PDF").page.body != first {
			t.Error("the same certificate is drawn otherwise")
		}
		h.bob.visit("/fr/contributions/certificates/" + token + "/pdf").status(404)
		s.visitor("en").visit("/en/certificates/"+token).status(200).sees("This certificate is valid", hash[:16], "1 January 2026").missing("Kim", "1h 30m")
		h.kim.visit("/fr/contributions/certificates").send("Révoquer", nil).sees("Révoqué")
		s.visitor("fr").visit("/fr/certificates/"+token).status(200).sees("n'est plus valable", hash[:16]).missing("Kim")
		s.visitor("fr").visit("/certificates/" + token).at("/fr/certificates/" + token)
		s.visitor("fr").visit("/fr/certificates/abc").status(404)
	})
}

func TestACorrectedContributionMakesAnotherCertificate(t *testing.T) {
	h := newSite(t).hamlet(t)
	path := h.recorded(h.kim)
	h.kim.visit("/en/contributions/certificates").send("Issue the certificate", nil).sees("Valid")
	h.recorded(h.kim, "corrects", last(path), "hours", "2", "minutes", "0")
	h.kim.visit("/fr/contributions/certificates").sees("une contribution a changé").send("Le refaire à jour", nil).sees("Valable")
	paper := h.kim.follow("PDF").paperText()
	if !strings.Contains(paper, "Volunteering certificate") || !strings.Contains(paper, "2h") { // in its own language
		t.Error(paper)
	}
}

func TestAYearOfGivingIsSummedUp(t *testing.T) {
	h := newSite(t).hamlet(t)
	h.recorded(h.chloe)
	h.recorded(h.chloe, "on_behalf", h.fee.Ref)
	h.logs(h.chloe)
	h.chloe.visit("/fr/contributions/mine").follow("Ce que j'ai donné en 2026").sees("De vous-même", "Au nom d'une organisation", "1 h 30", "1 contribution attend encore")
	h.logs(h.chloe, "title", "L'an passé", "from_on", "2025-12-31")
	h.chloe.visit("/fr/contributions/years/2026").missing("L'an passé").follow("Exporter").status(200)
	if body := h.chloe.page.body; strings.Count(body, "Deux pages") != 3 || strings.Contains(body, "L’an passé") || strings.Contains(body, "L'an passé") {
		t.Error(body)
	}
	h.chloe.visit("/fr/contributions/years/2025").status(200).sees("L'an passé")
	h.chloe.visit("/fr/contributions/years/2024").status(200).sees("Rien n'a été raconté")
	h.chloe.visit("/fr/contributions/years/2027").status(404)
}

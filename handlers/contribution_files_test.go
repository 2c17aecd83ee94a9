package handlers

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"chatiere/integrations/outbound"
	"chatiere/jobs/jobstest"
	"chatiere/models/commons"

	"golang.org/x/net/html"
)

// values are those of fields of that name on the page.
func (p *person) values(name string) (all []string) {
	for _, box := range p.all("input", func(n *html.Node) bool { return attribute(n, "name") == name }) {
		all = append(all, attribute(box, "value"))
	}
	return all
}

// fileLink is the address of the only file the page leads to.
func (p *person) fileLink() string {
	p.s.t.Helper()
	links := p.all("a", func(n *html.Node) bool { return strings.Contains(attribute(n, "href"), "/files/") })
	if len(links) != 1 {
		p.s.t.Fatalf("%d files in %s", len(links), p.text())
	}
	return attribute(links[0], "href")
}

func TestAFileIsSentSeenByWhoConfirmsAndSurvivesAMistake(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		told := typedIn("evidence", "", "choice", "words", "visibility", "public", "for", "collective")
		told.Set("title", "")
		h.kim.visit("/fr/contributions/new?choice=words").sees("Fichiers qui le montrent", "ou un fichier", "Qui peut lire la preuve peut les ouvrir")
		h.kim.multi("/fr/contributions", told, "files", map[string][]byte{"affiche.pdf": []byte("%PDF-1.7 affiche"), "page.html": []byte("<html><script>alert(1)</script>")}).status(422).
			sees("n'est pas d'un type accepté", "En une phrase : Ce champ est nécessaire", "Fichiers déjà reçus", "affiche.pdf")
		told["drafts"] = h.kim.values("drafts")
		h.kim.multi("/fr/contributions", told, "files", nil).status(422).sees("Ce champ est nécessaire", "affiche.pdf").missing("collez l'adresse d'une page")
		told.Set("title", "Une affiche pour l'atelier")
		h.kim.multi("/fr/contributions", told, "files", nil).at("/fr/contributions/").sees("C'est envoyé", "affiche.pdf", "empreinte")
		path := strings.SplitN(h.kim.page.path, "?", 2)[0]
		link := h.bob.visit("/fr/contributions/to-confirm").sees("Une affiche", "affiche.pdf").fileLink()
		head := h.bob.visit(link).status(200).page.header
		if !strings.HasPrefix(head.Get("Content-Disposition"), "attachment") || head.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(head.Get("Content-Security-Policy"), "sandbox") || h.bob.page.body != "%PDF-1.7 affiche" {
			t.Errorf("%v", head)
		}
		s.visitor("fr").visit(link).status(404)
		h.samia.visit("/fr/desk/contributions?what=confirm").sees("affiche.pdf")

		h.kim.visit(path+"/edit").sees("Fichiers déjà joints", "affiche.pdf")
		again := url.Values{"version": {"1"}, "kept_files": h.kim.values("kept_files"), "minutes": {"45"}}
		for name, value := range told {
			if name != "drafts" && name != "minutes" {
				again[name] = value
			}
		}
		h.kim.multi(path, again, "files", map[string][]byte{"suite.txt": []byte("quelques mots")}).at("/fr/contributions/").sees("affiche.pdf", "suite.txt", "1 h 45")
		again["version"] = []string{"2"}
		delete(again, "kept_files")
		h.kim.multi(path, again, "files", map[string][]byte{"serveur.log": []byte("password=tr0ub4dor3")}).status(422).sees("semble contenir un mot de passe")
		h.bob.visit(path).sees("affiche.pdf", "suite.txt").send("Oui, c'est vrai", nil)
		h.samia.visit(path).send("Décider", url.Values{"decision": {"accepted"}}).status(200)
		s.visitor("en").visit(strings.Replace(path, "/fr/", "/en/", 1)).sees("affiche.pdf", "checksum").visit(link).status(200)
	})
}

func TestThePaperOfAGiftIsOpenedByItsGiverAndTheCouncilOnly(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		h.kim.visit("/fr/contributions/new?choice=gifts").sees("sont seuls à ouvrir ces papiers")
		h.kim.multi("/fr/contributions", url.Values{
			"choice": {"gifts"}, "kind": {"financial"}, "title": {"Un don"}, "from_on": {"2026-11-24"}, "amount": {"30"}, "visibility": {"public"}, "for": {"collective"},
		}, "files", map[string][]byte{"recu.pdf": []byte("%PDF-1.7 recu")}).at("/fr/contributions/").sees("recu.pdf")
		path := strings.SplitN(h.kim.page.path, "?", 2)[0]
		link := h.colo.visit(path).sees("recu.pdf").fileLink()
		h.colo.send("Oui, c'est vrai", nil)
		h.samia.visit(path).send("Décider", url.Values{"decision": {"accepted"}}).status(200)
		s.visitor("fr").visit(path).sees("Un don", "non montrée").missing("recu.pdf").visit(link).status(404)
		h.bob.visit(link).status(404)
		h.kim.visit(link).status(200)
	})
}

// servers answer with a status at some addresses, with a page at others.
type servers map[string]error

func (s servers) Fetch(_ context.Context, address string) ([]byte, error) {
	return []byte("page"), s[address]
}

func (s servers) FetchAs(_ context.Context, address, _ string) ([]byte, error) {
	return s.Fetch(context.Background(), address)
}

func TestADeadAddressIsSeenByTheJobsAndTold(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		s.worker.Web = servers{"https://git.example/gone": outbound.Status(404), "https://git.example/closed": outbound.Status(403), "https://git.example/large": outbound.ErrTooMuch, "http://git.example/plain": outbound.ErrRefused}
		for address, says := range map[string]string{"https://git.example/closed": "n'a pas pu être vérifiée", "http://git.example/plain": "n'a pas pu être vérifiée", "https://git.example/large": "la page répond", "https://git.example/there": "la page répond"} {
			path := h.logs(h.kim, "evidence", address)
			jobstest.Drain(t, s.worker)
			h.samia.visit(path).sees(says).missing("ne menait plus à rien")
		}
		path := h.logs(h.kim, "evidence", "https://git.example/gone")
		jobstest.Drain(t, s.worker)
		h.samia.visit("/fr/desk/contributions?what=confirm").sees("ne menait plus à rien (réponse 404)", "Bon à savoir")
		h.bob.visit(path).sees("il n'y a plus de page à cette adresse (réponse 404)").missing("ne menait plus à rien")
		h.samia.post(path+"/clearances", url.Values{"rule": {"evidence_dead"}, "cleared-evidence_dead": {"Le site a déménagé."}}).at(path).sees("Regardé par Samia : Le site a déménagé.")
	})
}

func TestHardRule9TheLetterToAColleagueHoldsNobodysWords(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		path := h.logs(h.ada, "with", h.chloe.user.Ref, "title", "Gagnez sur https://piege.example", "body", "Cliquez ici : https://piege.example", "evidence", "https://piege.example/page")
		jobstest.Drain(t, s.worker)
		l := s.lastLetter(t, "chloe@chats.example")
		for _, words := range []string{"Ada", "J'ai écrit, traduit ou dessiné", "1 h 30", "24 novembre 2026", "envoyez-le", "retirez-le", "ne compte pas"} {
			if !strings.Contains(plain(l.Text), words) {
				t.Errorf("%q is not in %s", words, l.Text)
			}
		}
		if whole := l.Subject + l.Text + l.HTML; l.Kind != "colleague_named" || strings.Contains(whole, "piege") || strings.Contains(whole, "Gagnez") || strings.Contains(l.Text, path) {
			t.Errorf("%s: %s", l.Kind, whole)
		}
		var draft commons.Contribution
		if err := s.db.Where("contributor_id = ?", h.chloe.user.ID).Take(&draft).Error; err != nil || !strings.Contains(l.Text, "/fr/contributions/"+draft.Ref) {
			t.Fatalf("%v: %s", err, l.Text)
		}
		h.chloe.visit("/fr/contributions/"+draft.Ref).sees("Gagnez sur").send("La retirer", nil).sees("Retirée")
		jobstest.Drain(t, s.worker)
		h.ada.post("/fr/contributions", url.Values{"choice": {"words"}, "title": {"x"}, "from_on": {"2026-11-24"}, "hours": {"1"}, "evidence": {"https://a.example/x"}, "with": {h.bob.user.Ref}}).status(422)
		jobstest.Drain(t, s.worker)
		var letters int64
		if err := s.db.Table("letters").Where("address = 'bob@chats.example' and kind = 'colleague_named'").Count(&letters).Error; err != nil || letters != 0 {
			t.Errorf("%d letters to somebody of another organisation (%v)", letters, err)
		}
	})
}

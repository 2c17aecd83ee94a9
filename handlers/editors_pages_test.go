package handlers

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"chatiere/models/people"

	"golang.org/x/net/html"
)

func TestAPageThatIsWrongSaysSoAtEachFieldAndKeepsWhatWasTyped(t *testing.T) {
	s := newSite(t).seeded()
	ada := s.editor(t, "ada")
	form := url.Values{"title": {"Été"}, "summary": {strings.Repeat("a", 401)}, "body": {"Du texte que je garde."}, "slug": {"Été !"}, "position": {"premier"}, "source_lang": {"fr"}}
	ada.visit("/fr/desk/pages/new?kind=help").send("Enregistrer le brouillon", form).status(422).
		sees("Vérifiez ces réponses", "minuscules sans accent", "Écrivez un nombre entier", "Du texte que je garde.")
	for _, kept := range []string{`value="Été !"`, `value="premier"`} {
		if !strings.Contains(ada.page.body, kept) {
			t.Errorf("%s is lost", kept)
		}
	}
	ada.send("Enregistrer le brouillon", url.Values{"slug": {"ete"}, "position": {"2"}}).status(422).sees("400 caractères au plus")
	ada.send("Enregistrer le brouillon", url.Values{"summary": {""}, "slug": {"signing-in"}}).status(422).sees("déjà prise", "Du texte que je garde.")
	ada.send("Enregistrer le brouillon", url.Values{"slug": {""}, "title": {""}}).status(422).sees("Ce champ est nécessaire")
	ada.send("Enregistrer le brouillon", url.Values{"title": {"L’été, déjà"}}).status(200).sees("Le brouillon est enregistré").follow("Voir la page").at("/fr/help/l-ete-deja").sees("Du texte que je garde.")
	ada.visit("/fr/desk/pages/new?kind=poem").status(200).sees("Que voulez-vous écrire")
}

func TestAPreviewShowsThePageAndSavesNothing(t *testing.T) {
	s := newSite(t).bureau(t)
	typed := url.Values{"body": {"## Le jardin\n\nChez **{{collective.name}}**, lisez [l’aide](/en/help).\n"}, "slug": {"Pas bon !"}}
	s.ada.visit(s.path).send("Voir l’aperçu", typed).status(200).sees("Aperçu : rien n’est encore enregistré", "Chez Indie.Host")
	if !strings.Contains(s.ada.page.body, `value="Pas bon !"`) {
		t.Error("what was typed elsewhere is lost")
	}
	links := s.ada.all("a", func(n *html.Node) bool { return inner(n) == "l'aide" })
	if len(links) != 1 || attribute(links[0], "href") != "/fr/help" {
		t.Error("the link does not lead to the reader's language")
	}
	s.ada.visit(s.path).missing("Le jardin")
	s.ada.htmx(http.MethodPost, s.path, "preview", url.Values{"preview": {"true"}, "title": {"Ouvrir"}, "body": {"Du *neuf*."}}).status(200).sees("Du neuf .").missing("Enregistrer")
}

func TestTwoEditorsAtOnceSeeBothTexts(t *testing.T) {
	b := newSite(t).bureau(t)
	b.ada.visit(b.path)
	b.eve.visit(b.path).send("Enregistrer", url.Values{"title": {"Ouvrir la grille"}, "body": {"Le texte d’Eve.\n"}}).sees("C’est enregistré")
	b.ada.send("Enregistrer", url.Values{"title": {"Ouvrir le portail"}, "body": {"Le texte d’Ada.\n"}}).status(http.StatusConflict).
		sees("rien n’est perdu", "par quelqu’un d’autre : Ouvrir la grille", "Le texte d’Eve.", "Le texte d’Ada.")
	b.ada.send("Enregistrer", nil).status(200).sees("C’est enregistré", "Le texte d’Ada.").missing("Le texte d’Eve.")
}

func TestAPageIsTakenOffTheSiteAgain(t *testing.T) {
	b := newSite(t).bureau(t)
	reader := b.visitor("fr")
	reader.visit("/fr/help/ouvrir-le-portillon").status(200)
	b.ada.visit(b.path).send("Enregistrer et retirer du site", url.Values{"body": {"Un texte de plus.\n"}}).sees("La page n’est plus montrée", "Un texte de plus.")
	reader.visit("/fr/help/ouvrir-le-portillon").status(404)
	b.ada.visit("/fr/desk/texts?open=draft").sees("Ouvrir le portillon", "Brouillon").follow("Ouvrir le portillon").at(b.path)
}

func TestVisitorsNeverSeeWhatEditorsSeeOnAPublicPage(t *testing.T) {
	b := newSite(t).bureau(t)
	reader, address := b.visitor("fr"), "/fr/help/ouvrir-le-portillon"
	for range 2 { // the second time from what is kept
		b.ada.visit(address).sees("Modifier")
		if !strings.HasPrefix(b.ada.page.header.Get("Cache-Control"), "private") {
			t.Error("an editor's page may be kept for all")
		}
		reader.visit(address).status(200).missing("Modifier")
		reader.visit("/fr/help").missing("Écrire un nouveau texte")
	}
	b.ada.follow("Modifier").at(b.path).status(200)
	b.ada.visit("/fr/help").follow("Écrire un nouveau texte").at("/fr/desk/pages/new?kind=help")
	b.staffed(t, people.Agent).visit(address).missing("Modifier")
	b.ada.visit("/fr/").follow("Modifier").at("/fr/desk/pages/").sees("Cartes", "Le portail mène lui-même à cette page")
}

func TestAGuideIsWrittenRowByRow(t *testing.T) {
	b := newSite(t).bureau(t)
	b.ada.visit("/fr/desk/pages/new?kind=guide").send("Ajouter une ligne", url.Values{"title": {"Quitter Trello"}, "part.0.today": {"Trello"}}).status(200).sees("Ligne 2")
	b.ada.send("Enregistrer le brouillon", url.Values{"body": {"Voici."}, "part.1.today": {"Slack"}, "part.1.here": {"Un salon"}}).status(422).sees("Ici : Ce champ est nécessaire")
	b.ada.send("Enregistrer le brouillon", url.Values{"part.0.here": {"Un tableau"}, "part.0.link": {"files"}}).status(200).sees("Le brouillon est enregistré")
	b.ada.send("Monter", nil).sees("Ligne 1").send("Enregistrer", nil).follow("Voir la page").sees("Slack", "Un tableau")
	if text := b.ada.text(); strings.Index(text, "Un salon") > strings.Index(text, "Un tableau") {
		t.Error("the row did not move up")
	}
	b.ada.follow("Modifier").send("Enregistrer", url.Values{"part.0.today": {""}, "part.0.here": {""}}).follow("Voir la page").sees("Trello").missing("Slack")
}

func TestTheWordsOfTheCatalogueAreTranslatedTheSameWay(t *testing.T) {
	s := newSite(t).seeded()
	ada, eve := s.editor(t, "ada"), s.editor(t, "eve")
	ada.visit("/fr/desk/texts?kind=service&lang=en&q=agendas").status(200).sees("Fichiers, agendas et contacts", "Service", "À jour").follow("Fichiers, agendas et contacts, English")
	sheet := ada.page.path
	ada.press("Fichiers, agendas et contacts", "Proposer", url.Values{"target": {"Shared files"}}).status(200)
	s.visitor("en").visit("/en/services/files").missing("Shared files")
	eve.visit(sheet).press("Fichiers, agendas et contacts", "Approuver", nil).status(200)
	s.visitor("en").visit("/en/services/files").sees("Shared files")
	for _, kind := range []string{"offer", "upstream", "charter_promise", "collective"} {
		ada.visit("/fr/desk/texts?kind="+kind).status(200).missing("Aucun texte ici", "Mentions légales")
	}
}

func TestTheDeskIsFilteredPagedAndTakenAway(t *testing.T) {
	s := newSite(t).seeded()
	ada := s.editor(t, "ada")
	seen := map[string]bool{}
	for ada.visit("/fr/desk/texts"); ; ada.follow("Suivant") {
		for _, n := range ada.all("th", func(n *html.Node) bool { return attribute(n, "scope") == "row" }) {
			if title := inner(n); seen[title] {
				t.Fatalf("%q stands twice", title)
			} else {
				seen[title] = true
			}
		}
		if len(ada.all("a", func(n *html.Node) bool { return attribute(n, "rel") == "next" })) == 0 {
			break
		}
	}
	ada.visit("/fr/desk/texts?q=rien-de-tel").sees("Aucun texte ici", "Enlevez un filtre")
	ada.htmx(http.MethodGet, "/fr/desk/texts?kind=legal", "texts-list", nil).sees("Texte légal").missing("Bureau")
	ada.visit("/fr/desk/texts.csv?kind=&open=").status(200)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(ada.page.body, "\ufeff"))).ReadAll()
	if err != nil || len(rows) != len(seen)+1 || rows[0][0] != "Texte" || len(rows[1]) != 11 {
		t.Fatal(len(rows), len(seen), err, rows[0])
	}
}

func TestAPassageIsSavedInPlace(t *testing.T) {
	b := newSite(t).bureau(t)
	action := attribute(b.sheet(b.ada).passage("Poussez"), "action")
	target := "passage-" + strings.Split(action, "/")[4]
	b.ada.htmx(http.MethodPost, action, target, url.Values{"target": {"Push the garden gate."}, "propose": {"true"}, "version": {"0"}}).status(200).
		sees("une autre personne va relire", "0 sur 4", "Push the garden gate.").missing("frapper", "Bureau")
	if len(b.ada.all("div", func(n *html.Node) bool { return attribute(n, "hx-swap-oob") == "true" })) != 1 {
		t.Error("the progress does not come along")
	}
	b.ada.htmx(http.MethodPost, action, target, url.Values{"target": {""}, "version": {"1"}}).status(422).sees("Ce champ est nécessaire").missing("frapper")
}

func TestTheWaysLeadToTheDesk(t *testing.T) {
	s := newSite(t)
	s.editor(t, "ada").visit("/fr/desk").follow("Textes").at("/fr/desk/texts").sees("Aucun texte ici")
	s.staffed(t, people.Admin).visit("/fr/desk/set-up").follow("conditions").at("/fr/desk/texts?kind=legal")
	agent := s.staffed(t, people.Agent).visit("/fr/desk")
	if len(agent.all("a", func(n *html.Node) bool { return attribute(n, "href") == "/fr/desk/texts" })) > 0 {
		t.Error("a way leads an agent to a closed door")
	}
}

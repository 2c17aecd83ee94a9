package handlers

import (
	"net/url"
	"strings"
	"testing"

	"chatiere/models/commons"
)

func TestAListIsLookedThroughBeforeItGoesIn(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		bad := "date;genre;minutes;titre;preuve\n24/11/2026;Traduire;30;Une page;https://git.example/a\n2026-11-23;Danser;30;Une ronde;https://git.example/b\n"
		h.kim.visit("/fr/contributions/mine").follow("Une liste d'un tableur").send("Regarder ce que cela donne", url.Values{"text": {""}}).status(422).sees("Choisissez un fichier")
		h.kim.send("Regarder ce que cela donne", url.Values{"text": {bad}, "then": {"send"}}).status(422).sees("1 ligne à corriger", "Une page", "Choisissez une des réponses").missing("Faire entrer")
		h.kim.multi("/fr/contributions/batch", url.Values{"then": {"send"}}, "file", map[string][]byte{"liste.csv": []byte(strings.Replace(bad, "Danser", "doc", 1))}).status(200).sees("Rien n'est encore entré")
		var n int64
		if s.db.Model(&commons.Contribution{}).Count(&n); n != 0 {
			t.Fatal("the rehearsal stored something")
		}
		h.kim.send("Faire entrer 2 lignes", nil).at("/fr/contributions/mine").sees("Une page", "Une ronde", "À confirmer")
		h.kim.visit("/fr/contributions/batch/example.csv").status(200)
		if !strings.Contains(h.kim.page.body, "date;until;kind") {
			t.Error(h.kim.page.body)
		}
	})
}

func TestAListOfDraftsWarnsOfWhatCannotBeSentYetAndSoDoTheDrafts(t *testing.T) {
	h := newSite(t).hamlet(t)
	list := "date;genre;minutes;titre;preuve\n24/11/2026;Traduire;30;Une page;https://git.example/a\n24/11/2027;Traduire;30;Une ronde;\n"
	h.kim.visit("/fr/contributions/batch").send("Regarder ce que cela donne", url.Values{"text": {list}, "then": {"draft"}}).status(200).
		sees("2 lignes prêtes", "1 ligne devient un brouillon qui ne peut pas encore partir", "Peut être gardé comme brouillon", "Cette date est dans le futur", "Montrez où cela se voit", "Tout est bon")
	if n := strings.Count(h.kim.page.body, "dans le futur"); n != 1 {
		t.Errorf("the future is told %d times", n)
	}
	h.kim.send("Faire entrer 2 lignes", nil).at("/fr/contributions/mine").follow("Une ronde").sees("Ceci ne peut pas encore partir", "Cette date est dans le futur", "Montrez où cela se voit").lacks("Envoyer")
	h.kim.visit("/fr/contributions/mine").follow("Une page").missing("Ceci ne peut pas encore partir").send("Envoyer", nil).sees("À confirmer")
}

func TestColleaguesWhoDidItTooFindTheirDraft(t *testing.T) {
	h := newSite(t).hamlet(t)
	h.logs(h.ada, "with", h.chloe.user.Ref)
	h.chloe.visit("/fr/contributions/mine").sees("Brouillon").follow("Deux pages").sees("d'autres").send("Envoyer", nil).sees("À confirmer")
}

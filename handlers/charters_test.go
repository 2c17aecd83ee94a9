package handlers

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestThePromisesAreReadInEveryLanguageFromEveryPage(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.visitor("fr").visit("/fr/engagements").status(200).sees("Nos engagements", "Rien n'est encore écrit ici")
		s.seeded()
		fr := s.visitor("fr").visit("/fr/help").follow("Nos engagements").at("/fr/engagements").status(200)
		fr.sees("Dire où les services sont hébergés", "Tenu en partie", "Pas encore", "25 novembre 2026", "Nous préférons écrire", "À qui nous confions des données", "Sauvegarde Exemple", "une copie chiffrée")
		if rows := fr.all("tr", func(n *html.Node) bool { return n.Parent.Data == "tbody" }); len(rows) != 32+2 {
			t.Errorf("%d rows", len(rows))
		}
		for _, a := range fr.all("a", func(n *html.Node) bool { return strings.HasPrefix(inner(n), "Voir ") }) {
			if p := s.visitor("fr").visit(attribute(a, "href")); strings.HasPrefix(attribute(a, "href"), "/") && p.page.status != 200 {
				t.Errorf("%s: %d", attribute(a, "href"), p.page.status)
			}
		}
		s.visitor("en").visit("/en/pages/engagements").at("/en/engagements").sees("Our commitments", "Kept in part", "Transparent", "To whom we entrust data", "encrypted copy")
	})
}

func TestLegalTextsNameTheProcessorsAndLeaveNoHole(t *testing.T) {
	s := newSite(t).seeded()
	for _, slug := range []string{"privacy", "processor-contract", "terms", "legal-notice"} {
		for _, lang := range []string{"fr", "en"} {
			p := s.visitor(lang).visit("/"+lang+"/legal/"+slug).status(200).missing("{{", "collective.", "(à compléter)", "(non précisé)", "(not stated)")
			if named := strings.Contains(p.text(), "Hébergeur Exemple"); named != (slug != "terms") {
				t.Errorf("%s names the host of the machines: %v", slug, named)
			}
		}
	}
	s.visitor("fr").visit("/fr/legal/privacy").sees("À qui nous confions des données", "loue et alimente les machines", "donnees@indie-host.example")
	s.visitor("en").visit("/en/legal/terms").sees("Médiation Exemple")
}

func TestTheDemonstrationSaysThatItIsOneAndHowToHaveOnesOwn(t *testing.T) {
	s := newSite(t)
	s.visitor("fr").visit("/fr/").missing("démonstration")
	s.seeded()
	s.visitor("fr").visit("/fr/catalogue").sees("Ceci est une démonstration").follow("Ouvrir votre propre portail").status(200).sees("go run .", "licence AGPL")
	s.visitor("en").visit("/en/sign-in").sees("This is a demonstration").follow("Open your own portal").status(200).sees("go run .")
}

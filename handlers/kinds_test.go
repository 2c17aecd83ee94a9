package handlers

import (
	"net/url"
	"testing"

	"chatiere/models/people"
)

func TestAnAdminAddsAKindThatEverybodyThenFinds(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		alix := s.staffed(t, people.Admin)
		h.omar.visit("/fr/desk/kinds").status(403)
		alix.visit("/fr/desk/kinds").sees("Aucun genre à vous").send("Ajouter", url.Values{"name_fr": {"Tenir l'accueil"}}).status(422).refused("name_en", "Ce champ est nécessaire", nil).refused("family", "Choisissez une des réponses", nil)
		alix.send("Ajouter", url.Values{"name_fr": {"Tenir l'accueil"}, "name_en": {"Minding the desk"}, "family": {"helping"}}).at("/fr/desk/kinds").sees("Tenir l'accueil", "Entraide", "Proposé")
		alix.send("Ajouter", url.Values{"name_fr": {"tenir  l'Accueil"}, "name_en": {"writing Code"}, "family": {"helping"}}).status(422).refused("name_fr", "Un genre porte déjà ce nom", nil).refused("name_en", "Un genre porte déjà ce nom", nil)
		var key string
		if err := s.db.Raw("select key from contribution_kinds where names <> ''").Scan(&key).Error; err != nil {
			t.Fatal(err)
		}
		h.kim.visit("/fr/contributions/new?choice=help").sees("Tenir l'accueil").send("Envoyer", url.Values{"title": {"Deux soirs"}, "kind": {key}, "from_on": {"2026-11-24"}, "hours": {"1"}}).sees("Tenir l'accueil")
		path := h.kim.page.path
		h.bob.visit(path).send("Oui, c'est vrai", url.Values{"present": {"true"}})
		h.samia.visit("/fr/desk/contributions").sees("Tenir l'accueil").follow("Deux soirs").send("Décider", url.Values{"decision": {"accepted"}})
		s.visitor("en").visit("/en/transparency").follow("Minding the desk").sees("Deux soirs", "Minding the desk").missing(key)
		s.visitor("en").visit("/en/transparency/contributions?kind=nobody-knows").sees("Nothing found", "See all of them").missing("nobody-knows")
		h.kim.visit("/fr/contributions/batch").send("Regarder ce que cela donne", url.Values{"text": {"date;genre;heures;titre\n24/11/2026;tenir l'accueil;1;Un soir\n"}}).status(200).sees("Tenir l'accueil")
		alix.visit("/fr/desk/kinds").send("Ne plus proposer", nil).at("/fr/desk/kinds").sees("Plus proposé")
		h.kim.visit("/fr/contributions/new?choice=help").missing("Tenir l'accueil")
		s.visitor("fr").visit(path).sees("Tenir l'accueil")
		alix.visit("/fr/desk/kinds").send("Proposer à nouveau", nil)
		h.kim.visit("/fr/contributions/new?choice=help").sees("Tenir l'accueil")
	})
}

func TestAnAdminSaysBeyondWhichLengthTwoPeopleConfirm(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		alix := s.staffed(t, people.Admin)
		alix.visit("/fr/desk/kinds").sees("Quand deux personnes confirment").sendIn("/second-person", url.Values{"alone": {"50"}}).status(422).refused("alone", "par quarts d'heure", map[string]string{"alone": "50"})
		alix.sendIn("/second-person", url.Values{"alone": {"45"}}).at("/fr/desk/kinds")
		h.omar.visit("/fr/desk/journal").sees("Durée changée au-delà de laquelle deux personnes confirment")
		h.kim.visit("/fr/contributions/new?choice=help").send("Envoyer", url.Values{"title": {"Une soirée"}, "from_on": {"2026-11-24"}, "hours": {"1"}}).sees("Il manque 2 personnes")
		alix.visit("/en/desk/kinds").sees("When two people confirm")
	})
}

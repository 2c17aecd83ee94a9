package handlers

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"chatiere/models/store"
	"chatiere/models/store/storetest"
)

func TestAnAgentWritesDownACallAndGivesItToTheAccountant(t *testing.T) {
	d := newSite(t).helpdesk(t)
	d.gabin.visit("/fr/tickets/new").sees("Au téléphone avec quelqu'un").send("Envoyer la demande", url.Values{"email": {"tech@fee.example"}, "subject": {"Facture"}, "body": {"Elle demande un avoir"}, "told": {"true"}}).sees("Répondre à Tess", "Fée")
	at := d.gabin.page.path
	d.gabin.send("Confier", url.Values{"assignee": {d.paul.user.Ref}}).status(200).sees("Paul")
	d.paul.visit("/fr/desk/tickets").sees("Facture").follow("Facture").sees("Répondre à Tess").send("Envoyer à 1 personne", url.Values{"reply": {"C'est fait"}}).sees("La réponse est partie")
	d.paul.visit("/fr/desk/answers").status(403)
	d.tech.visit(at).sees("C'est fait")
	d.gabin.visit(at).follow("Modifier").send("Enregistrer", url.Values{"priority": {"urgent"}, "tags": {"avoir, Avoir"}}).sees("C'est enregistré", "Urgente", "avoir")
	old := url.Values{"subject": {"Autre"}, "priority": {"low"}, "lang": {"fr"}, "version": {"1"}}
	d.omar.post(at+"/details", old).status(409).sees("Quelqu'un a modifié cette demande entre-temps")
	d.omar.post(at+"/details", url.Values{"subject": {""}, "priority": {"low"}, "lang": {"fr"}, "version": {"1"}}).status(422)
}

func TestPeopleAreCopiedAndTakenOff(t *testing.T) {
	d := newSite(t).helpdesk(t)
	at := d.opens(d.ada, "fr")
	storetest.SetClock(d.db, store.Now(d.db).Add(time.Minute))
	d.ada.post(at+"/people", url.Values{"person": {"pas une adresse"}}).status(422).sees("Cette adresse n'est pas complète")
	d.ada.visit(at).send("Ajouter", url.Values{"person": {"eve@ailleurs.example"}}).sees("eve@ailleurs.example", "En copie")
	d.gabin.visit(at).sees("Envoyer à 2 personnes").send("Envoyer à 2 personnes", url.Values{"reply": {"Bonjour à vous deux"}})
	d.eve.visit(at).status(200).sees("Bonjour à vous deux").missing("La page est blanche", "Ajouter quelqu'un")
	d.eve.visit("/fr/tickets").sees("Le nuage")
	d.eve.visit(at).send("Retirer", nil).at("/fr/tickets").missing("Le nuage")
	d.eve.visit(at).status(404)
	d.tech.visit(at).send("Suivre cette demande", nil).sees("Vous recevez des nouvelles").send("Ne plus la suivre", nil).sees("Suivre cette demande")
}

// TestAddingAnAddressTellsNothingOfItsOwner adds an address that has an account with a name, and one that has none: both pages read the same.
func TestAddingAnAddressTellsNothingOfItsOwner(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		d := s.helpdesk(t)
		s.named(t, "eve@ailleurs.example", "Zazie Secrète", "")
		everybody := map[string]*person{"who asked": d.ada, "a colleague": d.tech, "an agent": d.gabin, "an operator": d.omar}
		read := func(address string) map[string]string {
			at, pages := d.opens(d.ada, "fr"), map[string]string{}
			d.ada.visit(at).send("Ajouter", url.Values{"person": {"mila@ailleurs.example"}})
			said := d.ada.send("Ajouter", url.Values{"person": {address}}).status(200).sees(address, "En copie")
			number := regexp.MustCompile(`(#|n° )\d+`)
			pages["the answer"] = number.ReplaceAllString(strings.ReplaceAll(said.text(), address, "…"), "#")
			for who, p := range everybody {
				pages[who] = number.ReplaceAllString(strings.ReplaceAll(p.visit(at).status(200).text(), address, "…"), "#")
			}
			pages["taken off"] = number.ReplaceAllString(d.ada.sendIn("/people/"+refOn(d.ada, address), nil).status(200).text(), "#")
			return pages
		}
		known, unknown := read("eve@ailleurs.example"), read("noa@ailleurs.example")
		for who := range known {
			if known[who] != unknown[who] {
				t.Errorf("%s reads\n%s\nof an account and\n%s\nof none", who, known[who], unknown[who])
			}
		}
	})
}

// refOn is the ref by which somebody is taken off the ticket on the page.
func refOn(p *person, called string) string {
	for _, form := range p.all("form", nil) {
		if strings.Contains(attribute(buttonOf(form, ""), "aria-label"), called) {
			at := attribute(form, "action")
			return at[strings.LastIndex(at, "/")+1:]
		}
	}
	p.s.t.Fatalf("nobody called %s can be taken off", called)
	return ""
}

func TestSomebodyInCopyHasANameForColleaguesAndOnceTheyWrote(t *testing.T) {
	d := newSite(t).helpdesk(t)
	d.named(t, "tech@fee.example", "Tess Colomb", "")
	d.named(t, "eve@ailleurs.example", "Eve Dupont", "")
	at := d.opens(d.ada, "fr")
	for _, address := range []string{"tech@fee.example", "eve@ailleurs.example"} {
		d.ada.visit(at).send("Ajouter", url.Values{"person": {address}})
	}
	d.ada.sees("Tess Colomb", "eve@ailleurs.example").missing("Eve Dupont")
	d.gabin.visit(at).sees("tech@fee.example").missing("Tess Colomb", "Eve Dupont")
	d.eve.visit(at).sees("Eve Dupont", "tech En copie").missing("Tess Colomb", "tech@fee.example")
	d.eve.send("Envoyer", url.Values{"message": {"Merci"}})
	d.ada.visit(at).sees("Eve Dupont En copie")
	d.gabin.visit(at).sees("Eve Dupont En copie")
}

package handlers

import (
	"testing"

	"chatiere/models/people"
)

// TestTheCatalogueIsKeptInEveryLook looks at the pages of the catalogue's keepers: phone and desktop, day and night, in both languages.
func TestTheCatalogueIsKeptInEveryLook(t *testing.T) {
	s := newSite(t).seeded()
	op := s.staffed(t, people.Operator)
	withBrowser(t, s.server.URL, func(b *browser) {
		b.as(op)
		for name, path := range map[string]string{
			"catalogue": "/desk/catalogue", "service": "/desk/services/chat", "offer": "/desk/offers/essentiel", "prices": "/desk/offers/essentiel/prices",
			"incidents": "/desk/services/files/incidents", "upstream": "/desk/upstreams/nextcloud",
		} {
			b.desktop().light().visit("/fr" + path).axe().fits().shot("catalogue/" + name)
			b.dark().axe()
			b.phone().visit("/en" + path).axe().fits().shot("catalogue/" + name + "-phone-dark")
			b.light().axe().shot("catalogue/" + name + "-phone")
		}
	})
	withBrowser(t, s.server.URL, func(b *browser) {
		b.as(op).visit("/fr/desk/services/new").press("Enregistrer").sees("Vérifiez ces réponses").axe().shot("catalogue/service-wrong")
		b.holds("the summary has the focus", `document.activeElement.id === "error-summary"`)
		b.visit("/fr/desk/offers/essentiel").fill("Nom de l’offre", "Le gros bouquet").press("Ajouter une ligne").sees("Service 5").axe().shot("catalogue/offer-more")
		b.holds("the name is kept", `document.getElementById("f-name").value === "Le gros bouquet"`)
		b.visit("/fr/desk/offers/essentiel/prices").press("Voir les prix publics").sees("Le public lira").axe().shot("catalogue/prices-look")
	})
	withBrowser(t, s.server.URL, func(b *browser) {
		b.as(op).phone().visit("/fr/desk/services/chat/incidents").choose("Fonctionne mal").fill("En une ligne", "Les messages arrivent en retard").fill("Ce que vous savez", "Un disque est plein.")
		b.press("Le dire à tout le monde").sees("C’est dit").fill("Des nouvelles", "Nous avons fait de la place.").press("Donner ces nouvelles").sees("Nous avons fait de la place").axe().fits().shot("catalogue/incident-open")
		b.visit("/fr/services/chat").sees("Les messages arrivent en retard").sees("Nous avons fait de la place").axe().fits().desktop().fits().shot("catalogue/incident-public").dark().axe().light()
		b.visit("/fr/desk/services/chat/incidents").press("C’est terminé").sees("C’est terminé. La page publique").axe()
	})
	empty := newSite(t)
	op = empty.staffed(t, people.Operator)
	withBrowser(t, empty.server.URL, func(b *browser) {
		b.as(op).phone().visit("/fr/desk/catalogue").sees("Par où commencer").axe().fits().shot("catalogue/empty-phone")
		b.press("Ajouter le premier logiciel libre").sees("identifiant SPDX").axe().fits()
	})
}

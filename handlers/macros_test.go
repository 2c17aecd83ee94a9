package handlers

import (
	"net/url"
	"testing"
)

func TestReadyAnswersAreWrittenAndPutIntoAReply(t *testing.T) {
	d := newSite(t).helpdesk(t)
	at := d.opens(d.ada, "fr")
	d.gabin.visit("/fr/desk/answers").sees("Aucune réponse prête").follow("En écrire une").sees("{{name}}").send("Enregistrer", url.Values{"name": {"Cache"}}).status(422).sees("une langue au moins")
	d.gabin.send("Enregistrer", url.Values{"text_en": {"Hello {{name}}, empty the cache."}}).at("/fr/desk/answers").sees("Cache", "English")
	d.gabin.visit(at).follow("Choisir une réponse prête").follow("Choisir").at(at+"?answer=").sees("Hello Ada, empty the cache.", "n'existe pas dans sa langue")
	d.gabin.send("Envoyer à 1 personne", url.Values{"reply": {"Bonjour Ada, videz le cache."}}).sees("videz le cache")
	d.gabin.visit("/fr/desk/answers").follow("Cache").send("Enregistrer", url.Values{"text_fr": {"Bonjour {{name}}"}}).sees("Français", "1")
	d.gabin.follow("Cache").send("Supprimer cette réponse", nil).at("/fr/desk/answers").sees("Aucune réponse prête")
}

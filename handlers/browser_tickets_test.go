package handlers

import (
	"net/url"
	"testing"
	"time"

	"chatiere/models/store"
	"chatiere/models/store/storetest"
)

// conversation is a ticket with an answer, a note, files and somebody copied.
func (d *helpdesk) conversation(t *testing.T) string {
	t.Helper()
	at := d.opens(d.ada, "fr")
	later := func(by time.Duration) { storetest.SetClock(d.db, store.Now(d.db).Add(by)) }
	later(time.Hour)
	d.ada.visit(at).send("Ajouter", url.Values{"person": {"eve@ailleurs.example"}})
	d.omar.visit(at).send("Enregistrer la note", url.Values{"note": {"Vu au téléphone : son navigateur date de 2019.\n\nNe pas relancer avant lundi."}})
	later(time.Hour)
	d.omar.visit(at)
	var seen string
	for _, n := range d.omar.all("input", nil) {
		if attribute(n, "name") == "seen" {
			seen = attribute(n, "value")
		}
	}
	d.omar.multi(at+"/replies", url.Values{"reply": {"Bonjour Ada,\n\nvidez le cache du navigateur, puis rechargez la page. Le chemin est dans l’aide : https://aide.example/cache."}, "seen": {seen}, "then": {"waiting_requester"}},
		"reply_files", map[string][]byte{"marche à suivre.txt": []byte("1. Ouvrir les réglages")}).status(200)
	later(26 * time.Hour)
	d.ada, d.omar = d.enters(t, d.ada.user), d.enters(t, d.omar.user) // their sessions have ended meanwhile
	return at
}

func TestTicketPagesAreReadableByDayByNightAndOnAPhone(t *testing.T) {
	d := newSite(t).helpdesk(t)
	at := d.conversation(t)
	withBrowser(t, d.server.URL, func(b *browser) {
		b.as(d.ada).visit("/fr/tickets/new").sees("Demander de l’aide").axe().shot("ticket-new")
		b.visit(at).sees("videz le cache").axe().shot("ticket-requester")
		b.dark().axe().shot("ticket-requester-dark")
		b.visit("/fr/tickets").axe().light().shot("tickets")
		b.phone().fits().axe().shot("tickets-phone").visit(at).fits().axe().shot("ticket-requester-phone")
		b.visit("/en/tickets/new").fits().axe().shot("ticket-new-phone")
	})
	withBrowser(t, d.server.URL, func(b *browser) {
		b.as(d.omar).visit("/en/desk/tickets?view=all").axe().shot("queue").dark().axe().shot("queue-dark").light()
		b.phone().fits().axe().shot("queue-phone").visit("/en" + at[3:]).fits().axe().shot("ticket-staff-phone").desktop()
		b.visit("/en" + at[3:]).sees("Reply to Ada").press("Reply to Ada").press("Internal note").axe().shot("ticket-staff").dark().axe().shot("ticket-staff-dark").light()
		b.visit("/en" + at[3:] + "/details").axe().shot("ticket-details").visit("/en/desk/answers/new").axe().shot("macro").visit("/en/desk/answers").axe().shot("macros")
	})
}

func TestATicketIsAnsweredInChromium(t *testing.T) {
	d := newSite(t).helpdesk(t)
	withBrowser(t, d.server.URL, func(b *browser) {
		b.as(d.ada).visit("/fr/tickets/new").fill("Sujet", "Le nuage").fill("Votre message", "Page blanche").press("Envoyer la demande").sees("Nous avons votre demande")
		at := b.path()
		b.as(d.omar).visit("/fr/desk/tickets").press("Le nuage").isAt(at).press("Répondre à Ada").fill("Votre réponse", "Videz le cache").press("Envoyer à 1 personne").sees("La réponse est partie")
		b.press("Marquer comme résolu").seesIn("#ticket-state", "Résolue").press("Rouvrir").seesIn("#ticket-state", "Entre nos mains")
		b.visit("/fr/desk/tickets?view=all").fill("Mot, nom, adresse ou numéro", "rien-de-tel").press("Rechercher").sees("Aucune demande ne correspond").isAt("/fr/desk/tickets?view=all&q=rien-de-tel&priority=&language=&state=")
	})
}

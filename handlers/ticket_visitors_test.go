package handlers

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"chatiere/jobs/jobstest"
	"chatiere/models/content"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestAVisitorAsksAndReadsTheAnswerWithTheirAddress(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		d := s.helpdesk(t)
		zoe := s.visitor("en")
		zoe.visit("/en/tickets/new").sees("E-mail address").missing("For which organisation", "On the phone")
		zoe.send("Send the request", url.Values{"subject": {"Hello"}, "body": {"Can a choir join?"}, "email": {"nobody"}}).status(422).sees("This address is not complete")
		zoe.send("Send the request", url.Values{"email": {"ada@fee.example"}, "name": {"Zoé"}}).at("/en/tickets/sent").sees("Look into your mail")
		jobstest.Drain(t, s.worker)
		d.gabin.visit("/en/desk/tickets").sees("Can a choir join?", "sender not confirmed").follow("Hello").sees("sent without signing in")
		at := d.gabin.page.path
		d.tech.visit(at).status(404)
		d.ada.visit(at).status(200).sees("Was it you?").send("Yes, it was me", nil).missing("Was it you?")
		d.gabin.visit(at).missing("sent without signing in").sees("Sender confirmed")
	})
}

func TestTooManyTicketsFromOneAddressKeepWhatWasTyped(t *testing.T) {
	s := newSite(t)
	p := s.visitor("fr").visit("/fr/tickets/new")
	for n := range 6 {
		p.visit("/fr/tickets/new").send("Envoyer la demande", url.Values{"subject": {"Bonjour"}, "body": {"Mon texte précieux"}, "email": {"p" + store.Key(uint(n+1)) + "@x.example"}})
		if n < 5 {
			p.at("/fr/tickets/sent")
		}
	}
	if p.status(429).sees("Beaucoup de demandes", "Mon texte précieux"); p.page.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	storetest.SetClock(s.db, store.Now(s.db).Add(61*time.Minute))
	p.send("Envoyer la demande", nil).at("/fr/tickets/sent")
}

func TestHelpIsOfferedBeforeOneAsks(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		d := s.helpdesk(t)
		err := store.InTx(context.Background(), s.db, func(tx *gorm.DB) error {
			_, err := content.ImportPage(context.Background(), tx, content.PageForm{Kind: content.KindHelp, Slug: "cache", Title: "Le nuage reste blanc", Summary: "Vider le cache", Body: "Videz le cache du navigateur.", SourceLang: "fr"})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		d.ada.visit("/fr/tickets/new?subject=Mon+nuage").sees("La réponse est peut-être déjà ici", "Le nuage reste blanc").follow("Le nuage reste blanc").at("/fr/help/cache").status(200)
		d.ada.htmx(http.MethodGet, "/fr/tickets/new?subject=Mon+nuage", "ticket-help", nil).sees("Le nuage reste blanc")
		if strings.Contains(d.ada.page.body, "<form") || !strings.Contains(d.ada.page.body, `id="ticket-help"`) {
			t.Error("more than the part")
		}
		d.ada.htmx(http.MethodGet, "/fr/tickets/new?subject=facture", "ticket-help", nil).missing("Le nuage")
		if d.ada.page.body == "" || strings.Contains(d.ada.page.body, "<html") {
			t.Error("the part is gone, or the whole page came")
		}
	})
}

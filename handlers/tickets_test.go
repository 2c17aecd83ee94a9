package handlers

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"chatiere/jobs/jobstest"
	"chatiere/models/people"
	"chatiere/models/post"
)

const noteMarker = "ZEBRE-DES-NOTES"

// helpdesk is an association's owner, a stranger, and an agent, each with a browser.
type helpdesk struct {
	*site
	fee               people.Organisation
	ada, tech, eve    *person
	gabin, omar, paul *person
}

func (s *site) helpdesk(t *testing.T) *helpdesk {
	t.Helper()
	d := &helpdesk{site: s}
	s.worker.Development = true // without a mail server, letters stay in the outbox
	ada := s.named(t, "ada@fee.example", "Ada", "")
	var err error
	if d.fee, err = people.NewOrganisation(context.Background(), s.db, people.Organisation{Name: "Fée", Locale: "fr"}, ada); err != nil {
		t.Fatal(err)
	}
	tech := s.named(t, "tech@fee.example", "Tess", "")
	if _, err = people.Join(context.Background(), s.db, tech.ID, d.fee.ID, people.Technical); err != nil {
		t.Fatal(err)
	}
	d.ada, d.tech, d.eve = s.enters(t, ada), s.enters(t, tech), s.enters(t, s.named(t, "eve@ailleurs.example", "Eve", ""))
	d.gabin, d.omar = s.enters(t, s.named(t, "gabin@host.example", "", "agent")), s.enters(t, s.named(t, "omar@host.example", "Omar", "operator"))
	d.paul = s.enters(t, s.named(t, "paul@host.example", "Paul", "accountant"))
	return d
}

func (s *site) named(t *testing.T, email, name, roles string) people.User {
	t.Helper()
	u := s.meets(t, email)
	if err := s.db.Exec("update users set name = ?, roles = ? where id = ?", name, roles, u.ID).Error; err != nil {
		t.Fatal(err)
	}
	u, err := people.LoadUser(context.Background(), s.db, u.ID)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// opens asks for help about the association and returns the ticket's address.
func (d *helpdesk) opens(p *person, lang string) string {
	d.t.Helper()
	p.visit("/" + lang + "/tickets/new").status(200)
	button := map[string]string{"fr": "Envoyer la demande", "en": "Send the request"}[lang]
	p.send(button, url.Values{"subject": {"Le nuage ne s'ouvre plus"}, "body": {"La page est blanche.\nhttps://nuage.example/x."}, "organisation": {d.fee.Ref}}).status(200).at("/" + lang + "/tickets/")
	return strings.SplitN(p.page.path, "?", 2)[0]
}

func TestATicketIsAnsweredInTheBrowserWithoutScripts(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		d := s.helpdesk(t)
		at := d.opens(d.ada, "fr")
		d.ada.sees("Nous avons votre demande", "Nouvelle", "La page est blanche").missing("Note interne", "Qui s'occupe")
		d.gabin.visit("/fr/desk/tickets").status(200).sees("Le nuage ne s'ouvre plus", "Ada · Fée", "À nous", "Français").follow("Le nuage ne s'ouvre plus").at(at)
		d.gabin.sees("Répondre à Ada", "Note interne", "Envoyer à 1 personne", "Enregistrer la note")
		d.gabin.send("Enregistrer la note", url.Values{"note": {noteMarker}}).status(200).sees("Seule l'équipe la lit", noteMarker)
		d.gabin.send("Envoyer à 1 personne", url.Values{"reply": {"Videz le cache."}, "then": {"solved"}}).status(200).sees("Videz le cache.", "Résolue")
		d.ada.visit(at).status(200).sees("L'équipe", "Videz le cache.", "Résolue", "Écrire rouvre la demande").missing(noteMarker, "gabin")
		d.ada.send("Envoyer", url.Values{"message": {"Toujours pareil"}}).sees("Votre message est envoyé", "Toujours pareil", "Entre nos mains", "Rouverte")
		d.ada.send("Marquer comme résolu", nil).sees("Résolue")
		d.ada.send("Rouvrir", nil).sees("Entre nos mains")
		jobstest.Drain(t, s.worker)
		letters, err := post.LettersOf(context.Background(), s.db, d.ada.user, "")
		if err != nil || len(letters.Items) != 2 {
			t.Fatal(len(letters.Items), err)
		}
	})
}

func TestATicketIsAnsweredInEnglish(t *testing.T) {
	d := newSite(t).helpdesk(t)
	at := d.opens(d.ada, "en")
	d.ada.sees("We have your request", "New").missing("Internal note")
	d.omar.visit("/en/desk/tickets").sees("Our turn").follow("Le nuage").at(at)
	d.omar.sees("Reply to Ada", "Internal note", "Send to 1 person", "Save note").send("Send to 1 person", url.Values{"reply": {"Look again."}}).sees("The answer is on its way", "Waiting for the person")
	d.ada.visit(at).sees("Omar", "Look again.", "Waiting for you", "It is your turn to write")
}

func TestAnotherAssociationsTicketIsNotFoundAnywhere(t *testing.T) {
	d := newSite(t).helpdesk(t)
	at := d.opens(d.ada, "fr")
	for who, p := range map[string]*person{"stranger": d.eve, "accountant": d.paul} {
		p.visit(at).status(404)
		for _, sub := range []string{"messages", "closure", "reopening", "confirmation", "people", "following"} {
			p.post(at+"/"+sub, url.Values{"message": {"x"}, "person": {"eve@ailleurs.example"}}).status(404)
		}
		p.visit("/fr/tickets?q=nuage").status(200).missing("Le nuage")
		p.visit("/fr/tickets?organisation=" + d.fee.Ref).missing("Le nuage")
		if p.visit("/fr/tickets.csv"); strings.Contains(p.page.body, "nuage") {
			t.Error(who, "exports it")
		}
	}
	for _, sub := range []string{"details", "replies", "notes", "state", "assignment"} {
		d.paul.post(at+"/"+sub, url.Values{"reply": {"x"}, "note": {"x"}}).status(404)
		d.ada.post(at+"/"+sub, url.Values{"reply": {"x"}, "note": {"x"}}).status(403)
	}
	d.tech.visit(at).status(200).sees("La page est blanche")
	d.visitor("fr").visit(at).at("/fr/sign-in?next=")
	d.paul.visit("/fr/desk/tickets?view=all").status(200).missing("Le nuage")
}

// TestNoNoteAndNoStaffAddressReachesAMember looks at every page, part and file a member may open, for marks left inside.
func TestNoNoteAndNoStaffAddressReachesAMember(t *testing.T) {
	d := newSite(t).helpdesk(t)
	at := d.opens(d.ada, "fr")
	d.gabin.visit(at).send("Enregistrer la note", url.Values{"note": {noteMarker}})
	d.gabin.send("Envoyer à 1 personne", url.Values{"reply": {"Bonjour"}})
	d.gabin.post(at+"/assignment", url.Values{"assignee": {d.omar.user.Ref}, "was": {d.gabin.user.Ref}})
	for _, p := range []*person{d.ada, d.tech} {
		for _, path := range []string{at, "/fr/tickets", "/en" + at[3:], "/fr/tickets?q=" + noteMarker, "/fr/tickets.csv"} {
			p.visit(path).status(200)
			for _, mark := range []string{noteMarker, "host.example", "gabin"} {
				if strings.Contains(strings.ReplaceAll(p.page.body, "?q="+noteMarker, ""), mark) && path != "/fr/tickets?q="+noteMarker {
					t.Errorf("%s shows %s", path, mark)
				}
			}
		}
		p.visit("/fr/tickets?q=" + noteMarker).sees("Aucune demande ne correspond")
		p.post(at+"/messages", url.Values{"message": {""}, "seen": {"x"}}).status(422)
		p.htmx(http.MethodPost, at+"/closure", "ticket-state", nil).status(200)
		if strings.Contains(p.page.body, noteMarker) || strings.Contains(p.page.body, "gabin") || !strings.Contains(p.page.body, `id="ticket-state"`) || strings.Contains(p.page.body, "<html") {
			t.Error("the part shows what it must not, or is the whole page")
		}
	}
}

func TestWhatWasTypedSurvivesMistakesAndNews(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		d := s.helpdesk(t)
		at := d.opens(d.ada, "fr")
		d.gabin.visit(at)
		old := *d.gabin.page
		d.omar.visit(at).send("Enregistrer la note", url.Values{"note": {"déjà répondu"}})
		d.gabin.page = &old
		d.gabin.send("Envoyer à 1 personne", url.Values{"reply": {"Ma longue réponse"}, "then": {"solved"}}).status(409).sees("La conversation a continué", "Ma longue réponse", "déjà répondu", "Envoyer quand même à 1 personne")
		if !strings.Contains(d.gabin.page.body, `value="solved" selected`) {
			t.Error("the choice of what comes next was lost")
		}
		d.gabin.send("Envoyer quand même", nil).status(200).sees("La réponse est partie", "Ma longue réponse")
		d.gabin.post(at+"/assignment", url.Values{"assignee": {"me"}, "was": {""}}).status(200).missing("Quelqu'un a modifié")
		d.omar.post(at+"/assignment", url.Values{"assignee": {"me"}, "was": {""}}).status(409).sees("gabin vient de prendre cette demande")
		d.omar.post(at+"/state", url.Values{"state": {"waiting_upstream"}, "upstream_url": {"https://forge.example/7"}, "was": {"open"}}).status(409).sees("Quelqu'un a modifié cette demande")
		if !strings.Contains(d.omar.page.body, "https://forge.example/7") {
			t.Error("the address of the project's issue was lost")
		}
		d.gabin.post(at+"/state", url.Values{"state": {"waiting_upstream"}, "upstream_url": {"javascript:alert(1)"}, "was": {"solved"}}).status(422).sees("adresse web entière")
		d.gabin.post(at+"/state", url.Values{"state": {"waiting_upstream"}, "upstream_url": {"https://forge.example/1"}, "was": {"solved"}}).status(200).sees("Suivre auprès du projet")
		d.ada.visit(at).sees("Suivre auprès du projet", "Nous suivons cela pour vous")
		d.eve.visit("/fr/tickets/new").send("Envoyer la demande", url.Values{"subject": {"Titre"}, "body": {""}}).status(422).sees("Vérifiez ces réponses", "Ce champ est nécessaire")
		if !strings.Contains(d.eve.page.body, `value="Titre"`) {
			t.Error("the subject was lost")
		}
	})
}

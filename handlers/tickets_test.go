package handlers

import (
	"bytes"
	"context"
	"encoding/csv"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"chatiere/jobs/jobstest"
	"chatiere/models/content"
	"chatiere/models/people"
	"chatiere/models/post"
	"chatiere/models/store"
	"chatiere/models/store/storetest"
	"chatiere/models/support"

	"golang.org/x/net/html"
	"gorm.io/gorm"
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
		d.gabin.post(at+"/assignment", url.Values{"assignee": {"me"}, "was": {""}}).status(409).sees("Quelqu'un a modifié cette demande")
		d.gabin.post(at+"/state", url.Values{"state": {"waiting_upstream"}, "upstream_url": {"javascript:alert(1)"}, "was": {"solved"}}).status(422).sees("adresse web entière")
		d.gabin.post(at+"/state", url.Values{"state": {"waiting_upstream"}, "upstream_url": {"https://forge.example/1"}, "was": {"solved"}}).status(200).sees("Suivre auprès du projet")
		d.ada.visit(at).sees("Suivre auprès du projet", "Nous suivons cela pour vous")
		d.eve.visit("/fr/tickets/new").send("Envoyer la demande", url.Values{"subject": {"Titre"}, "body": {""}}).status(422).sees("Vérifiez ces réponses", "Ce champ est nécessaire")
		if !strings.Contains(d.eve.page.body, `value="Titre"`) {
			t.Error("the subject was lost")
		}
	})
}

// multi sends a form with files, as a browser would.
func (p *person) multi(path string, values url.Values, field string, sent map[string][]byte) *person {
	p.s.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, all := range values {
		for _, value := range all {
			_ = w.WriteField(name, value)
		}
	}
	for name, content := range sent {
		part, err := w.CreateFormFile(field, name)
		if err != nil {
			p.s.t.Fatal(err)
		}
		_, _ = part.Write(content)
	}
	_ = w.Close()
	r := p.request(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return p.do(r)
}

func TestFilesSurviveAFormThatComesBackAndAreServedHarmlessly(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		d := s.helpdesk(t)
		nasty := "a\"\u202eb<é>.txt"
		d.ada.multi("/fr/tickets", url.Values{"subject": {"Fichier"}, "body": {""}}, "files", map[string][]byte{nasty: []byte("quelques mots"), "page.html": []byte("<html><script>alert(1)</script>")}).status(422).sees("n'est pas d'un type accepté", "Fichiers déjà reçus")
		var drafts []string
		for _, box := range d.ada.all("input", func(n *html.Node) bool { return attribute(n, "name") == "drafts" }) {
			drafts = append(drafts, attribute(box, "value"))
		}
		if len(drafts) != 1 {
			t.Fatal(drafts)
		}
		d.ada.multi("/fr/tickets", url.Values{"subject": {"Fichier"}, "body": {"Le voici"}, "organisation": {d.fee.Ref}, "drafts": drafts}, "files", nil).status(200).sees("Le voici", `a"b<é>.txt`)
		var link string
		for _, a := range d.ada.all("a", func(n *html.Node) bool { return strings.Contains(attribute(n, "href"), "/files/") }) {
			link = attribute(a, "href")
		}
		h := d.ada.visit(link).status(200).page.header
		if h.Get("Content-Disposition") != `attachment; filename*=utf-8''ab%3C%C3%A9%3E.txt` || h.Get("X-Content-Type-Options") != "nosniff" ||
			!strings.Contains(h.Get("Content-Security-Policy"), "sandbox") || d.ada.page.body != "quelques mots" || h.Get("Content-Type") != "text/plain; charset=utf-8" {
			t.Errorf("%v", h)
		}
		d.tech.visit(link).status(200)
		d.gabin.visit(link).status(200)
		d.eve.visit(link).status(404)
		s.visitor("fr").visit(link).at("/fr/sign-in")
		d.ada.multi("/fr/tickets", url.Values{"subject": {"Fichier"}, "body": {"x"}, "drafts": drafts}, "files", many(11)).status(422).sees("10 fichiers au plus")
	})
}

func many(n int) map[string][]byte {
	all := map[string][]byte{}
	for i := range n {
		all[string(rune('a'+i))+".txt"] = []byte("mots")
	}
	return all
}

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
	d.ada.visit(at).send("Ajouter", url.Values{"person": {"eve@ailleurs.example"}}).sees("Eve", "En copie")
	d.gabin.visit(at).sees("Envoyer à 2 personnes").send("Envoyer à 2 personnes", url.Values{"reply": {"Bonjour à vous deux"}})
	d.eve.visit(at).status(200).sees("Bonjour à vous deux").missing("La page est blanche", "Ajouter quelqu'un")
	d.eve.visit("/fr/tickets").sees("Le nuage")
	d.eve.visit(at).send("Retirer", nil).at("/fr/tickets").missing("Le nuage")
	d.eve.visit(at).status(404)
	d.tech.visit(at).send("Suivre cette demande", nil).sees("Vous recevez des nouvelles").send("Ne plus la suivre", nil).sees("Suivre cette demande")
}

func TestTicketListsAreSearchedFilteredAndExported(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		d := s.helpdesk(t)
		d.ada.visit("/fr/tickets").sees("Vous n'avez encore rien demandé")
		d.omar.visit("/fr/desk/tickets").sees("Personne n'attend")
		for n := range 30 {
			ref := "past" + store.Key(uint(n+1))
			past := support.Past{
				Ref: ref, Subject: "=Ancien " + ref, Requester: d.ada.user, OrganisationID: &d.fee.ID, State: support.Open, Lang: "fr", At: store.Now(s.db),
				Turns: []support.PastTurn{{By: d.ada.user, At: store.Now(s.db), Text: "; bonjour"}},
			}
			if err := support.Import(context.Background(), s.db, past); err != nil {
				t.Fatal(err)
			}
		}
		for _, list := range []struct {
			p    *person
			path string
			part string
		}{{d.ada, "/fr/tickets", "tickets-list"}, {d.omar, "/fr/desk/tickets", "queue-list"}} {
			rows := func() int { return len(list.p.all("tr", nil)) - 1 }
			list.p.visit(list.path).status(200)
			if rows() != 25 {
				t.Errorf("%s: %d rows", list.path, rows())
			}
			if list.p.follow("Suivant"); rows() != 5 {
				t.Errorf("%s: %d rows on the second page", list.path, rows())
			}
			list.p.visit(list.path + "?q=past7").sees("Ancien past7").missing("past8")
			if list.p.htmx(http.MethodGet, list.path+"?q=past7", list.part, nil); strings.Contains(list.p.page.body, "<html") || !strings.Contains(list.p.page.body, "past7") {
				t.Error("HTMX does not get the part alone")
			}
			list.p.visit(list.path + "?q=rien-de-tel").sees("Aucune demande ne correspond")
			r := csv.NewReader(strings.NewReader(strings.TrimPrefix(list.p.visit(list.path+".csv?q=ancien").status(200).page.body, "\uFEFF")))
			r.Comma = ';'
			all, err := r.ReadAll()
			if err != nil || len(all) != 31 || !strings.HasPrefix(all[1][1], "'=Ancien") || all[0][1] != "Sujet" {
				t.Fatal(len(all), err)
			}
		}
	})
}

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

func TestTicketPagesAskFewQuestionsOfTheDatabase(t *testing.T) {
	d := newSite(t).helpdesk(t)
	at := d.opens(d.ada, "fr")
	for n := range 40 {
		past := support.Past{Ref: "past" + store.Key(uint(n+1)), Subject: "Ancien", Requester: d.ada.user, OrganisationID: &d.fee.ID, State: support.Open, Lang: "fr", At: store.Now(d.db), Turns: []support.PastTurn{{By: d.ada.user, At: store.Now(d.db), Text: "a"}}}
		if err := support.Import(context.Background(), d.db, past); err != nil {
			t.Fatal(err)
		}
	}
	for n := range 10 {
		d.ada.visit(at).send("Envoyer", url.Values{"message": {"encore " + store.Key(uint(n+1))}})
		d.gabin.visit(at).send("Enregistrer la note", url.Values{"note": {"note"}})
	}
	for _, c := range []struct {
		p    *person
		path string
		most int
	}{{d.ada, "/fr/tickets", 6}, {d.ada, "/fr/tickets/new", 8}, {d.ada, at, 8}, {d.gabin, at, 8}, {d.gabin, "/fr/desk/tickets", 6}, {d.gabin, "/fr/desk/tickets?view=all&q=ancien", 6}, {d.gabin, "/fr/desk/answers", 6}} {
		if n := len(d.statements(t, c.p, c.path)); n > c.most {
			t.Errorf("%s: %d statements, at most %d", c.path, n, c.most)
		}
	}
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

package handlers

import (
	"context"
	"encoding/csv"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"chatiere/models/store"
	"chatiere/models/support"
)

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

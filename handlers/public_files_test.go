package handlers

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"chatiere/integrations/outbound"
	"chatiere/jobs/jobstest"
	"chatiere/models/catalogue"
	"chatiere/models/collective/chatonsinfos"
	"chatiere/models/overview"
	"chatiere/models/people"
	"chatiere/models/store"
)

const publicFolder = "/.well-known/chatonsinfos/"

// described writes the public files of the demo, as the worker does at its start.
func (s *site) described(t *testing.T) {
	t.Helper()
	s.inhabited(t)
	if err := s.worker.Keep(context.Background(), overview.FilesDue{}.Kind(), []byte("{}")); err != nil {
		t.Fatal(err)
	}
}

// asks reads an address with a method, without following where it leads.
func (s *site) asks(t *testing.T, method, path string, header ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequest(method, s.server.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; n+1 < len(header); n += 2 {
		r.Header.Set(header[n], header[n+1])
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(body)
}

// renames gives a service another slug.
func (s *site) renames(t *testing.T, by people.User, was, is string) {
	t.Helper()
	v, err := catalogue.FindService(context.Background(), s.db, by, "", was)
	if err != nil {
		t.Fatal(err)
	}
	form := v.Form()
	form.Slug = is
	if err := v.Change(context.Background(), s.db, by, form); err != nil {
		t.Fatal(err)
	}
}

func TestStory7_TheFilesOfTheFirstHostAreValidAndAnswerEverybody(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.described(t)
		for name, class := range map[string]chatonsinfos.Class{"organization": chatonsinfos.Organization, "chat": chatonsinfos.Service, "files": chatonsinfos.Service, "notes": chatonsinfos.Service} {
			answer, body := s.asks(t, "GET", publicFolder+name+".properties")
			if h := answer.Header; answer.StatusCode != 200 || h.Get("Content-Type") != "text/plain; charset=utf-8" || h.Get("Cache-Control") != "public, max-age=3600" || len(h.Values("Set-Cookie")) > 0 {
				t.Errorf("%s: %d %v", name, answer.StatusCode, h)
			}
			r := chatonsinfos.Check(chatonsinfos.Parse([]byte(body)), chatonsinfos.About{Class: class, Today: "2026-11-25", Licence: catalogue.Libre})
			if len(r.Findings) > 0 || r.Percent() != 100 {
				t.Errorf("%s: %d %% %+v\n%s", name, r.Percent(), r.Findings, body)
			}
		}
		_, body := s.asks(t, "GET", publicFolder+"organization.properties")
		for _, line := range []string{"organization.name = Indie.Host", "organization.country.name = France", "organization.geolocation.address = 12 rue de l’Exemple, 99999 Ville-Exemple", "subs.chat = " + s.server.URL + publicFolder + "chat.properties", "organization.contact.url = " + s.server.URL + "/fr/tickets/new"} {
			if !strings.Contains(body, line+"\n") {
				t.Errorf("no line %q in\n%s", line, body)
			}
		}
		if strings.Contains(body, "metrics") {
			t.Error("figures that nobody counts")
		}
	})
}

func TestAPublicFileIsSentOnceAndNeverInALanguage(t *testing.T) {
	s := newSite(t)
	s.described(t)
	path := publicFolder + "organization.properties"
	first, body := s.asks(t, "GET", path)
	tag, changed := first.Header.Get("ETag"), first.Header.Get("Last-Modified")
	if tag == "" || changed == "" {
		t.Fatal(first.Header)
	}
	for name, is := range map[string]struct {
		method string
		header []string
		want   int
	}{
		"its head":           {"HEAD", nil, 200},
		"the tag it has":     {"GET", []string{"If-None-Match", tag}, 304},
		"another tag":        {"GET", []string{"If-None-Match", `W/"x"`, "If-Modified-Since", changed}, 200},
		"since it changed":   {"GET", []string{"If-Modified-Since", changed}, 304},
		"since long ago":     {"GET", []string{"If-Modified-Since", "Mon, 02 Jan 2006 15:04:05 GMT"}, 200},
		"in English":         {"GET", []string{"Accept-Language", "en"}, 200},
		"by whoever is in":   {"GET", []string{"Cookie", "session=x; theme=dark; flash=c2F2ZWQ"}, 200},
		"its head, as it is": {"HEAD", []string{"If-None-Match", tag}, 304},
	} {
		answer, said := s.asks(t, is.method, path, is.header...)
		if answer.StatusCode != is.want || answer.Header.Get("ETag") != tag || len(answer.Header.Values("Set-Cookie")) > 0 || is.method == "HEAD" && said != "" || is.want == 200 && is.method == "GET" && said != body {
			t.Errorf("%s: %d %v %q", name, answer.StatusCode, answer.Header, said)
		}
	}
	for _, nowhere := range []string{"rien.properties", "chat", "chat-metrics.properties", "chat.properties/more", ""} {
		if answer, _ := s.asks(t, "GET", publicFolder+nowhere); answer.StatusCode != 404 && answer.StatusCode != 301 {
			t.Errorf("%s: %d", nowhere, answer.StatusCode)
		}
	}
	s.renames(t, s.staffed(t, people.Operator).user, "chat", "discussion")
	if answer, _ := s.asks(t, "GET", publicFolder+"chat.properties"); answer.StatusCode != 301 || answer.Header.Get("Location") != publicFolder+"discussion.properties" {
		t.Errorf("%d %v", answer.StatusCode, answer.Header)
	}
	if answer, _ := s.asks(t, "GET", publicFolder+"discussion.properties"); answer.StatusCode != 200 {
		t.Error(answer.StatusCode)
	}
}

func TestAnOperatorSeesWhatMissesSaysItAndPublishes(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.sells(t)
		ops := s.staffed(t, people.Operator)
		ops.visit("/fr/desk").follow("ChatonsInfos").at("/fr/desk/chatonsinfos").sees("Personne ne lit encore ces fichiers", "Forme du collectif", "Obligatoire, et pas encore rempli", "Entré dans CHATONS le").
			missing("Publier les fichiers").leads("/fr/desk/chatonsinfos/facts#f-organization.type").leads("/fr/desk/collective#f-tagline").
			leads("/fr/desk/chatonsinfos/facts#f-host.server.type").leads("/fr/desk/services/files#f-provider")
		ops.post("/fr/desk/chatonsinfos/publication", nil).status(409).sees("Les fichiers ne sont pas publiés")
		ops.visit("/fr/desk/chatonsinfos/facts").status(200).send("Enregistrer", url.Values{"organization.type": {"ASSOCIATION"}, "organization.memberof.chatons.startdate": {"2020-01-01"}, "organization.website": {"ici"}})
		ops.refused("organization.website", "Écrivez une adresse", map[string]string{"organization.type": "ASSOCIATION", "organization.memberof.chatons.startdate": "2020-01-01", "organization.website": "ici"})
		ops.send("Enregistrer", url.Values{
			"organization.website": {""}, "service.install.type": {"CONTAINER"}, "host.server.distribution": {"Debian 13"}, "host.server.type": {"CLOUD"}, "host.provider.type": {"HOSTEDSERVER"},
		}).status(200).at("/fr/desk/chatonsinfos").sees("C'est enregistré", "Celui de votre collectif est prêt")
		exactly(t, s.db, 1, "journal_entries", "verb = 'facts_changed'")
		if answer, _ := s.asks(t, "GET", publicFolder+"organization.properties"); answer.StatusCode != 404 {
			t.Error("read before it is published:", answer.StatusCode)
		}
		ops.send("Publier les fichiers", nil).status(200).sees("Les fichiers sont publiés")
		if answer, body := s.asks(t, "GET", publicFolder+"organization.properties"); answer.StatusCode != 200 {
			t.Error(answer.StatusCode, body)
		}
		ops.visit("/fr/desk/chatonsinfos/facts").send("Enregistrer", url.Values{"organization.type": {""}}).refused("organization.type", "ils ont besoin de cette réponse", nil)
		other := s.staffed(t, people.Operator)
		other.visit("/fr/desk/chatonsinfos/facts")
		ops.visit("/fr/desk/chatonsinfos/facts").send("Enregistrer", url.Values{"host.server.distribution": {"Debian 14"}}).status(200)
		other.send("Enregistrer", url.Values{"host.server.distribution": {"NixOS"}}).status(409).sees("Debian 14")
		if !other.holds("host.server.distribution", "NixOS") {
			t.Error("what was typed is lost")
		}
		other.send("Enregistrer", nil).status(200)
		ops.visit("/fr/desk/chatonsinfos").sees("NixOS").send("Retirer les fichiers", nil).sees("Les fichiers sont retirés")
		exactly(t, s.db, 0, "public_files", "1 = 1")
		s.staffed(t, people.Agent).visit("/fr/desk/chatonsinfos").status(403)
	})
}

func TestAServiceSaysWhatTheCatalogueDoesNot(t *testing.T) {
	s := newSite(t)
	s.described(t)
	ops := s.staffed(t, people.Operator)
	ops.visit("/en/desk/services/chat").follow("ChatonsInfos").at("/en/desk/chatonsinfos/services/chat").sees("For all services: Debian 13", "As the catalogue says")
	ops.send("Save", url.Values{"service.startdate": {"yesterday"}, "host.server.type": {"NANO"}, "host.provider.type": {"HOSTEDSERVER"}}).status(422).refused("host.server.type", "does not go with the place", nil)
	ops.visit("/en/desk/chatonsinfos/services/chat").send("Save", url.Values{"service.registration.load": {"FULL"}, "host.server.distribution": {"Alpine 3"}}).status(200).at("/en/desk/chatonsinfos")
	_, body := s.asks(t, "GET", publicFolder+"chat.properties")
	for _, line := range []string{"service.registration = Client", "service.registration.load = FULL", "host.server.distribution = Alpine 3", "host.server.type = CLOUD"} {
		if !strings.Contains(body, line+"\n") {
			t.Errorf("no line %q in\n%s", line, body)
		}
	}
	ops.visit("/en/desk/chatonsinfos/services/nothing").status(404)
	s.renames(t, ops.user, "chat", "discussion")
	ops.visit("/en/desk/chatonsinfos/services/chat").at("/en/desk/chatonsinfos/services/discussion").status(200)
}

func TestTheFilesAreLookedAtFromOutside(t *testing.T) {
	s := newSite(t)
	s.described(t)
	ops := s.staffed(t, people.Operator)
	ops.visit("/fr/desk/chatonsinfos").sees("Personne n'a encore regardé")
	look := func(wrong map[string]error) *person {
		s.worker.Web = outside{s, t, wrong}
		ops.send("Regarder maintenant", nil).sees("Rechargez cette page")
		jobstest.Drain(t, s.worker)
		return ops.visit("/fr/desk/chatonsinfos")
	}
	look(map[string]error{"organization": outbound.Status(500)}).sees("Quelque chose ne répond pas comme il faut", "organization.properties Rien ne répond à cette adresse")
	look(map[string]error{"chat": outbound.ErrKind}).sees("chat.properties Ce qui répond n'est pas du texte").missing("Rien ne répond à cette adresse")
	look(map[string]error{"organization": outbound.ErrRefused}).sees("Le portail n'est pas allé voir", "réseau privé").missing("Rien ne répond à cette adresse")
	look(nil).sees("Tout répond comme il faut").missing("Quelque chose ne répond pas comme il faut")
}

// outside reads the site as everybody does.
type outside struct {
	s     *site
	t     *testing.T
	wrong map[string]error // what is met instead of a file
}

func (o outside) Fetch(ctx context.Context, address string) ([]byte, error) {
	return o.FetchAs(ctx, address, "")
}

func (o outside) FetchAs(_ context.Context, address, kind string) ([]byte, error) {
	name := strings.TrimSuffix(address[strings.LastIndex(address, "/")+1:], ".properties")
	if err := o.wrong[name]; err != nil {
		return nil, err
	}
	answer, body := o.s.asks(o.t, "GET", strings.TrimPrefix(address, o.s.server.URL))
	if answer.StatusCode != 200 || !strings.HasPrefix(answer.Header.Get("Content-Type"), kind) {
		return nil, store.ErrNotFound
	}
	return []byte(body), nil
}

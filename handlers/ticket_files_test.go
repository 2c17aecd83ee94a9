package handlers

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

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

package handlers

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"chatiere/integrations/mail"
	"chatiere/integrations/mail/mailtest"
	"chatiere/jobs/jobstest"
	"chatiere/locales"
	"chatiere/models/people"
	"chatiere/models/post"
	"chatiere/models/store/storetest"

	"golang.org/x/net/html"
)

// story is the way of one association through the whole house, in one language (hosts-and-users.md section 6).
type story struct {
	*testing.T
	s     *site
	lang  string
	mails *mailtest.Server
	nour  *person // comes as a visitor, and owns the association afterwards
	org   people.Organisation
	gift  string // where the contribution is
}

// TestTheStoryWithoutJavaScript walks through the main path in both languages on both databases: plain links and forms only.
func TestTheStoryWithoutJavaScript(t *testing.T) {
	for _, lang := range []string{"fr", "en"} {
		if storetest.Quick() && lang != locales.Default {
			continue
		}
		t.Run(lang, func(t *testing.T) {
			onBoth(t, func(t *testing.T, s *site) {
				y := newStory(t, s, lang)
				y.findsAService()
				y.subscribes()
				y.confirmsTheAddress()
				y.completesTheDetails()
				y.isServedOnTrust()
				y.pays()
				y.seesWhatTheyHave()
				y.gives()
				y.isNeverCounted()
				y.isSeenByEverybody()
				y.staysTranslated()
				y.asksForHelp()
			})
		})
	}
}

// newStory opens the demo collective to the public, as `go run .` does.
func newStory(t *testing.T, s *site, lang string) *story {
	t.Helper()
	s.inhabited(t)
	y := &story{T: t, s: s, lang: lang, nour: s.visitor(lang), mails: mailtest.Start(t)}
	sender, err := mail.Open(y.mails.URL())
	if err != nil {
		t.Fatal(err)
	}
	s.worker.Mail = sender
	return y
}

// w is a sentence of the site in the story's language.
func (y *story) w(key string, args ...any) string {
	y.Helper()
	said := locales.T(y.lang, key, args...)
	if said == "" || strings.Contains(said, key) {
		y.Fatalf("no words for %s", key)
	}
	return said
}

// at is an address of the site in the story's language.
func (y *story) at(path string) string { return "/" + y.lang + path }

// knows lets somebody of the demo collective in, in the story's language.
func (y *story) knows(email string) *person {
	y.Helper()
	p := y.s.knows(y, email)
	p.lang = y.lang
	return p
}

// hasWritten demands that a letter of a kind arrived at an address, in the story's language, with so many documents.
func (y *story) hasWritten(address, kind string, documents int) mailtest.Received {
	y.Helper()
	jobstest.Drain(y.T, y.s.worker)
	var l post.Letter
	if err := y.s.db.Where("address = ? and kind = ?", address, kind).Order("id desc").Take(&l).Error; err != nil {
		y.Fatalf("no letter %s to %s: %v", kind, address, err)
	}
	for _, m := range y.mails.Letters() {
		if m.Message.Header.Get("Message-Id") != l.MessageID {
			continue
		}
		if said := m.Message.Header.Get("Content-Language"); said != y.lang || len(l.Files()) != documents || m.To != address {
			y.Errorf("the letter %s to %s speaks %s and carries %d documents", kind, m.To, said, len(l.Files()))
		}
		if !strings.Contains(m.Body, "text/plain") || !strings.Contains(m.Body, "text/html") || strings.Count(m.Body, "application/pdf") < documents {
			y.Errorf("the letter %s is not whole", kind)
		}
		return m
	}
	y.Fatalf("the letter %s to %s did not arrive", kind, address)
	return mailtest.Received{}
}

// goes follows the first link of the page whose address contains part.
func (p *person) goes(part string) *person {
	p.s.t.Helper()
	for _, a := range p.all("a", nil) {
		if strings.Contains(attribute(a, "href"), part) {
			return p.visit(p.absolute(attribute(a, "href")))
		}
	}
	p.s.t.Fatalf("%s has no link to %q", p.page.path, part)
	return p
}

// leads demands a link to exactly that address.
func (p *person) leads(to string) *person {
	p.s.t.Helper()
	if len(p.all("a", func(a *html.Node) bool { return attribute(a, "href") == to })) == 0 {
		p.s.t.Fatalf("%s has no link to %q\n%s", p.page.path, to, p.text())
	}
	return p
}

// refused demands what every form must do with a wrong answer: 422, a summary on top that leads to the field, the sentence at the field,
// and everything that was typed still there.
func (p *person) refused(field, sentence string, typed map[string]string) *person {
	p.s.t.Helper()
	p.status(422)
	wrong := p.byID("f-" + field + "-error")
	if wrong == nil || !strings.Contains(inner(wrong), plain(sentence)) {
		p.s.t.Fatalf("%s: the field %s does not say %q\n%s", p.page.path, field, sentence, p.text())
	}
	if len(p.all("a", func(a *html.Node) bool { return attribute(a, "href") == "#f-"+field })) == 0 {
		p.s.t.Errorf("%s: the summary does not lead to the field %s", p.page.path, field)
	}
	for name, value := range typed {
		if !p.holds(name, value) {
			p.s.t.Errorf("%s: %q typed into %s is lost", p.page.path, value, name)
		}
	}
	return p
}

// holds reports whether a field of the page holds a value.
func (p *person) holds(name, value string) bool {
	for _, kind := range []string{"input", "textarea", "select"} {
		for _, field := range p.all(kind, func(n *html.Node) bool { return attribute(n, "name") == name }) {
			held := url.Values{}
			collect(field, held)
			if slices.Contains(held[name], value) {
				return true
			}
		}
	}
	return false
}

// byID returns the element with an id, or nothing.
func (p *person) byID(id string) *html.Node {
	var found *html.Node
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode && attribute(n, "id") == id {
			found = n
		}
		for c := n.FirstChild; c != nil && found == nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(p.page.root)
	return found
}

package handlers

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"chatiere/jobs"
	"chatiere/models/demo"
	"chatiere/models/demo/files"
	"chatiere/models/demo/folder"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"github.com/labstack/echo/v4"
	"golang.org/x/net/html"
	"gorm.io/gorm"
)

var secret = []byte("a secret for tests, long enough to be one")

// site is the whole portal over real HTTP, on a database of its own.
type site struct {
	t        testing.TB
	db       *gorm.DB
	server   *httptest.Server
	router   *echo.Echo
	settings Site
	worker   jobs.Worker
	log      *strings.Builder
}

// onBoth runs a visit on SQLite and on PostgreSQL.
func onBoth(t *testing.T, f func(t *testing.T, s *site)) {
	t.Helper()
	storetest.EachHandle(t, func(t *testing.T, h *store.Handle, _ string) { f(t, openSite(t, h)) })
}

// newSite opens the portal on SQLite.
func newSite(t testing.TB) *site { return openSite(t, storetest.SQLite(t)) }

func openSite(t testing.TB, h *store.Handle) *site {
	t.Helper()
	s := &site{t: t, db: h.DB, log: &strings.Builder{}}
	out := io.Writer(io.Discard)
	if os.Getenv("CHATIERE_LOG") != "" {
		out = os.Stderr
	}
	log := slog.New(slog.NewTextHandler(io.MultiWriter(out, s.log), nil))
	s.server = httptest.NewUnstartedServer(nil)
	base := "http://" + s.server.Listener.Addr().String()
	s.worker = jobs.Worker{DB: h.DB, Log: log, BaseURL: base, Secret: secret}
	s.settings = Site{DB: h.DB, Log: log, BaseURL: base, Development: true, Secret: secret, MetricsToken: "token", Version: "test", Ready: h.Ready, PageLimit: 10000}
	till := jobs.Till{DB: h.DB, Log: log, Secret: secret, BaseURL: base, API: "http://127.0.0.1:9", Impatient: true} // nobody answers there; stripe opens one that does
	s.worker.Till, s.settings.Till = till, till
	s.reopen(func(*Site) {})
	s.server.Start()
	t.Cleanup(s.server.Close)
	return s
}

// reopen builds the router anew with other settings.
func (s *site) reopen(change func(*Site)) {
	change(&s.settings)
	s.router = New(s.settings)
	s.server.Config.Handler = s.router
}

// inhabited loads the demo collective, whose people have been there for a year, as `go run .` does.
func (s *site) inhabited(t *testing.T) {
	t.Helper()
	c, err := folder.Read(files.FS)
	if err == nil {
		_, err = demo.Import(context.Background(), s.db, c, demo.Options{Public: true, Since: store.Now(s.db).AddDate(-1, -2, 0)})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// person is somebody with a browser: cookies, forms, redirects.
type person struct {
	s      *site
	client *http.Client
	user   people.User
	lang   string
	page   *page
	seen   string // ETag of the page that the browser keeps
}

// page is what the person sees.
type page struct {
	status int
	path   string
	whole  string // address, with its host
	body   string
	header http.Header
	root   *html.Node
}

// visitor is somebody who has not signed in.
func (s *site) visitor(lang string) *person {
	jar, _ := cookiejar.New(nil)
	return &person{s: s, lang: lang, client: &http.Client{Jar: jar}}
}

// visit opens an address.
func (p *person) visit(path string) *person {
	p.s.t.Helper()
	return p.do(p.request(http.MethodGet, path, nil))
}

// post sends values to an address, as a form without scripts would.
func (p *person) post(path string, values url.Values) *person {
	p.s.t.Helper()
	r := p.request(http.MethodPost, path, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return p.do(r)
}

// htmx sends values as HTMX would, asking for the part with that id.
func (p *person) htmx(method, path, target string, values url.Values) *person {
	p.s.t.Helper()
	r := p.request(method, path, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("HX-Request", "true")
	r.Header.Set("HX-Target", target)
	return p.do(r)
}

func (p *person) request(method, path string, body io.Reader) *http.Request {
	p.s.t.Helper()
	if !strings.HasPrefix(path, "http") {
		path = p.s.server.URL + path
	}
	r, err := http.NewRequestWithContext(context.Background(), method, path, body)
	if err != nil {
		p.s.t.Fatal(err)
	}
	if p.lang != "" {
		r.Header.Set("Accept-Language", p.lang)
	}
	return r
}

func (p *person) do(r *http.Request) *person {
	p.s.t.Helper()
	answer, err := p.client.Do(r)
	if err != nil {
		p.s.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		p.s.t.Fatal(err)
	}
	root, err := html.Parse(strings.NewReader(string(body)))
	if err != nil {
		p.s.t.Fatal(err)
	}
	p.page = &page{status: answer.StatusCode, path: answer.Request.URL.RequestURI(), whole: answer.Request.URL.String(), body: string(body), header: answer.Header, root: root}
	return p
}

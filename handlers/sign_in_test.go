package handlers

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"
)

const goodPassword = "quatre chevaux verts au galop"

func TestSigningInByALetter(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.meets(t, "ada@fee.example")
		p := s.visitor("fr").visit("/fr/account").at("/fr/sign-in?next=").sees("Pas de mot de passe à retenir")
		p.send("Recevoir mon lien", url.Values{"email": {"Ada@Fee.example "}}).status(200).sees("Regardez votre courrier").missing("ada@fee.example")
		link := s.linkTo(t, "ada@fee.example")
		p.visit(link).status(200).sees("Vous allez entrer avec l'adresse ada@fee.example")
		if p.page.header.Get("Referrer-Policy") != "no-referrer" || p.page.header.Get("Cache-Control") != "no-store" {
			t.Error("the page with the token is kept or told to others")
		}
		scanner := s.visitor("fr").visit(link).visit(link).status(200) // programs that follow links spend nothing
		p.send("Entrer", url.Values{"stays": {"true"}}).at("/fr/account").sees("Mon compte")
		scanner.visit(link).status(http.StatusGone).sees("Ce lien a fait son temps")
		p.send("Se déconnecter", nil).at("/fr/")
		p.visit("/fr/account").at("/fr/sign-in")
	})
}

func TestAskingTellsNothingAboutWhoHasAnAccount(t *testing.T) {
	s := newSite(t)
	s.meets(t, "ada@fee.example")
	var seen [2]string
	for i, email := range []string{"ada@fee.example", "nobody@fee.example"} {
		p := s.visitor("fr").visit("/fr/sign-in").send("Recevoir mon lien", url.Values{"email": {email}}).status(200)
		seen[i] = p.page.path + p.page.body
	}
	if seen[0] != seen[1] {
		t.Error("the two answers differ")
	}
	if s.letters(t, "ada@fee.example") != 1 || s.letters(t, "nobody@fee.example") != 0 {
		t.Error("letters went astray")
	}
	for i, email := range []string{"ada@fee.example", "nobody@fee.example"} {
		p := s.visitor("en").visit("/en/sign-in/password").send("Sign in", url.Values{"email": {email}, "password": {"wrong, and long enough"}}).status(422)
		seen[i] = strings.ReplaceAll(p.page.body, email, "")
	}
	if seen[0] != seen[1] {
		t.Error("the two refusals differ")
	}
}

func TestAWrongAddressKeepsWhatWasTyped(t *testing.T) {
	s := newSite(t)
	p := s.visitor("fr").visit("/fr/sign-in?next=/fr/account/letters").send("Recevoir mon lien", url.Values{"email": {"ada@"}}).status(422)
	p.sees("Vérifiez ces réponses", "Cette adresse n'est pas complète")
	values := url.Values{}
	for _, in := range p.all("input", nil) {
		collect(in, values)
	}
	if values.Get("email") != "ada@" || values.Get("next") != "/fr/account/letters" {
		t.Error(values)
	}
}

func TestSigningInByAPassword(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		ada := s.meets(t, "ada@fee.example")
		if err := identity.StorePassword(context.Background(), s.db, ada.ID, goodPassword); err != nil {
			t.Fatal(err)
		}
		p := s.visitor("fr").visit("/fr/sign-in/password?next=/fr/account/letters")
		p.send("Se connecter", url.Values{"email": {"ada@fee.example"}, "password": {"trop court"}}).status(422).sees("ne vont pas ensemble")
		for _, in := range p.all("input", nil) {
			if attribute(in, "type") == "password" && attribute(in, "value") != "" {
				t.Error("the password came back")
			}
		}
		p.send("Se connecter", url.Values{"email": {"ada@fee.example"}, "password": {goodPassword}}).at("/fr/account/letters")
	})
}

func TestNobodyIsSentAwayFromThePortalAfterSigningIn(t *testing.T) {
	s := newSite(t)
	ada := s.meets(t, "ada@fee.example")
	if err := identity.StorePassword(context.Background(), s.db, ada.ID, goodPassword); err != nil {
		t.Fatal(err)
	}
	for _, evil := range []string{"//evil.example", "https://evil.example", `/\evil.example`, "/%09/evil.example", "https:evil", "javascript:alert(1)"} {
		p := s.visitor("fr")
		p.post("/fr/sign-in/password", url.Values{"email": {"ada@fee.example"}, "password": {goodPassword}, "next": {evil}}).at("/fr/mine")
		p.visit("/fr/sign-in?next=" + url.QueryEscape(evil)).at("/fr/mine")
	}
}

func TestTooManyTriesAreToldToWait(t *testing.T) {
	s := newSite(t)
	for range 3 {
		s.visitor("fr").post("/fr/sign-in", url.Values{"email": {"ada@fee.example"}}).status(200)
	}
	p := s.visitor("fr").post("/fr/sign-in", url.Values{"email": {"ada@fee.example"}}).status(http.StatusTooManyRequests).sees("Un peu moins vite")
	if p.page.header.Get("Retry-After") != "3600" {
		t.Error(p.page.header.Get("Retry-After"))
	}
	last := s.visitor("fr")
	for range 11 {
		storetest.SetClock(s.db, store.Now(s.db).Add(10*time.Second))
		last.post("/fr/sign-in/password", url.Values{"email": {"eve@fee.example"}, "password": {"wrong, and long enough"}})
	}
	last.status(http.StatusTooManyRequests)
}

func TestTheSessionCookieIsWhatItMustBe(t *testing.T) {
	s := newSite(t)
	s.meets(t, "ada@fee.example")
	for _, c := range []struct {
		stays string
		kept  bool
	}{{"", false}, {"true", true}} {
		p := s.visitor("fr")
		p.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		p.post("/fr/sign-in", url.Values{"email": {"ada@fee.example"}})
		p.post(s.linkTo(t, "ada@fee.example"), url.Values{"stays": {c.stays}}).status(303)
		line := p.cookie("session")
		if !strings.Contains(line, "HttpOnly") || !strings.Contains(line, "SameSite=Lax") || !strings.Contains(line, "Path=/") || strings.Contains(line, "Max-Age") != c.kept || strings.Contains(line, "Domain") {
			t.Error(line)
		}
	}
	secure := New(Site{DB: s.db, Log: s.worker.Log, BaseURL: "https://portail.example", Secret: secret, Development: true, PageLimit: 1000})
	token := strings.TrimPrefix(s.freshLink(t, "ada@fee.example"), "/fr/sign-in/links/")
	r := httptest.NewRequest(http.MethodPost, "/fr/sign-in/links/"+token, nil)
	w := httptest.NewRecorder()
	secure.ServeHTTP(w, r)
	if line := w.Header().Get("Set-Cookie"); !strings.HasPrefix(line, "__Host-session=") || !strings.Contains(line, "Secure") {
		t.Error(w.Code, line)
	}
}

// freshLink is a link made without a letter.
func (s *site) freshLink(t *testing.T, email string) string {
	t.Helper()
	l, err := identity.NewLink(context.Background(), s.db, email, "fr")
	if err != nil {
		t.Fatal(err)
	}
	return "/fr/sign-in/links/" + identity.NewSealer(secret).Token(identity.ForSignIn, l.Ref, l.ExpiresAt)
}

func TestForgedTokensOpenNothing(t *testing.T) {
	s := newSite(t)
	s.meets(t, "ada@fee.example")
	link := s.freshLink(t, "ada@fee.example")
	for _, forged := range []string{link + "x", strings.Replace(link, "sign-in/links", "invitations", 1), strings.Replace(link, "sign-in/links", "email-changes", 1), "/fr/sign-in/links/x"} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			p := s.visitor("fr")
			if p.do(p.request(method, forged, nil)); p.page.status != 404 && p.page.status != 410 {
				t.Errorf("%s %s: %d", method, forged, p.page.status)
			}
		}
	}
	storetest.SetClock(s.db, store.Now(s.db).Add(identity.LinkLife))
	s.visitor("fr").visit(link).status(http.StatusGone)
}

func TestSigningOutEndsTheRow(t *testing.T) {
	s := newSite(t)
	p := s.enters(t, s.meets(t, "ada@fee.example"))
	at, _ := url.Parse(s.server.URL)
	old := p.client.Jar.Cookies(at)
	p.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	p.visit("/fr/account").status(200).post("/fr/sign-out", nil).status(303)
	if p.page.header.Get("Clear-Site-Data") == "" || !strings.Contains(p.cookie("session"), "Max-Age=0") {
		t.Error("the browser keeps what it had", p.page.header)
	}
	thief := s.visitor("fr")
	thief.client.Jar.SetCookies(at, old)
	thief.visit("/fr/account").at("/fr/sign-in")
}

func TestGettingAPageChangesNothing(t *testing.T) {
	s := newSite(t)
	ada := s.meets(t, "ada@fee.example")
	if _, err := people.NewOrganisation(context.Background(), s.db, people.Organisation{Name: "Fée", Locale: "fr"}, ada); err != nil {
		t.Fatal(err)
	}
	p := s.enters(t, ada)
	before, err := store.Measure(context.Background(), s.db)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range s.router.Routes() {
		if r.Method == http.MethodGet && strings.HasPrefix(r.Path, "/:lang/account") && !strings.Contains(r.Path, "export") && !strings.Contains(r.Path, ":ref") {
			p.visit(strings.Replace(r.Path, ":lang", "fr", 1)).status(200)
		}
	}
	after, err := store.Measure(context.Background(), s.db)
	if err != nil {
		t.Fatal(err)
	}
	for table, n := range before.Rows {
		if after.Rows[table] != n {
			t.Errorf("%s: %d rows became %d", table, n, after.Rows[table])
		}
	}
}

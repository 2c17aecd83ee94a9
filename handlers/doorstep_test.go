package handlers

import (
	"net/http"
	"net/url"
	"testing"
)

func TestAFirstVisitIsSentToItsLanguage(t *testing.T) {
	s := newSite(t)
	for accept, want := range map[string]string{"fr-FR,fr;q=0.9": "/fr/", "en-GB": "/en/", "": "/fr/"} {
		p := s.visitor("fr")
		p.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		r := p.request(http.MethodGet, "/", nil)
		r.Header.Set("Accept-Language", accept)
		if p.do(r); p.page.status != 302 || p.page.header.Get("Location") != want {
			t.Errorf("%q: %d %s", accept, p.page.status, p.page.header.Get("Location"))
		}
	}
}

func TestALanguageAloneLeadsToItsFirstPage(t *testing.T) {
	s := newSite(t)
	for _, lang := range []string{"fr", "en"} {
		s.visitor(lang).visit("/" + lang).at("/" + lang + "/")
	}
	s.visitor("fr").visit("/tlh").status(404)
}

func TestAnUnknownPageIsSaidInTheReadersLanguage(t *testing.T) {
	s := newSite(t)
	s.visitor("fr").visit("/fr/nulle-part").status(404).sees("Nous n'avons pas trouvé cette page")
	s.visitor("en").visit("/en/nowhere").status(404).sees("We did not find this page")
	s.visitor("en").visit("/xx/").status(404)
}

func TestEveryPageCarriesTheGuards(t *testing.T) {
	p := newSite(t).visitor("fr").visit("/fr/nulle-part")
	for name, want := range map[string]string{
		"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'",
		"X-Content-Type-Options":  "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "strict-origin-when-cross-origin",
		"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Content-Language": "fr",
	} {
		if got := p.page.header.Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestAFormOfAnotherSiteIsRefused(t *testing.T) {
	p := newSite(t).visitor("fr")
	r := p.request(http.MethodPost, "/fr/theme", nil)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	p.do(r).status(403)
}

func TestTheThemeIsKeptAndLeadsBackToThePage(t *testing.T) {
	p := newSite(t).visitor("en")
	p.post("/en/theme", url.Values{"theme": {"dark"}, "back": {"/en/nowhere"}}).at("/en/nowhere")
	html := p.all("html", nil)
	if attribute(html[0], "data-theme") != "dark" {
		t.Fatal("the page is not dark")
	}
	for _, evil := range []string{"//evil.example", "https://evil.example", `/\evil.example`, "/%09/evil.example", "https:evil"} {
		p.post("/en/theme", url.Values{"theme": {"dark"}, "back": {evil}}).at("/en/")
	}
}

func TestMachinesFindOutWhetherThePortalIsWell(t *testing.T) {
	p := newSite(t).visitor("en")
	p.visit("/healthz").status(200)
	p.visit("/readyz").status(200)
	p.visit("/metrics").status(404)
	r := p.request(http.MethodGet, "/metrics", nil)
	r.Header.Set("Authorization", "Bearer token")
	p.do(r).status(200)
}

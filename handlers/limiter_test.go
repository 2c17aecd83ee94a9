package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
	"unsafe"
)

func TestAnAddressMayAskABurstAndThenSoManyASecond(t *testing.T) {
	l, now := newLimiter(20, 60), time.Unix(1_800_000_000, 0)
	ask := func(address string, times int) (allowed int) {
		for range times {
			if l.allows(address, now) {
				allowed++
			}
		}
		return allowed
	}
	if n := ask("192.0.2.1", 100); n != 60 {
		t.Errorf("%d of 100 at once, want 60", n)
	}
	if n := ask("198.51.100.1", 1); n != 1 {
		t.Error("another address pays for it")
	}
	now = now.Add(time.Second)
	if n := ask("192.0.2.1", 100); n != 20 {
		t.Errorf("%d a second later, want 20", n)
	}
	now = now.Add(time.Hour)
	if n := ask("192.0.2.1", 100); n != 60 {
		t.Errorf("%d an hour later, want 60", n)
	}
}

func TestManyAddressesTakeNoMoreMemory(t *testing.T) {
	l := newLimiter(20, 60)
	if size := unsafe.Sizeof(*l); size > 256<<10 {
		t.Errorf("%d bytes", size)
	}
	now := time.Unix(1_800_000_000, 0)
	if n := testing.AllocsPerRun(1000, func() { l.allows(fmt.Sprint("2001:db8::", now.Nanosecond()), now) }); n > 3 {
		t.Errorf("%v allocations for a question", n) // of the test's own making
	}
}

func TestWhoAsksTooFastIsToldToWait(t *testing.T) {
	s := newSite(t)
	s.reopen(func(settings *Site) { settings.PageLimit = 0 })
	p, began := s.visitor("fr"), time.Now()
	for n := range 2000 { // a slow machine earns new questions while it draws
		if p.visit("/fr/sign-in"); p.page.status != http.StatusTooManyRequests {
			continue
		}
		if p.page.header.Get("Retry-After") == "" {
			t.Error("not told how long")
		}
		if most := 60 + 20*time.Since(began).Seconds() + 1; n < 60 || float64(n) > most {
			t.Errorf("%d pages before the first refusal, want from 60 to %.0f", n, most)
		}
		return
	}
	t.Error("2000 pages in a moment, none refused")
}

// TestARefusalBeforeAnybodyIsIntroducedSpeaksToItsReader: too fast, or sent from another site.
func TestARefusalBeforeAnybodyIsIntroducedSpeaksToItsReader(t *testing.T) {
	s := newSite(t)
	s.sells(t)
	s.reopen(func(settings *Site) { settings.PageLimit = 0.001 }) // every page is too many
	reads := func(p *person, lang, title string) {
		t.Helper()
		p.sees(title)
		if p.page.header.Get("Content-Language") != lang || !strings.Contains(p.page.body, "<title>"+title+" · Indie.Host</title>") {
			t.Errorf("%s: in %s\n%s", p.page.path, p.page.header.Get("Content-Language"), p.page.body)
		}
	}
	asks := url.Values{"email": {"ada@fee.example"}}
	reads(s.visitor("fr").post("/en/sign-in", asks).status(http.StatusTooManyRequests), "en", "A little slower, please")
	reads(s.visitor("en").post("/fr/sign-in", asks).status(http.StatusTooManyRequests), "fr", "Un peu moins vite")
	reads(s.visitor("en").visit("/").status(http.StatusTooManyRequests), "en", "A little slower, please")

	reads(s.visitor("en").visit(publicFolder+"organization.properties").status(http.StatusTooManyRequests), "en", "A little slower, please")
	s.visitor("en").visit("/healthz").status(http.StatusOK)

	p := s.visitor("fr")
	r := p.request(http.MethodPost, "/en/sign-in", strings.NewReader(asks.Encode()))
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	reads(p.do(r).status(http.StatusForbidden), "en", "This is not open to you")
	p.sees("did not come from a page of the portal").missing("You are signed in")

	s.reopen(func(settings *Site) { settings.PageLimit = 10000 })
	reads(s.visitor("en").visit(publicFolder+"nothing.properties").status(http.StatusNotFound), "en", "We did not find this page")
}

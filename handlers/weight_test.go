package handlers

import (
	"io/fs"
	"net/http"
	"net/http/httputil"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// The budgets of a public page (quality.md P8 and 2; decisions.md 13), in bytes over the wire.
const (
	firstFlight  = 14_600 // HTML with its headers: what comes before the first answer of the browser
	wholePage    = 60_000 // with styles and scripts
	mostRequests = 8
	allFonts     = 60_000
)

// publicKinds are a page of each kind that everybody may read.
var publicKinds = []string{
	"/fr/", "/en/", "/fr/catalogue", "/fr/offers", "/fr/pages", "/fr/guides", "/fr/legal", "/fr/help", "/fr/news",
	"/fr/contributions", "/fr/transparency", "/fr/transparency/contributions", "/fr/sign-in",
}

// TestEveryKindOfPublicPageIsLight fetches pages as a browser does, with the first page of each list of pages.
func TestEveryKindOfPublicPageIsLight(t *testing.T) {
	s := newSite(t).lived(t)
	for _, at := range publicKinds {
		s.weighs(t, at)
		p := s.visitor("fr").visit(at).status(http.StatusOK)
		for _, link := range p.all("a", nil) {
			if href := attribute(link, "href"); path.Dir(href) == at && p.mayBeKept(href) {
				s.weighs(t, href)
				break
			}
		}
	}
}

// mayBeKept reports whether an address is a page that is the same for everybody.
func (p *person) mayBeKept(at string) bool {
	answer, _ := p.raw(at)
	return strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") && strings.HasPrefix(answer.Header.Get("Cache-Control"), "public")
}

// weighs holds one page against the budgets.
func (s *site) weighs(t *testing.T, at string) {
	t.Helper()
	p := s.visitor("fr")
	first, plain := p.packed(t, at), p.visit(at)
	if first > firstFlight {
		t.Errorf("%s: %d bytes in the first flight", at, first)
	}
	total, requests := first, 1
	for _, asset := range plain.assets(t) {
		if image := regexp.MustCompile(`\.(png|svg|jpe?g|webp|woff2)$`).MatchString(asset); !image {
			total, requests = total+p.packed(t, asset), requests+1
		}
	}
	if total > wholePage || requests > mostRequests {
		t.Errorf("%s: %d bytes in %d requests", at, total, requests)
	}
	t.Logf("%6d %6d in %d  %s", first, total, requests, at)
}

// packed is how many bytes come over the wire for an address, headers included, once its kept copy is packed.
func (p *person) packed(t *testing.T, at string) int {
	t.Helper()
	for range 500 {
		answer, body := p.raw(at, "Accept-Encoding", "br, gzip")
		if coded := answer.Header.Get("Content-Encoding"); answer.StatusCode != http.StatusOK || coded != "br" && !strings.Contains(at, "sign-in") {
			time.Sleep(20 * time.Millisecond)
			continue
		}
		head, err := httputil.DumpResponse(answer, false)
		if err != nil {
			t.Fatal(err)
		}
		return len(head) + len(body)
	}
	t.Fatalf("%s is never packed", at)
	return 0
}

// assets are what a page makes the browser fetch; anything from elsewhere fails.
func (p *person) assets(t *testing.T) (all []string) {
	t.Helper()
	note := func(address string) {
		if !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") {
			t.Errorf("%s fetches %q from elsewhere", p.page.path, address)
		}
		all = append(all, address)
	}
	for _, link := range p.all("link", nil) {
		if rel := attribute(link, "rel"); rel == "stylesheet" || strings.Contains(rel, "icon") || strings.Contains(rel, "load") {
			note(attribute(link, "href"))
		}
	}
	for _, name := range []string{"script", "img", "source", "iframe", "audio", "video", "object", "embed"} {
		for _, n := range p.all(name, func(n *html.Node) bool { return attribute(n, "src") != "" }) {
			note(attribute(n, "src"))
		}
	}
	return all
}

// TestStylesFetchOnlyFontsOfOurs reads the style sheet as it is served.
func TestStylesFetchOnlyFontsOfOurs(t *testing.T) {
	s := newSite(t)
	p := s.visitor("fr").visit("/fr/sign-in")
	fonts := map[string]bool{}
	for _, asset := range p.assets(t) {
		if !strings.HasSuffix(asset, ".css") {
			continue
		}
		_, css := p.raw(asset)
		if strings.Contains(string(css), "@import") {
			t.Error("the style sheet fetches another one")
		}
		for _, found := range regexp.MustCompile(`url\(["']?([^"')]+)`).FindAllStringSubmatch(string(css), -1) {
			if address := found[1]; strings.HasSuffix(address, ".woff2") && strings.HasPrefix(address, "/static/") {
				fonts[address] = true
			} else if !strings.HasPrefix(address, "data:") {
				t.Errorf("the style sheet fetches %s", address)
			}
		}
	}
	total := 0
	for address := range fonts {
		_, font := p.raw(address)
		total += len(font)
	}
	if len(fonts) == 0 || total > allFonts {
		t.Errorf("%d fonts of %d bytes together", len(fonts), total)
	}
	files, err := fs.Glob(os.DirFS("../static/fonts"), "*.woff2")
	if err != nil || len(files) != len(fonts) {
		t.Errorf("%d fonts are served, the style sheet names %d (%v)", len(files), len(fonts), err)
	}
}

package handlers

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// practice is a small site of its own, so that the harness is seen working and failing without the portal.
func practice(t *testing.T) *httptest.Server {
	pages := map[string]string{
		"/": `<main><h1>Bonjour</h1><a href="/form">Aller&nbsp;au formulaire</a></main>`,
		"/form": `<main><h1>Form</h1><form method="post" action="/form">
			<label for="n">Nom</label><input id="n" name="n">
			<label for="d">Date</label><input id="d" name="d" type="date">
			<label for="s">Pays</label><select id="s" name="s"><option value="fr">France</option><option value="be">Belgique</option></select>
			<label><input type="radio" name="r" value="1"> Mensuel</label>
			<label><input type="checkbox" name="c" value="yes"> J’accepte</label>
			<label for="f">Pièce jointe</label><input id="f" type="file">
			<button>Envoyer</button></form></main>`,
		"/bad":     `<h1>Bad</h1><p style="color:red">x</p><img src="/no.png"><button></button><script src="/bad.js"></script>`,
		"/leak":    `<h1>Leak</h1><img alt="" src="http://elsewhere.example/x.png">`,
		"/script":  `<main><h1>Script</h1><p id="p">without</p><script src="/good.js"></script></main>`,
		"/bad.js":  `console.error("broken"); throw new Error("thrown")`,
		"/good.js": `document.getElementById("p").textContent = "with"`,
	}
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page, ok := pages[r.URL.Path]
		w.Header().Set("Content-Security-Policy", "default-src 'self'")
		switch {
		case r.Method == http.MethodPost:
			w.WriteHeader(http.StatusUnprocessableEntity)
			_ = r.ParseForm()
			io.WriteString(w, practicePage("<main><h1>Refused</h1><p>"+r.Form.Encode()+"</p><p>"+r.Header.Get("Cookie")+"</p></main>"))
		case strings.HasSuffix(r.URL.Path, ".js"):
			w.Header().Set("Content-Type", "text/javascript")
			io.WriteString(w, page)
		case r.URL.Path == "/favicon.ico":
			w.WriteHeader(http.StatusNoContent)
		case ok:
			io.WriteString(w, practicePage(page))
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(site.Close)
	return site
}

func practicePage(body string) string {
	return `<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
		`<title>Practice</title></head><body>` + body + `</body></html>`
}

func TestAPersonWalksThroughAFormInChromium(t *testing.T) {
	withBrowser(t, practice(t).URL, func(b *browser) {
		b.visit("/").sees("Bonjour").press("Aller au formulaire").isAt("/form").axe().fits()
		b.fill("Nom", "Ada L'Été").fill("Date", "2026-11-25").fill("Pays", "Belgique").choose("Mensuel").check("J'accepte")
		b.fill("Pièce jointe", "browser_test.go").carries(&http.Cookie{Name: "session", Value: "ada"})
		if got := ask[string](b, call("field", "Pièce jointe")+".files[0].name"); got != "browser_test.go" {
			t.Errorf("attached %q", got)
		}
		b.press("Envoyer").sees("session=ada").sees("Refused").sees("c=yes&d=2026-11-25&n=Ada+L%27%C3%89t%C3%A9&r=1&s=be")
		b.back().visit("/").phone().dark().shot("practice/phone").keys(kb.Tab)
		if b.focused() != "Aller au formulaire" {
			t.Errorf("focus is on %q", b.focused())
		}
		if got := b.href("Aller"); got != b.address+"/form" {
			t.Errorf("the link leads to %q", got)
		}
		b.keys(kb.Enter).isAt("/form").seesNot("Bonjour").print().sees("Nom")
		if b.path() != "/form" || b.title() != "Practice" {
			t.Errorf("at %s: %s", b.path(), b.title())
		}
	})
}

func TestThePagesScriptsCanBeSwitchedOff(t *testing.T) {
	site := practice(t).URL
	withBrowser(t, site, func(b *browser) { b.visit("/script").seesIn("#p", "with").seesNot("without") })
	withBrowser(t, site, func(b *browser) { b.withoutJavaScript().visit("/script").seesIn("#p", "without") })
}

func TestTheBrowserHearsWhatAPageDoesWrong(t *testing.T) {
	withBrowser(t, practice(t).URL, func(b *browser) {
		watched := newBrowser(t, b.address)
		watched.visit("/bad").visit("/leak")
		heard := strings.Join(watched.complaints(), "\n")
		for _, part := range []string{"broken", "thrown", "Content Security Policy", "status of 404", "http://elsewhere.example/x.png"} {
			if !strings.Contains(heard, part) {
				t.Errorf("nobody heard %q in:\n%s", part, heard)
			}
		}
		// The whole words: a bare 404 may as well be part of the port in the address.
		if left := strings.Join(watched.excuse("status of 404").complaints(), "\n"); strings.Contains(left, "status of 404") {
			t.Errorf("an excused line still counts:\n%s", left)
		}
	})
}

func TestAxeSeesAnInaccessiblePage(t *testing.T) {
	withBrowser(t, practice(t).URL, func(b *browser) {
		var found []string
		for _, v := range newBrowser(t, b.address).visit("/bad").violations() {
			found = append(found, v.ID)
		}
		for _, id := range []string{"image-alt", "button-name", "region"} {
			if !slices.Contains(found, id) {
				t.Errorf("axe should have found %s, found %v", id, found)
			}
		}
	})
}

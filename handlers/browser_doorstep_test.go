package handlers

import (
	"net/url"
	"testing"
)

func TestALostPersonFindsTheirWayInEveryLook(t *testing.T) {
	withBrowser(t, newSite(t).server.URL, func(b *browser) {
		b.excuse("status of 404")
		b.visit("/fr/nulle-part").sees("Nous n'avons pas trouvé cette page")
		b.light().desktop().axe().fits().dark().axe().phone().axe().fits().light().axe()
		b.desktop().visit("/en/nowhere").sees("We did not find this page").axe()
	})
}

func TestTheChosenThemeIsWornInTheBrowserToo(t *testing.T) {
	s := newSite(t)
	withBrowser(t, s.server.URL, func(b *browser) {
		p := s.visitor("fr").post("/fr/theme", url.Values{"theme": {"dark"}, "back": {"/fr/nulle-part"}})
		b.excuse("status of 404").as(p).visit("/fr/nulle-part")
		if got := ask[string](b, "document.documentElement.dataset.theme"); got != "dark" {
			t.Errorf("the page wears %q", got)
		}
	})
}

func TestTheThemeIsChosenWithoutJavaScript(t *testing.T) {
	withBrowser(t, newSite(t).server.URL, func(b *browser) {
		b.excuse("status of 404").withoutJavaScript().visit("/fr/nulle-part").fill("Couleurs", "Sombre").press("Choisir")
		if got := ask[string](b, "document.documentElement.dataset.theme"); got != "dark" {
			t.Errorf("the page wears %q", got)
		}
	})
}

package handlers

import (
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestEveryPublicPageOfTheDemoIsReadInBothLanguages(t *testing.T) {
	s := newSite(t).seeded()
	for _, lang := range []string{"fr", "en"} {
		p := s.visitor(lang)
		queue, seen := []string{"/" + lang + "/", "/" + lang + "/guides", "/" + lang + "/legal"}, map[string]bool{}
		for len(queue) > 0 {
			path := queue[0]
			queue = queue[1:]
			if seen[path] || !strings.HasPrefix(path, "/"+lang+"/") || unbuilt(path) {
				continue
			}
			seen[path] = true
			p.visit(path).status(200).missing("{{", "[catalogue", "[offers", "[services", "[texts", "[help")
			for range p.all("li", func(n *html.Node) bool { return attribute(n.Parent, "class") == "ticks" && inner(n) == "" }) {
				t.Errorf("%s ticks off nothing", path)
			}
			for _, a := range p.all("a", nil) {
				queue = append(queue, strings.SplitN(p.absolute(attribute(a, "href")), "#", 2)[0])
			}
			if strings.Contains(path, "/pages/") || strings.Contains(path, "/services/") || strings.Contains(path, "/legal/") {
				p.missing("pas encore disponible", "not available in your language")
			}
		}
		if len(seen) < 40 {
			t.Errorf("%s: only %d pages are linked: %v", lang, len(seen), seen)
		}
	}
}

func TestHelpStandsUnderHeadingsInWords(t *testing.T) {
	s := newSite(t).seeded()
	s.visitor("fr").visit("/fr/help").status(200).sees("Votre compte", "Paiements et factures", "Contribuer", "S'installer, demander, partir").missing("account", "money", "commons")
	s.visitor("en").visit("/en/help").status(200).sees("Your account", "Payments and invoices", "Contributing").missing("commons", " money ")
}

func TestTheCatalogueNamesPricesThatAreSold(t *testing.T) {
	s := newSite(t).seeded()
	s.visitor("fr").visit("/fr/").status(200).sees("dès 3 € par mois").missing("2,51")
	s.visitor("en").visit("/en/catalogue").status(200).sees("from €3 per month").missing("2.51")
}

// unbuilt are addresses that other parts of the portal answer.
func unbuilt(path string) bool {
	for _, part := range []string{"/sign-in", "/subscribe", "/tickets", "/contributions", "/transparency", ".atom", "?"} {
		if strings.Contains(path, part) {
			return true
		}
	}
	return false
}

func TestTheLanguageSwitchKeepsThePageAndItsQuery(t *testing.T) {
	s := newSite(t).seeded()
	p := s.visitor("fr").visit("/fr/catalogue?q=fichiers")
	p.follow("English").at("/en/catalogue?q=fichiers")
	p.visit("/fr/services/files").follow("English").at("/en/services/files")
}

func TestAPageSaysItsVersionsToSearchEngines(t *testing.T) {
	s := newSite(t).seeded()
	p := s.visitor("fr").visit("/fr/services/files")
	want := map[string]string{"fr": "/fr/services/files", "en": "/en/services/files", "x-default": "/"}
	for _, l := range p.all("link", func(n *html.Node) bool { return attribute(n, "hreflang") != "" }) {
		if href := strings.TrimPrefix(attribute(l, "href"), s.server.URL); want[attribute(l, "hreflang")] != href {
			t.Errorf("%s → %s", attribute(l, "hreflang"), href)
		}
		delete(want, attribute(l, "hreflang"))
	}
	canonical := p.all("link", func(n *html.Node) bool { return attribute(n, "rel") == "canonical" })
	if len(want) > 0 || len(canonical) != 1 || attribute(canonical[0], "href") != s.server.URL+"/fr/services/files" {
		t.Fatal(want, canonical)
	}
	data := p.all("script", func(n *html.Node) bool { return attribute(n, "type") == "application/ld+json" })
	if len(data) != 1 || !strings.Contains(raw(data[0]), `"@type":"Service"`) || !strings.Contains(raw(data[0]), `"price":"30.00"`) {
		t.Fatal(raw(data[0]))
	}
}

func TestAPageThatIsNotTranslatedIsShownInItsLanguageAndNotListed(t *testing.T) {
	s := newSite(t).seeded()
	if err := s.db.Exec("delete from translation_units").Error; err != nil {
		t.Fatal(err)
	}
	if err := s.db.Exec("delete from builds where lang = 'en'").Error; err != nil {
		t.Fatal(err)
	}
	p := s.visitor("en").visit("/en/help/signing-in").status(200).sees("This text is not available in your language yet", "Français")
	if len(p.all("link", func(n *html.Node) bool { return attribute(n, "hreflang") != "" })) != 0 {
		t.Error("it lists versions")
	}
	if len(p.all("meta", func(n *html.Node) bool {
		return attribute(n, "name") == "robots" && attribute(n, "content") == "noindex"
	})) != 1 {
		t.Error("it may be indexed")
	}
	if len(p.all("div", func(n *html.Node) bool { return attribute(n, "lang") == "fr" })) == 0 {
		t.Error("the text does not say its language")
	}
	p.visit("/en/sitemap.xml").status(200)
	if strings.Contains(p.page.body, "/help/signing-in") || !strings.Contains(p.page.body, "/en/catalogue") {
		t.Error(p.page.body)
	}
	s.visitor("fr").visit("/fr/help/signing-in").missing("pas encore disponible")
}

func TestMachinesFindTheWay(t *testing.T) {
	s := newSite(t).seeded()
	p := s.visitor("fr").visit("/robots.txt").status(200)
	if !strings.Contains(p.page.body, "Sitemap: "+s.server.URL+"/sitemap.xml") {
		t.Error(p.page.body)
	}
	for path, part := range map[string]string{
		"/sitemap.xml": s.server.URL + "/en/sitemap.xml", "/fr/sitemap.xml": s.server.URL + "/fr/services/chat",
		"/fr/news.atom": "<title type=\"text\">", "/en/news.atom": `xml:lang="en"`,
	} {
		if p.visit(path).status(200); !strings.Contains(p.page.body, part) {
			t.Errorf("%s has no %s\n%s", path, part, p.page.body)
		}
	}
}

func TestTheCatalogueIsFilteredWithAndWithoutScripts(t *testing.T) {
	s := newSite(t).seeded()
	p := s.visitor("fr").visit("/fr/catalogue").status(200).sees("3 services", "Remplace WhatsApp")
	p.send("Rechercher", url.Values{"q": {"agenda"}, "replaces": {"google-drive"}}).status(200).sees("1 service", "Fichiers, agendas et contacts").missing("Remplace WhatsApp")
	p.htmx("GET", "/fr/catalogue?need=talk", "services", nil).status(200).sees("1 service")
	if strings.Contains(p.page.body, "<h1") || !strings.Contains(p.page.body, `id="services"`) {
		t.Error("not only the list was sent")
	}
	p.visit("/fr/catalogue?q=zzz").sees("Aucun service ne correspond").follow("Voir tous les services").at("/fr/catalogue").sees("3 services")
	p.visit("/fr/catalogue?max=12").status(200)
	p.visit("/fr/catalogue?max=douze").sees("Écrivez un montant")
	if !strings.Contains(strings.Join(p.page.header.Values("Vary"), ","), "HX-Target") {
		t.Error("fragments and pages share a cache")
	}
}

func TestThePricesHoldTheTaxOfTheCountry(t *testing.T) {
	s := newSite(t).seeded()
	p := s.visitor("fr").visit("/fr/offers/essentiel").sees("30 € par mois, ou 300 € par an", "TVA de 20 % comprise", "100 Go de place", "30 comptes")
	p.send("Afficher", url.Values{"country": {"CH"}}).sees("25 € par mois, ou 250 € par an", "ne s'applique pas dans ce pays")
	p.htmx("GET", "/fr/offers/essentiel?country=CH", "prices", nil).sees("25 € par mois")
	if strings.Contains(p.page.body, "<h1") {
		t.Error("not only the prices were sent")
	}
	p.visit("/fr/offers/essentiel").send("S'abonner", url.Values{"tier": {"symbolic"}, "period": {"month"}})
	if p.page.path != "/fr/offers/essentiel/subscribe?country=FR&period=month&tier=symbolic" {
		t.Error(p.page.path)
	}
	s.visitor("en").visit("/en/offers/essentiel").sees("€30 per month, or €300 per year", "VAT of 20% included")
}

func TestAServiceSaysWhoAnswersForIt(t *testing.T) {
	s := newSite(t).seeded()
	s.visitor("fr").visit("/fr/services/files").sees("À qui vous confiez vos données", "Nextcloud", "AGPL-3.0-or-later", "github.com/nextcloud/server",
		"Une copie toutes les 24 heures", "Dernier essai de restauration 20 octobre 2026", "Si vous partez", "France", "Ce que vous perdez", "Indie.Host")
	s.visitor("en").visit("/en/services/files").sees("To whom you entrust your data", "Last restore test 20 October 2026", "If you leave")
}

func TestAMovedPageIsFoundAtItsNewAddress(t *testing.T) {
	s := newSite(t).seeded()
	if err := s.db.Exec("update services set slug = 'armoire' where slug = 'files'").Error; err != nil {
		t.Fatal(err)
	}
	if err := s.db.Exec("insert into former_slugs (resource_type, slug, resource_id, created_at) select 'service', 'files', id, created_at from services where slug = 'armoire'").Error; err != nil {
		t.Fatal(err)
	}
	s.visitor("fr").visit("/fr/services/files").status(200).at("/fr/services/armoire")
	s.visitor("fr").visit("/fr/services/nulle-part").status(404)
}

func TestTheFrontPageTellsTheLatestNews(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.visitor("fr").visit("/fr/").status(200).missing("Suivre par flux Atom") // nothing is written yet, and nothing breaks
		s.seeded()
		s.visitor("fr").visit("/fr/").sees("Toute l’aide se lit maintenant en anglais", "16 novembre 2026", "Un atelier pour quitter WhatsApp").follow("Toute l’aide").at("/fr/news/")
		s.visitor("en").visit("/en/").sees("16 November 2026")
	})
}

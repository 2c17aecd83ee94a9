package handlers

import (
	"log/slog"
	"net/http/httptest"
	"testing"
)

func TestTheStyleGuideIsForDevelopmentOnly(t *testing.T) {
	s := newSite(t)
	s.visitor("fr").visit("/fr/styleguide").status(200).sees("Une petite porte")
	open := httptest.NewServer(New(Site{DB: s.db, Log: slog.New(slog.DiscardHandler), BaseURL: s.server.URL, Secret: secret, PageLimit: 10000}))
	t.Cleanup(open.Close)
	s.visitor("fr").visit(open.URL + "/fr/styleguide").status(404)
}

func TestTheStyleGuideIsReadableByDayByNightAndOnAPhone(t *testing.T) {
	s := newSite(t)
	withBrowser(t, s.server.URL, func(b *browser) {
		b.visit("/fr/styleguide").sees("Une petite porte").axe().shot("styleguide")
		b.dark().axe().shot("styleguide-dark")
		b.phone().light().visit("/en/styleguide").sees("A small door").fits().axe().shot("styleguide-phone")
	})
}

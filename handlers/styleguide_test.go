package handlers

import (
	"log/slog"
	"strings"
	"testing"
)

func TestTheStyleGuideIsForDevelopmentOnly(t *testing.T) {
	s := newSite(t)
	s.visitor("fr").visit("/fr/styleguide").status(200).sees("Une petite porte")
	for _, route := range New(Site{DB: s.db, Log: slog.New(slog.DiscardHandler), Secret: secret}).Routes() {
		if strings.Contains(route.Path, "styleguide") {
			t.Errorf("%s is open to the world", route.Path)
		}
	}
}

func TestTheStyleGuideIsReadableByDayByNightAndOnAPhone(t *testing.T) {
	s := newSite(t)
	withBrowser(t, s.server.URL, func(b *browser) {
		b.visit("/fr/styleguide").sees("Une petite porte").axe().shot("styleguide")
		b.dark().axe().shot("styleguide-dark")
		b.phone().light().visit("/en/styleguide").sees("A small door").fits().axe().shot("styleguide-phone")
	})
}

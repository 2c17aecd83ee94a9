package handlers

import (
	"strings"
	"testing"

	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/static"
)

// TestEachKindOfAnswerIsCachedAndPackedAsItShould is the table of quality.md 1.5.
func TestEachKindOfAnswerIsCachedAndPackedAsItShould(t *testing.T) {
	s := newSite(t)
	operator, err := people.Appoint(t.Context(), s.db, people.AppointForm{Email: "op@host.example", Locale: "fr", Roles: []people.Role{people.Operator}})
	if err != nil {
		t.Fatal(err)
	}
	visitor, staff := s.visitor("fr"), s.enters(t, operator)
	visitor.eventually("br", "br") // the kept copies are there
	const pageVaries = "Accept-Encoding Cookie HX-Request HX-Target"
	for name, kind := range map[string]struct {
		who                     *person
		path                    string
		br, gzip, caching, vary string
		tagged                  bool
	}{
		"asset":                         {visitor, static.Path("css/app.css"), "br", "gzip", "public, max-age=31536000, immutable", "Accept-Encoding", false},
		"font":                          {visitor, static.Path("img/share.png"), "", "", "public, max-age=31536000, immutable", "", false},
		"public page, visitor":          {visitor, "/fr" + aPublicPage, "br", "gzip", "public, no-cache", pageVaries, true},
		"public page, signed in":        {staff, "/fr" + aPublicPage, "gzip", "gzip", "private, no-cache", pageVaries, true},
		"personal page":                 {staff, "/fr/desk/collective", "gzip", "gzip", "no-store", "Accept-Encoding HX-Request HX-Target", false},
		"page that is not there":        {visitor, "/fr/nulle-part", "gzip", "gzip", "no-store", "Accept-Encoding HX-Request HX-Target", false},
		"machine's question, too short": {visitor, "/healthz", "", "", "", "Accept-Encoding", false},
	} {
		for accept, want := range map[string]string{"gzip, br": kind.br, "gzip": kind.gzip, "identity": ""} {
			answer, _ := kind.who.raw(kind.path, "Accept-Encoding", accept)
			h := answer.Header
			if got := h.Get("Content-Encoding"); got != want {
				t.Errorf("%s, %s accepted: encoded %q, want %q", name, accept, got, want)
			}
			if got := h.Get("Cache-Control"); got != kind.caching {
				t.Errorf("%s: Cache-Control %q, want %q", name, got, kind.caching)
			}
			if got := strings.Join(strings.Fields(strings.ReplaceAll(strings.Join(h.Values("Vary"), " "), ",", " ")), " "); got != kind.vary {
				t.Errorf("%s: Vary %q, want %q", name, got, kind.vary)
			}
			if got := strings.HasPrefix(h.Get("ETag"), `W/"`); got != kind.tagged || !got && h.Get("ETag") != "" {
				t.Errorf("%s: ETag %q", name, h.Get("ETag"))
			}
		}
	}
}

// TestAPageWithASecretIsNotPacked: its length would tell about the secret (BREACH).
func TestAPageWithASecretIsNotPacked(t *testing.T) {
	s := newSite(t)
	answer, _ := s.visitor("fr").raw(firstAdminPath(s), "Accept-Encoding", "gzip")
	if answer.StatusCode != 200 || answer.Header.Get("Content-Encoding") != "" || answer.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%d, encoded %q, %q", answer.StatusCode, answer.Header.Get("Content-Encoding"), answer.Header.Get("Cache-Control"))
	}
}

// firstAdminPath is the address behind the link that a new portal prints.
func firstAdminPath(s *site) string {
	token := identity.NewSealer(secret).Token(ForFirstAdmin, "first", store.Now(s.db).Add(FirstAdminTime))
	return FirstAdminAddress("fr", token)
}

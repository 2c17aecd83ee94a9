package handlers

import (
	"strings"
	"testing"

	"chatiere/locales"
)

// TestTheJournalSpeaksInWords demands that every act of eight months of the demo, and of what follows, has a name in both languages.
func TestTheJournalSpeaksInWords(t *testing.T) {
	l := newLived(t).goesOn()
	for _, lang := range []string{"fr", "en"} {
		acts := map[string]bool{}
		next := "/" + lang + "/desk/journal"
		for next != "" {
			page := l.lookers["alix"].visit(next).status(200)
			for _, cell := range page.all("code", nil) {
				if class := attribute(cell, "class"); strings.HasPrefix(class, "hint") {
					verb := inner(cell)
					acts[verb] = true
					if strings.HasPrefix(strings.TrimSpace(inner(cell.Parent)), verb) {
						t.Errorf("%s: no words for %s", lang, verb)
					}
				}
			}
			next = ""
			for _, a := range page.all("a", nil) {
				if strings.Contains(inner(a), plain(locales.T(lang, "action.next"))) {
					next = attribute(a, "href")
				}
			}
		}
		if len(acts) < 25 {
			t.Errorf("only %d sorts of acts", len(acts))
		}
	}
}

package handlers

import (
	"os"
	"path/filepath"
	"testing"

	"chatiere/integrations/outbound"
	"chatiere/jobs/jobstest"
	"chatiere/locales"
	"chatiere/models/store/storetest"
)

// TestAFileShowsAContributionInChromium sends one with a file in French on a desk and in English on a phone: what is wrong is said and the file
// stays; who confirms opens it; the page says what was found at the address.
func TestAFileShowsAContributionInChromium(t *testing.T) {
	if storetest.Quick() {
		return
	}
	file := filepath.Join(t.TempDir(), "affiche.pdf")
	if err := os.WriteFile(file, []byte("%PDF-1.7 affiche"), 0o600); err != nil {
		t.Fatal(err)
	}
	for lang, phone := range map[string]bool{"fr": false, "en": true} {
		t.Run(lang, func(t *testing.T) {
			s := newSite(t)
			h := s.hamlet(t)
			s.worker.Web = servers{"https://git.example/gone": outbound.Status(410)}
			w := func(key string, args ...any) string { return locales.T(lang, key, args...) }
			withBrowser(t, s.server.URL, func(b *browser) {
				if b.desktop().light(); phone {
					b.phone().dark()
				}
				b.as(h.kim).visit("/" + lang + "/contributions/new?choice=words").fits().axe().shot("proofs/new-" + lang)
				b.fill(w("commons.form.evidence"), "https://git.example/gone").fill(w("commons.form.hours"), "1").fill(w("commons.form.files"), file).press(w("commons.form.send"))
				b.sees(w("error.summary")).sees(w("tickets.kept_files")).sees("affiche.pdf").fits().axe().shot("proofs/wrong-" + lang)
				b.fill(w("commons.form.title"), "Une affiche").press(w("commons.form.send")).sees("affiche.pdf").sees("9e12e3c4eb085a48").fits().axe()
				path := b.path()
				jobstest.Drain(t, s.worker)
				b.visit(path + "/edit").sees(w("commons.form.kept_files")).fits().axe()
				b.as(h.bob).visit("/" + lang + "/contributions/to-confirm").sees("affiche.pdf").fits().axe().shot("proofs/confirm-" + lang)
				b.press("Une affiche").sees("410").fits().axe().shot("proofs/page-" + lang)
				if kind, content := b.document(b.href("affiche.pdf")); kind != "application/pdf" || content == "" {
					t.Errorf("%s: %q", kind, content)
				}
				b.as(h.samia).visit("/" + lang + "/desk/contributions?what=confirm").sees("affiche.pdf").sees("410").fits().axe().shot("proofs/queue-" + lang)
			})
		})
	}
}

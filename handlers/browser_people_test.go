package handlers

import (
	"net/url"
	"testing"
)

// TestALetterIsReadableOnAPhoneToo looks at a letter as mail programs show it; the portal's own pages about people are swept.
func TestALetterIsReadableOnAPhoneToo(t *testing.T) {
	s := newSite(t)
	s.fee(t)
	s.visitor("fr").visit("/fr/sign-in").send("Recevoir mon lien", url.Values{"email": {"ada@fee.example"}})
	letter := s.lastLetter(t, "ada@fee.example")
	withBrowser(t, s.server.URL, func(b *browser) {
		b.visit("/fr/outbox/" + letter.Ref + "/html").fits().shot("people/mail")
		b.phone().dark().fits().shot("people/mail-phone")
	})
}

func TestAWeakPasswordIsSaidAtOnce(t *testing.T) {
	s := newSite(t)
	_, ada := s.fee(t)
	withBrowser(t, s.server.URL, func(b *browser) {
		b.as(ada).visit("/fr/account/password").fill("Nouveau mot de passe", "azertyuiop12").press("Enregistrer").sees("facile à deviner").axe()
		b.holds("the summary has the focus", `document.activeElement.id === "error-summary"`)
	})
}

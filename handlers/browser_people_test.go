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

func TestOnAPhoneNoMenuOfTheHeadLeavesThePage(t *testing.T) {
	s := newSite(t)
	_, ada := s.fee(t)
	withBrowser(t, s.server.URL, func(b *browser) {
		b.as(ada).phone().visit("/fr/account")
		b.holds("an open menu stays between the edges", `[...document.querySelectorAll(".site-header .menu")].every(menu => {
			menu.open = true;
			const list = menu.querySelector(":scope > :not(summary)").getBoundingClientRect();
			menu.open = false;
			return list.left >= 0 && list.right <= innerWidth;
		})`)
	})
}

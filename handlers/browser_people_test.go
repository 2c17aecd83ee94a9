package handlers

import (
	"context"
	"net/url"
	"testing"

	"chatiere/models/identity"
	"chatiere/models/people"
)

// TestThePagesAboutPeopleInEveryLook walks the pages of sign-in, account and members in Chromium.
func TestThePagesAboutPeopleInEveryLook(t *testing.T) {
	s := newSite(t)
	fee, ada := s.fee(t)
	base := "/fr/o/" + fee.Ref
	ctx := context.Background()
	bob := s.meets(t, "bob@fee.example")
	link, err := people.MakeJoinLink(ctx, s.db, s.reloaded(t, ada), fee, people.JoinLinkForm{Role: people.Member, Cap: "50", Days: "14"})
	if err == nil {
		_, err = link.Arrive(ctx, s.db, bob)
	}
	if err != nil {
		t.Fatal(err)
	}
	ada.visit(base+"/invitations").send("Envoyer les invitations", url.Values{"addresses": {"cleo@fee.example"}, "role": {"treasurer"}})
	s.visitor("fr").visit("/fr/sign-in").send("Recevoir mon lien", url.Values{"email": {"ada@fee.example"}})
	letter := s.lastLetter(t, "ada@fee.example")
	at, _ := url.Parse(s.server.URL)
	joining := "/fr/invitations/" + identity.NewSealer(secret).Token(identity.ForInvitation, link.Ref, link.ExpiresAt)
	withBrowser(t, s.server.URL, func(b *browser) {
		for name, path := range map[string]string{"sign-in": "/fr/sign-in", "sign-in-password": "/fr/sign-in/password", "sign-in-sent": "/fr/sign-in/links", "sign-in-link": s.linkTo(t, "ada@fee.example"), "join": joining} {
			b.desktop().light().visit(path).axe().shot("people/" + name)
			b.phone().dark().visit(path).fits().shot("people/" + name + "-phone")
		}
	})
	withBrowser(t, s.server.URL, func(b *browser) {
		b.carries(ada.client.Jar.Cookies(at)...)
		for name, path := range map[string]string{
			"account": "/fr/account", "email": "/fr/account/email", "password": "/fr/account/password", "devices": "/fr/account/sessions", "letters": "/fr/account/letters",
			"letter": "/fr/account/letters/" + letter.Ref, "farewell": "/fr/account/farewell", "members": base + "/members", "invite": base + "/invitations",
			"join-link": base + "/join-links", "join-code": base + "/join-links/" + link.Ref, "handover": base + "/handover", "details": base + "/details", "outbox": "/fr/outbox/" + letter.Ref,
		} {
			b.desktop().light().visit(path).axe().shot("people/" + name)
			b.phone().dark().visit(path).fits().shot("people/" + name + "-phone")
		}
		b.desktop().light().visit("/fr/outbox/" + letter.Ref + "/html").fits().shot("people/mail")
		b.phone().dark().visit("/fr/outbox/" + letter.Ref + "/html").fits().shot("people/mail-phone")
		b.visit("/fr/account/password").fill("Nouveau mot de passe", "azertyuiop12").press("Enregistrer").sees("facile à deviner").axe()
		b.holds("the summary has the focus", `document.activeElement.id === "error-summary"`)
	})
	op := s.staffed(t, people.Operator, people.Admin)
	withBrowser(t, s.server.URL, func(b *browser) {
		b.carries(op.client.Jar.Cookies(at)...)
		for name, path := range map[string]string{"people": "/fr/desk/people", "person": s.personPath(t, "ada@fee.example"), "desk-letters": "/fr/desk/letters"} {
			b.desktop().light().visit(path).axe().shot("people/" + name)
			b.phone().dark().visit(path).fits().shot("people/" + name + "-phone")
		}
	})
}

package handlers

import (
	"net/url"
	"strings"
	"testing"

	"chatiere/models/identity"

	"github.com/chromedp/cdproto/webauthn"
)

// byName reaches the portal by a name, as passkeys need it, and returns its address.
func (s *site) byName(t *testing.T) string {
	t.Helper()
	address := strings.Replace(s.server.URL, "127.0.0.1", "localhost", 1)
	s.reopen(func(settings *Site) { settings.BaseURL = address })
	return address
}

// holdsADevice gives the browser a device that keeps passkeys and recognises its owner.
func (b *browser) holdsADevice() *browser {
	b.t.Helper()
	b.do("device", command(webauthn.Enable, webauthn.EnableParams{}))
	b.do("device", command(webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
		Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal, HasResidentKey: true, HasUserVerification: true,
		IsUserVerified: true, AutomaticPresenceSimulation: true,
	}}))
	return b
}

func TestAPasskeyIsMadeAndUsedInChromium(t *testing.T) {
	s := newSite(t)
	address := s.byName(t)
	ada := s.enters(t, s.meets(t, "ada@fee.example"))
	at, _ := url.Parse(s.server.URL)
	withBrowser(t, address, func(b *browser) {
		b.excuse("status of 401")
		b.carries(ada.client.Jar.Cookies(at)...).holdsADevice()
		b.visit("/fr/account/factors").axe().fill("Nom de la clé", "Mon téléphone").press("Ajouter une clé d'accès").sees("La double vérification est active").sees("Vos codes de secours")
		b.press("C'est noté").sees("Mon téléphone").axe().phone().fits().shot("factors/passkeys-phone").desktop()

		b.visit("/fr/account").press("ada").press("Se déconnecter").visit("/fr/sign-in?next=/fr/account/letters").press("Entrer avec une clé d'accès").axe().shot("factors/passkey-sign-in").press("Utiliser ma clé d'accès").isAt("/fr/account/letters")

		b.visit("/fr/account").press("ada").press("Se déconnecter").visit(s.freshLink(t, "ada@fee.example")).press("Entrer").isAt("/fr/sign-in/code").sees("Montrez votre clé d'accès").axe()
		b.press("Utiliser ma clé d'accès").isAt("/fr/mine").sees("Bonjour")

		b.visit("/fr/account/email").fill("Nouvelle adresse", "ada@neuf.example")
		s.pass(identity.LatelyFor)
		b.press("Envoyer le lien").sees("Ce que vous avez rempli est gardé").axe().shot("factors/proof").press("Utiliser ma clé d'accès").isAt("/fr/account").sees("La lettre est partie")
		s.pass(identity.LatelyFor)
		b.visit("/fr/account/email").sees("toutes les dix minutes").press("Utiliser ma clé d'accès").isAt("/fr/account/email")

		b.visit("/fr/account/factors").press("Retirer").sees("La clé d'accès est retirée").sees("un seul moyen")
	})
}

func TestWithoutScriptsTheOtherWaysInRemain(t *testing.T) {
	s := newSite(t)
	address := s.byName(t)
	s.meets(t, "ada@fee.example")
	withBrowser(t, address, func(b *browser) {
		b.withoutJavaScript().visit("/en/sign-in").press("Come in with a passkey").press("Use my passkey").sees("Passkeys need JavaScript").press("Send me a link instead").isAt("/en/sign-in")
	})
}

func TestAPortalReachedByANumberOffersNoPasskeys(t *testing.T) {
	s := newSite(t)
	p := s.enters(t, s.meets(t, "ada@fee.example")).visit("/fr/account/factors").sees("n'a pas encore de nom d'adresse").missing("Ajouter une clé d'accès")
	p.post("/fr/account/factors/passkeys", nil).status(404)
	s.visitor("fr").visit("/fr/sign-in").missing("clé d'accès").post("/fr/sign-in/passkey", nil).status(404)
}

func TestAWrongAnswerOfAPasskeyIsSaid(t *testing.T) {
	s := newSite(t)
	s.byName(t)
	said := url.Values{"passkey_answer": {"{}"}}
	p := s.visitor("fr").visit("/fr/sign-in/passkey").send("Utiliser ma clé d'accès", nil).status(200)
	p.send("", said).status(422).sees("n'a pas pu être vérifiée").sees("Entrer avec une clé d'accès")
	q := s.enters(t, s.meets(t, "ada@fee.example")).visit("/fr/account/factors").send("Ajouter une clé d'accès", nil).status(200).sees("Nouvelle clé d'accès")
	q.post("/fr/account/factors/passkeys", said).status(422).sees("n'a pas pu être vérifiée")
}

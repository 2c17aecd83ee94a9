package handlers

import (
	"context"
	"encoding/base32"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"chatiere/models/collective"
	"chatiere/models/identity"
	"chatiere/models/identity/totp"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"golang.org/x/net/html"
)

// keyed gives a person an app and enters with it; app is its secret.
func (s *site) keyed(t testing.TB, u people.User) (p *person, app []byte, codes []string) {
	t.Helper()
	ctx, seal := context.Background(), identity.NewSealer(secret)
	session, token, err := identity.OpenSession(ctx, s.db, u, identity.Visit{Agent: "test"})
	if err != nil {
		t.Fatal(err)
	}
	proposal, err := seal.ProposeApp(u, store.Now(s.db))
	if err == nil {
		codes, err = session.SetApp(ctx, s.db, seal, identity.AppForm{Sealed: proposal.Sealed, Code: totp.Code(proposal.Secret, totp.Step(store.Now(s.db))-1)})
	}
	if err != nil {
		t.Fatal(err)
	}
	p = s.visitor("fr")
	at, _ := url.Parse(s.server.URL)
	p.client.Jar.SetCookies(at, []*http.Cookie{{Name: "session", Value: token, Path: "/"}})
	p.user = u
	return p, proposal.Secret, codes
}

// halted is a person who has opened their link and stands before the second step.
func (s *site) halted(t testing.TB, u people.User) *person {
	t.Helper()
	l, err := identity.NewLink(context.Background(), s.db, u.Email, "fr")
	if err != nil {
		t.Fatal(err)
	}
	p := s.visitor("fr")
	p.user = u
	return p.post("/fr/sign-in/links/"+identity.NewSealer(secret).Token(identity.ForSignIn, l.Ref, l.ExpiresAt), nil).at("/fr/sign-in/code")
}

func (s *site) code(app []byte) url.Values {
	return url.Values{"code": {totp.Code(app, totp.Step(store.Now(s.db)))}}
}

func (s *site) proof(app []byte) url.Values { return url.Values{"proof_code": s.code(app)["code"]} }

// counts reports whether a code would open the door now.
func (s *site) counts(app []byte, code string) bool {
	_, ok := totp.Check(app, code, store.Now(s.db), 0)
	return ok
}

// wrong is a code that the app does not show: three of a million count, so that no fixed one is always wrong.
func (s *site) wrong(app []byte) string {
	n := 0
	for s.counts(app, fmt.Sprintf("%06d", n)) {
		n++
	}
	return fmt.Sprintf("%06d", n)
}

func (s *site) pass(d time.Duration) { storetest.SetClock(s.db, store.Now(s.db).Add(d)) }

// shownSecret is the secret that a page shows for typing.
func (p *person) shownSecret(t *testing.T) []byte {
	t.Helper()
	for _, n := range p.all("code", nil) {
		if text := strings.ReplaceAll(inner(n), " ", ""); len(text) == 32 {
			secret, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(text)
			if err == nil {
				return secret
			}
		}
	}
	t.Fatal("no secret on the page")
	return nil
}

func TestAPersonSetsUpTwoStepsAndSignsInByThem(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		ada := s.meets(t, "ada@fee.example")
		p := s.enters(t, ada).visit("/fr/account").follow("Double vérification").sees("un seul moyen").follow("Mettre en place")
		if len(p.all("svg", func(n *html.Node) bool { return attribute(n.Parent, "role") == "img" })) != 1 {
			t.Error("no square code")
		}
		app := p.shownSecret(t)
		p.send("Activer", url.Values{"code": {"123"}}).status(422).sees("Ce code n'est pas le bon")
		if string(p.shownSecret(t)) != string(app) {
			t.Fatal("another secret after a mistake")
		}
		p.send("Activer", s.code(app)).status(200).sees("La double vérification est active", "Nous ne les montrons que cette fois")
		file := p.send("Télécharger", nil).status(200).page
		if !strings.HasPrefix(file.header.Get("Content-Disposition"), "attachment") || strings.Count(file.body, "-") < 10 || !strings.Contains(file.header.Get("Cache-Control"), "no-store") {
			t.Error(file.header, file.body)
		}
		spare := strings.TrimSpace(strings.Split(file.body, "\r\n")[3])
		if l := s.lastLetter(t, "ada@fee.example"); l.Kind != "factor_changed" || !strings.Contains(l.Text, "mis en place") {
			t.Error(l.Kind, l.Text)
		}

		s.pass(totp.Period)
		v := s.halted(t, ada).visit("/fr/account").at("/fr/sign-in") // half the way opens nothing
		v.visit("/fr/sign-in/code").send("Se connecter", nil).status(422).sees("Ce champ est nécessaire")
		v.send("Se connecter", s.code(app)).at("/fr/mine").sees("Mon compte")
		v.visit("/fr/sign-in/code").status(http.StatusGone).sees("Reprenez du début")
		v = s.halted(t, ada).send("Se connecter", s.code(app)).status(422).sees("a déjà servi")
		v.send("Se connecter", url.Values{"code": {spare}}).at("/fr/mine").visit("/fr/account").follow("Double vérification").sees("9 codes restent")
		if l := s.lastLetter(t, "ada@fee.example"); !strings.Contains(plain(l.Text), "Il en reste 9") {
			t.Error(l.Text)
		}

		v.send("Faire de nouveaux codes", nil).status(200).sees("Vos codes de secours").follow("C'est noté").sees("10 codes restent")
		s.enters(t, ada)
		v.send("Retirer la double vérification", nil).at("/fr/account/factors").sees("La double vérification est retirée", "un seul moyen")
		p.visit("/fr/account").at("/fr/sign-in") // all other devices are out
		l, err := identity.NewLink(context.Background(), s.db, ada.Email, "fr")
		if err != nil {
			t.Fatal(err)
		}
		s.visitor("fr").post("/fr/sign-in/links/"+identity.NewSealer(secret).Token(identity.ForSignIn, l.Ref, l.ExpiresAt), nil).at("/fr/mine")
	})
}

func TestAnAppIsReplacedByAnother(t *testing.T) {
	s := newSite(t)
	p, old, _ := s.keyed(t, s.meets(t, "ada@fee.example"))
	there, _, err := identity.OpenSession(context.Background(), s.db, p.user, identity.Visit{})
	if err != nil {
		t.Fatal(err)
	}
	p.visit("/fr/account/factors").follow("Changer d'application").sees("vos autres appareils seront déconnectés")
	app := p.shownSecret(t)
	p.send("Activer", s.code(app)).at("/fr/account/factors").sees("La nouvelle application compte", "10 codes restent")
	if there, err = identity.LoadSession(context.Background(), s.db, there.ID); err != nil || there.EndedAt == nil {
		t.Error("another device stayed in", err)
	}
	for s.pass(totp.Period); s.counts(app, s.code(old).Get("code")); { // the two may show the same
		s.pass(totp.Period)
	}
	s.halted(t, p.user).send("Se connecter", s.code(old)).status(422).send("Se connecter", s.code(app)).at("/fr/mine")
}

func TestAFormThatCameTooLateWaitsForTheProofAndGoesOn(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		p, app, _ := s.keyed(t, s.meets(t, "ada@fee.example"))
		p.visit("/fr/account/email")
		s.pass(identity.LatelyFor)
		p.send("Envoyer le lien", url.Values{"email": {"ada@neuf.example"}}).status(401).sees("Ce que vous avez rempli est gardé")
		p.send("Continuer", url.Values{"proof_code": {s.wrong(app)}}).status(422).sees("Ce code n'est pas le bon")
		p.send("Continuer", s.proof(app)).at("/fr/account").sees("La lettre est partie")
		if l := s.lastLetter(t, "ada@neuf.example"); l.Kind != "email_change" {
			t.Error(l.Kind)
		}
		s.pass(identity.LatelyFor)
		p.visit("/fr/account/email").at("/fr/account/proof?next=").send("Continuer", s.proof(app)).at("/fr/account/email").sees("Nouvelle adresse")
	})
}

func TestWhoHasNoSecondMeansProvesByPasswordOrByALinkBeside(t *testing.T) {
	s := newSite(t)
	p := s.enters(t, s.meets(t, "ada@fee.example")).visit("/fr/account/email")
	s.pass(identity.LatelyFor)
	p.send("Envoyer le lien", url.Values{"email": {"ada@neuf.example"}}).status(401).sees("un autre onglet")
	waiting := *p.page
	p.send("Continuer", nil).status(401) // nothing was proven
	p.post(s.freshLink(t, "ada@fee.example"), nil)
	p.page = &waiting
	p.send("Continuer", nil).at("/fr/account").sees("La lettre est partie")

	if err := identity.StorePassword(context.Background(), s.db, p.user.ID, goodPassword); err != nil {
		t.Fatal(err)
	}
	p.visit("/fr/account/email")
	s.pass(identity.LatelyFor)
	p.send("Envoyer le lien", url.Values{"email": {"ada@deux.example"}}).status(401).send("Continuer", url.Values{"proof_password": {"wrong"}}).status(422).sees("n'est pas le bon")
	p.send("Continuer", url.Values{"proof_password": {goodPassword}}).at("/fr/account").sees("La lettre est partie")
}

func TestStaffWithoutASecondMeansAreLedToSetItUp(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.inhabited(t)
		alix, err := people.Appoint(context.Background(), s.db, people.AppointForm{Email: "chief@host.example", Locale: "fr", Roles: []people.Role{people.Admin}})
		if err != nil {
			t.Fatal(err)
		}
		admin, app, _ := s.keyed(t, alix)
		omar := s.staffed(t, people.Operator)
		admin.visit("/fr/desk").follow("Double vérification de l'équipe").sees("operator@host.example"[:8], "Aucune", "En place")
		omar.visit("/fr/desk/factors").status(200).missing("Enregistrer").post("/fr/desk/factors", nil).status(403)
		admin.send("Enregistrer", url.Values{"staff_on": {"demain"}}).status(422).sees("Écrivez une date")
		admin.send("Enregistrer", url.Values{"staff_on": {store.Now(s.db).Format(time.DateOnly)}}).at("/fr/desk/factors").sees("C'est enregistré")
		omar.visit("/fr/desk").at("/fr/account/factors").sees("demande la double vérification à toute son équipe", "attendent une double vérification").missing("Mon bureau")
		omar.post("/fr/desk/test-letter", nil).status(403)
		omar.visit("/fr/account/factors").follow("Mettre en place")
		own := omar.shownSecret(t)
		omar.send("Activer", s.code(own)).status(200).visit("/fr/desk").status(200).at("/fr/desk")
		omar.visit("/fr/account/factors").sees("mais pas vous en passer").missing("Vous entrerez de nouveau avec un seul moyen").post("/fr/account/factors/app/removal", nil).status(422).sees("mais pas vous en passer")
		admin.visit("/fr/desk").status(200)
		old := s.enters(t, alix) // opened by one means, as before there was an app
		old.visit("/fr/desk/people").at("/fr/account/proof?next=")
		s.pass(totp.Period)
		old.send("Continuer", s.proof(app)).at("/fr/desk/people").status(200)
	})
}

func TestALostSecondMeansIsTakenAwayByTwoAndADay(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.inhabited(t)
		omar, oona := s.staffed(t, people.Operator), s.staffed(t, people.Admin)
		ada := s.meets(t, "lost@fee.example")
		s.keyed(t, ada)
		p := s.halted(t, ada).follow("Je n'ai plus").send("Demander de l'aide", nil).status(422).sees("Ce champ est nécessaire")
		p.send("Demander de l'aide", url.Values{"reason": {"Téléphone volé, appelez le 04"}}).at("/fr/sign-in/rescue").sees("Votre demande est chez l'équipe", "Deux personnes doivent encore dire oui")
		stop := s.linkTo(t, "lost@fee.example")
		s.gotLetter(t, "operator@host.example", "rescue_waits", "Téléphone volé")
		omar.visit("/fr/desk/factors").sees("Téléphone volé", "Deux personnes doivent").send("C'est bien lost", nil).sees("operator a dit oui", "Une autre personne").missing("C'est bien lost")
		oona.visit("/fr/desk/factors").send("C'est bien lost", nil).sees("sera retirée le")
		p.visit("/fr/sign-in/rescue").sees("sera retirée le")
		s.gotLetter(t, "lost@fee.example", "rescue_approved", "sera retirée le")
		s.visitor("fr").visit(stop).sees("Ce n'est pas moi qui demande", "lost@fee.example") // any of the letters stops it
		s.pass(identity.RescueDelay)
		if err := identity.TurnRescues(context.Background(), s.db); err != nil {
			t.Fatal(err)
		}
		s.gotLetter(t, "lost@fee.example", "factor_changed", "comme demandé")
		s.visitor("fr").visit(stop).status(http.StatusGone)
		s.visitor("fr").post(s.freshLink(t, "lost@fee.example"), nil).at("/fr/mine")
	})
}

func TestALetterStopsARescue(t *testing.T) {
	s := newSite(t)
	s.inhabited(t)
	omar := s.staffed(t, people.Operator)
	ada := s.meets(t, "lost@fee.example")
	s.keyed(t, ada)
	ask := url.Values{"reason": {"Perdu"}}
	s.halted(t, ada).follow("Je n'ai plus").send("Demander de l'aide", ask)
	s.visitor("fr").visit(s.linkTo(t, "lost@fee.example")).send("Arrêter la demande", nil).status(200).sees("La demande est arrêtée")
	omar.visit("/fr/desk/factors").missing("Perdu")
	s.halted(t, ada).follow("Je n'ai plus").send("Demander de l'aide", ask)
	omar.visit("/fr/desk/factors").send("Refuser", nil).status(422).sees("Ce champ est nécessaire")
	omar.send("Refuser", url.Values{"refusal_reason": {"Voix inconnue"}}).sees("La demande est refusée")
	s.gotLetter(t, "lost@fee.example", "rescue_refused", "Voix inconnue")
}

func TestPaymentsToProjectsMayAskForTwoMeans(t *testing.T) {
	s := newSite(t)
	s.inhabited(t)
	s.mails(t)
	compta := s.staffed(t, people.Accountant)
	s.opensChannel(t, compta.user, s.owesProject(t, "nextcloud", "round:1", 3700), exampleChannel("tresor@nextcloud.example"))
	compta.visit("/fr/desk/payouts").send("Préparer le lot", nil).send("Prévenir les projets et le conseil", nil)
	batch, yes := compta.page.path, url.Values{"no_interest": {"true"}}
	samia := s.staffed(t, people.Steward)
	keyed, _, _ := s.keyed(t, samia.user)
	keyed.visit(batch).send("Approuver 37,00 €", yes).sees("Votre accord est noté").missing("sans second facteur")
	if err := s.db.Model(&collective.Collective{}).Where("id > 0").Update("payout_factors", true).Error; err != nil {
		t.Fatal(err)
	}
	compta.visit(batch).send("Approuver 37,00 €", yes).status(422).sees("demande la double vérification")
	better, app, _ := s.keyed(t, compta.user)
	better.visit(batch)
	s.pass(identity.LatelyFor)
	better.send("Approuver 37,00 €", yes).status(401).sees("Montrez que c'est bien vous").send("Continuer", s.proof(app)).sees("Donner à la banque").missing("sans second facteur")
}

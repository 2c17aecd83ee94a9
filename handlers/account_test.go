package handlers

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"
)

func TestAPersonChangesTheirProfile(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		p := s.enters(t, s.meets(t, "ada@fee.example")).visit("/fr/account")
		p.send("Enregistrer", url.Values{"name": {strings.Repeat("x", 101)}, "locale": {"en"}}).status(422).sees("Vérifiez ces réponses", "100 caractères au plus")
		p.send("Enregistrer", url.Values{"name": {"Ada"}, "locale": {"en"}, "zone": {"America/Cayenne"}}).at("/en/account").sees("Saved.", "Ada")
		stale := s.enters(t, s.meets(t, "ada@fee.example")).visit("/fr/account")
		p.visit("/en/account").send("Save", url.Values{"name": {"Ada L."}})
		stale.send("Enregistrer", url.Values{"name": {"Countess"}}).status(409).sees("modifié entre-temps", "Ada L.")
		stale.send("Enregistrer", nil).status(200).sees("Countess")
	})
}

func TestANewAddressIsConfirmedByTheNewAddress(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		p := s.enters(t, s.meets(t, "ada@fee.example")).visit("/fr/account/email")
		p.send("Envoyer le lien", url.Values{"email": {"x"}}).status(422)
		p.send("Envoyer le lien", url.Values{"email": {"ada@neuf.example"}}).at("/fr/account").sees("La lettre est partie", "ada@fee.example")
		link := s.linkTo(t, "ada@neuf.example")
		s.visitor("fr").visit(link).send("Confirmer cette adresse", nil).at("/fr/sign-in").sees("Votre adresse est changée")
		p.visit("/fr/account").sees("ada@neuf.example")
		s.visitor("fr").visit(link).send("Confirmer cette adresse", nil).status(410)
		if l := s.lastLetter(t, "ada@fee.example"); l.Kind != "email_changed" {
			t.Error("the old address was not told", l.Kind)
		}
	})
}

func TestATakenAddressAnswersLikeAnyOther(t *testing.T) {
	s := newSite(t)
	s.meets(t, "bob@fee.example")
	p := s.enters(t, s.meets(t, "ada@fee.example")).visit("/fr/account/email")
	p.send("Envoyer le lien", url.Values{"email": {"bob@fee.example"}}).at("/fr/account").sees("La lettre est partie")
	if n := s.letters(t, "bob@fee.example"); n != 0 {
		t.Errorf("%d letters to somebody who did not ask", n)
	}
}

func TestSettingAPasswordSignsOtherDevicesOut(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		ada := s.meets(t, "ada@fee.example")
		here, there := s.enters(t, ada), s.enters(t, ada)
		here.visit("/fr/account/password").send("Enregistrer", url.Values{"password": {"azertyuiop12"}}).status(422).sees("facile à deviner")
		here.send("Enregistrer", url.Values{"password": {goodPassword}}).at("/fr/account/sessions").sees("Vos autres appareils sont déconnectés", "Celui-ci")
		there.visit("/fr/account").at("/fr/sign-in")
		if l := s.lastLetter(t, "ada@fee.example"); l.Kind != "password_changed" {
			t.Error(l.Kind)
		}
		here.visit("/fr/account/password").send("Retirer le mot de passe", nil).at("/fr/account/sessions")
		s.visitor("fr").visit("/fr/sign-in/password").send("Se connecter", url.Values{"email": {"ada@fee.example"}, "password": {goodPassword}}).status(422)
	})
}

func TestAPersonSeesAndEndsTheirDevices(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		ada := s.meets(t, "ada@fee.example")
		here, there, third := s.enters(t, ada), s.enters(t, ada), s.enters(t, ada)
		all, err := identity.SessionsOf(context.Background(), s.db, ada.ID)
		if err != nil || len(all) != 3 {
			t.Fatal(err)
		}
		eve := s.enters(t, s.meets(t, "eve@ailleurs.example"))
		eve.post("/fr/account/sessions/"+all[1].Ref+"/end", nil).status(404)
		here.post("/fr/account/sessions/"+all[1].Ref+"/end", nil).at("/fr/account/sessions")
		there.visit("/fr/account").at("/fr/sign-in")
		here.visit("/fr/account/sessions").send("Déconnecter tous les autres", nil)
		third.visit("/fr/account").at("/fr/sign-in")
		here.visit("/fr/account").status(200)
	})
}

func TestDelicateThingsAskWhoYouAreAfterAnHour(t *testing.T) {
	s := newSite(t)
	p := s.enters(t, s.meets(t, "ada@fee.example"))
	storetest.SetClock(s.db, store.Now(s.db).Add(time.Hour))
	for _, path := range []string{"/fr/account/email", "/fr/account/password", "/fr/account/farewell"} {
		p.visit(path).at("/fr/sign-in?again=1&next=" + url.QueryEscape(path)).sees("montrez encore une fois")
	}
	p.post("/fr/account/password", url.Values{"password": {goodPassword}}).at("/fr/sign-in?again=1")
	p.post("/fr/account/email", url.Values{"email": {"eve@ailleurs.example"}}).status(401).sees("Montrez que c'est bien vous")
	p.post("/fr/account/farewell", url.Values{"erase": {"true"}}).at("/fr/sign-in?again=1")
	p.visit("/fr/account/export").at("/fr/sign-in?again=1")
	p.visit("/fr/account/email").send("Recevoir mon lien", nil)
	p.visit(s.linkTo(t, "ada@fee.example")).send("Entrer", nil).at("/fr/account/email").sees("Nouvelle adresse")
}

func TestLettersAreReadInThePortalWithoutTheirLink(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		ada := s.meets(t, "ada@fee.example")
		s.visitor("fr").visit("/fr/sign-in").send("Recevoir mon lien", url.Values{"email": {"ada@fee.example"}})
		l := s.lastLetter(t, "ada@fee.example")
		p := s.enters(t, ada).visit("/fr/account/letters").follow("Votre lien pour entrer").status(200).sees("Le lien n'est que dans le courriel")
		if strings.Contains(p.page.body, "sign-in/links/") {
			t.Error("the link is shown")
		}
		s.enters(t, s.meets(t, "eve@ailleurs.example")).visit("/fr/account/letters/" + l.Ref).status(404)
	})
}

func TestAPersonTakesTheirDataAlongAndLeaves(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		ctx, ada := context.Background(), s.meets(t, "ada@fee.example")
		fee, err := people.NewOrganisation(ctx, s.db, people.Organisation{Name: "Fée", Locale: "fr"}, ada)
		if err != nil {
			t.Fatal(err)
		}
		p := s.enters(t, ada).visit("/fr/account/export").status(200)
		var all map[string][]map[string]any
		if err := json.Unmarshal([]byte(p.page.body), &all); err != nil || all["users"][0]["email"] != "ada@fee.example" || p.page.header.Get("Content-Disposition") != "attachment; filename=chatiere.json" {
			t.Fatal(err, p.page.header)
		}
		p.visit("/fr/account/farewell").sees("la seule personne responsable", "Fée").post("/fr/account/farewell", url.Values{"erase": {"true"}}).status(422).sees("Passez d'abord la main")
		bob := s.meets(t, "bob@fee.example")
		if _, err := people.Join(ctx, s.db, bob.ID, fee.ID, people.Owner); err != nil {
			t.Fatal(err)
		}
		p.visit("/fr/account/farewell").send("Effacer mon compte", nil).status(422).sees("Cochez la case")
		p.send("Effacer mon compte", url.Values{"erase": {"true"}}).at("/fr/")
		p.visit("/fr/account").at("/fr/sign-in")
		s.enters(t, bob).visit("/fr/o/" + fee.Ref + "/members").status(200).sees("Une personne partie").missing("ada")
	})
}

package handlers

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"chatiere/models/people"
	"chatiere/models/post"
)

func (s *site) staffed(t *testing.T, roles ...people.Role) *person {
	t.Helper()
	u, err := people.Appoint(context.Background(), s.db, people.AppointForm{Email: string(roles[0]) + "@host.example", Locale: "fr", Roles: roles})
	if err != nil {
		t.Fatal(err)
	}
	return s.enters(t, u)
}

func TestTheStaffFindsPeopleAndGivesRoles(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.fee(t)
		admin, bob := s.staffed(t, people.Admin), s.enters(t, s.meets(t, "bob@fee.example"))
		admin.visit("/fr/desk/people").sees("ada@fee.example", "Fée", "Administration").send("Rechercher", url.Values{"q": {"bob"}}).missing("ada@fee.example").follow("bob")
		admin.send("Enregistrer", url.Values{"roles": {"agent", "editor"}}).status(422).sees("Ce champ est nécessaire")
		admin.send("Enregistrer", url.Values{"roles": {"agent", "editor"}, "reason": {"rejoint l'équipe"}}).sees("roles_changed", "rejoint l'équipe")
		bob.visit("/fr/account").at("/fr/sign-in") // the old rights' session is over
		agent := s.enters(t, s.meets(t, "bob@fee.example"))
		agent.visit("/fr/desk/people").status(200).visit("/fr/desk/letters").status(403)
		agent.post(agent.s.personPath(t, "ada@fee.example")+"/roles", url.Values{"roles": {"admin"}, "reason": {"x"}}).status(403)
	})
}

func (s *site) personPath(t *testing.T, email string) string {
	t.Helper()
	u, err := people.FindUserByEmail(context.Background(), s.db, email)
	if err != nil {
		t.Fatal(err)
	}
	return "/fr/desk/people/" + u.Ref
}

func TestSuspendingSomebodySignsThemOutAndKeepsTheReason(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		_, ada := s.fee(t)
		op := s.staffed(t, people.Operator)
		op.visit(s.personPath(t, "ada@fee.example")).send("Suspendre et déconnecter", nil).status(422)
		op.send("Suspendre et déconnecter", url.Values{"entry_reason": {"compte volé"}}).sees("Suspendue", "compte volé")
		ada.visit("/fr/account").at("/fr/sign-in")
		ada.send("Recevoir mon lien", url.Values{"email": {"ada@fee.example"}})
		if n := s.letters(t, "ada@fee.example"); n != 0 {
			t.Error("a suspended person got a link")
		}
		op.send("Laisser entrer à nouveau", url.Values{"entry_reason": {"réglé"}}).sees("Active")
	})
}

func TestTheListOfPeopleIsAFileWithoutFormulas(t *testing.T) {
	s := newSite(t)
	if _, err := people.Meet(context.Background(), s.db, "eve@ailleurs.example", "=HYPERLINK(1)", "fr"); err != nil {
		t.Fatal(err)
	}
	p := s.staffed(t, people.Operator).visit("/fr/desk/people.csv?q=eve").status(200)
	if !strings.Contains(p.page.body, "'=HYPERLINK(1),eve@ailleurs.example") || strings.Contains(p.page.body, "operator@") || p.page.header.Get("Content-Type") != "text/csv; charset=utf-8" {
		t.Error(p.page.body)
	}
}

func TestOperatorsSeeWhatFailedAndSendItAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		ctx, ada := context.Background(), s.meets(t, "ada@fee.example")
		l, err := post.Write(ctx, s.db, post.Draft{To: ada, Kind: "test", Once: "a", Subject: "Votre facture", Text: "secret words"})
		if err != nil {
			t.Fatal(err)
		}
		claimed, _, err := post.Claim(ctx, s.db, l.ID)
		if err != nil {
			t.Fatal(err)
		}
		if err := claimed.Refused(ctx, s.db, "refused"); err != nil {
			t.Fatal(err)
		}
		op := s.staffed(t, people.Operator).visit("/fr/desk/letters?state=failed").sees("Votre facture", "Le serveur refuse cette lettre").missing("secret words")
		op.send("Réessayer", nil).sees("La lettre va repartir", "En attente")
	})
}

func TestTheOutboxIsForDevelopmentOnly(t *testing.T) {
	s := newSite(t)
	s.meets(t, "ada@fee.example")
	s.visitor("fr").visit("/fr/sign-in").send("Recevoir mon lien", url.Values{"email": {"ada@fee.example"}}).follow("Boîte d'envoi")
	l := s.lastLetter(t, "ada@fee.example")
	p := s.visitor("fr").visit("/fr/outbox").sees("Sur une machine").follow("Votre lien pour entrer").sees("Entrer :")
	p.follow("Ouvrir le lien").send("Entrer", nil).at("/fr/mine")
	p.visit("/fr/outbox/" + l.Ref + "/html").status(200).sees("Voici le lien pour entrer")
	for _, route := range New(Site{DB: s.db, Log: s.worker.Log, Secret: secret, BaseURL: "https://portail.example"}).Routes() {
		if strings.Contains(route.Path, "outbox") {
			t.Errorf("%s is open to the world", route.Path)
		}
	}
}

func TestTheTeamSeesWhetherSomebodyHasASecondMeans(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.fee(t)
		op, page := s.staffed(t, people.Operator), s.personPath(t, "ada@fee.example")
		op.visit(page).sees("Double vérification", "Aucune")
		ada, err := people.FindUserByEmail(context.Background(), s.db, "ada@fee.example")
		if err != nil {
			t.Fatal(err)
		}
		s.keyed(t, ada)
		op.visit(page).sees("Double vérification", "En place").missing("Aucune")
		s.staffed(t, people.Agent).visit(page).sees("Double vérification", "En place") // who helps with a lost phone
	})
}

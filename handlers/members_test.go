package handlers

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"chatiere/models/people"
)

// fee is an association with its owner, who has come in.
func (s *site) fee(t *testing.T) (people.Organisation, *person) {
	t.Helper()
	ada := s.meets(t, "ada@fee.example")
	o, err := people.NewOrganisation(context.Background(), s.db, people.Organisation{Name: "Fée", Locale: "fr", Country: "FR"}, ada)
	if err != nil {
		t.Fatal(err)
	}
	return o, s.enters(t, ada)
}

func (s *site) role(t *testing.T, email string, o people.Organisation) people.MemberRole {
	t.Helper()
	u, err := people.FindUserByEmail(context.Background(), s.db, email)
	if err == nil {
		err = people.WithMemberships(context.Background(), s.db, &u)
	}
	if err != nil {
		t.Fatal(err)
	}
	m, _ := u.In(o.ID)
	return m.Role
}

func TestANewcomerComesInByAnInvitation(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		fee, ada := s.fee(t)
		base := "/fr/o/" + fee.Ref
		ada.visit(base+"/members").follow("Inviter").send("Envoyer les invitations", url.Values{"addresses": {"bob@fee.example, bob"}}).status(422).sees("Ces adresses ne sont pas complètes : bob.", "bob@fee.example, bob")
		ada.send("Envoyer les invitations", url.Values{"addresses": {"bob@fee.example"}, "role": {"technical"}}).at(base+"/members").sees("Les invitations sont parties", "bob@fee.example")
		link := s.linkTo(t, "bob@fee.example")
		bob := s.visitor("fr").visit(link).sees("Rejoindre Fée", "ada vous invite", "Contact technique")
		bob.send("Rejoindre Fée", url.Values{"name": {" "}}).status(422)
		bob.send("Rejoindre Fée", url.Values{"name": {"Bob"}})
		if s.role(t, "bob@fee.example", fee) != people.Technical {
			t.Fatal("Bob is not in")
		}
		bob.visit(base+"/members").status(200).sees("Bob").missing("bob@fee.example vous", "Inviter", "ada@fee.example")
		s.visitor("fr").visit(link).status(410).sees("n'est plus valable")
		bob.visit(link).status(200).sees("Vous faites déjà partie")
	})
}

func TestWhoHasAnAccountSignsInBeforeTheyAccept(t *testing.T) {
	s := newSite(t)
	fee, ada := s.fee(t)
	s.meets(t, "bob@fee.example")
	ada.visit("/fr/o/"+fee.Ref+"/invitations").send("Envoyer les invitations", url.Values{"addresses": {"bob@fee.example"}})
	link := s.linkTo(t, "bob@fee.example")
	bob := s.visitor("fr").visit(link).send("Rejoindre Fée", url.Values{"name": {"Bob"}}).at("/fr/sign-in?next=")
	if s.role(t, "bob@fee.example", fee) != "" {
		t.Fatal("a link of two weeks signed somebody in")
	}
	bob.send("Recevoir mon lien", url.Values{"email": {"bob@fee.example"}})
	at, _ := url.Parse(s.server.URL)
	bob.visit(s.linkTo(t, "bob@fee.example")).send("Entrer", nil).at(link).sees("Vous êtes connecté·e avec bob@fee.example")
	before := bob.client.Jar.Cookies(at)
	bob.send("Rejoindre Fée", nil)
	if s.role(t, "bob@fee.example", fee) != people.Member {
		t.Fatal("Bob is not in")
	}
	thief := s.visitor("fr")
	thief.client.Jar.SetCookies(at, before)
	thief.visit("/fr/account").at("/fr/sign-in") // new rights, new secret
}

func TestAGroupComesInByAJoinLinkOneByOne(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		fee, ada := s.fee(t)
		base := "/fr/o/" + fee.Ref
		ada.visit(base+"/join-links").send("Créer un lien", url.Values{"cap": {"0"}}).status(422).sees("entre 1 et 500")
		ada.send("Créer un lien", url.Values{"cap": {"2"}, "days": {"7"}}).at(base + "/join-links/").sees("Collez ce lien")
		if len(ada.all("svg", nil)) == 0 || !strings.Contains(ada.page.body, "M4 4h7") {
			t.Error("no QR code")
		}
		link := strings.TrimPrefix(attribute(ada.all("button", nil)[0], "data-copy"), s.server.URL)
		for _, b := range ada.all("button", nil) {
			if copied := attribute(b, "data-copy"); copied != "" {
				link = strings.TrimPrefix(copied, s.server.URL)
			}
		}
		bob := s.visitor("fr").visit(link).sees("Une personne responsable approuvera")
		bob.send("Recevoir mon lien", url.Values{"name": {"Bob"}, "email": {"bob"}}).status(422)
		bob.send("Recevoir mon lien", url.Values{"name": {"Bob"}, "email": {"bob@fee.example"}}).sees("Regardez votre courrier")
		bob.visit(s.linkTo(t, "bob@fee.example")).send("Créer mon compte", nil).at(link).send("Demander à entrer", nil).at(link).sees("Votre demande est partie")
		bob.visit("/fr/mine").sees("Vous avez demandé à rejoindre Fée").visit(base + "/members").status(404)
		if l := s.lastLetter(t, "ada@fee.example"); l.Kind != "arrival_waiting" {
			t.Fatal(l.Kind)
		}
		ada.visit(base+"/members").sees("À la porte", "bob@fee.example").send("Laisser entrer", nil).sees("La personne peut entrer")
		bob.visit(base + "/members").status(200)
		if l := s.lastLetter(t, "bob@fee.example"); l.Kind != "arrival_decided" || !strings.Contains(l.Subject, "Bienvenue") {
			t.Fatal(l.Subject)
		}
		ada.visit(base+"/members").send("Annuler", nil).sees("L'invitation est annulée")
		s.visitor("fr").visit(link).status(410)
	})
}

func TestSomebodyElsesAddressOpensNothing(t *testing.T) {
	s := newSite(t)
	fee, ada := s.fee(t)
	s.meets(t, "bob@fee.example")
	ada.visit("/fr/o/"+fee.Ref+"/join-links").send("Créer un lien", nil)
	link := ""
	for _, b := range ada.all("button", nil) {
		if copied := attribute(b, "data-copy"); copied != "" {
			link = strings.TrimPrefix(copied, s.server.URL)
		}
	}
	var seen [2]string
	for i, email := range []string{"bob@fee.example", "nobody@fee.example"} {
		p := s.visitor("fr").visit(link).send("Recevoir mon lien", url.Values{"name": {"Eve"}, "email": {email}})
		seen[i] = p.page.body
		p.visit("/fr/account").at("/fr/sign-in")
	}
	if seen[0] != seen[1] {
		t.Error("the two answers differ")
	}
	var arrivals, users int64
	s.db.Table("arrivals").Count(&arrivals)
	s.db.Table("users").Where("email = 'nobody@fee.example'").Count(&users)
	if arrivals+users != 0 {
		t.Error("something usable came of it", arrivals, users)
	}
}

func TestTheBoardHasChangedInFiveMinutes(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		fee, ada := s.fee(t)
		base := "/fr/o/" + fee.Ref
		ada.visit(base + "/members").follow("Le bureau a changé").sees("Passez la main sans rien perdre")
		ada.send("Passer la main", url.Values{"email": {"ada@fee.example"}}).status(422).sees("C'est votre propre adresse")
		ada.send("Passer la main", url.Values{"email": {"typo@fee.example"}}).sees("typo@fee.example a reçu une lettre")
		ada.send("Annuler la passation", nil).sees("La passation est annulée")
		ada.send("Passer la main", url.Values{"email": {"bob@fee.example"}})
		bob := s.visitor("fr").visit(s.linkTo(t, "bob@fee.example")).sees("Prendre la suite de Fée")
		bob.send("Prendre la suite", url.Values{"name": {"Bob"}})
		if s.role(t, "bob@fee.example", fee) != people.Owner || s.role(t, "ada@fee.example", fee) != "" {
			t.Fatal("the hand-over did not happen")
		}
		ada.visit(base + "/members").status(404)
		bob.visit(base+"/members").status(200).sees("Qui était là avant", "ada")
		if l := s.lastLetter(t, "ada@fee.example"); l.Kind != "handover_done" {
			t.Fatal(l.Kind)
		}
	})
}

func TestRolesAndLeaving(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		fee, ada := s.fee(t)
		base := "/fr/o/" + fee.Ref
		bobUser := s.meets(t, "bob@fee.example")
		m, err := people.Join(context.Background(), s.db, bobUser.ID, fee.ID, people.Member)
		if err != nil {
			t.Fatal(err)
		}
		bob := s.enters(t, bobUser)
		bob.post(base+"/members/"+m.Ref, url.Values{"role": {"owner"}}).status(403)
		ada.visit(base+"/members/"+m.Ref).send("Enregistrer", url.Values{"role": {"king"}}).status(422)
		ada.visit(base+"/members/"+m.Ref).send("Enregistrer", url.Values{"role": {"treasurer"}}).at(base + "/members")
		if s.role(t, "bob@fee.example", fee) != people.Treasurer {
			t.Fatal("no new role")
		}
		ada.visit(base+"/members").follow("Quitter").sees("Quitter Fée ?").send("Quitter", nil).status(422).sees("Il faut toujours une personne responsable")
		bob.visit(base+"/members").follow("Quitter").send("Quitter", nil).at("/fr/mine")
		bob.visit(base + "/members").status(404)
	})
}

func TestStrangersFindNoMember(t *testing.T) {
	s := newSite(t)
	fee, ada := s.fee(t)
	ada.visit("/fr/o/"+fee.Ref+"/invitations").send("Envoyer les invitations", url.Values{"addresses": {"bob@fee.example"}})
	ctx := context.Background()
	invitations, _ := people.InvitationsOf(ctx, s.db, fee.ID)
	members, _ := people.MembersOf(ctx, s.db, fee.ID)
	eve := s.meets(t, "eve@ailleurs.example")
	other, err := people.NewOrganisation(ctx, s.db, people.Organisation{Name: "Ailleurs"}, eve)
	if err != nil {
		t.Fatal(err)
	}
	p := s.enters(t, eve)
	for _, base := range []string{"/fr/o/" + fee.Ref, "/fr/o/" + other.Ref} { // through the front door and through her own
		p.post(base+"/invitations/"+invitations[0].Ref+"/end", nil).status(404)
		p.post(base+"/members/"+members[0].Ref+"/end", nil).status(404)
		p.visit(base + "/members/" + members[0].Ref).status(404)
		p.visit(base + "/join-links/" + invitations[0].Ref).status(404)
	}
}

func TestBillingDetailsAreSavedOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		fee, ada := s.fee(t)
		page := "/fr/o/" + fee.Ref + "/details"
		good := url.Values{"legal_name": {"Faire École Ensemble"}, "street": {"1 rue des Écoles"}, "postcode": {"75005"}, "city": {"Paris"}, "country": {"FR"}, "fiscal_status": {"not_subject"}, "treasurer_email": {"tresor@fee.example"}}
		bad := url.Values{}
		for name, value := range good {
			bad[name] = value
		}
		bad.Set("registry_number", "123")
		ada.visit(page).send("Enregistrer", bad).status(422).sees("Ce numéro n'est pas correct")
		if values := fieldValues(ada); values.Get("street") != "1 rue des Écoles" || values.Get("registry_number") != "123" {
			t.Error("what was typed is gone", values)
		}
		other := s.enters(t, ada.user).visit(page)
		ada.send("Enregistrer", url.Values{"registry_number": {"w751234567"}}).at(page).sees("C'est enregistré")
		if fieldValues(ada).Get("registry_number") != "W751234567" {
			t.Error("not saved")
		}
		other.send("Enregistrer", good).status(409).sees("Quelqu'un a enregistré cette page", "Enregistré entre-temps par quelqu'un d'autre : W751234567")
		if l := s.lastLetter(t, "tresor@fee.example"); l.Kind != "treasurer_named" {
			t.Error(l.Kind)
		}
	})
}

func fieldValues(p *person) url.Values {
	values := url.Values{}
	for _, name := range []string{"input", "select", "textarea"} {
		for _, n := range p.all(name, nil) {
			collect(n, values)
		}
	}
	return values
}

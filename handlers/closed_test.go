package handlers

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"
)

// closes closes an organisation, whatever is left of it.
func (s *site) closes(t *testing.T, o people.Organisation) {
	t.Helper()
	if err := s.db.Exec("update organisations set closed_at = ? where id = ?", store.Now(s.db), o.ID).Error; err != nil {
		t.Fatal(err)
	}
}

func TestAClosedOrganisationInvitesNobodyAndSaysWhy(t *testing.T) {
	s := newSite(t)
	s.inhabited(t)
	s.collects(t)
	fee, ada := s.fee(t)
	members, none := "/fr/o/"+fee.Ref+"/members", "Plus rien de nouveau ne se fait en son nom"
	ada.visit("/fr/o/"+fee.Ref+"/invitations").send("Envoyer les invitations", url.Values{"addresses": {"bob@fee.example"}})
	ada.visit(members).sees("Créer un lien pour le groupe", "bob@fee.example")
	bob, err := people.Join(context.Background(), s.db, s.meets(t, "cleo@fee.example").ID, fee.ID, people.Member)
	if err != nil {
		t.Fatal(err)
	}
	role := "/members/" + bob.Ref + `"`
	if ada.visit(members); !strings.Contains(ada.page.body, role) {
		t.Error("no role is offered")
	}
	ada.visit("/fr/o/" + fee.Ref + "/methods").sees("En ajouter un")
	s.closes(t, fee)
	ada.visit(members).sees("Fermée le", "bob@fee.example", "Le bureau a changé").missing("Créer un lien pour le groupe")
	if strings.Contains(ada.page.body, role) {
		t.Error("a role is offered in what was closed")
	}
	if strings.Contains(ada.visit("/fr/contributions/new?choice=words").sees("Qui peut le lire").page.body, `<option value="`+fee.Ref) {
		t.Error("something may be given in the name of what was closed")
	}
	ada.post("/fr/contributions", url.Values{"choice": {"words"}, "kind": {"doc"}, "title": {"Deux pages"}, "on_behalf": {fee.Ref}}).refused("on_behalf", "Cette organisation est fermée", map[string]string{"title": "Deux pages"})
	ada.visit("/fr/o/" + fee.Ref + "/methods").sees("Fermée le").missing("En ajouter un")
	for _, begins := range []struct {
		path string
		form url.Values
	}{
		{"/invitations", url.Values{"addresses": {"zoe@fee.example"}, "role": {"member"}}},
		{"/join-links", url.Values{"role": {"member"}, "cap": {"5"}, "days": {"5"}}},
		{"/members/" + bob.Ref, url.Values{"role": {"owner"}}},
		{"/methods", nil},
	} {
		ada.post("/fr/o/"+fee.Ref+begins.path, begins.form).status(http.StatusConflict).sees("Cette organisation est fermée", none)
	}
	for _, page := range []string{"/invitations", "/join-links", "/members/" + bob.Ref} {
		ada.visit("/fr/o/" + fee.Ref + page).status(http.StatusConflict).sees(none).follow("Revenir à Fée").at("/fr/o/" + fee.Ref)
	}
	ada.visit("/fr/o/" + fee.Ref + "/invitations").follow("Nous écrire").at("/fr/tickets/new")
	s.staffed(t, people.Operator).visit("/en/o/" + fee.Ref + "/invitations").status(http.StatusConflict).sees("Nothing new can be done in its name")
	ada.visit("/fr/o/" + fee.Ref + "/handover").status(http.StatusOK)
	ada.visit("/fr/o/" + fee.Ref + "/details").status(http.StatusOK)
	ada.visit("/fr/tickets/new").status(http.StatusOK)
	ada.visit("/fr/account/export").status(http.StatusOK)
}

func TestWhoWasInvitedBeforeReadsThatTheOrganisationIsClosed(t *testing.T) {
	s := newSite(t)
	fee, ada := s.fee(t)
	owner, err := people.LoadUser(context.Background(), s.db, ada.user.ID)
	if err != nil {
		t.Fatal(err)
	}
	i, err := people.Invite(context.Background(), s.db, owner, fee, people.InvitationForm{Addresses: "bob@fee.example", Role: people.Member})
	if err != nil {
		t.Fatal(err)
	}
	link := func(lang string) string {
		return "/" + lang + "/invitations/" + s.settings.sealer().Token(identity.ForInvitation, i[0].Ref, i[0].ExpiresAt)
	}
	s.visitor("fr").visit(link("fr")).sees("Fée").status(http.StatusOK)
	s.closes(t, fee)
	s.visitor("fr").visit(link("fr")).status(http.StatusGone).sees("Fée est fermée ici", "Plus personne ne peut y entrer")
	s.visitor("en").visit(link("en")).status(http.StatusGone).sees("Fée is closed here")
	s.enters(t, s.meets(t, "bob@fee.example")).post(link("fr"), nil).status(http.StatusGone).sees("Fée est fermée ici")
}

package handlers

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/url"
	"testing"

	"chatiere/models/people"
	"chatiere/models/store"
)

// networkOf makes somebody the owner of a network head with a quota.
func (s *site) networkOf(t *testing.T, email, quota string) (*person, people.Organisation) {
	t.Helper()
	ctx, u := context.Background(), s.meets(t, email)
	head, err := people.NewOrganisation(ctx, s.db, people.Organisation{Name: "Les Ateliers", Locale: "fr", Country: "FR"}, u)
	if err != nil {
		t.Fatal(err)
	}
	s.staffed(t, people.Operator).visit("/fr/desk/accounts/"+head.Ref+"/network").send("Enregistrer", url.Values{"quota": {quota}}).status(200)
	return s.enters(t, u), head
}

// sendsFile sends a file with the fields of a form, as a browser does.
func (p *person) sendsFile(path, name string, content []byte, fields url.Values) *person {
	p.s.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, _ := w.CreateFormFile("file", name)
	_, _ = part.Write(content)
	for field := range fields {
		_ = w.WriteField(field, fields.Get(field))
	}
	_ = w.Close()
	r := p.request(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return p.do(r)
}

func TestAHeadOpensSpacesFromAFileAndOneIsAccepted(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.inhabited(t)
		lina, head := s.networkOf(t, "lina@ateliers.example", "3")
		base := "/fr/o/" + head.Ref + "/network"
		lina.visit(base).sees("Votre réseau n'a pas encore de membre", "sur 3 places").follow("Ouvrir des espaces").sees("essentiel")
		lina.send("Essayer à blanc", url.Values{"lines": {""}}).status(422).sees("Ce champ est nécessaire")
		file := []byte("Nom;Contact;Courriel;Langue;Offre;Tarif\n\xc9cole des Pr\xe9s;Zo\xe9;zoe@pres.example;fr;essentiel;\nLa Rive;Bo;bo;fr;essentiel;\n")
		lina.sendsFile(base+"/rehearsals", "membres.csv", file, nil).status(422).sees("Rien n'est fait encore", "École des Prés", "Ligne 3 : Courriel", "sera ouvert", "1 ligne est à corriger")
		lina.send("Ouvrir 1 espace", nil).at(base).sees("les lettres partent", "École des Prés", "attend sa réponse", "Zoé, zoe@pres.example")
		lina.visit(base+"/openings").send("Essayer à blanc", url.Values{"lines": {"École des Prés;Zoé;zoe@pres.example;fr;essentiel;\n"}}).status(200).sees("déjà là, rien ne change").missing("Ouvrir 1 espace")
		if n := s.letters(t, "zoe@pres.example"); n != 1 {
			t.Fatal("letters", n)
		}
		zoe := s.visitor("fr")
		zoe.visit(s.linkTo(t, "zoe@pres.example")).sees("École des Prés").sendIn(last(zoe.page.path), url.Values{"name": {"Zoé"}})
		zoe.sees("Les Ateliers ouvre un espace pour vous", "ne voit jamais ce que contiennent vos espaces").send("Accepter", nil).status(422).sees("acceptez les conditions")
		zoe.send("Accepter", url.Values{"terms": {"true"}, "early_start": {"true"}}).status(200).sees("Votre espace se prépare", "Tête de réseau")
		lina.visit(base).sees("membre", "en préparation", "pas encore facturé").missing("zoe@pres.example")
		if n := s.letters(t, "lina@ateliers.example"); n != 0 {
			t.Fatal("a letter for what the list shows", n)
		}
		zoe.follow("Tête de réseau").send("Quitter le réseau", nil).status(200).sees("Vos espaces restent").missing("Tête de réseau")
		lina.visit(base).missing("École des Prés")
		if s.letters(t, "lina@ateliers.example") != 1 || s.letters(t, "zoe@pres.example") < 2 {
			t.Fatal("nobody was told")
		}
	})
}

func TestAHeadAsksAnOrganisationThatDecides(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		lina, head := s.networkOf(t, "lina@ateliers.example", "3")
		fee, ada := s.fee(t)
		base := "/fr/o/" + head.Ref + "/network"
		lina.visit(base+"/proposals").send("Envoyer", url.Values{"email": {"ada"}}).status(422).sees("ada")
		lina.send("Envoyer", url.Values{"email": {"ada@fee.example"}}).at(base).sees("La lettre est partie", "ada@fee.example", "attend sa réponse")
		if s.letters(t, "ada@fee.example") != 1 {
			t.Fatal("no letter")
		}
		var ref string
		s.db.Raw("select ref from affiliations where email = 'ada@fee.example'").Scan(&ref)
		s.enters(t, s.meets(t, "eve@else.example")).visit("/fr/affiliations/" + ref).status(404)
		ada.visit("/fr/affiliations/"+ref).sees("Les Ateliers vous propose").send("Rejoindre", nil).status(422)
		ada.send("Rejoindre", url.Values{"organisation": {fee.Ref}}).status(200).sees("Vous êtes dans le réseau")
		if s.letters(t, "lina@ateliers.example") != 1 {
			t.Fatal("the head was not told")
		}
		lina.visit(base+"?q=f%C3%A9e").sees("Fée", "membre").follow("Retirer").send("Retirer du réseau", nil).at(base).missing("Fée")
		ada.visit("/fr/o/" + fee.Ref + "/head").status(404)
		ada.visit(base).status(404)
		if s.letters(t, "lina@ateliers.example") != 2 || s.letters(t, "ada@fee.example") != 2 {
			t.Fatal("not both were told that it is over")
		}
	})
}

func TestOnlyAHeadHasANetwork(t *testing.T) {
	s := newSite(t)
	fee, ada := s.fee(t)
	for _, page := range []string{"network", "network/openings", "network/proposals", "opening", "head"} {
		ada.visit("/fr/o/" + fee.Ref + "/" + page).status(404)
	}
	ada.post("/fr/o/"+fee.Ref+"/network/openings", url.Values{"lines": {"A;B;c@d.example;fr;x;\n"}}).status(404)
	ada.post("/fr/o/"+fee.Ref+"/network/proposals", url.Values{"email": {"c@d.example"}}).status(404)
}

func TestAClosedHeadReadsItsNetworkAndAsksNobody(t *testing.T) {
	s := newSite(t)
	s.inhabited(t)
	lina, head := s.networkOf(t, "lina@ateliers.example", "3")
	base := "/fr/o/" + head.Ref + "/network"
	lina.visit(base).sees("Ouvrir des espaces")
	if err := s.db.Exec("update organisations set closed_at = ? where id = ?", store.Now(s.db), head.ID).Error; err != nil {
		t.Fatal(err)
	}
	lina.visit(base).status(200).missing("Ouvrir des espaces")
	lina.post(base+"/proposals", url.Values{"email": {"zoe@pres.example"}}).status(http.StatusConflict).sees("Plus rien de nouveau ne se fait en son nom")
}

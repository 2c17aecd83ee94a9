package handlers

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"
)

func TestAHeadPaysForTheSpacesItOpensWithinABudget(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.inhabited(t)
		lina, head := s.networkOf(t, "lina@ateliers.example", "5")
		if err := complete(s, head.ID); err != nil {
			t.Fatal(err)
		}
		base := "/fr/o/" + head.Ref + "/network"
		lina.visit(base).follow("Payer ensemble").sees("Aucun budget n'est fixé", "Une seule facture")
		lina.send("Enregistrer", url.Values{"together": {"yes"}, "percent": {"101"}, "budget": {"rien"}}).status(422).sees("Part payée pour les nouveaux espaces", "rien")
		lina.send("Enregistrer", url.Values{"together": {"yes"}, "percent": {"100"}, "budget": {"30"}}).status(200).sees("0,00 € sur 30,00 €")
		lines := "École des Prés;Zoé;zoe@pres.example;fr;essentiel;\n"
		lina.visit(base+"/openings").send("Essayer à blanc", url.Values{"lines": {lines}}).sees("à votre charge", "1 espace dépasse votre budget", "attendra votre accord")
		lina.send("Ouvrir 1 espace", nil).at(base).sees("École des Prés", "Ce qui dépasse le budget attend votre accord", "Vous paierez 100 %")
		if n := s.letters(t, "zoe@pres.example"); n != 0 {
			t.Fatal("a letter went out before the yes")
		}
		lina.visit(base+"/pool").sees("Ouvertures qui attendent votre accord", "Zoé, zoe@pres.example").send("Ouvrir quand même", nil).status(200).sees("La lettre est partie", "Dépassé de").missing("Ouvertures qui attendent")
		if s.letters(t, "zoe@pres.example") != 1 || s.letters(t, "lina@ateliers.example") != 1 {
			t.Fatal("no letter to the contact, or none to the head about its budget")
		}
		zoe := s.visitor("fr")
		if zoe.visit(s.linkTo(t, "zoe@pres.example")); !strings.Contains(zoe.page.body, `value="Zoé"`) {
			t.Error("the name that the head gave is asked again")
		}
		zoe.sendIn(last(zoe.page.path), url.Values{"name": {"Zoé"}}).sees("Les Ateliers paie 100 % de cet espace")
		zoe.send("Accepter", url.Values{"terms": {"true"}, "early_start": {"true"}}).status(200).sees("Votre espace se prépare")
		lina.visit(base).sees("Vous payez 100 %")
		zoe.follow("Tête de réseau").sees("Les Ateliers paie 100 % des espaces qu'elle a acceptés").send("Payer nous-mêmes", nil).status(200).sees("Vous payez vous-mêmes vos espaces")
		if s.letters(t, "lina@ateliers.example") != 2 {
			t.Fatal("the head was not told that the member pays itself")
		}
	})
}

func TestAMemberSaysYesBeforeItsHeadPaysMoreAndIsToldWhenItPaysLess(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		lina, head := s.networkOf(t, "lina@ateliers.example", "5")
		fee, ada := s.fee(t)
		base := "/fr/o/" + head.Ref + "/network"
		lina.visit(base+"/proposals").send("Envoyer", url.Values{"email": {"ada@fee.example"}, "percent": {"50"}}).status(422).sees("Complétez d'abord les coordonnées")
		if err := complete(s, head.ID); err != nil {
			t.Fatal(err)
		}
		lina.visit(base+"/proposals").send("Envoyer", url.Values{"email": {"ada@fee.example"}, "percent": {"50"}}).at(base).sees("50 % proposés")
		ada.visit("/fr/o/"+fee.Ref).sees("Un réseau vous propose de le rejoindre", "Les Ateliers attend votre réponse").follow("Y aller").sees("Les Ateliers paie 50 % de vos espaces")
		ada.send("Rejoindre", url.Values{"organisation": {fee.Ref}}).status(200).sees("Les Ateliers paie 50 %")
		lina.visit(base).sees("Vous payez 50 %").follow("Qui paie").sees("Qui paie les espaces de").send("Enregistrer", url.Values{"percent": {"x"}}).status(422)
		lina.send("Enregistrer", url.Values{"percent": {"80"}}).at(base).sees("80 % proposés")
		if s.letters(t, "ada@fee.example") != 1 {
			t.Fatal("the member was not asked")
		}
		ada.visit("/fr/o/"+fee.Ref).sees("Votre tête de réseau propose de payer", "80 %").visit("/fr/o/"+fee.Ref+"/head").send("Oui, d", nil).status(200).sees("Les Ateliers paie 80 %")
		lina.visit(base).follow("Qui paie").send("Enregistrer", url.Values{"percent": {"80"}, "version": {"1"}}).status(409).sees("Qui paie les espaces de")
		lina.visit(base).follow("Qui paie").send("Enregistrer", url.Values{"percent": {"10"}}).at(base).sees("Vous payez 10 %")
		if s.letters(t, "ada@fee.example") != 2 {
			t.Fatal("the member was not told")
		}
		s.staffed(t, people.Agent).visit(base + "/pool").status(404)
		ada.visit(base + "/pool").status(404)
	})
}

func TestAHeadsInvoiceNamesEachSpaceAndALeavingMemberIsToldWhatItPays(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.inhabited(t)
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		lina, head := s.networkOf(t, "lina@ateliers.example", "5")
		fee, ada := s.fee(t)
		must(complete(s, head.ID))
		must(complete(s, fee.ID))
		u := s.meets(t, "ada@fee.example")
		must(people.WithMemberships(t.Context(), s.db, &u))
		p, err := billing.Subscribe(t.Context(), s.db, u, billing.SubscribeForm{
			Offer: "essentiel", Tier: catalogue.Standard, Period: "year", For: fee.Ref, Country: "FR", Terms: true, EarlyStart: true, Lang: "fr", TermsVersion: "2026-11-01",
		})
		must(err)
		must(billing.Delivered(t.Context(), s.db, journal.Actor{}, p.SubscriptionID, store.Today(s.db, time.UTC)))
		lina.visit("/fr/o/"+head.Ref+"/network/proposals").send("Envoyer", url.Values{"email": {"ada@fee.example"}, "percent": {"100"}}).status(200)
		var ref string
		s.db.Raw("select ref from affiliations where email = 'ada@fee.example'").Scan(&ref)
		ada.visit("/fr/affiliations/"+ref).send("Rejoindre", url.Values{"organisation": {fee.Ref}}).status(200)
		later := store.AtTime(s.db, store.Now(s.db).AddDate(0, 11, 25))
		n, err := billing.RenewDue(t.Context(), later)
		must(err)
		m, err := billing.ConsolidateDue(t.Context(), later)
		must(err)
		if n != 1 || m != 1 {
			t.Fatal("no invoice", n, m)
		}
		var issued billing.Invoice
		must(s.db.Where("organisation_id = ?", head.ID).First(&issued).Error)
		lina.visit("/fr/o/" + head.Ref + "/invoices").sees(*issued.FullNumber).visit("/fr/o/" + head.Ref + "/invoices/" + issued.Ref).sees("Fée · ")
		if lina.visit("/fr/o/" + head.Ref + "/invoices/" + issued.Ref + "/xml").status(200); !strings.Contains(lina.page.body, "Fée · ") {
			t.Error("the electronic form does not name the space")
		}
		late := store.AtTime(s.db, store.Now(s.db).AddDate(1, 2, 10)) // the last notice of what nobody paid
		for range 3 {
			_, err := billing.ChaseDue(t.Context(), late, func(string) string { return "x" })
			must(err)
			late = store.AtTime(s.db, store.Now(late).AddDate(0, 0, 14))
		}
		s.letters(t, "ada@fee.example")
		var unpaid string
		s.db.Raw("select text from letters where kind = 'share_unpaid' and address = 'ada@fee.example'").Scan(&unpaid)
		if !strings.Contains(plain(unpaid), "300,00 €") || !strings.Contains(plain(unpaid), "Association des ateliers") {
			t.Fatalf("the member is not told that its head has not paid: %q", unpaid)
		}
		lina.visit("/fr/o/"+head.Ref+"/network/members/"+ref+"/end").sees("s'arrête à la fin de la période en cours").send("Retirer du réseau", nil).status(200)
		if s.letters(t, "ada@fee.example") == 0 {
			t.Fatal("no letter")
		}
		var text string
		s.db.Raw("select text from letters where kind = 'carriage_over'").Scan(&text)
		if !strings.Contains(plain(text), "par an, à votre charge à partir du") {
			t.Fatalf("the member is not told what it pays: %q", text)
		}
	})
}

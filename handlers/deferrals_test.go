package handlers

import (
	"context"
	"net/url"
	"testing"
	"time"

	"chatiere/jobs/jobstest"
	"chatiere/models/billing"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"
)

// late is an organisation whose invoice is two weeks late on the day it is looked at.
func (s *site) late(t *testing.T) (people.Organisation, *person) {
	t.Helper()
	s.sells(t)
	p, o, ada := s.bought(t, "ada@fee.example")
	past := store.AtTime(s.db, store.Now(s.db).AddDate(0, 0, -44))
	if _, err := billing.Finalise(context.Background(), past, journal.Actor{}, p.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := billing.ChaseDue(context.Background(), s.db, func(string) string { return "…" }); err != nil {
		t.Fatal(err)
	}
	return o, ada
}

func TestDUN3_ATreasurerProposesADateAndAnOperatorAnswers(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.mails(t)
		o, ada := s.late(t)
		far := store.Now(s.db).AddDate(0, 4, 0).Format(time.DateOnly)
		ada.visit("/fr/o/" + o.Ref + "/invoices").sees("Vous ne pouvez pas payer maintenant ?").follow("Proposer une date de paiement").status(200).sees("La suite")
		ada.send("Proposer cette date", url.Values{"until_on": {"2020-01-01"}, "reason": {"Subvention"}}).
			refused("until_on", "Ce jour est passé. Choisissez aujourd’hui ou un jour suivant.", map[string]string{"reason": "Subvention"})
		ada.send("Proposer cette date", url.Values{"until_on": {far}, "reason": {"Subvention de la ville"}}).status(200).sees("Votre proposition est partie", "attend une réponse")
		jobstest.Drain(t, s.worker)
		ops := s.staffed(t, people.Operator)
		ops.visit("/fr/desk/deferrals").sees("Subvention de la ville").follow(o.Name).status(200)
		ops.send("Décider", url.Values{"verdict": {"refuse"}}).refused("answer", "Ce champ est nécessaire.", nil)
		ops.send("Décider", url.Values{"verdict": {"accept"}}).status(200).sees("Aucune date n’attend de réponse")
		ada.visit("/fr/o/" + o.Ref + "/deferrals").sees("acceptée")
		jobstest.Drain(t, s.worker)
		var letters int64
		if err := s.db.Table("letters").Where("kind in ('date_decided','date_proposed','organisation_chased')").Count(&letters).Error; err != nil || letters < 3 {
			t.Errorf("%d letters %v", letters, err)
		}
	})
}

func TestTAG1_AnOperatorTreatsAnAccountApart(t *testing.T) {
	s := newSite(t)
	o, _ := s.late(t)
	ops, books := s.staffed(t, people.Operator), s.staffed(t, people.Accountant)
	ops.visit("/fr/desk/accounts/"+o.Ref).status(200).sees("Compte d’Amis de", "En retard", "traité comme tous les autres")
	ops.send("Traiter à part", url.Values{"tag": {"do_not_chase"}, "reason": {"Incendie"}}).refused("until_on", "Ce champ est nécessaire.", map[string]string{"reason": "Incendie"})
	ops.send("Traiter à part", url.Values{"until_on": {store.Now(s.db).AddDate(0, 2, 0).Format(time.DateOnly)}}).status(200).sees("Ni rappel ni fermeture", "Incendie")
	books.visit("/fr/desk/accounts/" + o.Ref).status(200).sees("Incendie").lacks("Traiter à part")
	ops.send("Retirer", nil).status(200).sees("traité comme tous les autres")
}

func TestProposingADateInChromium(t *testing.T) {
	s := newSite(t)
	o, ada := s.late(t)
	ops := s.staffed(t, people.Operator)
	withBrowser(t, s.server.URL, func(b *browser) {
		b.as(ada).visit("/fr/o/" + o.Ref + "/deferrals").sees("La suite").axe().fits().shot("leaving/deferrals").phone().axe().fits().shot("leaving/deferrals-phone").dark().axe()
	})
	withBrowser(t, s.server.URL, func(b *browser) {
		b.as(ops).visit("/en/desk/accounts/" + o.Ref).sees("Treated apart").axe().fits().shot("leaving/account").phone().axe().fits()
	})
}

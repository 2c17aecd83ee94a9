package handlers

import (
	"context"
	"net/url"
	"testing"

	"chatiere/models/people"
	"chatiere/models/support"
)

func TestDUN1_ADisagreementToldInATicketPausesRemindersAndEverybodyConcernedReadsIt(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		o, ada := s.late(t)
		u, err := people.LoadUser(context.Background(), s.db, ada.user.ID)
		if err != nil {
			t.Fatal(err)
		}
		ticket, err := support.OpenTicket(context.Background(), s.db, u, support.TicketForm{Subject: "Ma facture", Body: "Nous ne sommes pas douze.", Organisation: o.Ref, Lang: "fr"})
		if err != nil {
			t.Fatal(err)
		}
		page := "/fr/tickets/" + ticket.Ref
		agent, ops := s.staffed(t, people.Agent), s.staffed(t, people.Operator)
		agent.visit(page).status(200).missing("Mettre les relances en pause")
		agent.post(page+"/disagreement", url.Values{"disagreement": {"x"}}).status(403)
		ops.visit(page).send("Mettre les relances en pause", nil).refused("disagreement", "Ce champ est nécessaire.", nil)
		ops.send("Mettre les relances en pause", url.Values{"disagreement": {"Douze personnes comptées, dix en vrai"}}).status(200).
			sees("Désaccord sur une facture : les relances sont en pause", "Douze personnes comptées", "Le désaccord est réglé")
		agent.visit(page).sees("les relances sont en pause").missing("Le désaccord est réglé")
		ada.visit(page).sees("les relances sont en pause", "Douze personnes comptées").missing("Mettre les relances en pause")
		ada.visit("/fr/o/"+o.Ref+"/invoices").sees("les relances sont en pause").follow("Voir ce qui est en pause et pourquoi").at("/fr/o/"+o.Ref+"/deferrals").sees("les relances sont en pause", "Douze personnes comptées", "En pause : désaccord à régler")
		ops.visit("/fr/desk/accounts/"+o.Ref).sees("les relances sont en pause").follow("Ouvrir la demande").at(page).
			send("Le désaccord est réglé", nil).status(200).sees("Mettre les relances en pause", "les relances reprennent")
		ada.visit(page).sees("les relances reprennent").missing("Depuis le")
		ada.visit("/fr/o/" + o.Ref + "/deferrals").missing("En pause").visit("/fr/o/" + o.Ref + "/invoices").missing("relances sont en pause")
		ops.visit("/fr/desk/journal").sees("Désaccord réglé : relances reprises")
	})
}

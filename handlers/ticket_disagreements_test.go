package handlers

import (
	"context"
	"net/url"
	"testing"

	"chatiere/models/billing"
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
			sees("Désaccord sur une facture : les relances sont en pause", "Douze personnes comptées", "Le désaccord est réglé", "Les relances sont en pause. L’organisation le lit sur sa page, avec la raison.")
		agent.visit(page).sees("les relances sont en pause").missing("Le désaccord est réglé")
		ada.visit(page).sees("les relances sont en pause", "Douze personnes comptées").missing("Mettre les relances en pause")
		ada.visit("/fr/o/"+o.Ref+"/invoices").sees("les relances sont en pause").follow("Voir ce qui est en pause et pourquoi").at("/fr/o/"+o.Ref+"/deferrals").sees("les relances sont en pause", "Douze personnes comptées", "En pause : désaccord à régler")
		ops.visit("/fr/desk/accounts/"+o.Ref).sees("les relances sont en pause").follow("Ouvrir la demande").at(page).
			send("Le désaccord est réglé", nil).status(200).sees("Mettre les relances en pause", "les relances reprennent").sees("Le désaccord est réglé : les relances reprennent où elles en étaient.")
		ada.visit(page).sees("les relances reprennent").missing("Depuis le")
		ada.visit("/fr/o/" + o.Ref + "/deferrals").missing("En pause").visit("/fr/o/" + o.Ref + "/invoices").missing("relances sont en pause")
		ops.visit("/fr/desk/journal").sees("Désaccord réglé : relances reprises")
	})
}

func TestDUN1_ATreasurerDisagreesWithAnInvoiceOnItsPageAndBothSidesReadIt(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		o, ada := s.late(t)
		all, err := billing.InvoicesOf(context.Background(), s.db, o, billing.Filter{})
		if err != nil || len(all.Items) != 1 {
			t.Fatal(len(all.Items), err)
		}
		i := all.Items[0]
		page := "/fr/o/" + o.Ref + "/invoices/" + i.Ref
		ada.visit(page).sees("Nous ne sommes pas d’accord avec cette facture").send("Envoyer notre désaccord", url.Values{"disagreement": {" "}}).refused("disagreement", "Ce champ est nécessaire.", nil)
		ada.send("Envoyer notre désaccord", url.Values{"disagreement": {"Nous ne sommes pas douze.\nDix seulement."}}).status(200).
			sees("Nous ne sommes pas d’accord avec la facture "+i.FullName(), "Dix seulement.", "les relances sont en pause", "la facture "+i.FullName()+" n’est pas prélevée d’office")
		ticket := ada.page.path
		ada.visit(page).sees("n’est pas prélevée d’office", "Nous ne sommes pas douze. Dix seulement.").missing("Envoyer notre désaccord").follow("Ouvrir la demande").at(ticket)
		books, ops := s.staffed(t, people.Accountant), s.staffed(t, people.Operator)
		books.visit("/fr/desk/invoices/"+i.Ref).sees("n’est pas prélevée d’office", "pas douze").missing("Ouvrir la demande")
		ops.visit("/fr/desk/invoices/"+i.Ref).sees("pas douze").follow("Ouvrir la demande").at(ticket).send("Le désaccord est réglé", nil).status(200).sees("Le désaccord est réglé : les relances reprennent")
		ops.send("Mettre les relances en pause", url.Values{"disagreement": {"Encore"}, "invoice": {"F1999-1"}}).refused("invoice", "Cette organisation n’a pas de facture de ce numéro.", map[string]string{"disagreement": "Encore"})
		ada.visit(page).sees("a été réglé le").missing("Envoyer notre désaccord").missing("d’office")
		ada.post(page+"/disagreement", url.Values{"disagreement": {"encore"}}).status(409)
	})
}

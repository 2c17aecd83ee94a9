package handlers

import (
	"context"
	"net/url"
	"testing"

	"chatiere/jobs/jobstest"
	"chatiere/models/billing"
	"chatiere/models/people"
	"chatiere/models/support"
)

func TestTheStaffFindsAnOrganisationAndReadsItsFile(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.worker.Development = true
		o, ada := s.late(t)
		other, _, _ := s.bought(t, "bob@autre.example")
		jobstest.Drain(t, s.worker)
		u, err := people.LoadUser(context.Background(), s.db, ada.user.ID)
		if err != nil {
			t.Fatal(err)
		}
		ticket, err := support.OpenTicket(context.Background(), s.db, u, support.TicketForm{Subject: "Rien ne s'ouvre", Body: "Bonjour, rien ne s'ouvre.", Organisation: o.Ref, Lang: "fr"})
		if err != nil {
			t.Fatal(err)
		}
		var invoice billing.Invoice
		if err := s.db.Where("organisation_id = ?", o.ID).First(&invoice).Error; err != nil {
			t.Fatal(err)
		}
		page := "/fr/desk/accounts/" + o.Ref
		ops, books, agent := s.staffed(t, people.Operator), s.staffed(t, people.Accountant), s.staffed(t, people.Agent)

		ops.visit("/fr/desk").follow("Organisations").at("/fr/desk/accounts").sees("Amis de ada", "Amis de bob", "Association")
		ops.visit("/fr/desk/accounts?" + url.Values{"q": {other.PaymentReference}}.Encode()).sees("Amis de bob").missing("Amis de ada")
		ops.visit("/fr/desk/accounts?q=personne@nulle.example").sees("Aucune organisation ne correspond")
		if rows := books.rows("/fr/desk/accounts.csv?state=late"); len(rows) != 2 || rows[0][0] != "Organisation" || rows[1][0] != "Amis de ada" || rows[1][5] != "120,00" || rows[1][6] != invoice.DueOn {
			t.Errorf("the file says %v", rows)
		}
		ops.visit("/fr/desk/accounts?state=late").missing("Amis de bob").follow("Amis de ada").at(page).
			sees("Association ada", "Lyon", "ada@fee.example", "Responsable", "Ensemble", invoice.FullName(), "120,00", "Rien ne s'ouvre", "Derniers actes", "Aucun moyen de paiement")
		ops.follow(invoice.FullName()).status(200).follow("Amis de ada").at(page).follow("Rien ne s'ouvre").at("/fr/tickets/" + ticket.Ref).follow("Amis de ada").at(page)
		ops.follow("Tout le journal de cette organisation").status(200).sees("Seulement ce qui concerne", "Amis de ada").missing("bob").follow("Tout le journal").sees("Journal").missing("Seulement ce qui concerne")

		ops.visit(page).follow("Toutes les factures").at("/fr/desk/invoices").sees(invoice.FullName(), "Seulement ce qui concerne").
			follow("Toutes les factures").at("/fr/desk/invoices").missing("Seulement ce qui concerne")
		ops.visit(page).follow("Ouvrir son espace").at("/fr/o/" + o.Ref).follow("Compte (bureau)").at(page)
		ada.visit("/fr/o/" + o.Ref).missing("Compte (bureau)")

		books.visit(page).sees(invoice.FullName(), "Traitement à part").missing("Rien ne s'ouvre", "Derniers actes", "ada@fee.example", "Ouvrir son espace")
		agent.visit(page).status(200).sees("Rien ne s'ouvre", "ada@fee.example", "Ensemble").missing(invoice.FullName(), "120,00", "100,00", "Traitement à part", "Derniers actes", "Ouvrir son espace")
		agent.follow("Toutes ses demandes").at("/fr/desk/tickets").sees("Rien ne s'ouvre")
		agent.visit("/fr/desk/people").follow("Amis de ada").at(page)
		agent.visit("/fr/desk/accounts").status(403)
		ada.visit(page).status(403)
	})
}

func TestAnOrganisationsFileInChromium(t *testing.T) {
	s := newSite(t)
	o, _ := s.late(t)
	ops := s.staffed(t, people.Operator)
	withBrowser(t, s.server.URL, func(b *browser) {
		b.as(ops).visit("/fr/desk/accounts").sees("Organisations").axe().fits().shot("accounts/list")
		b.visit("/fr/desk/accounts/" + o.Ref).sees("Identité").axe().fits().shot("accounts/file")
		b.phone().dark()
		b.visit("/en/desk/accounts").sees("Organisations").axe().fits().shot("accounts/list-phone")
		b.visit("/en/desk/accounts/" + o.Ref).sees("Identity").axe().fits().shot("accounts/file-phone")
	})
}

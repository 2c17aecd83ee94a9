package handlers

import (
	"context"
	"testing"
	"testing/fstest"

	"chatiere/jobs/jobstest"
	"chatiere/models/customers"
)

// brings is a small host that moves in: one organisation with two people, a debt and a contract.
func brings() fstest.MapFS {
	return fstest.MapFS{
		"organisations.csv": {Data: []byte("key;name;city;language\nlune;Les Amis de la Lune;Lyon;fr\n")},
		"people.csv":        {Data: []byte("organisation;email;name;roles;language\nlune;selene@lune.example;Séléné;owner;fr\nlune;theo@lune.example;Théo;treasurer;en\n")},
		"balances.csv":      {Data: []byte("organisation;kind;number;date;amount\nlune;invoice;2026-77;2026-11-01;120,00\n")},
		"subscriptions.csv": {Data: []byte("key;organisation;offer;interval;invoiced_until;addresses\nc1;lune;ensemble;year;2027-01-15;https://nuage.lune.example\n")},
	}
}

func movingOptions() customers.Options {
	return customers.Options{
		Languages: []string{"fr", "en"}, Why: "repris", Carried: func(_, number string) string { return "Facture " + number },
		Exempt: func(string) string { return "voir l’original" },
	}
}

func TestTheDeskShowsTheLastFolderOfCustomersAndTheyComeIn(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		ctx := context.Background()
		s.sells(t)
		s.worker.Development = true
		omar := s.enters(t, s.named(t, "omar@host.example", "Omar", "operator"))
		omar.visit("/fr/desk/customers").status(200).sees("Personne n’a emménagé", "chatiere import customers DIR")
		_, err := customers.Apply(ctx, s.db, brings(), movingOptions())
		if err != nil {
			t.Fatal(err)
		}
		omar.visit("/fr/desk/customers").status(200).sees("chatiere import customers --undo", "120,00", "janvier 2027", "service repris")
		if _, err := customers.Confirm(ctx, s.db, true); err != nil {
			t.Fatal(err)
		}
		jobstest.Drain(t, s.worker)
		jobstest.Drain(t, s.worker)
		var letters []struct{ Subject, Text, Address string }
		s.db.Table("letters").Where("kind = 'moved_in'").Order("address").Scan(&letters)
		if len(letters) != 2 || letters[0].Address != "selene@lune.example" || plain(letters[0].Subject) != "Votre espace chez Hôte d’essai a déménagé" && letters[0].Subject == letters[1].Subject {
			t.Errorf("%+v", letters)
		}
		omar.visit("/fr/desk/customers").status(200).sees("Les personnes ont reçu une lettre").missing("--undo")
		omar.visit("/fr/desk/journal?q=customers").status(200).sees("Emménagement confirmé")
		var org, invoice string
		s.db.Raw("select ref from organisations where name = 'Les Amis de la Lune'").Scan(&org)
		s.db.Raw("select ref from invoices where carried").Scan(&invoice)
		u := s.meets(t, "selene@lune.example")
		selene := s.enters(t, u)
		selene.visit("/fr/o/"+org).status(200).sees("Les Amis de la Lune", "120,00", "ancien système")
		selene.visit("/fr/o/"+org+"/invoices/"+invoice).status(200).sees("2026-77", "Facture de l’ancien système").missing("/pdf")
		selene.visit("/fr/o/" + org + "/invoices/" + invoice + "/pdf").status(404)
		var space string
		s.db.Raw("select ref from deployments where address = 'https://nuage.lune.example'").Scan(&space)
		selene.visit("/fr/o/"+org+"/services/"+space).status(200).sees("Vos fichiers", "Référence du contrat")
		omar.visit("/fr/desk/invoices/" + invoice).status(200).sees("2026-77").missing("credit-notes")
	})
}

package handlers

import (
	"context"
	"testing"

	"chatiere/jobs/jobstest"
	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/ledger"
	"chatiere/models/people"
)

func TestAnInvoiceSaysWhatOfEachLineGoesToThePot(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.worker.Development = true
		s.sells(t)
		host, err := collective.Find(context.Background(), s.db)
		if err != nil {
			t.Fatal(err)
		}
		f := host.Filled()
		f.RedistributionBP = 1000
		if err := collective.Save(context.Background(), s.db, journal.Actor{}, f); err != nil {
			t.Fatal(err)
		}
		p, _, _ := s.bought(t, "ada@fee.example")
		i, err := billing.Finalise(context.Background(), s.db, journal.Actor{}, p.ID)
		if err != nil {
			t.Fatal(err)
		}
		u, err := people.LoadUser(context.Background(), s.db, s.meets(t, "ada@fee.example").ID)
		if err != nil {
			t.Fatal(err)
		}
		ada := s.enters(t, u)
		path := "/fr/o/" + ada.user.Memberships[0].Organisation.Ref + "/invoices/" + i.Ref
		ada.visit(path).sees("Ce qui va aux projets libres", "100,00 € hors taxes, 10,00 € (10 %) iront dans l'enveloppe des projets libres dès que")
		ops := s.staffed(t, people.Operator)
		pay := func(cents int64) {
			if _, err := billing.ConfirmTransfer(context.Background(), s.db, ops.user, billing.PaymentForm{For: i.Ref, Cents: cents, ReceivedOn: "2026-11-25"}); err != nil {
				t.Fatal(err)
			}
			jobstest.Drain(t, s.worker)
		}
		pay(3000)
		ada.visit(path).sees("2,50 € (10 % de ce qui est payé) vont déjà", "7,50 € suivront")
		pay(9000)
		ada.visit(path).sees("100,00 € hors taxes, 10,00 € (10 %) vont dans l'enveloppe").missing("suivront", "iront").follow("Où va chaque euro").at("/fr/transparency")
		var upstream uint
		if err := s.db.Raw("select min(id) from upstreams").Scan(&upstream).Error; err != nil || upstream == 0 {
			t.Fatal(upstream, err)
		}
		s.posts(t, ledger.Entry{
			Journal: ledger.Miscellaneous, Kind: "redistribution_allocate", Key: "alloc", EffectiveOn: "2026-11-25", PieceRef: "x",
			Transfers: []ledger.Transfer{{Debit: "liability:upstream:unallocated", Credit: ledger.Project("liability:upstream", upstream), Unit: "EUR", Amount: 400}},
		})
		ada.visit(path).sees("Part calculée de l'enveloppe commune, et non un don fléché", "4,00 €")
		s.visitor("fr").visit("/fr/transparency").sees("Trop peu d'organisations ont payé")
	})
}

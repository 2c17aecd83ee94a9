package handlers

import (
	"context"
	"fmt"

	"chatiere/models/billing"
	"chatiere/models/people"
	"chatiere/models/store"
)

// complete fills in the details without which an organisation pays for no other.
func complete(s *site, id uint) error {
	return s.db.Model(&people.Organisation{}).Where("id = ?", id).Updates(map[string]any{
		"legal_name": "Association des ateliers", "street": "1 rue du Don", "postcode": "75001", "city": "Paris", "fiscal_status": people.NotSubject, "details_at": store.Now(s.db),
	}).Error
}

// growPools lets the world's organisation pay a part for each of its members, and adds an opening that waits for its yes.
func growPools(w *world, n int) {
	ctx, db := context.Background(), w.s.db
	w.must(complete(w.s, w.org.ID))
	owner := w.as("owner")
	head, err := people.LoadOrganisation(ctx, db, w.org.ID)
	w.must(err)
	sets := func(f billing.PoolForm) {
		pool, err := billing.PoolOf(ctx, db, head.ID)
		w.must(err)
		f.Together, f.Version = "yes", pool.Version
		w.must(billing.SavePool(ctx, db, owner, head, f))
	}
	sets(billing.PoolForm{Percent: "100", BudgetCents: 1})
	opens(w.must, w.s, owner, head, fmt.Sprintf("Attente %d;Zoé;a%d@pres.example;fr;service-0;\n", n, n))
	sets(billing.PoolForm{BudgetCents: 100})
	all, err := people.AllAffiliationsOf(ctx, db, head, people.AffiliationFilter{State: people.AffiliationActive})
	w.must(err)
	if len(all) > 0 {
		all[0].Head = head
		w.things["carriage"] = all[0].Ref
		w.must(billing.OfferCarriage(ctx, db, owner, all[0], billing.CarriageForm{Percent: "50", Version: all[0].Version}))
	}
}

// opens rehearses a list and opens what the dry run said.
func opens(must func(error), s *site, by people.User, head people.Organisation, lines string) {
	form := billing.OpeningForm{Lines: lines, Spoken: []string{"fr"}, Lang: "fr"}
	r, err := billing.Rehearse(context.Background(), s.db, by, head, form)
	must(err)
	form.Expected = r.Digest()
	_, _, err = billing.OpenSpaces(context.Background(), s.db, by, head, form)
	must(err)
}

// pays lets ada's small network pay for its members, with a space beyond its budget and an offer to her organisation.
func (l *lived) pays(head people.Organisation) {
	l.t.Helper()
	ctx := context.Background()
	l.must(complete(l.site, head.ID))
	ada := l.as("ada")
	head, err := people.LoadOrganisation(ctx, l.db, head.ID)
	l.must(err)
	l.must(billing.SavePool(ctx, l.db, ada, head, billing.PoolForm{Together: "yes", Percent: "100", BudgetCents: 3000}))
	opens(l.must, l.site, ada, head, "Le jardin partagé;Zoé;zoe@jardin.example;fr;essentiel;\n")
	all, err := people.AllAffiliationsOf(ctx, l.db, head, people.AffiliationFilter{State: people.AffiliationActive})
	l.must(err)
	all[0].Head = head
	l.must(billing.OfferCarriage(ctx, l.db, ada, all[0], billing.CarriageForm{Percent: "60", Version: all[0].Version}))
	l.homes["/:lang/o/:org/network/pool"], l.homes["/:lang/o/:org/network/members/:ref/carriage"] = head.Ref, head.Ref
	l.made["/:lang/o/:org/network/members/:ref/carriage"] = all[0].Ref
}

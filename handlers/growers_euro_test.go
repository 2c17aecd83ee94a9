package handlers

import (
	"context"
	"fmt"

	"chatiere/models/billing"
	"chatiere/models/billing/euro"
	"chatiere/models/catalogue"
	"chatiere/models/commons"
	"chatiere/models/ledger"
	"chatiere/models/people"
)

// growEuro sorts one more line that went out, makes one more rule, and gives one more project its part of what three organisations paid.
func growEuro(w *world, n int) {
	ctx, db, admin := context.Background(), w.s.db, w.as("admin")
	waiting, err := billing.Spendings(ctx, db, admin, billing.SpendingFilter{})
	w.must(err)
	s := waiting.Items[len(waiting.Items)-1]
	w.things["spending"] = s.Ref
	if n%2 == 0 {
		f := s.Form()
		f.Purpose, f.Remember, f.Words = euro.Groups[n/2%len(euro.Groups)], euro.ByWords, fmt.Sprint("frais ", n)
		if _, err := s.Sort(ctx, db, admin, f); err != nil {
			f.Words = s.Line.Label
			_, err = s.Sort(ctx, db, admin, f)
			w.must(err)
		}
	}
	o, err := people.NewOrganisation(ctx, db, people.Organisation{Name: fmt.Sprint("Payeuse ", n), Locale: "fr", Country: "FR"}, w.as("owner"))
	w.must(err)
	_, err = commons.Accrue(ctx, db, commons.Received{Source: fmt.Sprint("grown ", n), On: fmt.Sprintf("2026-%02d-10", 1+n%11), NetCents: 100_000, OrganisationID: o.ID, OfferID: uint(1 + n%2)})
	w.must(err)
	u, err := catalogue.FindUpstream(ctx, db, "fr", fmt.Sprint("service-", n))
	w.must(err)
	_, err = ledger.Post(ctx, db, ledger.Entry{
		Journal: ledger.Miscellaneous, Kind: "redistribution_allocate", Key: fmt.Sprint("alloc:", n), EffectiveOn: "2026-11-20", PieceRef: "x",
		Transfers: []ledger.Transfer{{Debit: "liability:upstream:unallocated", Credit: ledger.Project("liability:upstream", u.ID), Unit: "EUR", Amount: 10}},
	})
	w.must(err)
	w.things["upstream"] = "service-0"
	if n%10 == 9 {
		_, err = commons.TellMonths(ctx, db)
		w.must(err)
	}
}

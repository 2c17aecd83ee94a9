package handlers

import (
	"context"
	"fmt"

	"chatiere/models/billing"
	"chatiere/models/people"
	"chatiere/models/store"
)

// growAccounts adds an organisation that is treated apart, a look at the world's organisation's VAT number, and a method by which it pays.
func growAccounts(w *world, n int) {
	ctx, db, admin := context.Background(), w.s.db, w.as("admin")
	day := store.Now(db)
	if n == 0 {
		w.must(db.Model(&people.Organisation{}).Where("id = ?", w.org.ID).Update("vat_number", "FR32123456782").Error)
		fresh, err := people.LoadOrganisation(ctx, db, w.org.ID)
		w.must(err)
		w.org = fresh
	}
	w.must(w.org.CheckVAT(ctx, db, admin, people.VATCheckForm{Answer: people.VATValid, CheckedOn: day.Format("2006-01-02"), RequestID: fmt.Sprint(n)}, day))
	o, err := people.NewOrganisation(ctx, db, people.Organisation{Name: fmt.Sprint("Compte ", n), Locale: "fr", Country: "FR"}, w.as("owner"))
	w.must(err)
	w.must(billing.PutTag(ctx, db, admin, o, billing.TagForm{Tag: billing.NoAutoCharge, Reason: "Essai"}, day))
}

package handlers

import (
	"context"
	"fmt"
	"testing"

	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
)

// lent is a thing that an organisation gave to the collective, told by one of its owners and accepted.
func (s *site) lent(t *testing.T, by people.User, o people.Organisation, steward people.User, title string) (commons.Contribution, error) {
	ctx := context.Background()
	c, err := commons.LogContribution(ctx, s.db, by, commons.Form{
		Choice: commons.Gifts, KindKey: "x_goods", FromOn: "2026-10-01", Cents: 80_000, Amount: "800", Title: title, Evidence: "https://preuves.example/devis-12", For: "collective", OnBehalf: o.Ref, Visibility: commons.Public, Lang: "fr",
	})
	if err != nil {
		return c, err
	}
	keeper, long := s.named(t, "caisse-"+c.Ref+"@ailleurs.example", "Caissière", "accountant"), store.Now(s.db).AddDate(-1, 0, 0)
	if err := s.db.Exec("update users set confirmed_at = ?, created_at = ? where id = ?", long, long, keeper.ID).Error; err != nil {
		return c, err
	}
	if err := c.Attest(ctx, s.db, keeper, commons.AttestForm{Verdict: commons.Confirm, Present: true}); err != nil {
		return c, err
	}
	return c, c.Decide(ctx, s.db, steward, commons.DecisionForm{Decision: commons.Accepted})
}

// growPatrons adds a thing that the world's organisation gave in kind, with its receipt but for the first.
func growPatrons(w *world, n int) {
	c, err := w.s.lent(w.t, w.as("owner"), w.org, w.as("admin"), fmt.Sprint("Ordinateurs ", n))
	w.must(err)
	if n == 0 {
		w.things["thing given"] = c.Ref
		return
	}
	one, err := commons.LoadContribution(context.Background(), w.s.db, c.ID)
	w.must(err)
	_, err = one.Certify(context.Background(), w.s.db, w.as("owner"), &commons.ReceiptForm{
		Name: "Ailleurs", LegalForm: "SARL", SIREN: "123456782", Street: "1 rue du Don", Postcode: "69001", City: "Lyon", Country: "FR", Thing: "12 ordinateurs", Cost: true, Lang: "fr",
	})
	w.must(err)
}

// lends lets Fée give a thing, for whose receipt ada may ask.
func (l *lived) lends(ada people.User) {
	l.t.Helper()
	c, err := l.lent(l.t, ada, l.fee, l.as("alix"), "Douze ordinateurs portables")
	l.must(err)
	l.made["/:lang/contributions/:ref/receipt"] = c.Ref
}

package handlers

import (
	"context"
	"fmt"

	"chatiere/models/commons"
	"chatiere/models/files"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// growCommons adds a contribution that waits, one that is confirmed, one that is recorded, an agreement, a rule and a payment's share.
func growCommons(w *world, n int) {
	ctx, db, owner := context.Background(), w.s.db, w.as("owner")
	admin := w.people["admin"].user
	log := func(title string) commons.Contribution {
		var photo files.File
		w.must(store.InTx(ctx, db, func(tx *gorm.DB) (err error) {
			photo, err = files.Keep(ctx, tx, files.Upload{Name: "photo.pdf", Content: fmt.Append(nil, "%PDF-1.7 ", title, n), ByID: owner.ID})
			return err
		}))
		c, err := commons.LogContribution(ctx, db, owner, commons.Form{
			Choice: commons.Help, FromOn: fmt.Sprintf("2026-10-%02d", n%28+1), Hours: "1", Title: title, Evidence: fmt.Sprint("https://preuves.example/", n), OnBehalf: w.org.Ref, Lang: "fr",
			Files: []files.File{photo},
		})
		w.must(err)
		return c
	}
	waiting := log("Aidé")
	attester := w.s.named(w.t, fmt.Sprintf("att%d@ailleurs.example", n), "Attestante", "agent")
	long := store.Now(db).AddDate(-1, 0, 0) // a member for a year: tenured
	w.must(db.Exec("update users set confirmed_at = ?, created_at = ? where id = ?", long, long, attester.ID).Error)
	for i, c := range []commons.Contribution{log("Confirmé"), log("Enregistré")} {
		w.must(c.Attest(ctx, db, attester, commons.AttestForm{Verdict: commons.Confirm, Present: true}))
		if i == 1 {
			w.must(c.Decide(ctx, db, admin, commons.DecisionForm{Decision: commons.Accepted}))
			w.things["contribution"] = c.Ref
		}
	}
	_, err := commons.SignAgreement(ctx, db, admin, commons.AgreementForm{Organisation: w.org.Ref, LegalBasis: commons.Compensation, Title: "x", Terms: "x", AcceptedOn: "2026-01-01"})
	w.must(err)
	_, err = commons.BeginRule(ctx, db, admin, commons.RuleForm{Work: "work", Cents: 1200, Method: "x", ValidFrom: "2027-01-01"})
	w.must(err)
	_, err = commons.Accrue(ctx, db, commons.Received{Source: fmt.Sprint("test:", n), On: "2026-11-20", NetCents: 1000})
	w.must(err)
	w.things["waiting contribution"] = waiting.Ref
}

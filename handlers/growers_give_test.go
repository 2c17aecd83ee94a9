package handlers

import (
	"context"
	"fmt"

	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
)

// growTasks adds a task, a contribution of the owner's own that is recorded, and a certificate that speaks of all of them.
func growTasks(w *world, n int) {
	ctx, db, owner, admin := context.Background(), w.s.db, w.as("owner"), w.people["admin"].user
	task, err := commons.WriteTask(ctx, db, admin, commons.TaskForm{KindKey: "a11y", Title: fmt.Sprint("Essayer ", n), Minutes: "15", Languages: []string{"fr"}, Lang: "fr"}, languageCodes())
	w.must(err)
	w.must(task.Take(ctx, db, w.s.named(w.t, fmt.Sprintf("tak%d@ailleurs.example", n), "Preneuse", "")))
	w.things["task"] = task.Ref
	owner.Name = "Owner"
	c, err := commons.LogContribution(ctx, db, owner, commons.Form{Choice: commons.Help, FromOn: "2026-10-01", Hours: "1", Title: "Aidé", Lang: "fr"})
	w.must(err)
	attester := w.s.named(w.t, fmt.Sprintf("cer%d@ailleurs.example", n), "Attestante", "agent")
	long := store.Now(db).AddDate(-1, 0, 0)
	w.must(db.Exec("update users set confirmed_at = ?, created_at = ? where id = ?", long, long, attester.ID).Error)
	w.must(c.Attest(ctx, db, attester, commons.AttestForm{Verdict: commons.Confirm, Present: true}))
	w.must(c.Decide(ctx, db, admin, commons.DecisionForm{Decision: commons.Accepted}))
	one, err := commons.IssueCertificate(ctx, db, owner, commons.CertificateForm{FromOn: "2026-01-01", ToOn: "2026-11-01", Lang: "fr"}, func(commons.Extract) string { return "Certificat\n" })
	w.must(err)
	w.things["certificate"] = one.Token
	growAgreements(w, n)
}

// certified gives the swept pages a certificate: of the last person of the demo who gave something for themself.
func (l *lived) certified() {
	l.t.Helper()
	var giver uint
	l.must(l.db.Raw("select contributor_id from contributions where decision = 'accepted' and organisation_id is null and unit = 'MIN' and state = 'accepted' and superseded_by_id is null order by id desc limit 1").Scan(&giver).Error)
	by, err := people.LoadUser(context.Background(), l.db, giver)
	l.must(err)
	one, err := commons.IssueCertificate(context.Background(), l.db, by, commons.CertificateForm{FromOn: "2025-11-01", ToOn: "2026-11-01", Lang: "fr"}, func(commons.Extract) string { return "Certificat\n" })
	l.must(err)
	l.made["/:lang/certificates/:token"] = one.Token
}

package handlers

import (
	"context"
	"fmt"
	"time"

	"chatiere/models/commons"
	"chatiere/models/commons/formula"
	"chatiere/models/people"
	"chatiere/models/store"
)

// proposingForm is a round that shares a decided sum, in which projects are proposed for three days.
func proposingForm(now time.Time, refs []string) commons.RoundForm {
	later := func(days int) string { return now.AddDate(0, 0, days).Format(time.DateOnly) }
	return commons.RoundForm{
		From: later(-9), To: later(-8), Base: formula.FixedSum, BaseCents: 10000, RateBP: 1000, Rule: formula.Vote, Points: "7", MaxPerProject: "5", MinProjects: "1", Projects: refs,
		Opens: later(0), Ballots: later(3), Closes: later(9), Computed: later(12), Paid: later(20), Published: later(30),
	}
}

// growProposals adds a project proposed for a round by the organisation; every second one was answered.
func growProposals(w *world, n int) {
	ctx, db, admin := context.Background(), w.s.db, w.as("admin")
	if n == 0 {
		var refs []string
		w.must(db.Raw("select ref from upstreams order by id").Scan(&refs).Error)
		r, err := commons.DraftRound(ctx, db, admin, proposingForm(store.Now(db), refs))
		w.must(err)
		w.must(r.Open(ctx, db, admin))
		w.things["proposing round"], w.proposing = r.Ref, r.ID
	}
	p := commons.ProjectProposal{
		Ref: store.NewRef(), RoundID: &w.proposing, OrganisationID: w.org.ID, Name: fmt.Sprint("Projet ", n), Repository: fmt.Sprint("https://code.example/", n), RepositoryKey: fmt.Sprint("code.example/", n),
		Licence: "MIT", Why: "x", State: commons.ProjectWaiting, Version: 1, CreatedAt: store.Now(db), UpdatedAt: store.Now(db),
	}
	w.must(db.Omit("Organisation", "By", "From").Create(&p).Error)
	if n%2 == 1 {
		w.must(p.Answer(ctx, db, admin, commons.ProjectAnswerForm{Decision: commons.ProjectAccepted, Version: 1}))
	}
	w.things["project proposal"] = p.Ref
}

// proposesProjects opens a round to proposals: one of Ada's waits, one was refused.
func (l *lived) proposesProjects(ada, by people.User) {
	l.t.Helper()
	ctx := context.Background()
	r, err := commons.DraftRound(ctx, l.db, by, proposingForm(store.Now(l.db), []string{l.asks("select ref from upstreams where slug = 'nextcloud'")}))
	l.must(err)
	l.must(r.Open(ctx, l.db, by))
	var made []commons.ProjectProposal
	for _, name := range []string{"Grav", "Paheko"} {
		p, err := r.ProposeProject(ctx, l.db, ada, l.fee.ID, commons.ProjectProposalForm{
			Name: name, Repository: "https://forge.example/" + name, Licence: "AGPL-3.0-or-later", Why: "Nos adhésions sont tenues avec lui, et une seule personne s’en occupe.",
		})
		l.must(err)
		made = append(made, p)
	}
	l.must(made[0].Answer(ctx, l.db, by, commons.ProjectAnswerForm{Decision: commons.ProjectRefused, Reason: "Nous ne le proposons plus depuis deux ans.", Version: 1}))
	l.made["/:lang/rounds/:ref/proposals"], l.made["/:lang/o/:org/rounds/:ref/proposals/new"] = r.Ref, r.Ref
	l.made["/:lang/desk/round-proposals/:ref"] = made[1].Ref
}

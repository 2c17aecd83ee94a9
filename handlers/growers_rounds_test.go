package handlers

import (
	"context"
	"time"

	"chatiere/models/commons"
	"chatiere/models/commons/formula"
	"chatiere/models/people"
	"chatiere/models/store"
)

// growRounds adds a round in which the organisation votes, with a project more each time, and a draft.
func growRounds(w *world, n int) {
	ctx, db, admin, owner := context.Background(), w.s.db, w.as("admin"), w.as("owner")
	day := store.Now(db).Format(time.DateOnly)
	var refs []string
	w.must(db.Raw("select ref from upstreams order by id").Scan(&refs).Error)
	past := time.Date(2000, 1, 1+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly) // the money of one day, each round another
	later := func(days int) string { return store.Now(db).AddDate(0, 0, days).Format(time.DateOnly) }
	form := commons.RoundForm{
		From: past, To: past, Base: formula.ReceivedHT, Rule: formula.Vote, Points: "7", MaxPerProject: "5", MinProjects: "1", Projects: refs,
		Opens: day, Closes: later(5), Computed: later(6), Paid: later(7), Published: later(8),
	}
	r, err := commons.DraftRound(ctx, db, admin, form)
	w.must(err)
	if n%10 == 9 {
		w.counted(r, n, refs[0])
		return
	}
	if n%2 == 1 {
		w.things["draft round"] = r.Ref
		return
	}
	w.must(r.Open(ctx, db, admin))
	_, err = r.Vote(ctx, db, owner, w.org.ID, commons.BallotForm{Points: map[string]string{refs[0]: "3"}})
	w.must(err)
	w.things["round"] = r.Ref
}

// counted is a round whose vote is over, in which so many more organisations voted.
func (w *world) counted(r commons.Round, n int, ref string) {
	w.must(w.s.db.Exec(`insert into round_voters (round_id, organisation_id, basis) select ?, id, 'agreement' from organisations
		where closed_at is null and id not in (select organisation_id from subscriptions) and id not in (select organisation_id from agreements where organisation_id is not null) order by id limit ?`, r.ID, n).Error)
	w.must(r.Open(context.Background(), w.s.db, w.as("admin")))
	w.must(w.s.db.Exec(`insert into round_ballots (round_id, organisation_id, choices, interests, version, cast_by_id, cast_at)
		select round_id, organisation_id, ?, '[]', 1, ?, ? from round_voters where round_id = ?`, `{"`+ref+`":3}`, w.as("admin").ID, store.Now(w.s.db), r.ID).Error)
	w.must(w.s.db.Exec("update rounds set state = 'closed', closed_at = ? where id = ?", store.Now(w.s.db), r.ID).Error)
	w.things["closed round"] = r.Ref
}

// prepares makes a draft of the next round.
func (l *lived) prepares(by people.User) {
	l.t.Helper()
	ctx, now := context.Background(), store.Now(l.db)
	later := func(days int) string { return now.AddDate(0, 0, days).Format(time.DateOnly) }
	r, err := commons.DraftRound(ctx, l.db, by, commons.RoundForm{
		From: later(-20), To: later(-1), Base: formula.ReceivedHT, Rule: formula.Vote, Points: "7", MaxPerProject: "5", MinProjects: "1", MinPayoutCents: 500,
		Projects: []string{l.asks("select ref from upstreams where slug = 'nextcloud'"), l.asks("select ref from upstreams where slug = 'hedgedoc'")},
		Opens:    later(3), Closes: later(20), Computed: later(25), Paid: later(50), Published: later(60),
	})
	l.must(err)
	l.made["/:lang/desk/rounds/:ref/edit"] = r.Ref
}

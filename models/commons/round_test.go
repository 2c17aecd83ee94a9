package commons_test

import (
	"encoding/json"
	"testing"
	"time"

	"chatiere/models/catalogue"
	"chatiere/models/commons"
	"chatiere/models/commons/formula"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// fair is a village with a pot of 20.00 €, three projects and two organisations that vote.
type fair struct {
	village
	upstreams map[string]catalogue.Upstream
}

func (v village) fair() fair {
	v.t.Helper()
	f := fair{v, map[string]catalogue.Upstream{}}
	v.rate(1000)
	v.accrue(pieceOf(1, 20000, 0))
	for _, name := range []string{"alpha", "beta", "gamma"} {
		f.project(name)
	}
	for _, o := range []people.Organisation{v.fee, v.copeaux} {
		_, err := commons.SignAgreement(ctx, v.db, v.omar, commons.AgreementForm{
			Organisation: o.Ref, LegalBasis: commons.SolidarityPrice, Title: "Entraide", Terms: "Des retours.", AcceptedOn: "2026-01-05",
		})
		v.must(err)
	}
	return f
}

// project adds a libre project with a published service.
func (f fair) project(slug string) {
	f.t.Helper()
	f.must(store.InTx(ctx, f.db, func(tx *gorm.DB) error {
		u, err := catalogue.ImportUpstream(ctx, tx, catalogue.UpstreamForm{
			Slug: slug, Name: slug, Licence: "AGPL-3.0-or-later", SourceURL: "https://code.example/x", SiteURL: "https://site.example", CheckedOn: "2026-11-01", SourceLang: "fr",
		})
		if err != nil {
			return err
		}
		f.upstreams[slug] = u
		s, err := catalogue.ImportService(ctx, tx, catalogue.ServiceForm{
			Slug: slug, Upstream: slug, Need: catalogue.Share, Control: catalogue.DedicatedMachine, Country: "FR", Languages: "fr", Exports: "CSV",
			Name: slug, Summary: "Un lieu à vous", Lose: "Rien", Leaving: "Vous partez avec tout.", Body: "Bonjour.", SourceLang: "fr",
		})
		if err != nil {
			return err
		}
		return tx.Exec("update services set published_at = ? where id = ?", store.Now(tx), s.ID).Error
	}))
}

func (f fair) ref(slug string) string { return f.upstreams[slug].Ref }

// refs are those of all projects.
func (f fair) refs() []string { return []string{f.ref("alpha"), f.ref("beta"), f.ref("gamma")} }

func (f fair) form(change ...func(*commons.RoundForm)) commons.RoundForm {
	form := commons.RoundForm{
		From: "2026-01-01", To: day(-1), Base: formula.ReceivedHT, Rule: formula.Vote, Points: "7", MaxPerProject: "5", MinProjects: "1", MinPayoutCents: 500,
		Opens: day(0), Closes: day(10), Computed: day(15), Paid: day(30), Published: day(40), Projects: f.refs(),
		Weights: map[string]string{}, Owners: map[string]string{},
	}
	for _, c := range change {
		c(&form)
	}
	return form
}

func (f fair) draft(change ...func(*commons.RoundForm)) commons.Round {
	f.t.Helper()
	r, err := commons.DraftRound(ctx, f.db, f.samia, f.form(change...))
	f.must(err)
	return r
}

func (f fair) opened(change ...func(*commons.RoundForm)) commons.Round {
	f.t.Helper()
	r := f.draft(change...)
	f.must(r.Open(ctx, f.db, f.samia))
	return f.reload(r)
}

func (f fair) reload(r commons.Round) commons.Round {
	f.t.Helper()
	now, err := commons.LoadRound(ctx, f.db, r.ID)
	f.must(err)
	return now
}

// points is a ballot on alpha, beta and gamma.
func (f fair) points(n ...string) commons.BallotForm {
	b := commons.BallotForm{Points: map[string]string{}}
	for i, ref := range f.refs() {
		b.Points[ref] = n[i]
	}
	return b
}

func (f fair) votes(r commons.Round, by people.User, o people.Organisation, n ...string) {
	f.t.Helper()
	b, err := r.BallotOf(ctx, f.db, o.ID)
	f.must(err)
	form := f.points(n...)
	form.Version = b.Version
	_, err = r.Vote(ctx, f.db, by, o.ID, form)
	f.must(err)
}

// turn lets the hourly job take its steps on a day.
func (f fair) turn(days int) {
	f.t.Helper()
	f.clock(days)
	_, err := commons.TurnRounds(ctx, f.db)
	f.must(err)
}

func (f fair) in(r commons.Round, s commons.RoundState) commons.Round {
	f.t.Helper()
	now := f.reload(r)
	if now.State != s {
		f.t.Fatalf("the round is %s, want %s", now.State, s)
	}
	return now
}

// computed is a round in which Fée gave 3, 2, 2 points.
func (f fair) computed(change ...func(*commons.RoundForm)) commons.Round {
	f.t.Helper()
	r := f.opened(change...)
	f.votes(r, f.ada, f.fee, "3", "2", "2")
	f.turn(11)
	return f.in(r, commons.RoundComputed)
}

func (f fair) approved() commons.Round {
	f.t.Helper()
	r := f.computed()
	f.must(r.Approve(ctx, f.db, f.samia, says(f.db, r.ResultSHA256)))
	f.must(r.Approve(ctx, f.db, f.colette, says(f.db, r.ResultSHA256)))
	return f.in(r, commons.RoundApproved)
}

// pays moves money of a project along: sent, confirmed or returned.
func (f fair) pays(key, debit, credit string, cents int64) {
	f.t.Helper()
	f.must(store.InTx(ctx, f.db, func(tx *gorm.DB) error {
		_, err := ledger.Post(ctx, tx, ledger.Entry{
			Journal: ledger.Miscellaneous, Kind: "payout", Key: key, EffectiveOn: store.Now(tx).Format(time.DateOnly),
			Transfers: []ledger.Transfer{{Debit: debit, Credit: credit, Unit: "EUR", Amount: cents}},
		})
		return err
	}))
}

func (f fair) account(slug string) string {
	return ledger.Project("liability:upstream", f.upstreams[slug].ID)
}

func (f fair) whole(r commons.Round) commons.Whole {
	f.t.Helper()
	w, err := commons.WholeRound(ctx, f.db, f.reload(r))
	f.must(err)
	return w
}

// TestARoundGoesItsWholeWay is Show 3 of the issue without its pages: from fixed rules to what is paid and published, to the cent, and
// computed again from the public files.
func TestARoundGoesItsWholeWay(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		f := v.fair()
		r := f.approved()
		f.holds("EUR", map[string]int64{"liability:upstream:unallocated": 0, f.account("alpha"): 857, f.account("beta"): 572 - f.extra(r, "beta"), f.account("gamma"): 571 + f.extra(r, "beta")})
		const way, bank = "liability:in_transit", "asset:bank"
		f.turn(12)
		f.in(r, commons.RoundApproved)
		refusal(t, r.Export(ctx, f.db, f.colette), "settle", "error.round_nothing_sent")
		for _, slug := range []string{"alpha", "beta", "gamma"} {
			cents, err := ledger.Balance(f.db, f.account(slug), "EUR")
			f.must(err)
			f.pays("sent:"+slug, f.account(slug), way, cents)
		}
		f.turn(13)
		r = f.in(r, commons.RoundExported)
		refusal(t, r.Settle(ctx, f.db, f.colette), "settle", "error.round_in_transit")
		is(t, r.Cancel(ctx, f.db, f.samia, "trop tard"), commons.ErrMoved)
		f.pays("ok", way, bank, 2000)
		f.turn(14)
		f.in(r, commons.RoundPaid)
		f.turn(39)
		f.in(r, commons.RoundPaid)
		f.turn(40)
		w := f.whole(f.in(r, commons.RoundPublished))
		if w.Books.Allocated != 2000 || w.Books.Paid != 2000 || !w.Books.Complete() || w.Paid(w.Projects[0]) != day(12) {
			t.Errorf("%+v", w.Books)
		}
		text, err := json.Marshal(w.Publish("https://p.example"))
		f.must(err)
		table, err := w.Publish("").CSV()
		f.must(err)
		for _, file := range [][]byte{text, table} {
			again, err := formula.Recompute(file)
			if err != nil || len(again.Wrong) > 0 || again.Lines[0].Computed != 857 || again.Pot != 2000 {
				t.Errorf("%+v %v\n%s", again, err, file)
			}
		}
	})
}

// extra is 1 when the missing cent went to gamma instead of beta: their remainders are equal and the random ref decides.
func (f fair) extra(commons.Round, string) int64 {
	if f.ref("gamma") < f.ref("beta") {
		return 1
	}
	return 0
}

func TestWhatIsFixedAtOpeningIsKeptByTheDatabase(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		f := v.fair()
		r := f.opened()
		f.votes(r, f.ada, f.fee, "3", "2", "2")
		refused := func(all ...string) {
			t.Helper()
			for _, change := range all {
				if f.db.Exec(change).Error == nil {
					t.Errorf("the database let %q pass", change)
				}
			}
		}
		refused("update rounds set formula = '{\"v\":1}'", "update rounds set formula_sha256 = ''", "delete from rounds",
			"update round_projects set eligible = (1 = 0)", "delete from round_projects", "insert into round_projects (round_id, upstream_id, ref, name, url, licence, eligible, why) select round_id, 99, 'x', '', '', '', eligible, '' from round_projects limit 1",
			"delete from round_voters", "update round_voters set basis = 'agreement'", "insert into round_voters (round_id, organisation_id, basis) select round_id, 99, 'agreement' from round_voters limit 1",
			"delete from round_ballots", "insert into round_allocations (round_id, project_id, weight, remainder, cents, outcome, explanation) select round_id, id, 1, 0, 1, 'exact', '{}' from round_projects limit 1")
		is(t, r.Change(ctx, f.db, f.samia, f.form()), commons.ErrMoved)
		f.turn(11)
		r = f.in(r, commons.RoundComputed)
		refused("update round_ballots set choices = '{}'", "update rounds set pot_cents = 1", "update rounds set result_sha256 = ''",
			"update round_allocations set cents = 1", "delete from round_allocations", "update round_steps set to_state = 'x'")
		f.must(r.Approve(ctx, f.db, f.samia, says(f.db, r.ResultSHA256)))
		refused("update round_approvals set approver_id = 1", "delete from round_approvals")
		if one := r.Rules(); one.SHA256() != r.FormulaSHA256 || string(one.Canonical()) != r.Formula {
			t.Error("the formula is not the one that was hashed")
		}
	})
}

func TestVotesThatTheRulesRefuse(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		f := v.fair()
		r := f.opened(func(form *commons.RoundForm) {
			form.MinProjects = "2"
			form.Owners[f.ref("alpha")] = f.fee.Ref
		})
		alpha, beta := "points-"+f.ref("alpha"), "points-"+f.ref("beta")
		vote := func(by people.User, o people.Organisation, b commons.BallotForm) error {
			_, err := r.Vote(ctx, f.db, by, o.ID, b)
			return err
		}
		refusal(t, vote(f.ada, f.fee, f.points("1", "1", "1")), alpha, "error.vote_own")
		refusal(t, vote(f.bob, f.copeaux, f.points("6", "1", "")), alpha, "error.vote_one")
		refusal(t, vote(f.bob, f.copeaux, f.points("5", "3", "")), "vote", "error.vote_points")
		refusal(t, vote(f.bob, f.copeaux, f.points("5", "", "")), "vote", "error.vote_projects")
		refusal(t, vote(f.bob, f.copeaux, f.points("1", "-1", "")), beta, "error.number")
		refusal(t, vote(f.bob, f.copeaux, f.points("1", "beaucoup", "")), beta, "error.number")
		declared := f.points("1", "1", "")
		declared.Interests = []string{f.ref("beta")}
		refusal(t, vote(f.bob, f.copeaux, declared), beta, "error.vote_interest")
		strange := f.points("1", "1", "")
		strange.Points["inconnu"] = "1"
		refusal(t, vote(f.bob, f.copeaux, strange), "vote", "error.vote_other_project")
		_, err := people.Join(ctx, f.db, f.bob.ID, f.fee.ID, people.Member)
		f.must(err)
		both, err := people.LoadUser(ctx, f.db, f.bob.ID)
		f.must(err)
		refusal(t, vote(both, f.copeaux, f.points("1", "1", "")), alpha, "error.vote_yours")
		is(t, vote(f.chloe, f.fee, f.points("", "1", "1")), store.ErrForbidden) // neither owner nor treasurer
		is(t, vote(f.omar, f.fee, f.points("", "1", "1")), store.ErrForbidden)  // nobody of the staff votes for others
		other := f.organisation("Sans contrat", f.kim)
		kim, err := people.LoadUser(ctx, f.db, f.kim.ID)
		f.must(err)
		is(t, vote(kim, other, f.points("1", "1", "")), store.ErrNotFound)
		f.must(vote(f.ada, f.fee, f.points("", "3", "2")))
		is(t, vote(f.ada, f.fee, f.points("", "1", "1")), store.ErrConflict) // the first ballot was shown as none
		f.votes(r, f.ada, f.fee, "0", "", "0")                               // abstains after all
		f.clock(11)
		refusal(t, vote(f.bob, f.copeaux, f.points("1", "1", "")), "vote", "error.vote_closed")
	})
}

func TestARoundOpensOnItsDayWithEverythingItNeeds(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		f := v.fair()
		is(t, second(commons.DraftRound(ctx, f.db, f.ada, f.form())), store.ErrForbidden)
		_, err := commons.DraftRound(ctx, f.db, f.samia, commons.RoundForm{Projects: []string{"x"}})
		for field, key := range map[string]string{"from": "error.date", "rule": "error.choose", "base": "error.choose", "projects": "error.choose", "published": "error.date"} {
			refusal(t, err, field, key)
		}
		early := f.draft(func(form *commons.RoundForm) { form.Opens = day(1) })
		refusal(t, early.Open(ctx, f.db, f.samia), "open", "error.round_early")
		is(t, early.Open(ctx, f.db, f.ada), store.ErrForbidden)
		stale := f.form()
		is(t, early.Change(ctx, f.db, f.samia, stale), store.ErrConflict)
		_, err = commons.DraftRound(ctx, f.db, f.samia, f.form())
		refusal(t, err, "from", "error.round_overlap") // the same money cannot be shared twice
		f.must(early.Cancel(ctx, f.db, f.samia, "Une autre période"))
		r := f.draft()
		if _, err := commons.FindRound(ctx, f.db, f.ada, r.Ref); err == nil {
			t.Error("a draft is seen by everybody")
		}
		f.must(f.db.Exec("update services set published_at = null where slug <> 'alpha'").Error)
		f.must(f.db.Exec("update upstreams set licence = 'LicenseRef-Fermée' where slug = 'alpha'").Error)
		refusal(t, r.Open(ctx, f.db, f.samia), "projects", "error.round_no_project")
		f.must(f.db.Exec("update upstreams set licence = 'MIT' where slug = 'alpha'").Error)
		f.must(r.Open(ctx, f.db, f.samia))
		for _, p := range f.whole(r).Projects {
			if p.Eligible != (p.Name == "alpha") || !p.Eligible && p.Why != "unlisted" {
				t.Errorf("%+v", p)
			}
		}
		if _, err := commons.FindRound(ctx, f.db, people.User{}, r.Ref); err != nil {
			t.Error(err)
		}
	})
}

func second[T any](_ T, err error) error { return err }

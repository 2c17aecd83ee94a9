package commons_test

import (
	"testing"

	"chatiere/models/commons"
	"chatiere/models/commons/formula"
	"chatiere/models/people"
	"chatiere/models/store"
)

// proposing is an open round in which projects are proposed for five days, then voted on for six.
func (f fair) proposing() commons.Round {
	f.t.Helper()
	return f.opened(func(form *commons.RoundForm) { form.Ballots = day(5) })
}

func project(name string, change ...func(*commons.ProjectProposalForm)) commons.ProjectProposalForm {
	p := commons.ProjectProposalForm{Name: name, Repository: "https://codeberg.example/" + name + "/" + name, Licence: "GPL-3.0-or-later", Why: "Nous l’utilisons chaque jour."}
	for _, c := range change {
		c(&p)
	}
	return p
}

func (f fair) proposes(r commons.Round, by people.User, o people.Organisation, p commons.ProjectProposalForm) commons.ProjectProposal {
	f.t.Helper()
	made, err := r.ProposeProject(ctx, f.db, by, o.ID, p)
	f.must(err)
	return made
}

// state reads what became of a proposal.
func (f fair) state(p commons.ProjectProposal) commons.ProjectProposal {
	f.t.Helper()
	now, err := commons.LoadProjectProposal(ctx, f.db, p.ID)
	f.must(err)
	return now
}

func (f fair) answers(p commons.ProjectProposal, by people.User, d commons.ProjectState, reason string) error {
	f.t.Helper()
	now := f.state(p)
	return now.Answer(ctx, f.db, by, commons.ProjectAnswerForm{Decision: d, Reason: reason, Version: now.Version})
}

// TestProjectsAreProposedThenTheListIsFixedThenOneVotes is reciprocity.md 7.2: dated phases, acting by themselves.
func TestProjectsAreProposedThenTheListIsFixedThenOneVotes(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		f := v.fair()
		r := f.proposing()
		if n := v.promised("round_proposing") + 10*v.promised("round_opened"); n != 1 || !r.Proposing(day(4)) || r.Proposing(day(5)) || r.Voting(day(4)) || !r.Voting(day(5)) {
			t.Error(n, r.Rules().Deadlines)
		}
		good := f.proposes(r, v.chloe, v.fee, project("Delta", func(p *commons.ProjectProposalForm) { p.Ours = true })) // any member
		bad := f.proposes(r, v.bob, v.copeaux, project("Epsilon"))
		late := f.proposes(r, v.bob, v.copeaux, project("Zeta"))
		gone := f.proposes(r, v.bob, v.copeaux, project("Eta"))
		v.must(gone.Withdraw(ctx, v.db, v.bob))
		f.proposes(r, v.bob, v.copeaux, project("Eta")) // it was taken back: it may come again
		is(t, f.answers(good, v.ada, commons.ProjectAccepted, ""), store.ErrForbidden)
		refusal(t, f.answers(bad, v.samia, commons.ProjectRefused, " "), "reason", "error.required")
		refusal(t, f.answers(bad, v.samia, commons.ProjectLapsed, ""), "decision", "error.choose")
		v.must(f.answers(good, v.samia, commons.ProjectRefused, "Trop jeune"))
		v.must(f.answers(good, v.samia, commons.ProjectAccepted, "")) // a mistake is mended while the list is open
		v.must(f.answers(bad, v.samia, commons.ProjectRefused, "Il n’est plus maintenu."))
		is(t, bad.Answer(ctx, v.db, v.samia, commons.ProjectAnswerForm{Decision: commons.ProjectAccepted, Version: 1}), store.ErrConflict)
		if _, err := r.Vote(ctx, v.db, v.ada, v.fee.ID, f.points("1", "1", "1")); err == nil {
			t.Error("a vote before the list is fixed")
		}
		if f.db.Exec("insert into round_ballots (round_id, organisation_id, choices, interests, version, cast_by_id, cast_at) select round_id, organisation_id, '{}', '[]', 1, 1, current_timestamp from round_voters limit 1").Error == nil {
			t.Error("the database takes a ballot before the list is fixed")
		}
		f.turn(4)
		if f.reload(r).ListedAt != nil {
			t.Error("the list was fixed too early")
		}
		f.turn(5)
		r = f.reload(r)
		projects := f.whole(r).Projects
		if r.ListedAt == nil || len(projects) != 4 || v.promised("round_opened") != 1 || f.state(late).State != commons.ProjectLapsed {
			t.Fatalf("%d projects, %s, %+v", len(projects), f.state(late).State, r)
		}
		for _, p := range projects {
			if p.Name == "Delta" && (!p.Eligible || p.Licence != "GPL-3.0-or-later" || p.OrganisationID == nil || *p.OrganisationID != v.fee.ID) {
				t.Errorf("%+v", p)
			}
		}
		if f.db.Exec("delete from round_projects").Error == nil || f.db.Exec("update rounds set listed_at = null").Error == nil {
			t.Error("the list changes after it is fixed")
		}
		is(t, f.answers(good, v.samia, commons.ProjectRefused, "non"), commons.ErrMoved)
		refusal(t, second(r.ProposeProject(ctx, v.db, v.bob, v.copeaux.ID, project("Theta"))), "name", "error.proposal_closed")
		delta := f.state(good)
		b := f.points("1", "", "")
		ref := v.ask("select ref from upstreams where id = ?", *delta.UpstreamID)
		b.Points[ref] = "3"
		refusal(t, second(r.Vote(ctx, v.db, v.ada, v.fee.ID, b)), "points-"+ref, "error.vote_own")
		_, err := r.Vote(ctx, v.db, v.bob, v.copeaux.ID, b)
		v.must(err)
		f.turn(11)
		f.in(r, commons.RoundComputed)
	})
}

func (v village) ask(question string, args ...any) (answer string) {
	v.t.Helper()
	v.must(v.db.Raw(question, args...).Scan(&answer).Error)
	return answer
}

func TestWhatIsProposedIsLibreOnceAndByWhoVotes(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		f := v.fair()
		r := f.proposing()
		v.must(v.db.Exec("update upstreams set source_url = 'https://codeberg.example/alpha/alpha' where slug = 'alpha'").Error)
		for _, c := range []struct {
			field, key string
			change     func(*commons.ProjectProposalForm)
		}{
			{"name", "error.required", func(p *commons.ProjectProposalForm) { p.Name = " " }},
			{"why", "error.required", func(p *commons.ProjectProposalForm) { p.Why = "" }},
			{"repository", "error.address", func(p *commons.ProjectProposalForm) { p.Repository = "http://code.example/x" }},
			{"repository", "error.address", func(p *commons.ProjectProposalForm) { p.Repository = "javascript:alert(1)" }},
			{"site_url", "error.address", func(p *commons.ProjectProposalForm) { p.SiteURL = "x" }},
			{"licence", "error.licence", func(p *commons.ProjectProposalForm) { p.Licence = "" }},
			{"licence", "error.proposal_licence", func(p *commons.ProjectProposalForm) { p.Licence = "BUSL-1.1" }},
			{"licence", "error.proposal_licence", func(p *commons.ProjectProposalForm) { p.Licence = "LicenseRef-Maison" }},
			{"repository", "error.proposal_listed", func(p *commons.ProjectProposalForm) {
				p.Repository = "https://codeberg.example/Alpha/alpha.git"
			}},
		} {
			refusal(t, second(r.ProposeProject(ctx, v.db, v.ada, v.fee.ID, project("Iota", c.change))), c.field, c.key)
		}
		f.proposes(r, v.ada, v.fee, project("Iota"))
		refusal(t, second(r.ProposeProject(ctx, v.db, v.bob, v.copeaux.ID, project("iota", func(p *commons.ProjectProposalForm) {
			p.Repository = "https://www.codeberg.example/iota/iota/src/branch/main/README.md"
		}))), "repository", "error.proposal_twice")
		is(t, second(r.ProposeProject(ctx, v.db, v.bob, v.fee.ID, project("Kappa"))), store.ErrForbidden)
		outside := v.organisation("Ailleurs", v.kim)
		kim, err := people.LoadUser(ctx, v.db, v.kim.ID)
		v.must(err)
		is(t, second(r.ProposeProject(ctx, v.db, kim, outside.ID, project("Kappa"))), store.ErrNotFound)
		for i := range 9 {
			f.proposes(r, v.ada, v.fee, project("p"+string(rune('a'+i))))
		}
		refusal(t, second(r.ProposeProject(ctx, v.db, v.ada, v.fee.ID, project("Lambda"))), "name", "error.proposal_many")
		refusal(t, second(commons.DraftRound(ctx, v.db, v.samia, f.form(func(form *commons.RoundForm) { form.Rule, form.Ballots = formula.Usage, day(5) }))), "ballots", "error.round_proposals_rule")
		refusal(t, second(commons.DraftRound(ctx, v.db, v.samia, f.form(func(form *commons.RoundForm) { form.Ballots = day(0) }))), "ballots", "error.round_ballots")
	})
}

func TestAListedProjectNamesItsOwnUpstreamsForTheNextList(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		f := v.fair()
		r := f.opened(func(form *commons.RoundForm) { form.Owners[f.ref("alpha")] = v.fee.Ref })
		named := f.proposes(r, v.ada, v.fee, project("Librairie"))
		if named.RoundID != nil || named.FromID == nil || *named.FromID != f.upstreams["alpha"].ID {
			t.Errorf("%+v", named)
		}
		refusal(t, second(r.ProposeProject(ctx, v.db, v.bob, v.copeaux.ID, project("Autre"))), "name", "error.proposal_closed")
		is(t, f.answers(named, v.samia, commons.ProjectAccepted, ""), commons.ErrMoved)
		next := f.opened(func(form *commons.RoundForm) {
			form.Base, form.BaseCents, form.RateBP, form.Ballots = formula.FixedSum, 1000, 1000, day(3)
		})
		if now := f.state(named); now.RoundID == nil || *now.RoundID != next.ID {
			t.Errorf("%+v", now)
		}
		v.must(f.answers(named, v.samia, commons.ProjectAccepted, ""))
		f.turn(3)
		if len(f.whole(next).Projects) != 4 {
			t.Error(f.whole(next).Projects)
		}
		page, err := next.ProposalsIn(ctx, v.db, people.User{}, commons.ProjectFilter{Query: "LIBRAIRIE", State: commons.ProjectAccepted})
		v.must(err)
		if len(page.Items) != 1 || page.Items[0].From == nil || page.Items[0].From.Name != "alpha" || page.Items[0].OrganisationID != 0 || page.Items[0].Organisation.Name != "" {
			t.Errorf("%+v", page.Items)
		}
	})
}

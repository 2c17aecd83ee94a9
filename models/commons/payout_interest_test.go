package commons_test

import (
	"testing"

	"chatiere/models/catalogue"
	"chatiere/models/commons"
	"chatiere/models/people"
)

// interested is a batch that pays alpha, which Les Copeaux make, and beta, in which Fée declared an interest when it voted.
func (v village) interested() (treasury, *commons.Batch) {
	v.t.Helper()
	f := v.fair()
	r := f.opened(func(form *commons.RoundForm) { form.Owners[f.ref("alpha")] = v.copeaux.Ref })
	ballot := f.points("3", "0", "2")
	ballot.Interests = []string{f.ref("beta")}
	_, err := r.Vote(ctx, v.db, v.ada, v.fee.ID, ballot)
	v.must(err)
	f.votes(r, v.bob, v.copeaux, "0", "3", "0")
	w := treasury{village: v, upstreams: []catalogue.Upstream{f.upstreams["alpha"], f.upstreams["beta"], f.upstreams["gamma"]}}
	w.proposes(0)
	w.proposes(1, beta)
	w.verifies(0)
	w.verifies(1)
	f.turn(11)
	r = f.in(r, commons.RoundComputed)
	v.must(r.Approve(ctx, v.db, v.samia, says(v.db, r.ResultSHA256)))
	v.must(r.Approve(ctx, v.db, v.colette, says(v.db, r.ResultSHA256)))
	w.at(14)
	v.must(commons.TurnChannels(ctx, v.db))
	return w, w.submits()
}

// joined is a person once they belong to an organisation.
func (v village) joined(u people.User, o people.Organisation) people.User {
	v.t.Helper()
	_, err := people.Join(ctx, v.db, u.ID, o.ID, people.Member)
	v.must(err)
	u, err = people.LoadUser(ctx, v.db, u.ID)
	v.must(err)
	return u
}

func TestWhoseOrganisationHasAnInterestInAPaidProjectDoesNotApprove(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w, b := v.interested()
		if b.Rows != 2 {
			t.Fatalf("%d payments", b.Rows)
		}
		refusal(t, b.Approve(ctx, v.db, v.joined(v.colette, v.copeaux), w.approval(b)), "approve", "error.approve_interest") // its project
		refusal(t, b.Approve(ctx, v.db, v.joined(v.samia, v.fee), w.approval(b)), "approve", "error.approve_interest")       // a declared one
		w.approves(b, v.omar)
	})
}

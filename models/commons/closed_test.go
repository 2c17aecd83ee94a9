package commons_test

import (
	"testing"

	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
)

// closes closes an organisation, or opens it again, and returns one of its people as they come in next.
func (v village) closes(o people.Organisation, at any, u people.User) people.User {
	v.t.Helper()
	v.must(v.db.Model(&people.Organisation{}).Where("id = ?", o.ID).Update("closed_at", at).Error)
	u, err := people.LoadUser(ctx, v.db, u.ID)
	v.must(err)
	return u
}

func TestAClosedOrganisationNeitherVotesNorProposes(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		f := v.fair()
		r := f.proposing()
		chloe := v.closes(v.fee, store.Now(v.db), v.chloe)
		_, err := r.ProposeProject(ctx, v.db, chloe, v.fee.ID, project("Delta"))
		is(t, err, store.ErrForbidden)
		f.proposes(r, v.closes(v.fee, nil, v.chloe), v.fee, project("Delta"))
		f.clock(6)
		ada := v.closes(v.fee, store.Now(v.db), v.ada)
		_, err = r.Vote(ctx, v.db, ada, v.fee.ID, f.points("1", "1", "1"))
		is(t, err, store.ErrForbidden)
		f.votes(r, v.closes(v.fee, nil, v.ada), v.fee, "1", "1", "1")
	})
}

func TestAnOrganisationThatWasClosedMeanwhileSignsNoAgreement(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		p := v.proposes()
		v.must(p.Accept(ctx, v.db, v.bob, commons.PartySide, 1))
		v.closes(v.copeaux, store.Now(v.db), v.bob)
		is(t, p.Accept(ctx, v.db, v.omar, commons.OurSide, 1), commons.ErrMoved)
		v.closes(v.copeaux, nil, v.bob)
		v.must(p.Accept(ctx, v.db, v.omar, commons.OurSide, 1))
	})
}

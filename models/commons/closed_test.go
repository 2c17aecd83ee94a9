package commons_test

import (
	"errors"
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

// TestWhatAnOrganisationSaysIsAskedAgainWhereItIsWritten lets people who came in before go on: Fée was closed between the door and the transaction, or
// they left it.
func TestWhatAnOrganisationSaysIsAskedAgainWhereItIsWritten(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		f, s := v.fair(), v.space(func(f *commons.SpaceForm) { f.Threshold = "1" })
		r := f.proposing()
		v.chloe, v.ada = v.closes(v.fee, nil, v.chloe), v.closes(v.fee, nil, v.ada)
		forFee := func(f *commons.PledgeForm) { f.For = v.fee.Ref }
		time := v.pledges(s, v.ada, 0, asTime("9"), forFee)
		given := v.log(v.ada)
		promises := func(change ...func(*commons.PledgeForm)) error {
			p := commons.PledgeForm{Unit: commons.Cents, Cents: 5_000, Every: commons.EveryYear, For: v.fee.Ref, Visibility: commons.Public, Lang: "fr"}
			for _, c := range change {
				c(&p)
			}
			_, err := commons.MakePledge(ctx, v.db, v.ada, s, &p)
			return err
		}
		says := []struct {
			what string
			say  func() error
		}{
			{"a project", func() error {
				_, err := r.ProposeProject(ctx, v.db, v.chloe, v.fee.ID, project("Delta"))
				return err
			}},
			{"a promise of money", func() error { return promises() }},
			{"who sees it", func() error { return time.Show(ctx, v.db, v.ada, commons.AmountHidden) }},
			{"time for a promise", func() error { return time.Progress(ctx, v.db, v.ada, []string{given.Ref}) }},
		}
		refused := func(why error) {
			t.Helper()
			for _, one := range says {
				if err := one.say(); !errors.Is(err, why) {
					t.Errorf("%s: %v, want %v", one.what, err, why)
				}
			}
		}
		votes := func() error {
			_, err := r.Vote(ctx, v.db, v.ada, v.fee.ID, f.points("1", "1", "1"))
			return err
		}
		closed := func(at any) { v.closes(v.fee, at, v.ada) }
		left := func(at any) {
			v.must(v.db.Model(&people.Membership{}).Where("organisation_id = ?", v.fee.ID).Update("until_at", at).Error)
		}
		closed(store.Now(v.db))
		refused(people.ErrClosed)
		closed(nil)
		left(store.Now(v.db))
		refused(store.ErrForbidden)
		left(nil)
		for _, one := range says {
			v.must(one.say())
		}
		f.clock(6)
		closed(store.Now(v.db))
		is(t, votes(), people.ErrClosed)
		closed(nil)
		left(store.Now(v.db))
		is(t, votes(), store.ErrForbidden)
		left(nil)
		v.must(votes())
	})
}

func TestNobodyPromisesTimeOrLogsItForAnOrganisationThatWasClosedMeanwhile(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		s := v.space()
		hours := commons.PledgeForm{Unit: commons.Minutes, Hours: "3", Every: commons.Once, For: v.fee.Ref, Lang: "fr"}
		v.closes(v.fee, store.Now(v.db), v.ada)
		_, err := commons.MakePledge(ctx, v.db, v.ada, s, &hours)
		is(t, err, people.ErrClosed)
		f := form()
		f.OnBehalf = v.fee.Ref
		_, err = commons.LogContribution(ctx, v.db, v.chloe, f)
		if bad, _ := store.AsInvalid(err); bad["on_behalf"].Key != "error.organisation_closed" {
			t.Errorf("time on its behalf: %v", err)
		}
		v.closes(v.fee, nil, v.ada)
		_, err = commons.MakePledge(ctx, v.db, v.ada, s, &hours)
		v.must(err)
	})
}

func TestAnOrganisationThatWasClosedMeanwhileSaysYesToNoAgreement(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		p := v.proposes()
		v.closes(v.copeaux, store.Now(v.db), v.bob)
		is(t, p.Accept(ctx, v.db, v.bob, commons.PartySide, 1), people.ErrClosed)
		v.closes(v.copeaux, nil, v.bob)
		v.must(p.Accept(ctx, v.db, v.bob, commons.PartySide, 1))
	})
}

func TestAnOrganisationThatWasClosedMeanwhileHandsInNoInvoice(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		a := v.agreed()
		v.closes(v.copeaux, store.Now(v.db), v.bob)
		_, err := a.Send(ctx, v.db, v.bob, v.counter("A-1"))
		is(t, err, people.ErrClosed)
		v.closes(v.copeaux, nil, v.bob)
		v.hands(a, "A-1")
	})
}

func TestNoAgreementOfAnOrganisationThatWasClosedIsFiled(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		files := func() error {
			_, err := commons.SignAgreement(ctx, v.db, v.omar, commons.AgreementForm{
				Organisation: v.copeaux.Ref, LegalBasis: commons.SolidarityPrice, Title: "Entraide", Terms: "Des retours.", AcceptedOn: day(-9),
			})
			return err
		}
		v.closes(v.copeaux, store.Now(v.db), v.bob)
		refusal(t, files(), "organisation", "error.choose")
		v.closes(v.copeaux, nil, v.bob)
		v.must(files())
	})
}

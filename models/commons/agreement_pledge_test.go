package commons_test

import (
	"errors"
	"testing"

	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
)

func solidarity(f *commons.ProposalForm) { f.LegalBasis = commons.SolidarityPrice }

// promises is what Les Copeaux promise under an agreement: two hours of trying things out, within a month.
func (v village) promises(a commons.Agreement, change ...func(*commons.AgreementPledgeForm)) commons.AgreementPledge {
	v.t.Helper()
	f := commons.AgreementPledgeForm{What: "Essayer les nouveautés", Unit: commons.Minutes, Amount: "2", DueOn: day(30)}
	for _, c := range change {
		c(&f)
	}
	p, err := a.Promise(ctx, v.db, v.bob, f)
	v.must(err)
	return p
}

func (v village) pledgeNow(a commons.Agreement, p commons.AgreementPledge) commons.AgreementPledge {
	v.t.Helper()
	now, err := commons.FindAgreementPledge(ctx, v.db, a, p.Ref)
	v.must(err)
	return now
}

func TestAPromiseUnderAnAgreementIsKeptByWhatIsAccepted(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		a := v.agreed(solidarity)
		p := v.promises(a)
		first, second := v.log(v.bob, behalf(v.copeaux)), v.log(v.bob, behalf(v.copeaux), hours("2"))
		own, pieces := v.log(v.kim), v.log(v.bob, behalf(v.copeaux), func(f *commons.Form) { f.Hours, f.Pieces = "", "40" })
		keeping, err := a.Keeping(ctx, v.db, v.bob)
		if err != nil || len(keeping) != 3 {
			t.Errorf("%d could keep it (%v)", len(keeping), err)
		}
		is(t, a.Keep(ctx, v.db, v.kim, commons.KeepForm{Pledge: p.Ref, Contributions: []string{first.Ref}}), store.ErrForbidden)
		refusal(t, a.Keep(ctx, v.db, v.bob, commons.KeepForm{Pledge: p.Ref, Contributions: nil}), "contribution", "error.choose")
		refusal(t, a.Keep(ctx, v.db, v.bob, commons.KeepForm{Pledge: p.Ref, Contributions: []string{pieces.Ref}}), "contribution", "error.other_unit") // units never mix
		refusal(t, a.Keep(ctx, v.db, v.bob, commons.KeepForm{Pledge: p.Ref, Contributions: []string{own.Ref}}), "contribution", "error.other_unit")    // of somebody else
		v.must(a.Keep(ctx, v.db, v.bob, commons.KeepForm{Pledge: p.Ref, Contributions: []string{first.Ref, second.Ref}}))
		refusal(t, a.Keep(ctx, v.db, v.bob, commons.KeepForm{Pledge: v.promises(a).Ref, Contributions: []string{first.Ref}}), "contribution", "error.other_unit") // nothing keeps two promises
		if now := v.pledgeNow(a, p); now.Done != 0 || now.Waiting != 180 || !now.Open() {
			t.Errorf("%+v", now)
		}
		first = v.accept(v.confirm(first, v.eve), v.samia)
		v.must(commons.TurnAgreementPledges(ctx, v.db))
		if now := v.pledgeNow(a, p); now.Done != 60 || now.Waiting != 120 || !now.Open() {
			t.Errorf("%+v", now)
		}
		v.accept(v.confirm(v.log(v.bob, behalf(v.copeaux), func(f *commons.Form) { f.Corrects, f.Quarters = first.Ref, "30" }), v.eve), v.samia)
		if now := v.pledgeNow(a, p); now.Done != 90 { // what puts it right keeps it too
			t.Errorf("%+v", now)
		}
		v.accept(v.confirm(second, v.eve), v.samia)
		v.must(commons.TurnAgreementPledges(ctx, v.db))
		if now := v.pledgeNow(a, p); now.State != commons.PledgeFulfilled || now.Done != 210 {
			t.Errorf("%+v", now)
		}
		var entries int64
		v.must(v.db.Raw("select count(*) from ledger_entries where kind <> 'time_log' and kind <> 'reversal'").Scan(&entries).Error)
		if entries != 0 {
			t.Errorf("a promise made %d entries", entries)
		}
	})
}

func TestAPromiseUnderAnAgreementLapsesThirtyDaysAfterItsDay(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		a := v.agreed(solidarity)
		p, cancelled := v.promises(a), v.promises(a)
		is(t, cancelled.Cancel(ctx, v.db, v.omar, a), store.ErrForbidden)
		v.must(cancelled.Cancel(ctx, v.db, v.bob, a))
		is(t, cancelled.Cancel(ctx, v.db, v.bob, a), commons.ErrMoved)
		v.clock(60)
		v.must(commons.TurnAgreementPledges(ctx, v.db))
		if now := v.pledgeNow(a, p); !now.Open() {
			t.Errorf("%+v", now)
		}
		v.clock(61)
		v.must(commons.TurnAgreementPledges(ctx, v.db))
		if now := v.pledgeNow(a, p); now.State != commons.PledgeLapsed || now.EndedByID != nil {
			t.Errorf("%+v", now)
		}
		if now := v.pledgeNow(a, cancelled); now.State != commons.PledgeCancelled {
			t.Errorf("%+v", now)
		}
	})
}

func TestWhoPromisesUnderAnAgreementSaysWhatHowMuchAndUntilWhen(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		a := v.agreed(solidarity)
		for _, u := range []people.User{v.kim, v.omar, v.ada} {
			_, err := a.Promise(ctx, v.db, u, commons.AgreementPledgeForm{})
			is(t, err, store.ErrForbidden)
		}
		_, err := a.Promise(ctx, v.db, v.bob, commons.AgreementPledgeForm{Unit: commons.Cents, Amount: "1,5", DueOn: day(-1)})
		for field, key := range map[string]string{"what": "error.required", "unit": "error.choose", "promised": "error.number", "due_on": "error.date_past"} {
			refusal(t, err, field, key)
		}
		v.must(a.End(ctx, v.db, v.bob, commons.EndForm{EndsOn: day(0), Reason: "Fin"}))
		v.clock(1)
		_, err = a.Promise(ctx, v.db, v.bob, commons.AgreementPledgeForm{What: "x", Unit: commons.Pieces, Amount: "2", DueOn: day(9)})
		is(t, err, commons.ErrMoved)
	})
}

// TestNobodyPromisesUnderAnAgreementForAnOrganisationThatWasClosedOrLeftMeanwhile lets Bob, who came in before, go on as if nothing had happened.
func TestNobodyPromisesUnderAnAgreementForAnOrganisationThatWasClosedOrLeftMeanwhile(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		a := v.agreed(solidarity)
		p, given := v.promises(a), v.log(v.bob, behalf(v.copeaux))
		promises := func() error {
			_, err := a.Promise(ctx, v.db, v.bob, commons.AgreementPledgeForm{What: "x", Unit: commons.Pieces, Amount: "2", DueOn: day(9)})
			return err
		}
		keeps := func() error {
			return a.Keep(ctx, v.db, v.bob, commons.KeepForm{Pledge: p.Ref, Contributions: []string{given.Ref}})
		}
		refused := func(why error) {
			t.Helper()
			for what, do := range map[string]func() error{"a promise": promises, "what keeps one": keeps} {
				if err := do(); !errors.Is(err, why) {
					t.Errorf("%s: %v, want %v", what, err, why)
				}
			}
		}
		left := func(at any) {
			v.must(v.db.Model(&people.Membership{}).Where("organisation_id = ?", v.copeaux.ID).Update("until_at", at).Error)
		}
		v.closes(v.copeaux, store.Now(v.db), v.bob)
		refused(people.ErrClosed)
		v.closes(v.copeaux, nil, v.bob)
		left(store.Now(v.db))
		refused(store.ErrForbidden)
		left(nil)
		v.must(errors.Join(promises(), keeps()))
		v.closes(v.copeaux, store.Now(v.db), v.bob)
		v.must(p.Cancel(ctx, v.db, v.bob, a)) // what stands may be ended
	})
}

func TestWhatIsNotTheOtherSidesAnyMoreKeepsNoPromiseOfTheirs(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		a := v.agreed(solidarity)
		p := v.promises(a)
		given, told := v.log(v.bob, behalf(v.copeaux)), v.log(v.bob, behalf(v.copeaux))
		v.must(a.Keep(ctx, v.db, v.bob, commons.KeepForm{Pledge: p.Ref, Contributions: []string{given.Ref, told.Ref}}))
		given = v.accept(v.confirm(given, v.eve), v.samia)
		if now := v.pledgeNow(a, p); now.Done != 60 || now.Waiting != 60 {
			t.Fatalf("%+v", now)
		}
		v.accept(v.confirm(v.log(v.bob, corrects(given)), v.eve), v.samia) // it was in his own time
		f := form()
		f.Version = told.Version
		_, err := told.Change(ctx, v.db, v.bob, f)
		v.must(err)
		if now := v.pledgeNow(a, p); now.Done != 0 || now.Waiting != 0 {
			t.Errorf("a volunteer's time keeps an organisation's promise: %+v", now)
		}
	})
}

func TestAPromiseIsOpenAgainWhenWhatKeptItDoesNotStand(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		a := v.agreed(solidarity)
		p := v.promises(a, func(f *commons.AgreementPledgeForm) { f.Amount = "1" })
		given := v.log(v.bob, behalf(v.copeaux))
		v.must(a.Keep(ctx, v.db, v.bob, commons.KeepForm{Pledge: p.Ref, Contributions: []string{given.Ref}}))
		turned := func(want commons.PledgeState) {
			t.Helper()
			v.must(commons.TurnAgreementPledges(ctx, v.db))
			if now := v.pledgeNow(a, p); now.State != want || (now.EndedAt == nil) != (want == commons.PledgeOpen) {
				t.Errorf("%s: %+v", want, now)
			}
		}
		given = v.accept(v.confirm(given, v.eve), v.samia)
		turned(commons.PledgeFulfilled)
		again := v.reversed(given)
		turned(commons.PledgeOpen)
		v.accept(again, v.samia)
		turned(commons.PledgeFulfilled)
		v.reversed(v.load(again))
		v.clock(61)
		turned(commons.PledgeLapsed)
	})
}

func TestWhatKeptAWithdrawnPromiseMayKeepAnother(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		a := v.agreed(solidarity)
		p, c := v.promises(a), v.log(v.bob, behalf(v.copeaux))
		v.must(a.Keep(ctx, v.db, v.bob, commons.KeepForm{Pledge: p.Ref, Contributions: []string{c.Ref}}))
		v.must(p.Cancel(ctx, v.db, v.bob, a))
		if keeping, err := a.Keeping(ctx, v.db, v.bob); err != nil || len(keeping) != 1 {
			t.Errorf("%d could keep another (%v)", len(keeping), err)
		}
		next := v.promises(a)
		v.must(a.Keep(ctx, v.db, v.bob, commons.KeepForm{Pledge: next.Ref, Contributions: []string{c.Ref}}))
		if now := v.pledgeNow(a, next); now.Waiting != 60 {
			t.Errorf("%+v", now)
		}
	})
}

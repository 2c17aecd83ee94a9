package commons_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/commons"
	"chatiere/models/files"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// proposes puts an agreement to Les Copeaux.
func (v village) proposes(change ...func(*commons.ProposalForm)) commons.Proposal {
	v.t.Helper()
	f := commons.ProposalForm{Organisation: v.copeaux.Ref, LegalBasis: commons.Compensation, Title: "Ateliers contre hébergement", Terms: "Chacun facture l’autre.\n", StartsOn: day(0)}
	for _, c := range change {
		c(&f)
	}
	p, err := commons.Propose(ctx, v.db, v.omar, f)
	v.must(err)
	return p
}

// agreed is an agreement that both sides accepted.
func (v village) agreed(change ...func(*commons.ProposalForm)) commons.Agreement {
	v.t.Helper()
	p := v.proposes(change...)
	v.must(p.Accept(ctx, v.db, v.bob, commons.PartySide, 1))
	v.must(p.Accept(ctx, v.db, v.omar, commons.OurSide, 1))
	a, err := commons.FindAgreement(ctx, v.db, v.bob, p.Ref)
	v.must(err)
	return a
}

func rebate(f *commons.ProposalForm) {
	f.LegalBasis, f.CapPercent, f.Cents = commons.Rebate, "50", 4000
}

// owes is an invoice of so many cents that Les Copeaux has not paid.
func (v village) owes(cents int64, number string) billing.Invoice {
	v.t.Helper()
	var i billing.Invoice
	v.must(store.InTx(ctx, v.db, func(tx *gorm.DB) error {
		pricing, err := billing.FindPricing(ctx, tx)
		if err != nil {
			return err
		}
		all, err := billing.Carry(ctx, tx, pricing, []billing.Debt{{Organisation: v.copeaux, Number: number, IssuedOn: "2026-11-01", DueOn: "2026-12-01", Cents: cents, Label: "Hébergement", Note: "selon le document"}})
		if err != nil {
			return err
		}
		i = all[0]
		return billing.Stand(ctx, tx, v.omar.Actor(), i.ID, "Z", len(number), number)
	}))
	return v.invoice(i)
}

func (v village) invoice(i billing.Invoice) billing.Invoice {
	v.t.Helper()
	i, err := billing.LoadInvoice(ctx, v.db, i.ID)
	v.must(err)
	return i
}

// hands in an invoice of Les Copeaux.
func (v village) hands(a commons.Agreement, number string, change ...func(*commons.CounterForm)) commons.CounterInvoice {
	v.t.Helper()
	c, err := a.Send(ctx, v.db, v.bob, v.counter(number, change...))
	v.must(err)
	return c
}

func (v village) counter(number string, change ...func(*commons.CounterForm)) commons.CounterForm {
	v.t.Helper()
	var kept files.File
	v.must(store.InTx(ctx, v.db, func(tx *gorm.DB) (err error) {
		kept, err = files.Keep(ctx, tx, files.Upload{Name: "facture.pdf", Content: []byte("%PDF-1.7 " + number), ByID: v.bob.ID})
		return err
	}))
	f := commons.CounterForm{Number: number, IssuedOn: day(0), NetCents: 4000, VATCents: 800, Files: []files.File{kept}}
	for _, c := range change {
		c(&f)
	}
	return f
}

func TestAnAgreementIsOneOnceBothSidesAcceptedTheSameWords(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		p := v.proposes()
		is(t, p.Accept(ctx, v.db, v.kim, commons.PartySide, 1), store.ErrForbidden)
		is(t, p.Accept(ctx, v.db, v.bob, commons.OurSide, 1), store.ErrForbidden)
		v.must(p.Accept(ctx, v.db, v.omar, commons.OurSide, 1))
		f := commons.ProposalFormOf(p)
		f.Terms = "Autre chose."
		v.must(p.Change(ctx, v.db, v.omar, f))
		is(t, p.Change(ctx, v.db, v.colette, f), store.ErrConflict)
		is(t, p.Accept(ctx, v.db, v.bob, commons.PartySide, 1), store.ErrConflict)
		v.must(p.Accept(ctx, v.db, v.bob, commons.PartySide, 2))
		if _, err := commons.FindAgreement(ctx, v.db, v.omar, p.Ref); err == nil {
			t.Error("one side accepted other words than the other")
		}
		v.must(p.Accept(ctx, v.db, v.colette, commons.OurSide, 2))
		a, err := commons.FindAgreement(ctx, v.db, v.bob, p.Ref)
		if err != nil || a.AcceptedOn != day(0) || a.Terms != "Autre chose." {
			t.Errorf("%+v (%v)", a, err)
		}
		now, err := commons.FindProposal(ctx, v.db, v.bob, p.Ref)
		if err != nil || len(now.Acceptances) != 2 || now.Acceptances[0].SHA256 != now.SHA256 || now.Acceptances[1].SHA256 != now.SHA256 {
			t.Errorf("%+v (%v)", now, err)
		}
		_, err = commons.FindAgreement(ctx, v.db, v.ada, p.Ref)
		is(t, err, store.ErrNotFound)
	})
}

func TestNobodySpeaksForBothSides(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		p := v.proposes()
		_, err := people.Join(ctx, v.db, v.omar.ID, v.copeaux.ID, people.Owner)
		v.must(err)
		omar, err := people.LoadUser(ctx, v.db, v.omar.ID)
		v.must(err)
		v.must(p.Accept(ctx, v.db, omar, commons.OurSide, 1))
		refusal(t, p.Accept(ctx, v.db, omar, commons.PartySide, 1), "accept", "error.accepted_already")
	})
}

func TestEachBasisHasItsParty(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		person := func(b commons.Basis) error {
			_, err := commons.Propose(ctx, v.db, v.omar, commons.ProposalForm{Email: "kim@chats.example", LegalBasis: b, Title: "x", Terms: "x", CapPercent: "50"})
			return err
		}
		for _, b := range []commons.Basis{commons.RecognitionOnly, commons.SolidarityPrice, commons.ExpenseWaiver} {
			v.must(person(b))
		}
		for _, b := range []commons.Basis{commons.Compensation, commons.Rebate} {
			refusal(t, person(b), "legal_basis", "error.no_credit_for_volunteers")
		}
		if err := v.db.Exec("update agreement_proposals set legal_basis = 'commercial_rebate', cap_bp = 100 where user_id is not null").Error; err == nil {
			t.Error("the database lets a volunteer's hours count")
		}
		_, err := commons.Propose(ctx, v.db, v.omar, commons.ProposalForm{Organisation: v.copeaux.Ref, LegalBasis: commons.ExpenseWaiver, Title: "x", Terms: "x"})
		refusal(t, err, "legal_basis", "error.waiver_persons")
		_, err = commons.Propose(ctx, v.db, v.omar, commons.ProposalForm{Organisation: v.copeaux.Ref, LegalBasis: commons.Rebate, Title: "x", Terms: "x"})
		refusal(t, err, "cap_percent", "error.cap_needed")
		_, err = commons.Propose(ctx, v.db, v.kim, commons.ProposalForm{})
		is(t, err, store.ErrForbidden)
	})
}

func TestAProposalIsRefusedWithAReasonOrTakenBack(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		p := v.proposes()
		refusal(t, p.Refuse(ctx, v.db, v.bob, " "), "reason", "error.required")
		is(t, p.Withdraw(ctx, v.db, v.bob, "non"), store.ErrForbidden)
		v.must(p.Refuse(ctx, v.db, v.bob, "Trop court."))
		is(t, p.Accept(ctx, v.db, v.omar, commons.OurSide, 1), commons.ErrMoved)
		v.must(v.proposes().Withdraw(ctx, v.db, v.colette, "Erreur."))
	})
}

func TestTwoWholeInvoicesMeetAndOnlyPaymentsAreNetted(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		a := v.agreed()
		i := v.owes(12000, "V-1")
		before := i
		c := v.hands(a, "A-12")
		_, err := a.Send(ctx, v.db, v.bob, v.counter("A-12"))
		refusal(t, err, "number", "error.counter_twice")
		offset := commons.OffsetForm{Invoice: i.Ref, Counter: c.Ref, Key: "once"}
		_, err = a.Offset(ctx, v.db, v.omar, offset)
		refusal(t, err, "counter", "error.counter_not_accepted")
		is(t, c.Accept(ctx, v.db, v.bob, a, true), store.ErrForbidden)
		refusal(t, c.Accept(ctx, v.db, v.colette, a, false), "marked", "error.counter_unmarked")
		v.must(c.Accept(ctx, v.db, v.colette, a, true))
		offset.Amount, offset.Cents = "50", 5000
		_, err = a.Offset(ctx, v.db, v.colette, offset)
		refusal(t, err, "offset_amount", "error.offset_most")
		offset.Amount, offset.Cents = "", 0
		o, err := a.Offset(ctx, v.db, v.colette, offset)
		v.must(err)
		again, err := a.Offset(ctx, v.db, v.colette, offset)
		if err != nil || again.ID != o.ID || o.Cents != 4800 {
			t.Errorf("%+v, again %+v (%v)", o, again, err)
		}
		i = v.invoice(i)
		if i.DueCents() != 7200 || i.TotalCents != before.TotalCents || i.NetCents != before.NetCents || len(i.Lines) != len(before.Lines) {
			t.Errorf("%+v", i)
		}
		pieces, payments, err := billing.SettlementsOf(ctx, v.db, i)
		v.must(err)
		if s := billing.SettlingOf(i, pieces, payments); s != (billing.Settling{TotalCents: 12000, OffsetCents: 4800, DueCents: 7200}) || s.TotalCents-s.OffsetCents-s.PaidCents != s.DueCents {
			t.Errorf("%+v", s)
		}
		v.holds("EUR", map[string]int64{partyPath("payable", v.copeaux): 0, partyPath("receivable", v.copeaux): 7200, "expense:purchases": 4800})
		_, err = a.Offset(ctx, v.db, v.colette, commons.OffsetForm{Invoice: i.Ref, Counter: c.Ref})
		refusal(t, err, "offset_amount", "error.offset_nothing")
	})
}

func TestARefusedCounterInvoiceSettlesNothingAndMayComeAgain(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		a := v.agreed()
		c := v.hands(a, "A-12")
		refusal(t, c.Refuse(ctx, v.db, v.colette, a, ""), "reason", "error.required")
		v.must(c.Refuse(ctx, v.db, v.colette, a, "La TVA manque."))
		_, err := a.Offset(ctx, v.db, v.colette, commons.OffsetForm{Invoice: v.owes(5000, "V-1").Ref, Counter: c.Ref})
		refusal(t, err, "counter", "error.counter_not_accepted")
		v.hands(a, "A-12")
		_, err = a.Send(ctx, v.db, v.bob, commons.CounterForm{IssuedOn: day(3)})
		for field, key := range map[string]string{"number": "error.required", "issued_on": "error.date_future", "net": "error.money", "files": "error.one_file"} {
			refusal(t, err, field, key)
		}
	})
}

func TestCreditIsGivenWithinTheCapAndUsedWithinThePartOfAnInvoice(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		a := v.agreed(rebate)
		grant := func(cents int64) error {
			_, err := a.Grant(ctx, v.db, v.colette, commons.CreditForm{Amount: "x", Cents: cents, Reason: "Premier semestre"})
			return err
		}
		v.must(grant(3000))
		refusal(t, grant(1001), "credit_amount", "error.credit_cap")
		i := v.owes(5000, "V-1")
		o, err := a.Offset(ctx, v.db, v.omar, commons.OffsetForm{Invoice: i.Ref})
		v.must(err)
		if o.Cents != 2500 || v.invoice(i).DueCents() != 2500 { // half of the invoice at most
			t.Errorf("%+v", o)
		}
		v.holds("EUR", map[string]int64{partyPath("liability:credit", v.copeaux): 500, partyPath("receivable", v.copeaux): 2500, "expense:reciprocity": 3000})
		_, err = a.Offset(ctx, v.db, v.omar, commons.OffsetForm{Invoice: i.Ref})
		refusal(t, err, "offset_amount", "error.offset_nothing")
	})
}

func TestEndingAnAgreementFreezesNewCreditAndKeepsTheOldUntilItsDay(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		a := v.agreed(rebate)
		_, err := a.Grant(ctx, v.db, v.colette, commons.CreditForm{Cents: 2000, Reason: "Premier semestre"})
		v.must(err)
		refusal(t, a.End(ctx, v.db, v.bob, commons.EndForm{EndsOn: day(-1)}), "end_on", "error.date_past")
		v.must(a.End(ctx, v.db, v.bob, commons.EndForm{EndsOn: day(1), CreditUntil: day(10), Reason: "Nous arrêtons."}))
		is(t, a.End(ctx, v.db, v.omar, commons.EndForm{EndsOn: day(2), Reason: "x"}), commons.ErrMoved)
		v.clock(5)
		a, err = commons.FindAgreement(ctx, v.db, v.omar, a.Ref)
		v.must(err)
		_, err = a.Grant(ctx, v.db, v.colette, commons.CreditForm{Cents: 100, Reason: "x"})
		refusal(t, err, "credit_amount", "error.agreement_over")
		i := v.owes(10000, "V-1")
		_, err = a.Offset(ctx, v.db, v.omar, commons.OffsetForm{Invoice: i.Ref, Amount: "5", Cents: 500})
		v.must(err)
		v.clock(11)
		_, err = a.Offset(ctx, v.db, v.omar, commons.OffsetForm{Invoice: i.Ref})
		refusal(t, err, "offset_amount", "error.credit_over")
	})
}

func TestTheLastCreditIsSpentOnceHoweverManyAskAtOnce(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		a := v.agreed(rebate)
		_, err := a.Grant(ctx, v.db, v.colette, commons.CreditForm{Cents: 100, Reason: "x"})
		v.must(err)
		i := v.owes(100000, "V-1")
		var spent atomic.Int64
		var all sync.WaitGroup
		for range 20 {
			all.Add(1)
			go func() {
				defer all.Done()
				_, err := a.Offset(ctx, v.db, v.omar, commons.OffsetForm{Invoice: i.Ref, Amount: "1", Cents: 100})
				if err == nil {
					spent.Add(1)
				} else if _, said := store.AsInvalid(err); !said && !errors.Is(err, store.ErrConflict) {
					t.Error(err)
				}
			}()
		}
		all.Wait()
		if spent.Load() != 1 || v.invoice(i).DueCents() != 99900 {
			t.Errorf("spent %d times, %d due", spent.Load(), v.invoice(i).DueCents())
		}
	})
}

func partyPath(prefix string, o people.Organisation) string { return ledger.Party(prefix, o.ID) }

func TestNoCreditIsGivenUnderAnAgreementWithoutACap(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		a := v.agreement(v.copeaux, commons.Rebate, "2026-01-05")
		a.ID, a.Ref, a.CapBP, a.CapCents = 0, store.NewRef(), 0, 0 // as those that were filed before limits were asked for
		v.must(v.db.Omit("Organisation", "User").Create(&a).Error)
		_, err := a.Grant(ctx, v.db, v.colette, commons.CreditForm{Cents: 2000, Reason: "Premier semestre"})
		refusal(t, err, "credit_amount", "error.cap_needed")
		v.holds("EUR", map[string]int64{"expense:reciprocity": 0})
	})
}

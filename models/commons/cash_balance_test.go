package commons_test

import (
	"testing"

	"chatiere/models/commons"
	"chatiere/models/ledger"
	"chatiere/models/store"
)

func TestWhatIsLeftOfACounterInvoiceIsPaidInMoney(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		a, i := v.agreed(), v.owes(1800, "V-1")
		c := v.hands(a, "A-12")
		rest := commons.RestForm{Counter: c.Ref, OnDay: day(0), Reference: "VIR 12", Key: "once"}
		refusal(t, a.PayRest(ctx, v.db, v.colette, rest), "rest_counter", "error.choose") // not accepted yet
		v.must(c.Accept(ctx, v.db, v.colette, a, true))
		_, err := a.Offset(ctx, v.db, v.colette, commons.OffsetForm{Invoice: i.Ref, Counter: c.Ref})
		v.must(err)
		v.holds("EUR", map[string]int64{ledger.Party("payable", v.copeaux.ID): 3000, "asset:bank": 0})
		is(t, a.PayRest(ctx, v.db, v.bob, rest), store.ErrForbidden)
		for field, f := range map[string]commons.RestForm{
			"rest_amount": {Counter: c.Ref, OnDay: day(0), Amount: "30,01", Cents: 3001}, "rest_on": {Counter: c.Ref, OnDay: day(1)},
		} {
			if bad, ok := store.AsInvalid(a.PayRest(ctx, v.db, v.colette, f)); !ok || bad[field].Key == "" {
				t.Errorf("%s: %v", field, bad)
			}
		}
		v.must(a.PayRest(ctx, v.db, v.colette, rest))
		v.must(a.PayRest(ctx, v.db, v.colette, rest)) // sent twice, noted once
		v.holds("EUR", map[string]int64{ledger.Party("payable", v.copeaux.ID): 0, "asset:bank": -3000, "expense:purchases": 4800})
		now, err := commons.FindCounterInvoice(ctx, v.db, a, c.Ref)
		if err != nil || now.LeftCents() != 0 || now.UsedCents != 1800 || now.PaidCents != 3000 {
			t.Errorf("%+v (%v)", now, err)
		}
		if err := v.db.Exec("update counter_payments set cents = 1").Error; err == nil {
			t.Error("the database lets a payment be rewritten")
		}
	})
}

func TestARestThatWasNotedByMistakeIsOwedAgain(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		a := v.agreed()
		c := v.hands(a, "A-12")
		v.must(c.Accept(ctx, v.db, v.colette, a, true))
		v.must(a.PayRest(ctx, v.db, v.colette, commons.RestForm{Counter: c.Ref, OnDay: day(0), Amount: "10", Cents: 1000}))
		v.hands(a, "A-13")
		all, paid, err := commons.CountersOf(ctx, v.db, a)
		if err != nil || len(all) != 2 || all[0].Number != "A-13" || all[1].PaidCents != 1000 || len(paid) != 1 || !paid[0].Stands() || paid[0].CounterInvoice.Number != "A-12" {
			t.Fatalf("%+v (%v)", paid, err)
		}
		back := commons.RestBackForm{Payment: paid[0].Ref}
		refusal(t, a.TakeRestBack(ctx, v.db, v.colette, back), "rest_reason", "error.required")
		back.Reason = "Autre virement"
		is(t, a.TakeRestBack(ctx, v.db, v.bob, back), store.ErrForbidden)
		refusal(t, v.agreed().TakeRestBack(ctx, v.db, v.colette, back), "rest_taken", "error.choose") // another agreement's
		v.must(a.TakeRestBack(ctx, v.db, v.colette, back))
		v.must(a.TakeRestBack(ctx, v.db, v.colette, back))
		if _, paid, err = commons.CountersOf(ctx, v.db, a); err != nil || len(paid) != 1 || paid[0].Stands() || paid[0].Reversal.Reason != "Autre virement" || paid[0].Reversal.OnDay != day(0) || paid[0].OnDay != day(0) {
			t.Errorf("%+v (%v)", paid, err)
		}
		v.holds("EUR", map[string]int64{ledger.Party("payable", v.copeaux.ID): 4800, "asset:bank": 0})
		now, err := commons.FindCounterInvoice(ctx, v.db, a, c.Ref)
		if err != nil || now.LeftCents() != 4800 {
			t.Errorf("%+v (%v)", now, err)
		}
	})
}

func TestBillingKnowsOnWhichDaysBothSidesInvoiceEachOther(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		a := v.agreed()
		v.agreed(rebate)
		v.must(a.End(ctx, v.db, v.bob, commons.EndForm{EndsOn: day(30), Reason: "Fin"}))
		var rows []struct {
			OrganisationID          uint
			Agreement, FromOn, ToOn string
		}
		v.must(v.db.Raw("select organisation_id, agreement, from_on, to_on from reciprocal_invoicings").Scan(&rows).Error)
		if len(rows) != 1 || rows[0].OrganisationID != v.copeaux.ID || rows[0].Agreement != a.Ref || rows[0].FromOn[:10] != day(0) || rows[0].ToOn[:10] != day(30) {
			t.Errorf("%+v", rows)
		}
	})
}

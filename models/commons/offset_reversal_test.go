package commons_test

import (
	"sync"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/commons"
	"chatiere/models/ledger"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// meets is an invoice of 120 € of which a counter-invoice of 48 € settled a part.
func (v village) meets() (commons.Agreement, billing.Invoice, commons.CounterInvoice, commons.Offset) {
	v.t.Helper()
	a, i := v.agreed(), v.owes(12000, "V-1")
	c := v.hands(a, "A-12")
	v.must(c.Accept(ctx, v.db, v.colette, a, true))
	o, err := a.Offset(ctx, v.db, v.colette, commons.OffsetForm{Invoice: i.Ref, Counter: c.Ref})
	v.must(err)
	return a, i, c, o
}

func TestAnOffsetIsTakenBackOnceAndBothDebtsAreThereAgain(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		a, i, c, o := v.meets()
		is(t, a.TakeBack(ctx, v.db, v.bob, commons.TakeBackForm{Offset: o.Ref, Reason: "x"}), store.ErrForbidden)
		refusal(t, a.TakeBack(ctx, v.db, v.colette, commons.TakeBackForm{Offset: o.Ref, Reason: " "}), "taken_reason", "error.required")
		refusal(t, a.TakeBack(ctx, v.db, v.colette, commons.TakeBackForm{Offset: "xxxx", Reason: "x"}), "taken", "error.choose")
		form := commons.TakeBackForm{Offset: o.Ref, Reason: "Comptée deux fois"}
		var all sync.WaitGroup
		for range 5 {
			all.Add(1)
			go func() {
				defer all.Done()
				if err := a.TakeBack(ctx, v.db, v.colette, form); err != nil {
					t.Error(err)
				}
			}()
		}
		all.Wait()
		if due := v.invoice(i).DueCents(); due != 12000 {
			t.Errorf("%d due", due)
		}
		v.holds("EUR", map[string]int64{partyPath("payable", v.copeaux): 4800, partyPath("receivable", v.copeaux): 12000, "expense:purchases": 4800})
		pieces, payments, err := billing.SettlementsOf(ctx, v.db, i)
		v.must(err)
		if s := billing.SettlingOf(v.invoice(i), pieces, payments); s != (billing.Settling{TotalCents: 12000, DueCents: 12000}) {
			t.Errorf("%+v", s)
		}
		offsets, err := commons.OffsetsOf(ctx, v.db, a)
		v.must(err)
		if len(offsets) != 1 || offsets[0].Stands() || offsets[0].Reversal.Reason != "Comptée deux fois" || offsets[0].Reversal.OnDay != day(0) {
			t.Errorf("%+v", offsets)
		}
		if found, err := ledger.Verify(ctx, v.db); err != nil || len(found) > 0 {
			t.Error(found, err)
		}
		again, err := a.Offset(ctx, v.db, v.colette, commons.OffsetForm{Invoice: i.Ref, Counter: c.Ref}) // all of it can be used again
		if err != nil || again.Cents != 4800 || v.invoice(i).DueCents() != 7200 {
			t.Errorf("%+v %v", again, err)
		}
	})
}

func TestCreditThatIsTakenBackCanBeUsedAgainWithinItsLimits(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		a := v.agreed(rebate)
		_, err := a.Grant(ctx, v.db, v.colette, commons.CreditForm{Cents: 3000, Reason: "Premier semestre"})
		v.must(err)
		i := v.owes(5000, "V-1")
		o, err := a.Offset(ctx, v.db, v.omar, commons.OffsetForm{Invoice: i.Ref})
		v.must(err)
		v.must(a.TakeBack(ctx, v.db, v.omar, commons.TakeBackForm{Offset: o.Ref, Reason: "Autre facture"}))
		left, err := commons.CreditLeft(ctx, v.db, a)
		v.must(err)
		if left != 3000 || v.invoice(i).DueCents() != 5000 {
			t.Errorf("%d left", left)
		}
		v.holds("EUR", map[string]int64{partyPath("liability:credit", v.copeaux): 3000, partyPath("receivable", v.copeaux): 5000, "expense:reciprocity": 3000})
		again, err := a.Offset(ctx, v.db, v.omar, commons.OffsetForm{Invoice: i.Ref})
		if err != nil || again.Cents != 2500 { // half of the invoice, as the first time
			t.Errorf("%+v %v", again, err)
		}
	})
}

func TestAnOffsetOfAClosedPeriodStays(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		a, i, _, o := v.meets()
		v.clock(3)
		v.must(store.InTx(ctx, v.db, func(tx *gorm.DB) error {
			_, err := ledger.Close(ctx, tx, ledger.Period{StartsOn: day(-1), EndsOn: day(0)})
			return err
		}))
		refusal(t, a.TakeBack(ctx, v.db, v.colette, commons.TakeBackForm{Offset: o.Ref, Reason: "Trop tard"}), "taken", "error.offset_closed")
		if due := v.invoice(i).DueCents(); due != 7200 {
			t.Errorf("%d due", due)
		}
	})
}

package commons_test

import (
	"testing"

	"chatiere/models/commons"
	"chatiere/models/commons/formula"
	"chatiere/models/ledger"
	"chatiere/models/store"

	"gorm.io/gorm"
)

func TestWhatARoundIsTakenOfIsToldOnceAllOfItIs(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		f, payers := v.fair(), v.six()
		shows := func(r commons.Round) bool {
			projects, err := r.Projects(ctx, v.db)
			v.must(err)
			_, _, _, err = r.Preview(ctx, v.db, v.samia, projects)
			v.must(err)
			return r.ShowsBase()
		}
		for n, id := range payers[:3] {
			v.paid(n, id, 1, "2026-10-12", 10_000)
		}
		r := f.draft(func(form *commons.RoundForm) { form.From, form.To = "2026-10-01", "2026-10-31" })
		if shows(r) {
			t.Error("the month is not told, and what it is made of would be")
		}
		v.tells("2026-11-05")
		v.clock(0)
		if !shows(r) {
			t.Error("all of it was told")
		}
		v.paid(9, payers[0], 1, "2026-10-20", 4_321)
		if shows(r) {
			t.Error("less what was told it says what one organisation paid")
		}
	})
}

func TestABaseOfInvoicesIsShownOnceEnoughOrganisationsWereInvoiced(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		f, payers := v.fair(), v.six()
		bills := func(key string, id uint, cents int64) {
			debit, credit := ledger.Party("receivable", id), formula.Subscriptions
			if cents < 0 {
				debit, credit, cents = credit, debit, -cents
			}
			v.must(store.InTx(ctx, v.db, func(tx *gorm.DB) error {
				_, err := ledger.Post(ctx, tx, ledger.Entry{
					Journal: ledger.Sales, Kind: "invoice", Key: key, EffectiveOn: "2026-10-12", Transfers: []ledger.Transfer{{Debit: debit, Credit: credit, Unit: "EUR", Amount: cents}},
				})
				return err
			}))
		}
		r := f.draft(func(form *commons.RoundForm) {
			form.Base, form.RateBP, form.From, form.To = formula.InvoicedHT, 1000, "2026-10-01", "2026-10-31"
		})
		shows := func(base int64, want bool) {
			t.Helper()
			projects, err := r.Projects(ctx, v.db)
			v.must(err)
			_, in, _, err := r.Preview(ctx, v.db, v.samia, projects)
			v.must(err)
			if in.Base != base || r.ShowsBase() != want {
				t.Errorf("base %d, shown %v, want %d, %v", in.Base, r.ShowsBase(), base, want)
			}
		}
		for n, id := range payers[:3] { // three paid, for what was invoiced long ago
			v.paid(n, id, 1, "2026-10-12", 10_000)
		}
		bills("1", payers[0], 5_000)
		bills("2", payers[0], 6_000)
		bills("3", payers[1], 7_000)
		shows(18_000, false)
		bills("4", payers[2], 2_000)
		shows(20_000, true)
		bills("5", payers[2], -2_000)
		shows(18_000, false) // all of it credited
	})
}

func TestNoughtIsNotSaidOfAPotOfWhichNothingIsToldYet(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		f, payers := v.fair(), v.six()
		for n, id := range payers[:3] {
			v.paid(n, id, 1, "2026-10-12", 10_000)
		}
		r := f.opened(func(form *commons.RoundForm) { form.From, form.To = "2026-10-01", "2026-10-31" })
		if pot, _, foreseen, err := r.Foresee(ctx, v.db); err != nil || foreseen {
			t.Error(pot, foreseen, err)
		}
		v.tells("2026-11-05")
		v.clock(0)
		if pot, _, foreseen, err := r.Foresee(ctx, v.db); err != nil || !foreseen || pot != 3_000 {
			t.Error(pot, foreseen, err)
		}
	})
}

package commons_test

import (
	"testing"

	"chatiere/models/commons"
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

package commons_test

import (
	"testing"

	"chatiere/models/commons"
	"chatiere/models/store"
)

func TestAGiftIsIncomeWithoutTaxAndTakesBackWhole(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		s := v.space()
		p := v.pledges(s, v.kim, 100_000, every(commons.Once))
		v.must(s.Start(ctx, v.db, v.omar))
		d := v.gifts(p)[0]
		f := commons.ArrivalForm{Cents: 100_000, ReceivedOn: day(0), Method: "transfer"}
		is(t, d.Arrive(ctx, v.db, v.colette, f), store.ErrForbidden)
		refusal(t, d.Arrive(ctx, v.db, v.omar, commons.ArrivalForm{Cents: 100_000, ReceivedOn: day(3), Method: "transfer"}), "received_on", "error.date_future")
		v.must(d.Arrive(ctx, v.db, v.omar, f))
		is(t, d.Arrive(ctx, v.db, v.omar, f), store.ErrConflict)
		v.holds("EUR", map[string]int64{"asset:bank": 100_000, "income:gifts": 100_000, "liability:vat_collected": 0})
		if v.pledge(p).State != commons.PledgeFulfilled || v.carried(s).ReceivedCents != 100_000 {
			t.Error("a promise that was kept is not fulfilled")
		}
		v.must(d.TakeBack(ctx, v.db, v.omar, "une erreur de saisie"))
		v.holds("EUR", map[string]int64{"asset:bank": 0, "income:gifts": 0})
	})
}

func TestARegularGiftIsAskedForEachPeriodAndNobodyOwesIt(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		s := v.space(func(f *commons.SpaceForm) { f.Threshold = "1" })
		p := v.pledges(s, v.kim, 1_000, every(commons.EveryMonth))
		v.must(s.Start(ctx, v.db, v.omar))
		for _, days := range []int{1, 2, 16, 17, 31, 32, 63} {
			v.turns(days)
		}
		all := v.gifts(p)
		if len(all) != 3 || all[0].State != commons.DonationAsked || all[1].State != commons.DonationDropped || all[2].RemindedOn == "" {
			t.Errorf("%+v", all)
		}
	})
}

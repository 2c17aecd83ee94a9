package commons_test

import (
	"testing"

	"chatiere/models/commons"
	"chatiere/models/people"
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

func TestReceiptsAreOnlyForPersonsOfADeclaredCollectiveAndNumberedWithoutGap(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		s := v.space(func(f *commons.SpaceForm) { f.Threshold = "1" })
		var got []commons.Donation
		for n, by := range []people.User{v.kim, v.lou, v.bob} {
			p := v.pledges(s, by, 5_000, every(commons.Once), func(f *commons.PledgeForm) {
				if n == 2 {
					f.For = v.copeaux.Ref
				}
			})
			if n == 0 {
				v.must(s.Start(ctx, v.db, v.omar))
			}
			d := v.gifts(p)[0]
			v.must(d.Arrive(ctx, v.db, v.omar, commons.ArrivalForm{Cents: 5_000, ReceivedOn: day(0), Method: "cheque"}))
			got = append(got, v.gifts(p)[0])
		}
		ask := &commons.ReceiptForm{Name: "Kim Exemple", Street: "1 rue du Don", Postcode: "69001", City: "Lyon", Country: "FR", Lang: "fr"}
		_, err := got[0].Certify(ctx, v.db, v.kim, ask)
		is(t, err, store.ErrConflict)
		e := &commons.EligibilityForm{Basis: "self", Object: "Des outils libres", Category: commons.GeneralInterest, Name: "Omar", Role: "Président", Sure: true}
		is(t, commons.Declare(ctx, v.db, v.colette, e), store.ErrForbidden)
		v.must(commons.Declare(ctx, v.db, v.omar, e))
		_, err = got[0].Certify(ctx, v.db, v.kim, &commons.ReceiptForm{Name: "Kim", Country: "FR"})
		refusal(t, err, "street", "error.required")
		first, err := got[0].Certify(ctx, v.db, v.kim, ask)
		v.must(err)
		_, err = got[0].Certify(ctx, v.db, v.kim, ask)
		is(t, err, store.ErrConflict)
		_, err = got[1].Certify(ctx, v.db, v.kim, ask)
		is(t, err, store.ErrForbidden)
		_, err = got[2].Certify(ctx, v.db, v.bob, ask)
		is(t, err, store.ErrConflict) // an organisation's gift has another form (16216)
		refusal(t, got[0].TakeBack(ctx, v.db, v.omar, "erreur"), "reason", "error.receipt_first")
		v.must(first.Void(ctx, v.db, v.omar, "adresse fausse"))
		second, err := got[0].Certify(ctx, v.db, v.kim, ask)
		v.must(err)
		if first.Number != "R2026-00001" || second.Number != "R2026-00002" {
			t.Error(first.Number, second.Number)
		}
		_, years, err := commons.Receipts(ctx, v.db, v.colette, commons.ReceiptFilter{})
		if err != nil || len(years) != 1 || years[0] != (commons.ReceiptYear{Year: "2026", Count: 1, Cents: 5_000, Void: 1}) {
			t.Errorf("%v %+v", err, years)
		}
		_, err = commons.FindReceipt(ctx, v.db, v.lou, second.Ref)
		is(t, err, store.ErrNotFound)
	})
}

package catalogue_test

import (
	"errors"
	"testing"

	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestANewPriceListLeavesTheOldOneToThoseWhoSubscribed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s := newShop(t, db)
		if err := s.offer.Publish(ctx, db, s.op); err == nil {
			t.Fatal("published without a price")
		}
		s.sells(1000, 9600)
		old, _ := s.offer.Price(catalogue.Standard, catalogue.Year)
		s.sells(2000, 20000)
		offer, err := catalogue.FindOffer(ctx, db, visitor, "fr", "bouquet")
		ok(t, err)
		now, _ := offer.Price(catalogue.Standard, catalogue.Year)
		kept, err := catalogue.FindPrice(ctx, db, old.Ref)
		ok(t, err)
		if now.Cents != 20000 || kept.Cents != 9600 || kept.List != 1 {
			t.Fatal(now, kept)
		}
		if err := db.Exec("update prices set cents = 1").Error; err == nil {
			t.Fatal("a price was changed")
		}
		if err := db.Exec("delete from prices").Error; err == nil {
			t.Fatal("a price was deleted")
		}
		from, _ := offer.From(catalogue.Month)
		if service, _ := catalogue.FindService(ctx, db, visitor, "fr", "discussion"); from.Cents != 1000 || *service.FromCents != 1000 || service.FromPeriod != catalogue.Month {
			t.Fatal(from.Cents, *service.FromCents, service.FromPeriod)
		}
		stale := prices(1, 1)
		stale.Version = 1
		if err := s.offer.SetPrices(ctx, db, s.op, stale); !errors.Is(err, store.ErrConflict) {
			t.Fatal(err)
		}
		ok(t, s.offer.Unpublish(ctx, db, s.op))
		if service, _ := catalogue.FindService(ctx, db, visitor, "fr", "discussion"); service.FromCents != nil || len(service.Offers) != 0 {
			t.Fatal("still for sale")
		}
		if _, err := catalogue.FindOffer(ctx, db, visitor, "fr", "bouquet"); !errors.Is(err, store.ErrNotFound) {
			t.Fatal(err)
		}
	})
}

func TestTheLowestPriceOfAServiceIsOneThatIsSold(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s, year := newShop(t, db), int64(2500)
		s.sells(1000, 9600)
		offer, err := catalogue.FindOffer(ctx, db, visitor, "fr", "bouquet")
		ok(t, err)
		ok(t, offer.SetPrices(ctx, db, s.op, catalogue.PriceForm{Cents: map[catalogue.Tier]map[catalogue.Period]*int64{catalogue.Standard: {catalogue.Year: &year}}, Version: offer.Version, Reason: "essai"}))
		service, err := catalogue.FindService(ctx, db, visitor, "fr", "discussion")
		if err != nil || *service.FromCents != 2500 || service.FromPeriod != catalogue.Year {
			t.Fatal(*service.FromCents, service.FromPeriod, err)
		}
		for most, want := range map[int64]int{208: 0, 209: 2} { // a twelfth of it is 208.33
			page, err := catalogue.Find(ctx, db, "fr", catalogue.Filter{MaxCents: most})
			if err != nil || len(page.Items) != want {
				t.Errorf("%d a month finds %d services (%v)", most, len(page.Items), err)
			}
		}
	})
}

func TestThePriceAVisitorSeesHoldsTheTax(t *testing.T) {
	registered := collective.TaxRegime{Regime: collective.VATRegistered, RateBP: 2000}
	for name, test := range map[string]struct {
		regime  collective.TaxRegime
		country string
		cents   int64
		want    catalogue.Shown
	}{
		"registered, at home":   {registered, "FR", 1000, catalogue.Shown{Net: 1000, Tax: 200, Gross: 1200, RateBP: 2000}},
		"registered, neighbour": {registered, "BE", 1000, catalogue.Shown{Net: 1000, Tax: 200, Gross: 1200, RateBP: 2000}},
		"registered, outside":   {registered, "CH", 1000, catalogue.Shown{Net: 1000, Gross: 1000}},
		"rounded half up":       {collective.TaxRegime{Regime: collective.VATRegistered, RateBP: 550}, "FR", 1210, catalogue.Shown{Net: 1210, Tax: 67, Gross: 1277, RateBP: 550}},
		"franchise":             {collective.TaxRegime{Regime: collective.VATFranchise, RateBP: 2000}, "FR", 1000, catalogue.Shown{Net: 1000, Gross: 1000}},
		"not subject":           {collective.TaxRegime{Regime: collective.NotSubject}, "FR", 1000, catalogue.Shown{Net: 1000, Gross: 1000}},
		"nothing costs nothing": {registered, "FR", 0, catalogue.Shown{RateBP: 2000}},
	} {
		if got := catalogue.WithTax(test.regime, test.country, test.cents); got != test.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

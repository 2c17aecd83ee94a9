package commons_test

import (
	"slices"
	"testing"
	"time"

	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/commons"
	"chatiere/models/commons/formula"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// sells puts services on sale as one offer.
func (f fair) sells(slug string, services ...string) {
	f.t.Helper()
	year := int64(10000)
	f.must(store.InTx(ctx, f.db, func(tx *gorm.DB) error {
		_, err := catalogue.ImportOffer(ctx, tx, catalogue.OfferForm{
			Slug: slug, Entry: catalogue.Direct, Services: services, Name: slug, Summary: "Tout", For: "Les associations", Body: "Bonjour.",
			StandardName: "Tarif juste", StandardCovers: "Ce que cela coûte.", SourceLang: "fr",
		}, catalogue.PriceForm{Cents: map[catalogue.Tier]map[catalogue.Period]*int64{catalogue.Standard: {catalogue.Year: &year}}})
		return err
	}))
}

// subscribes lets an organisation subscribe to an offer that is delivered on a day.
func (f fair) subscribes(by people.User, o people.Organisation, offer, on string) uint {
	f.t.Helper()
	p, err := billing.Subscribe(ctx, f.db, by, billing.SubscribeForm{Offer: offer, Tier: catalogue.Standard, Period: "year", For: o.Ref, Country: "FR", Terms: true, EarlyStart: true, Lang: "fr"})
	f.must(err)
	at, err := parse(on)
	f.must(err)
	f.must(billing.Delivered(ctx, f.db, by.Actor(), p.SubscriptionID, at))
	return p.SubscriptionID
}

// TestUsageIsCountedInDaysOfRealSubscriptions: spaces × days within the period, by the project behind each service of what was subscribed to.
func TestUsageIsCountedInDaysOfRealSubscriptions(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		f := v.fair()
		f.must(collective.BeginRegime(ctx, f.db, collective.TaxRegime{Regime: collective.NotSubject, FromOn: "2020-01-01"}))
		f.sells("deux", "alpha", "beta")
		f.sells("un", "alpha")
		f.subscribes(v.ada, v.fee, "deux", "2026-11-01") // 24 days of alpha and of beta until the 24th
		ended := f.subscribes(v.bob, v.copeaux, "un", "2026-11-11")
		f.must(f.db.Exec("update subscriptions set ended_on = '2026-11-20' where id = ?", ended).Error) // 10 days of alpha
		f.subscribes(v.bob, v.copeaux, "un", "2026-11-24")                                              // one day
		f.subscribes(v.bob, v.copeaux, "un", day(0))                                                    // after the period
		r := f.draft(func(form *commons.RoundForm) { form.Rule, form.MinPayoutCents = formula.Usage, 0 })
		_, _, all, err := r.Preview(ctx, f.db, f.samia, f.whole(r).Projects)
		f.must(err)
		var weights, cents []int64
		for _, s := range all[0].Shares {
			weights, cents = append(weights, s.Weight), append(cents, s.Cents)
		}
		if !slices.Equal(weights, []int64{35, 24, 0}) || !slices.Equal(cents, []int64{1186, 814, 0}) {
			t.Error(weights, cents)
		}
	})
}

func parse(day string) (time.Time, error) { return time.Parse(time.DateOnly, day) }

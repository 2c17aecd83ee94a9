package billing_test

import (
	"errors"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

// TestNothingBeginsInTheNameOfAnOrganisationThatWasClosedMeanwhile lets Maud, who came in before, go on as if Marraine were open.
func TestNothingBeginsInTheNameOfAnOrganisationThatWasClosedMeanwhile(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		p := ready(t, db, "ada@fee.example")
		ada, err := people.LoadUser(ctx, db, p.AcceptedByID)
		must(t, err)
		marraine, maud := sponsor(t, db, "Marraine", "fr", people.NotSubject)
		asked := split(t, db, ada, p.SubscriptionID, "40", false, maud.Email, "60")
		share, err := billing.LoadShare(ctx, db, asked[0].ID)
		must(t, err)
		offer, err := share.OfferOf(ctx, db, marraine)
		must(t, err)
		subscription := form(maud.Email)
		subscription.For = marraine.Ref
		begins := map[string]func() error{
			"a part of a bill": func() error {
				return share.Accept(ctx, db, maud, marraine, billing.ShareAnswer{Terms: true, Cents: offer.YearlyCents})
			},
			"a subscription": func() error {
				_, err := billing.Subscribe(ctx, db, maud, subscription)
				return err
			},
			"a request": func() error {
				_, err := billing.AskOffer(ctx, db, maud, billing.RequestForm{
					Offer: "reseau", Need: "Un lieu", People: "3", Tier: "standard", Period: "year", For: marraine.Ref, Key: subscription.Key, Lang: "fr",
				})
				return err
			},
		}
		closed := func(at any) {
			t.Helper()
			must(t, db.Model(&people.Organisation{}).Where("id = ?", marraine.ID).Update("closed_at", at).Error)
		}
		closed(store.Now(db))
		for what, begin := range begins {
			if err := begin(); !errors.Is(err, store.ErrConflict) {
				t.Errorf("%s: %v", what, err)
			}
		}
		closed(nil)
		for what, begin := range begins {
			if err := begin(); err != nil {
				t.Errorf("%s, once it is open again: %v", what, err)
			}
		}
	})
}

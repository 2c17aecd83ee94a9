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
			"a method to be charged later": func() error {
				_, err := billing.BeginSetup(ctx, db, collective.PaymentKeys{Cards: true}, maud, marraine, "fr")
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
			if err := begin(); !errors.Is(err, people.ErrClosed) {
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

// TestNobodyCarriesMoreOnceAHeadOrItsMemberWasClosed has a head offer a part before, and its member answer after.
func TestNobodyCarriesMoreOnceAHeadOrItsMemberWasClosed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		lina, head := purse(t, db, billing.PoolForm{})
		opens(t, db, lina, head, threeSpaces)
		zoe, pres := member(t, db, "zoe@pres.example")
		closed := func(id uint, at any) {
			t.Helper()
			must(t, db.Model(&people.Organisation{}).Where("id = ?", id).Update("closed_at", at).Error)
		}
		offers := func(percent string) error {
			a := affiliated(t, db, pres.OrganisationID)
			return billing.OfferCarriage(ctx, db, lina, a, billing.CarriageForm{Percent: percent, Version: a.Version})
		}
		accepts := func() error { return billing.AcceptCarriage(ctx, db, zoe, affiliated(t, db, pres.OrganisationID)) }
		saves := func() error {
			return billing.SavePool(ctx, db, lina, head, billing.PoolForm{Together: "no", Version: 1})
		}
		must(t, offers("20"))
		for name, id := range map[string]uint{"the head": head.ID, "the member": pres.OrganisationID} {
			closed(id, store.Now(db))
			if err := accepts(); !errors.Is(err, people.ErrClosed) {
				t.Errorf("%s was closed, and the member says yes: %v", name, err)
			}
			if err := offers("30"); !errors.Is(err, people.ErrClosed) {
				t.Errorf("%s was closed, and the head offers more: %v", name, err)
			}
			if err := saves(); errors.Is(err, people.ErrClosed) != (id == head.ID) {
				t.Errorf("%s was closed, and the head saves its pool: %v", name, err)
			}
			closed(id, nil)
		}
		must(t, accepts())
		closed(pres.OrganisationID, store.Now(db))
		must(t, billing.StopCarriage(ctx, db, zoe, affiliated(t, db, pres.OrganisationID)))
	})
}

func TestAQuoteIsNotAcceptedForAnOrganisationThatWasClosedMeanwhile(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		r := asked(t, db, visitor, requestForm("ada@fee.example"))
		ada, err := people.LoadUser(ctx, db, r.RequestedByID)
		must(t, err)
		must(t, ada.Confirm(ctx, db))
		must(t, billing.ConfirmRequestsOf(ctx, db, ada.ID))
		r = again(t, db, r)
		must(t, r.Respond(ctx, db, operator(t, db), billing.AnswerForm{Verdict: "agree", Cents: 30000, Version: r.Version}))
		ada, err = people.LoadUser(ctx, db, ada.ID)
		must(t, err)
		accepts := func() error {
			_, err := r.Accept(ctx, db, ada, billing.AcceptForm{Terms: true, EarlyStart: true, TermsVersion: "1"})
			return err
		}
		must(t, db.Model(&people.Organisation{}).Where("id = ?", r.OrganisationID).Update("closed_at", store.Now(db)).Error)
		if err := accepts(); !errors.Is(err, people.ErrClosed) {
			t.Errorf("accepted: %v", err)
		}
		must(t, db.Model(&people.Organisation{}).Where("id = ?", r.OrganisationID).Update("closed_at", nil).Error)
		must(t, accepts())
	})
}

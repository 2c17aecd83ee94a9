package billing_test

import (
	"errors"
	"fmt"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestSuspendingLeavesReadingAndNeedsAReason(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		ops, p := operator(t, db), ready(t, db, "ada@fee.example")
		s, err := billing.LoadSubscription(ctx, db, p.SubscriptionID)
		must(t, err)
		if err := s.Suspend(ctx, db, ops, "unpaid"); !errors.Is(err, store.ErrConflict) {
			t.Errorf("before it was delivered: %v", err)
		}
		must(t, billing.Delivered(ctx, db, journal.Actor{}, s.ID, noon("2026-11-25")))
		if err := s.Suspend(ctx, db, ops, ""); err == nil {
			t.Error("without a reason")
		}
		must(t, s.Suspend(ctx, db, ops, "unpaid"))
		must(t, s.Suspend(ctx, db, ops, "again"))
		if s, err = billing.LoadSubscription(ctx, db, s.ID); err != nil || !s.Suspended() || s.State != billing.Running || !s.Turned() {
			t.Errorf("%+v %v", s, err)
		}
		must(t, s.Resume(ctx, db, ops, "paid"))
		if s, err = billing.LoadSubscription(ctx, db, s.ID); err != nil || s.Suspended() || promised(t, db, "access_changed") != 3 {
			t.Errorf("%+v %v, %d promises", s, err, promised(t, db, "access_changed"))
		}
		ada, err := people.LoadUser(ctx, db, p.AcceptedByID)
		must(t, err)
		if found, err := billing.FindSubscription(ctx, db, ada, s.Ref); err != nil || found.ID != s.ID {
			t.Error(err)
		}
		if _, err := billing.FindSubscription(ctx, db, people.User{ID: 99}, s.Ref); !errors.Is(err, store.ErrNotFound) {
			t.Error(err)
		}
	})
}

func TestTheShownPriceIsTheOneAsked(t *testing.T) {
	for _, regime := range []collective.Regime{collective.VATRegistered, collective.VATFranchise, collective.NotSubject} {
		p := billing.Pricing{Host: collective.Collective{Country: "FR"}, Regime: collective.TaxRegime{ID: 1, Regime: regime, RateBP: 2000}}
		for _, country := range []string{"FR", "BE", "DE", "MC", "CH", "CA", "GB", "SN", "HR"} {
			for _, cents := range []int64{0, 1, 33, 1250, 9999} {
				if shown, asked := catalogue.WithTax(p.Regime, country, cents), p.For(cents, country); shown.Gross != asked.Total || shown.Tax != asked.VAT {
					t.Errorf("%s, %s, %d: shown %+v, asked %+v", regime, country, cents, shown, asked)
				}
			}
		}
	}
}

func TestAProFormaIsSentToFiveAddressesAtMost(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		p := subscribe(t, db, form("ada@fee.example"))
		for n := range 6 {
			err := p.Forward(ctx, db, visitor, billing.ForwardForm{Email: fmt.Sprintf("t%d@fee.example", n)})
			if _, wrong := store.AsInvalid(err); wrong != (n == 5) {
				t.Errorf("address %d: %v", n, err)
			}
		}
		must(t, p.Forward(ctx, db, visitor, billing.ForwardForm{Email: "T0@fee.example"}))
		if promised(t, db, "pro_forma_forwarded") != 5 {
			t.Error("an address was written to twice")
		}
		if err := p.Forward(ctx, db, visitor, billing.ForwardForm{Email: "half@"}); err == nil {
			t.Error("half an address")
		}
	})
}

func TestMAI1_InvoicesGoToTheTreasurerElseToTheOwners(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		p := ready(t, db, "ada@fee.example")
		o, err := people.LoadOrganisation(ctx, db, p.OrganisationID)
		must(t, err)
		who := func() string {
			t.Helper()
			readers, address, err := billing.TreasurersOf(ctx, db, o)
			must(t, err)
			names := ""
			for _, u := range readers {
				names += u.Email + " "
			}
			return names + address
		}
		if got := who(); got != "ada@fee.example " {
			t.Error(got)
		}
		o.TreasurerEmail = "tresor@fee.example"
		if got := who(); got != "tresor@fee.example" {
			t.Error(got)
		}
		bob, err := people.Meet(ctx, db, "tresor@fee.example", "Bob", "en")
		must(t, err)
		_, err = people.Join(ctx, db, bob.ID, o.ID, people.Treasurer)
		must(t, err)
		if got := who(); got != "tresor@fee.example " {
			t.Error(got)
		}
		o.TreasurerEmail = "ada@fee.example"
		if got := who(); got != "tresor@fee.example ada@fee.example " {
			t.Error(got)
		}
	})
}

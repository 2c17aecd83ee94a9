package billing_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/billing/reference"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestSubscribingMakesEverythingAtOnceAndNothingUsable(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		p := subscribe(t, db, form("Ada@Fee.example"))
		if !reference.Valid(p.PaymentReference) || p.NetCents != 10000 || p.VATCents != 2000 || p.TotalCents != 12000 || p.State != billing.Open {
			t.Fatalf("%+v", p)
		}
		if p.TermsVersion != "2026-11-01" || p.TermsAcceptedAt.IsZero() || p.EarlyStartAt == nil || p.ValidUntil != "2027-01-24" {
			t.Errorf("accepted terms: %+v", p)
		}
		s, err := billing.LoadSubscription(ctx, db, p.SubscriptionID)
		must(t, err)
		if s.State != billing.Requested || s.Access != billing.NoAccess || s.Organisation.Usable() || s.StartsFrom != "2026-11-25" || s.RequestedBy.Email != "ada@fee.example" {
			t.Errorf("%+v", s)
		}
		if promised(t, db, "subscription_requested") != 1 || promised(t, db, "subscription_accepted") != 0 {
			t.Error("promises")
		}
		confirmed(t, db, p)
		s, err = billing.LoadSubscription(ctx, db, p.SubscriptionID)
		must(t, err)
		if s.State != billing.Accepted || !s.Organisation.Usable() || promised(t, db, "subscription_accepted") != 1 {
			t.Errorf("after the address confirmed: %+v", s)
		}
	})
}

func TestWithoutEarlyStartTheServiceWaitsForTheWithdrawalPeriod(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		f := form("ada@fee.example")
		f.EarlyStart = false
		p := subscribe(t, db, f)
		s, err := billing.LoadSubscription(ctx, db, p.SubscriptionID)
		must(t, err)
		if p.EarlyStartAt != nil || s.StartsFrom != "2026-12-10" || s.NotBefore(day(t, "2026-12-09")) != s.StartsFrom || s.NotBefore(day(t, "2026-12-10")) != "" { // the window is open on the ninth
			t.Errorf("starts from %s", s.StartsFrom)
		}
	})
}

func TestSomebodyElsesAddressGivesNothingAway(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		before := confirmed(t, db, subscribe(t, db, form("ada@fee.example")))
		f := form("ada@fee.example")
		f.Organisation, f.Name = "Association d'Eve", "Eve"
		p := subscribe(t, db, f)
		s, err := billing.LoadSubscription(ctx, db, p.SubscriptionID)
		must(t, err)
		if s.Organisation.Usable() || s.State != billing.Requested || s.RequestedBy.Name != "Ada" {
			t.Fatalf("Eve made something usable of Ada's address: %+v", s)
		}
		must(t, billing.AcceptOf(ctx, db, before.ID)) // signing in alone accepts nothing for somebody already known
		eve, err := people.Meet(ctx, db, "eve@ailleurs.example", "Eve", "fr")
		must(t, err)
		must(t, eve.Confirm(ctx, db))
		if err := p.Accept(ctx, db, eve); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("Eve accepts: %v", err)
		}
		must(t, p.Accept(ctx, db, before))
		if s, err = billing.LoadSubscription(ctx, db, p.SubscriptionID); err != nil || !s.Organisation.Usable() || s.State != billing.Accepted {
			t.Errorf("Ada accepts: %+v %v", s, err)
		}
		if err := p.Accept(ctx, db, before); err != nil {
			t.Errorf("twice: %v", err)
		}
	})
}

func TestOneAddressIsNotFloodedByStrangers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		for range 5 {
			subscribe(t, db, form("ada@fee.example"))
		}
		_, err := billing.Subscribe(ctx, db, visitor, form("ada@fee.example"))
		if wrong, ok := store.AsInvalid(err); !ok || wrong["email"].Key != "error.too_many" {
			t.Fatal(err)
		}
		if promised(t, db, "subscription_requested") != 5 {
			t.Error("more letters than subscriptions")
		}
	})
}

func TestTheSameFormSentTwiceIsOneSubscription(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		f := form("ada@fee.example")
		var all sync.WaitGroup
		refs := make([]string, 8)
		for i := range refs {
			all.Go(func() {
				p, err := billing.Subscribe(ctx, db, visitor, f)
				if err != nil {
					t.Error(err)
				}
				refs[i] = p.Ref
			})
		}
		all.Wait()
		for _, r := range refs {
			if r != refs[0] {
				t.Fatalf("%v", refs)
			}
		}
		var people, organisations int64
		must(t, db.Table("users").Count(&people).Error)
		must(t, db.Table("organisations").Count(&organisations).Error)
		if people != 1 || organisations != 1 || promised(t, db, "subscription_requested") != 1 {
			t.Errorf("%d people, %d organisations", people, organisations)
		}
		f.Email = "eve@ailleurs.example"
		if _, err := billing.Subscribe(ctx, db, visitor, f); !errors.Is(err, store.ErrConflict) {
			t.Errorf("a stranger with the same key: %v", err)
		}
	})
}

func TestAFormSaysWhatIsWrongWithIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		for name, c := range map[string]struct {
			change func(*billing.SubscribeForm)
			field  string
			key    string
		}{
			"no organisation":      {func(f *billing.SubscribeForm) { f.Organisation = " \u200b " }, "organisation", "error.required"},
			"a long name":          {func(f *billing.SubscribeForm) { f.Name = strings.Repeat("é", 121) }, "name", "error.too_long"},
			"no name":              {func(f *billing.SubscribeForm) { f.Name = "" }, "name", "error.required"},
			"no address":           {func(f *billing.SubscribeForm) { f.Email = "" }, "email", "error.required"},
			"half an address":      {func(f *billing.SubscribeForm) { f.Email = "ada@fee" }, "email", "error.email"},
			"two lines of address": {func(f *billing.SubscribeForm) { f.Email = "ada@fee.example\r\nBcc: x@y.fr" }, "email", "error.email"},
			"no country":           {func(f *billing.SubscribeForm) { f.Country = "" }, "country", "error.choose"},
			"a country of our own": {func(f *billing.SubscribeForm) { f.Country = "<b>" }, "country", "error.choose"},
			"the terms not ticked": {func(f *billing.SubscribeForm) { f.Terms = false }, "terms", "error.terms"},
		} {
			t.Run(name, func(t *testing.T) {
				f := form("ada@fee.example")
				c.change(&f)
				_, err := billing.Subscribe(ctx, db, visitor, f)
				wrong, ok := store.AsInvalid(err)
				if !ok || len(wrong) != 1 || wrong[c.field].Key != c.key {
					t.Errorf("got %v", err)
				}
			})
		}
		var n int64
		must(t, db.Table("users").Count(&n).Error)
		if n != 0 {
			t.Errorf("%d people were made", n)
		}
	})
}

func TestOnlyWhatIsOfferedDirectlyCanBeSubscribed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		f := form("ada@fee.example")
		f.Offer = "reseau"
		if _, err := billing.Subscribe(ctx, db, visitor, f); !errors.Is(err, store.ErrConflict) {
			t.Errorf("a reviewed offer: %v", err)
		}
		f.Offer, f.Tier = "ensemble", "none"
		if _, err := billing.Subscribe(ctx, db, visitor, f); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a price that is not: %v", err)
		}
	})
}

func TestAnOwnerSubscribesForTheirOrganisation(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		first := subscribe(t, db, form("ada@fee.example"))
		ada := confirmed(t, db, first)
		f := billing.SubscribeForm{Offer: "ensemble", Tier: "standard", Period: "month", For: ada.Memberships[0].Organisation.Ref, Terms: true, Key: store.NewRef(), Lang: "fr"}
		p, err := billing.Subscribe(ctx, db, ada, f)
		must(t, err)
		s, err := billing.LoadSubscription(ctx, db, p.SubscriptionID)
		must(t, err)
		if p.OrganisationID != first.OrganisationID || s.State != billing.Accepted || p.NetCents != 1250 || p.VATCents != 0 {
			t.Errorf("%+v %+v", p, s)
		}
		eve, err := people.Meet(ctx, db, "eve@ailleurs.example", "Eve", "fr")
		must(t, err)
		f.Key = store.NewRef()
		if _, err := billing.Subscribe(ctx, db, eve, f); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("for somebody else's organisation: %v", err)
		}
	})
}

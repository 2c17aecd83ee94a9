package collective_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestMain(m *testing.M) { storetest.Main(m) }

var admin = journal.Actor{Name: "Ada"}

func TestTwoOperatorsDoNotOverwriteEachOther(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		c, err := collective.Find(ctx, db)
		if err != nil || c.SetUp() {
			t.Fatal(c, err)
		}
		f := c.Filled()
		f.Name = "Les Chats"
		if err := collective.Save(ctx, db, admin, f); err != nil {
			t.Fatal(err)
		}
		c, _ = collective.Find(ctx, db)
		first, second := c.Filled(), c.Filled()
		first.Tagline, second.Tagline = "one", "two"
		if err := collective.Save(ctx, db, admin, first); err != nil {
			t.Fatal(err)
		}
		if err := collective.Save(ctx, db, admin, second); !errors.Is(err, store.ErrConflict) {
			t.Fatal(err)
		}
	})
}

func TestATestLetterCountsBeforeTheCollectiveHasAName(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		if err := collective.MailTested(ctx, db); err != nil {
			t.Fatal(err)
		}
		c, err := collective.Find(ctx, db)
		if err != nil || c.MailTestedAt == nil || c.SetUp() {
			t.Fatalf("%+v %v", c, err)
		}
		f := c.Filled()
		f.Name = "Les Chats"
		if err := collective.Save(ctx, db, admin, f); err != nil {
			t.Fatal(err)
		}
		if c, _ = collective.Find(ctx, db); c.MailTestedAt == nil || !c.SetUp() {
			t.Fatalf("%+v", c)
		}
	})
}

func TestAWrongAccountNumberIsRefused(t *testing.T) {
	f := collective.Collective{Name: "x", Country: "FR", Zone: "Europe/Paris", InvoicePrefix: "F", IBAN: "FR76 3000 6000 0112 3456 7890 188", RenewalDays: 60, PriceDays: 62, PriceProDays: 62}.Filled()
	if wrong := f.Check(); wrong["iban"].Key == "" {
		t.Fatal("accepted")
	}
	f.IBAN = "fr76 3000 6000 0112 3456 7890 189"
	if wrong := f.Check(); len(wrong) != 0 {
		t.Fatal(wrong)
	}
}

func TestARegimeHoldsUntilTheNextOne(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		for _, r := range []collective.TaxRegime{{Regime: collective.VATFranchise, FromOn: "2024-01-01"}, {Regime: collective.VATRegistered, RateBP: 2000, FromOn: "2026-01-01"}} {
			if err := collective.BeginRegime(ctx, db, r); err != nil {
				t.Fatal(err)
			}
		}
		for day, want := range map[string]collective.Regime{"2023-05-01": collective.NotSubject, "2025-12-31": collective.VATFranchise, "2026-01-01": collective.VATRegistered} {
			on, _ := time.Parse(time.DateOnly, day)
			if got, err := collective.RegimeOn(ctx, db, on); err != nil || got.Regime != want {
				t.Errorf("%s: %s %v", day, got.Regime, err)
			}
		}
		if err := collective.BeginRegime(ctx, db, collective.TaxRegime{Regime: collective.NotSubject, FromOn: "2025-01-01"}); err == nil {
			t.Error("the past was rewritten")
		}
	})
}

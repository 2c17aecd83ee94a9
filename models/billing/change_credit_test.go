package billing_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/billing/period"
	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestCHG5_TheWorkedExampleHoldsToTheCent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s, first, u := monthly(t, db, 1, 1200)
		then := at(db, "2027-04-11") // twenty days left
		done := changed(t, then, u, s.ID, wished("trente", "standard", period.Month, "1"))
		if done.Direction != billing.Upgrade || len(done.Credits) != 1 || len(done.Charges) != 1 {
			t.Fatalf("%+v", done.Terms)
		}
		credit, charge := done.Credits[0], done.Charges[0]
		if credit.NetCents != 800 || credit.TotalCents != 960 || credit.On != first.FullName() || charge.NetCents != 2000 || charge.TotalCents != 2400 || done.DueCents != 1440 || done.AccountCents != 0 {
			t.Errorf("first upgrade: %+v", done.Terms)
		}
		var notes []uint
		must(t, db.Model(&billing.Invoice{}).Where("kind = 'credit_note'").Pluck("id", &notes).Error)
		for _, id := range notes {
			n, err := billing.LoadInvoice(ctx, db, id)
			must(t, err)
			e := n.Electronic()
			if len(notes) != 1 || (n.ServiceFrom != "2027-04-11" || n.ServiceTo != "2027-05-01" || e.Period == nil || e.Period.From != "2027-04-11" || e.Period.To != "2027-04-30" || *e.Lines[0].Period != *e.Period) {
				t.Errorf("the credit note is for other days than it credits: %+v", n)
			}
		}
		if l := charge.Lines[0]; l.PeriodFrom != "2027-04-11" || l.PeriodTo != "2027-05-01" {
			t.Errorf("%+v", l)
		}
		if done.NextOn != "2027-04-17" || done.NextFrom != "2027-05-01" || done.NextCents != 3600 {
			t.Errorf("next: %+v", done.Terms)
		}
		paid(t, db, operator(t, db), done.Invoices[0].Ref, 1440)
		if i := reloaded(t, db, done.Invoices[0]); i.Payment() != billing.Paid || i.PrepaidCents != 960 {
			t.Errorf("%+v", i)
		}
		again := changed(t, then, u, s.ID, wished("soixante", "standard", period.Month, "1"))
		if len(again.Credits) != 1 || again.Credits[0].NetCents != 2000 || again.Charges[0].NetCents != 4000 || again.DueCents != 2400 {
			t.Errorf("second upgrade the same day: %+v", again.Terms)
		}
		paid(t, db, operator(t, db), again.Invoices[0].Ref, 2400)
		if renewed(t, db, "2027-04-16") != 0 || renewed(t, db, again.NextOn) != 1 {
			t.Error("not renewed on the day that was said")
		}
		if i := invoicesOf(t, db, s.OrganisationID)[0]; i.TotalCents != again.NextCents || i.ServiceFrom != again.NextFrom {
			t.Errorf("the next invoice is not what was said: %+v", i)
		}
		sound(t, db)
	})
}

func TestCHG4_TheCreditIsOfWhatWasReallyCharged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s, _, u := monthly(t, db, 1, 600) // half price by agreement
		if done := changed(t, at(db, "2027-04-11"), u, s.ID, wished("trente", "standard", period.Month, "1")); done.Credits[0].NetCents != 400 || done.Charges[0].NetCents != 2000 {
			t.Errorf("%+v", done.Terms)
		}
	})
}

func TestCHG4_NeverMoreIsCreditedThanIsLeft(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s, i, u := monthly(t, db, 1, 1200)
		_, err := i.Correct(ctx, at(db, "2027-04-05"), operator(t, db), billing.CreditForm{Amount: "10", Cents: 1000, Reason: "Panne"})
		must(t, err)
		done := changed(t, at(db, "2027-04-11"), u, s.ID, wished("trente", "standard", period.Month, "1"))
		if done.Credits[0].NetCents != 200 || done.DueCents != 2400-240-1200 {
			t.Errorf("%+v", done.Terms)
		}
	})
}

func TestAnUnpaidInvoiceIsLoweredByTheCredit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		_, i, u := running(t, db, true) // 120.00 a year, unpaid
		offer(t, db, "trente", catalogue.Direct, 3000, 30000)
		done := changed(t, db, u, *i.SubscriptionID, wished("trente", "standard", period.Year, "1"))
		if done.DueCents != 36000 || done.LoweredCents != 12000 || reloaded(t, db, i).DueCents() != 0 {
			t.Errorf("%+v", done.Terms)
		}
	})
}

func TestAWithdrawalGivesBackWhatUpgradesCost(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		offer(t, db, "trente", catalogue.Direct, 3000, 36500)
		p, i, u := running(t, db, true) // 100.00 for 365 days from 25 November
		paid(t, db, operator(t, db), i.Ref, 10000)
		up := changed(t, at(db, "2026-11-27"), u, p.SubscriptionID, wished("trente", "standard", period.Year, "1"))
		paid(t, db, operator(t, db), up.Invoices[0].Ref, up.DueCents)
		n := declared(t, at(db, "2026-11-28"), u, noticeForm(billing.Withdrawal, u.Email, p.PaymentReference))
		if n.State != billing.NoticeApplied || n.RepayCents != 10000+up.DueCents-55-200 { // two days of the first, two of the second
			t.Errorf("%+v", n)
		}
		sound(t, db)
	})
}

// TestNEG3_AnySequenceOfChangesKeepsTheSums plays random changes, payments, renewals and days.
func TestNEG3_AnySequenceOfChangesKeepsTheSums(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s, _, u := monthly(t, db, 1, 1200)
		offer(t, db, "gratuit", catalogue.Direct, 0, 0)
		ops, dice := operator(t, db), rand.New(rand.NewPCG(7, 11))
		today := day(t, "2027-04-02")
		offers, periods := []string{"douze", "trente", "soixante", "gratuit"}, []period.Interval{period.Month, period.Year}
		rounds := 60
		if storetest.Quick() {
			rounds = 40
		}
		for n := range rounds {
			now := store.AtTime(db, today.Add(12*3600*1e9))
			switch dice.IntN(6) {
			case 0:
				today = today.AddDate(0, 0, dice.IntN(25))
			case 1:
				if due := invoicesOf(t, db, s.OrganisationID)[0]; due.DueCents() > 0 {
					paid(t, db, ops, due.Ref, 1+dice.Int64N(due.DueCents()+500))
				}
			case 2:
				if err := contract(t, db, s.ID).Keep(ctx, now, u, because); err != nil && !errors.Is(err, store.ErrConflict) {
					t.Fatal(n, err)
				}
			default:
				f := wished(offers[dice.IntN(4)], "standard", periods[dice.IntN(2)], fmt.Sprint(1+dice.IntN(7)))
				shown, err := billing.PreviewChange(ctx, now, u, contract(t, db, s.ID), f, because)
				if _, same := store.AsInvalid(err); same {
					continue
				}
				must(t, err)
				done, err := contract(t, db, s.ID).Change(ctx, now, u, f, shown.Digest(), because)
				must(t, err)
				if done.DueCents < 0 || done.CreditCents < 0 || done.AccountCents < 0 || done.LoweredCents < 0 || done.NextCents < 0 {
					t.Fatalf("below nothing: %+v", done.Terms)
				}
			}
			if _, err := billing.ApplyChanges(ctx, now); err != nil {
				t.Fatal(n, err)
			}
			if _, err := billing.RenewDue(ctx, now); err != nil {
				t.Fatal(n, err)
			}
			sound(t, db)
		}
		var over int64
		must(t, db.Raw(`select count(*) from invoices i where i.kind = 'invoice' and i.net_cents < (select coalesce(sum(c.net_cents), 0) from invoices c where c.corrects_id = i.id)`).Scan(&over).Error)
		if over > 0 {
			t.Errorf("%d invoices credited beyond themselves", over)
		}
	})
}

func TestACreditNoteOnAnInvoiceOfBeforeTheDeliveryNamesTheDaysThatItCredits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		offer(t, db, "douze", catalogue.Direct, 1200, 12000)
		offer(t, db, "trente", catalogue.Direct, 3000, 30000)
		f := form("ada@fee.example")
		f.Offer, f.Period = "douze", period.Month
		p := subscribe(t, db, f)
		u := confirmed(t, db, p)
		must(t, people.WithMemberships(ctx, db, &u))
		completed(t, db, p.OrganisationID)
		first := issued(t, db, p)
		paid(t, db, operator(t, db), first.Ref, first.TotalCents)
		must(t, billing.Delivered(ctx, at(db, "2027-04-01"), u.Actor(), p.SubscriptionID, day(t, "2027-04-01")))
		if first = reloaded(t, db, first); first.ServiceTo != "" {
			t.Fatalf("its days were known: %+v", first)
		}
		done := changed(t, at(db, "2027-04-11"), u, p.SubscriptionID, wished("trente", "standard", period.Month, "1"))
		all := invoicesOf(t, db, p.OrganisationID)
		if n := all[len(all)-2]; len(done.Credits) != 1 || n.Kind != billing.CreditNote || n.TotalCents != 960 || n.ServiceFrom != "2027-04-11" || n.ServiceTo != "2027-05-01" {
			t.Errorf("%+v", n)
		}
	})
}

func TestWhatIsGivenBackOfAnInvoiceOfBeforeTheDeliveryNamesItsDays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		f := form("ada@fee.example")
		f.EarlyStart = true
		p := subscribe(t, db, f)
		u := confirmed(t, db, p)
		completed(t, db, p.OrganisationID)
		issued(t, db, p)
		must(t, billing.Delivered(ctx, db, u.Actor(), p.SubscriptionID, day(t, "2026-11-25")))
		then := store.AtTime(db, noon("2026-11-30"))
		n := declared(t, then, visitor, noticeForm(billing.Withdrawal, "ada@fee.example", p.PaymentReference))
		must(t, n.Confirm(ctx, then, because))
		if n := invoicesOf(t, db, p.OrganisationID)[0]; n.Kind != billing.CreditNote || n.ServiceFrom != "2026-12-01" || n.ServiceTo != "2027-11-25" {
			t.Errorf("%+v", n)
		}
	})
}

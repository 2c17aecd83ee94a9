package billing_test

import (
	"errors"
	"reflect"
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

func wished(offer, tier string, every period.Interval, quantity string) billing.ChangeForm {
	return billing.ChangeForm{Plan: offer + ":" + tier, Period: every, Quantity: quantity}
}

// changed previews a change, makes it, and holds that both are the same line by line (PRV1).
func changed(t *testing.T, db *gorm.DB, by people.User, id uint, f billing.ChangeForm) billing.Changed {
	t.Helper()
	s := contract(t, db, id)
	shown, err := billing.PreviewChange(ctx, db, by, s, f, because)
	must(t, err)
	if now := contract(t, db, id); now.Version != s.Version || now.Plan() != s.Plan() {
		t.Fatal("a dry run left something behind")
	}
	done, err := s.Change(ctx, db, by, f, shown.Digest(), because)
	must(t, err)
	if !reflect.DeepEqual(shown.Terms, done.Terms) {
		t.Fatalf("shown\n%+v\ndone\n%+v", shown.Terms, done.Terms)
	}
	if len(done.Invoices) > 0 && len(done.Invoices) != len(shown.Charges) {
		t.Fatalf("%d invoices, %d shown", len(done.Invoices), len(shown.Charges))
	}
	for n, i := range done.Invoices {
		i = reloaded(t, db, i)
		if !reflect.DeepEqual(i.PlainLines(), shown.Charges[n].Lines) || i.TotalCents != shown.Charges[n].TotalCents || i.VATCents != shown.Charges[n].VATCents {
			t.Errorf("issued %+v, shown %+v", i, shown.Charges[n])
		}
	}
	sound(t, db)
	return done
}

// monthly is a subscription at 12.00 (or 30.00) a month delivered on 1 April 2027 (thirty days), invoiced and paid.
func monthly(t *testing.T, db *gorm.DB, quantity int64, unit int64) (billing.Subscription, billing.Invoice, people.User) {
	t.Helper()
	world(t, db, collective.VATRegistered)
	offer(t, db, "douze", catalogue.Direct, 1200, 12000)
	offer(t, db, "trente", catalogue.Direct, 3000, 30000)
	offer(t, db, "soixante", catalogue.Direct, 6000, 60000)
	f := form("ada@fee.example")
	f.Offer, f.Period = "douze", period.Month
	if unit == 3000 {
		f.Offer = "trente"
	}
	p := subscribe(t, db, f)
	u := confirmed(t, db, p)
	must(t, people.WithMemberships(ctx, db, &u))
	completed(t, db, p.OrganisationID)
	must(t, db.Model(&billing.Subscription{}).Where("id = ?", p.SubscriptionID).Updates(map[string]any{"quantity": quantity, "unit_cents": unit}).Error)
	must(t, billing.Delivered(ctx, at(db, "2027-04-01"), u.Actor(), p.SubscriptionID, day(t, "2027-04-01")))
	i, err := billing.InvoiceOf(ctx, db, p.ID)
	must(t, err)
	paid(t, db, operator(t, db), i.Ref, i.TotalCents)
	return contract(t, db, p.SubscriptionID), i, u
}

func TestCHG1_ADowngradeWaitsForItsTermWithoutMoney(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s, _, u := monthly(t, db, 3, 3000)
		then := at(db, "2027-04-11")
		done := changed(t, then, u, s.ID, wished("douze", "standard", period.Month, "2"))
		if done.Direction != billing.Downgrade || done.OnDay != "2027-05-01" || len(done.Credits)+len(done.Charges) != 0 || done.DueCents != 0 || done.NextCents != 2880 {
			t.Fatalf("%+v", done.Terms)
		}
		if contract(t, db, s.ID).Plan() != s.Plan() {
			t.Error("not at once")
		}
		again := changed(t, then, u, s.ID, wished("douze", "standard", period.Month, "1"))
		if again.Replaces == nil || again.Replaces.Quantity != 2 || again.ReplacesOn != "2027-05-01" {
			t.Errorf("a new one replaces it and says so: %+v", again.Terms)
		}
		must(t, contract(t, db, s.ID).Keep(ctx, then, u, because))
		if err := contract(t, db, s.ID).Keep(ctx, then, u, because); !errors.Is(err, store.ErrConflict) {
			t.Errorf("kept twice: %v", err)
		}
		changed(t, then, u, s.ID, wished("douze", "standard", period.Month, "1"))
		if renewed(t, db, "2027-04-20") != 1 || invoicesOf(t, db, s.OrganisationID)[0].TotalCents != 1440 {
			t.Error("the renewal does not apply the change")
		}
		for day, want := range map[string]int{"2027-04-30": 0, "2027-05-01": 1} {
			n, err := billing.ApplyChanges(ctx, at(db, day))
			if err != nil || n != want && day == "2027-04-30" {
				t.Errorf("%s: %d %v", day, n, err)
			}
		}
		if now := contract(t, db, s.ID); now.Quantity != 1 || now.UnitCents != 1200 || promised(t, db, "plan_changed") != 1 {
			t.Errorf("%+v", now)
		}
		if renewed(t, db, "2027-05-18") != 1 || invoicesOf(t, db, s.OrganisationID)[0].ServiceFrom != "2027-06-01" {
			t.Error("and goes on")
		}
		sound(t, db)
	})
}

func TestCHG1_WhatWasInvoicedAheadIsInvoicedAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s, _, u := monthly(t, db, 1, 3000)
		renewed(t, db, "2027-04-18")
		then := at(db, "2027-04-20")
		done := changed(t, then, u, s.ID, wished("douze", "standard", period.Month, "1"))
		if len(done.Credits) != 1 || done.Credits[0].TotalCents != 3600 || len(done.Charges) != 1 || done.Charges[0].TotalCents != 1440 || done.LoweredCents != 3600 || done.NextFrom != "2027-06-01" {
			t.Fatalf("%+v", done.Terms)
		}
		must(t, contract(t, db, s.ID).Keep(ctx, then, u, because))
		all := invoicesOf(t, db, s.OrganisationID)
		if all[0].TotalCents != 3600 || all[0].ServiceFrom != "2027-05-01" || renewed(t, db, "2027-04-21") != 0 {
			t.Errorf("%+v", all[0])
		}
		sound(t, db)
	})
}

func TestCHG2_ALongerPeriodIsMoreAndAShorterOneWaits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s, _, u := monthly(t, db, 1, 1200)
		then := at(db, "2027-04-11")
		done := changed(t, then, u, s.ID, wished("douze", "standard", period.Year, "1"))
		if done.Direction != billing.Upgrade || done.Charges[0].NetCents != 12000 || done.Charges[0].Lines[0].PeriodTo != "2028-04-11" || done.NextFrom != "2028-04-11" {
			t.Fatalf("%+v", done.Terms)
		}
		back := changed(t, then, u, s.ID, wished("douze", "standard", period.Month, "1"))
		if back.Direction != billing.Downgrade || back.OnDay != "2028-04-11" || back.NextCents != 1440 || back.NextOn != "2028-03-28" {
			t.Fatalf("%+v", back.Terms)
		}
		if renewed(t, db, "2028-05-20") != 2 {
			t.Error("months follow the year")
		}
		if _, err := billing.ApplyChanges(ctx, at(db, "2028-04-11")); err != nil || contract(t, db, s.ID).AnchorOn != "2028-04-11" {
			t.Errorf("%v %+v", err, contract(t, db, s.ID))
		}
		if renewed(t, db, "2028-05-20") != 0 {
			t.Error("invoiced twice")
		}
		dearer := changed(t, at(db, "2028-05-21"), u, s.ID, wished("trente", "standard", period.Year, "1"))
		paid(t, db, operator(t, db), dearer.Invoices[0].Ref, dearer.DueCents)
		shorter := changed(t, at(db, "2028-05-22"), u, s.ID, wished("soixante", "standard", period.Month, "1"))
		if dearer.Direction != billing.Upgrade || shorter.Direction != billing.Upgrade || shorter.DueCents != 0 || shorter.AccountCents == 0 {
			t.Errorf("compared as a whole: %+v", shorter.Terms)
		}
		if renewed(t, db, "2028-06-20") != 1 || invoicesOf(t, db, s.OrganisationID)[0].ServiceFrom != "2028-06-22" {
			t.Error("the next month is not invoiced because a year once was")
		}
		sound(t, db)
	})
}

func TestCHG2_AnEqualPriceIsASwapWithoutMoney(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s, _, u := monthly(t, db, 1, 1200)
		offer(t, db, "autre", catalogue.Direct, 1200, 12000)
		done := changed(t, at(db, "2027-04-11"), u, s.ID, wished("autre", "standard", period.Month, "1"))
		if done.Direction != billing.Swap || len(done.Credits)+len(done.Charges) != 0 || contract(t, db, s.ID).OfferID == s.OfferID {
			t.Errorf("%+v", done.Terms)
		}
	})
}

func TestCPN4_ASolidarityPriceIsChosenAndCHG7_TheOwnPriceStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		price(t, db, catalogue.Supportive, 15000)
		p, _, u := running(t, db, true)
		must(t, db.Exec("update subscriptions set unit_cents = 9000 where id = ?", p.SubscriptionID).Error) // an older list
		if two := changed(t, db, u, p.SubscriptionID, wished("ensemble", "standard", period.Year, "2")); two.To.UnitCents != 9000 || two.To.PriceID != two.From.PriceID {
			t.Errorf("%+v", two.To)
		}
		if up := changed(t, db, u, p.SubscriptionID, wished("ensemble", "supportive", period.Year, "2")); up.To.UnitCents != 15000 || up.Direction != billing.Upgrade {
			t.Errorf("%+v", up.To)
		}
	})
}

func TestBeforeDeliveryAnotherProFormaTakesItsPlace(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		offer(t, db, "trente", catalogue.Direct, 3000, 30000)
		p := subscribe(t, db, form("ada@fee.example"))
		u := confirmed(t, db, p)
		must(t, people.WithMemberships(ctx, db, &u))
		paid(t, db, operator(t, db), p.Ref, 5000)
		done := changed(t, db, u, p.SubscriptionID, wished("trente", "standard", period.Year, "1"))
		if done.Direction != billing.Beforehand || done.DueCents != 31000 || done.ProForma.TotalCents != 36000 || done.ProForma.TermsVersion != p.TermsVersion {
			t.Fatalf("%+v", done.Terms)
		}
		old, err := billing.FindProForma(ctx, db, p.Ref)
		must(t, err)
		asked, err := billing.FindPayable(ctx, db, operator(t, db), done.ProForma.Ref)
		if must(t, err); old.State != billing.Cancelled || asked.DueCents != 31000 {
			t.Errorf("%+v %+v", old, asked)
		}
		paid(t, db, operator(t, db), done.ProForma.Ref, 31000)
		completed(t, db, p.OrganisationID)
		i, err := billing.InvoiceOf(ctx, db, done.ProForma.ID)
		if must(t, err); i.Payment() != billing.Paid {
			t.Errorf("%+v", i)
		}
		cheaper := changed(t, db, u, p.SubscriptionID, wished("ensemble", "standard", period.Year, "1"))
		if cheaper.CreditCents != 36000 || cheaper.DueCents != 0 || cheaper.AccountCents != 24000 {
			t.Errorf("paid and not delivered: %+v", cheaper.Terms)
		}
		must(t, billing.Delivered(ctx, db, u.Actor(), p.SubscriptionID, day(t, "2026-11-25")))
		if renewed(t, db, "2027-11-15") != 1 || invoicesOf(t, db, p.OrganisationID)[0].ServiceFrom != "2027-11-25" {
			t.Error("X11: an invoice older than the delivery is for its first year")
		}
		sound(t, db)
	})
}

func TestPRV2_WhatWasNotShownIsNotDone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s, _, u := monthly(t, db, 1, 1200)
		f, then := wished("trente", "standard", period.Month, "1"), at(db, "2027-04-11")
		shown, err := billing.PreviewChange(ctx, then, u, s, f, because)
		must(t, err)
		for name, later := range map[string]*gorm.DB{"another day": at(db, "2027-04-12"), "another digest": then} {
			digest := shown.Digest()
			if name == "another digest" {
				digest = "x"
			}
			now, err := s.Change(ctx, later, u, f, digest, because)
			if !errors.Is(err, billing.ErrOutdated) || !errors.Is(err, store.ErrConflict) || len(now.Charges) != 1 {
				t.Errorf("%s: %v %+v", name, err, now.Terms)
			}
		}
		if now := contract(t, db, s.ID); now.Version != s.Version || len(invoicesOf(t, db, s.OrganisationID)) != 1 || promised(t, db, "subscription_changed") != 0 {
			t.Error("something was done")
		}
		stranger := people.User{ID: 99}
		if _, err := s.Change(ctx, then, stranger, f, shown.Digest(), because); !errors.Is(err, store.ErrForbidden) {
			t.Error(err)
		}
		done, err := s.Change(ctx, then, u, f, shown.Digest(), because)
		must(t, err)
		if done.DueCents != shown.DueCents || promised(t, db, "subscription_changed") != 1 || promised(t, db, "plan_changed") != 1 {
			t.Errorf("%+v", done.Terms)
		}
	})
}

func TestWhatCannotBeChangedIsSaidAtItsField(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s, _, u := monthly(t, db, 1, 1200)
		for name, c := range map[string]struct {
			f          billing.ChangeForm
			field, key string
		}{
			"the same":        {wished("douze", "standard", period.Month, "1"), "plan", "error.nothing_changes"},
			"no such offer":   {wished("rien", "standard", period.Month, "1"), "plan", "error.choose"},
			"a reviewed one":  {wished("reseau", "standard", period.Month, "1"), "plan", "error.agreed_price"},
			"a tier not sold": {wished("douze", "supportive", period.Month, "1"), "period", "error.not_sold"},
			"no quantity":     {wished("douze", "standard", period.Month, "beaucoup"), "quantity", "error.between"},
			"none":            {wished("douze", "standard", period.Month, "0"), "quantity", "error.between"},
			"no period":       {wished("douze", "standard", "week", "1"), "period", "error.choose"},
		} {
			_, err := billing.PreviewChange(ctx, at(db, "2027-04-11"), u, s, c.f, because)
			if wrong, bad := store.AsInvalid(err); !bad || wrong[c.field].Key != c.key {
				t.Errorf("%s: %v", name, err)
			}
		}
		declared(t, at(db, "2027-04-11"), u, noticeForm(billing.Cancellation, u.Email, s.Ref))
		if _, err := billing.PreviewChange(ctx, at(db, "2027-04-11"), u, s, wished("trente", "standard", period.Month, "1"), because); !errors.Is(err, store.ErrConflict) {
			t.Errorf("a cancelled contract was changed: %v", err)
		}
	})
}

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

// raised puts newer prices in force for the first offer: cents a month and a year.
func raised(t *testing.T, db *gorm.DB, month, year int64) catalogue.Offer {
	t.Helper()
	o := theOffer(t, db)
	cents := map[catalogue.Tier]map[catalogue.Period]*int64{catalogue.Standard: {catalogue.Month: &month, catalogue.Year: &year}}
	must(t, o.SetPrices(ctx, db, operator(t, db), catalogue.PriceForm{Cents: cents, Reason: "L’énergie", Version: o.Version}))
	return theOffer(t, db)
}

func theOffer(t *testing.T, db *gorm.DB) catalogue.Offer {
	t.Helper()
	o, err := catalogue.OfferToEdit(ctx, db, operator(t, db), "ensemble")
	must(t, err)
	return o
}

// announced announces the prices in force for a day, as seen on another day, and holds that the dry run is what is filed.
func announced(t *testing.T, db *gorm.DB, o catalogue.Offer, on string) (billing.Repricing, billing.RepricingPlan) {
	t.Helper()
	ops, f := operator(t, db), billing.RepricingForm{OnDay: on, Why: map[string]string{"fr": "L’énergie coûte plus."}}
	shown, err := billing.PlanRepricing(ctx, db, ops, o, f)
	must(t, err)
	r, done, err := billing.Announce(ctx, db, ops, o, f, shown.Digest())
	must(t, err)
	if !reflect.DeepEqual(shown.Concerns, done.Concerns) {
		t.Fatalf("shown\n%+v\ndone\n%+v", shown.Concerns, done.Concerns)
	}
	parts, err := r.PartsOf(ctx, db, billing.PartSearch{All: true})
	must(t, err)
	n := 0
	for _, c := range shown.Concerns {
		if c.Effect != billing.PriceMoves {
			continue
		}
		if p := parts.Items[n]; p.SubscriptionID != c.Subscription.ID || p.OnDay != c.OnDay || p.OldCents != c.OldCents || p.NewCents != c.NewCents || p.ToPriceID != c.To.ID {
			t.Errorf("filed %+v, shown %+v", p, c)
		}
		n++
	}
	if n != len(parts.Items) || promised(t, db, "repricing_told") != int64(n) {
		t.Errorf("%d shown, %d filed, %d letters", n, len(parts.Items), promised(t, db, "repricing_told"))
	}
	return r, done
}

func applied(t *testing.T, db *gorm.DB, day string) int {
	t.Helper()
	n, err := billing.ApplyRepricings(ctx, at(db, day))
	must(t, err)
	return n
}

func netOn(t *testing.T, db *gorm.DB, organisationID uint, from string) int64 {
	t.Helper()
	var net int64
	must(t, db.Table("invoices").Where("organisation_id = ? and service_from = ? and kind = 'invoice'", organisationID, from).Order("id desc").Limit(1).Pluck("net_cents", &net).Error)
	return net
}

func TestCHG7_NothingMovesBeforeTheDayAndEachAtItsOwnTerm(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		p, _, u := running(t, db, true) // a year from 2026-11-25
		f := form("ada@fee.example")
		f.Period, f.For = period.Month, contract(t, db, p.SubscriptionID).Organisation.Ref
		m, err := billing.Subscribe(ctx, db, u, f)
		must(t, err)
		must(t, billing.Delivered(ctx, db, u.Actor(), m.SubscriptionID, day(t, "2026-11-25")))
		o := raised(t, db, 1500, 12000)
		hasty := billing.RepricingForm{OnDay: "2027-01-25"}
		if wrong, bad := store.AsInvalid(second(billing.PlanRepricing(ctx, db, operator(t, db), o, hasty))); !bad || wrong["on_day"].Key != "error.notice" {
			t.Errorf("sooner than the notice: %+v", wrong)
		}
		_, plan := announced(t, db, o, "2027-02-01")
		if plan.Count(billing.PriceMoves) != 2 || plan.YearlyCents() != 12*300+2400 {
			t.Fatalf("%+v", plan.Concerns)
		}
		monthly, yearly := contract(t, db, m.SubscriptionID), contract(t, db, p.SubscriptionID)
		if monthly.RepriceOn != "2027-02-25" || yearly.RepriceOn != "2027-11-25" || monthly.UnitCents != 1250 || yearly.UnitCents != 10000 {
			t.Fatalf("monthly %+v\nyearly %+v", monthly, yearly)
		}
		for _, today := range []string{"2026-12-11", "2027-01-11", "2027-02-11", "2027-02-24"} {
			renewed(t, db, today)
			if applied(t, db, today) != 0 {
				t.Errorf("moved on %s", today)
			}
		}
		if before, after := netOn(t, db, p.OrganisationID, "2027-01-25"), netOn(t, db, p.OrganisationID, "2027-02-25"); before != 1250 || after != 1500 {
			t.Errorf("January %d, February %d", before, after)
		}
		if applied(t, db, "2027-02-25") != 1 || applied(t, db, "2027-02-26") != 0 {
			t.Error("not once, on its day")
		}
		if s := contract(t, db, m.SubscriptionID); s.UnitCents != 1500 || s.RepriceOn != "" {
			t.Errorf("%+v", s)
		}
		lives(t, db, "2027-09-20", "2027-09-21")
		_, err = billing.AnnounceDue(ctx, at(db, "2027-09-26"))
		must(t, err)
		var told int64
		must(t, db.Table("renewals").Where("subscription_id = ?", p.SubscriptionID).Pluck("amount_cents", &told).Error)
		if told != 14400 {
			t.Errorf("the new year was announced at %d", told)
		}
		sound(t, db)
	})
}

func second(_ billing.RepricingPlan, err error) error { return err }

func TestCHG7_APromiseAnAgreementAndAnAnnouncedYearKeepTheirPrice(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		p, _, u := running(t, db, true)
		agreed, err := billing.Subscribe(ctx, db, u, with(contract(t, db, p.SubscriptionID)))
		must(t, err)
		must(t, billing.Delivered(ctx, db, u.Actor(), agreed.SubscriptionID, day(t, "2026-11-25")))
		must(t, db.Exec("update subscriptions set unit_cents = 7000 where id = ?", agreed.SubscriptionID).Error)
		_, err = billing.AnnounceDue(ctx, at(db, "2027-09-26")) // the year from 2027-11-25 was announced at the old price
		must(t, err)
		o := raised(t, db, 1500, 12000)
		late := at(db, "2027-09-27")
		shown, err := billing.PlanRepricing(ctx, late, operator(t, db), o, billing.RepricingForm{OnDay: "2027-11-28"})
		must(t, err)
		if shown.Concerns[0].Effect != billing.PriceMoves || shown.Concerns[0].OnDay != "2028-11-25" || shown.Concerns[1].Effect != billing.KeptAgreed {
			t.Fatalf("%+v", shown.Concerns)
		}
		early, err := billing.PlanRepricing(ctx, late, operator(t, db), o, billing.RepricingForm{OnDay: "2027-12-01", Why: nil})
		must(t, err)
		if early.Concerns[0].OnDay != "2028-11-25" {
			t.Errorf("a year that was announced moves on %s", early.Concerns[0].OnDay)
		}
		must(t, billing.PromisePrices(ctx, late, operator(t, db), o, catalogue.PromiseForm{List: 1, Lasts: "until", UntilOn: "2029-01-31", Reason: "Forum"}))
		if shown, err = billing.PlanRepricing(ctx, late, operator(t, db), o, billing.RepricingForm{OnDay: "2027-12-01"}); err != nil || shown.Concerns[0].OnDay != "2029-11-25" {
			t.Errorf("%+v %v", shown.Concerns, err)
		}
		must(t, billing.PromisePrices(ctx, late, operator(t, db), o, catalogue.PromiseForm{List: 1, Lasts: "stays"}))
		shown, err = billing.PlanRepricing(ctx, late, operator(t, db), o, billing.RepricingForm{OnDay: "2027-12-01"})
		must(t, err)
		if shown.Count(billing.PriceMoves) != 0 || shown.Concerns[0].Effect != billing.KeptPromised {
			t.Errorf("%+v", shown.Concerns)
		}
		if wrong, bad := store.AsInvalid(third(billing.Announce(ctx, late, operator(t, db), o, billing.RepricingForm{OnDay: "2027-12-01"}, shown.Digest()))); !bad || wrong["on_day"].Key != "error.nobody_moves" {
			t.Errorf("%+v", wrong)
		}
	})
}

func third(_ billing.Repricing, _ billing.RepricingPlan, err error) error { return err }

// with is a second contract of the same organisation.
func with(s billing.Subscription) billing.SubscribeForm {
	f := form("ada@fee.example")
	f.For = s.Organisation.Ref
	return f
}

func TestCHG7_WhatWasShownIsWhatIsAnnouncedOrNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		p, _, u := running(t, db, true)
		o, f := raised(t, db, 1500, 12000), billing.RepricingForm{OnDay: "2027-02-01"}
		shown, err := billing.PlanRepricing(ctx, db, operator(t, db), o, f)
		must(t, err)
		s, err := billing.Subscribe(ctx, db, u, with(contract(t, db, p.SubscriptionID)))
		must(t, err)
		must(t, db.Exec("update subscriptions set price_id = (select price_id from subscriptions where id = ?) where id = ?", p.SubscriptionID, s.SubscriptionID).Error)
		if _, again, err := billing.Announce(ctx, db, operator(t, db), o, f, shown.Digest()); !errors.Is(err, billing.ErrOutdated) || len(again.Concerns) != 2 {
			t.Errorf("%v %+v", err, again.Concerns)
		}
		if n := promised(t, db, "repricing_told"); n != 0 || contract(t, db, p.SubscriptionID).RepriceOn != "" {
			t.Errorf("%d letters", n)
		}
		if err := third(billing.Announce(ctx, db, u, o, f, shown.Digest())); !errors.Is(err, store.ErrForbidden) {
			t.Errorf("a treasurer announces prices: %v", err)
		}
	})
}

func TestCHG7_ARefusalEndsAtTheTermAndMayBeTakenBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		p, _, u := running(t, db, true)
		announced(t, db, raised(t, db, 1500, 12000), "2027-02-01")
		s := contract(t, db, p.SubscriptionID)
		if _, err := billing.RefuseRepricing(ctx, db, operator(t, db), s, "fr", because); !errors.Is(err, store.ErrForbidden) {
			t.Errorf("somebody else refuses: %v", err)
		}
		n, err := billing.RefuseRepricing(ctx, db, u, s, "fr", because)
		must(t, err)
		if n.State != billing.NoticeApplied || n.EffectOn != "2027-11-25" || n.WishedOn != "2027-11-25" {
			t.Fatalf("%+v", n)
		}
		if _, err := billing.RefuseRepricing(ctx, db, u, contract(t, db, s.ID), "fr", because); !errors.Is(err, store.ErrConflict) {
			t.Errorf("refused twice: %v", err)
		}
		s = contract(t, db, s.ID)
		must(t, s.Revive(ctx, at(db, "2027-03-01"), u))
		renewed(t, db, "2027-11-12")
		if net := netOn(t, db, p.OrganisationID, "2027-11-25"); net != 12000 {
			t.Errorf("revived, and invoiced at %d", net)
		}
		s = contract(t, db, s.ID)
		n, err = billing.RefuseRepricing(ctx, at(db, "2027-11-13"), u, s, "fr", because)
		must(t, err)
		if n.CreditedCents != 12000 {
			t.Errorf("what was invoiced ahead is not credited: %+v", n)
		}
		_, err = billing.EndDue(ctx, at(db, "2027-11-25"))
		must(t, err)
		applied(t, db, "2027-11-25")
		part, _, err := billing.RepricingOf(ctx, db, s)
		if must(t, err); part.State != billing.PartLeft || contract(t, db, s.ID).UnitCents != 10000 {
			t.Errorf("%+v", part)
		}
		sound(t, db)
	})
}

func TestCHG7_StoppedBeforeTheDayEverybodyKeepsTheirPrice(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		p, _, _ := running(t, db, true)
		r, _ := announced(t, db, raised(t, db, 1500, 12000), "2027-02-01")
		renewed(t, db, "2027-11-12") // ahead, at the newer price
		if net := netOn(t, db, p.OrganisationID, "2027-11-25"); net != 12000 {
			t.Fatalf("ahead %d", net)
		}
		late := at(db, "2027-11-13")
		if wrong, bad := store.AsInvalid(r.Stop(ctx, late, operator(t, db), billing.StopForm{Version: r.Version}, because)); !bad || wrong["reason"].Key == "" {
			t.Error("stopped without a word")
		}
		must(t, r.Stop(ctx, late, operator(t, db), billing.StopForm{Reason: "L’énergie baisse", Version: r.Version}, because))
		if net := netOn(t, db, p.OrganisationID, "2027-11-25"); net != 10000 {
			t.Errorf("invoiced again at %d", net)
		}
		if applied(t, db, "2027-11-25") != 0 || contract(t, db, p.SubscriptionID).UnitCents != 10000 || promised(t, db, "repricing_taken_back") != 1 {
			t.Errorf("%+v", contract(t, db, p.SubscriptionID))
		}
		if err := r.Stop(ctx, late, operator(t, db), billing.StopForm{Reason: "Encore", Version: r.Version}, because); !errors.Is(err, store.ErrConflict) {
			t.Errorf("stopped twice: %v", err)
		}
		sound(t, db)
	})
}

func TestCHG7_AChangeOfTheOrganisationsOwnComesFirst(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		p, _, u := running(t, db, true)
		_, other, v := ran(t, db, "bob@ailleurs.example")
		o := raised(t, db, 1500, 12000)
		price(t, db, catalogue.Symbolic, 4000)
		announced(t, db, o, "2027-02-01")
		changed(t, db, u, p.SubscriptionID, wished("ensemble", "symbolic", period.Year, "1")) // waits for the term
		changed(t, db, v, other.ID, wished("ensemble", "standard", period.Year, "2"))         // more of the same, at the own price until the day
		renewed(t, db, "2027-11-12")
		if net := netOn(t, db, p.OrganisationID, "2027-11-25"); net != 4000 {
			t.Errorf("the solidarity price is not kept: %d", net)
		}
		if net := netOn(t, db, other.OrganisationID, "2027-11-25"); net != 24000 {
			t.Errorf("two of them from the day on: %d", net)
		}
		_, err := billing.ApplyChanges(ctx, at(db, "2027-11-25"))
		must(t, err)
		applied(t, db, "2027-11-25")
		mine, _, err := billing.RepricingOf(ctx, db, contract(t, db, p.SubscriptionID))
		must(t, err)
		theirs, _, err := billing.RepricingOf(ctx, db, contract(t, db, other.ID))
		if must(t, err); mine.State != billing.PartOvertaken || theirs.State != billing.PartApplied || contract(t, db, other.ID).UnitCents != 12000 {
			t.Errorf("%+v\n%+v", mine, theirs)
		}
		sound(t, db)
	})
}

// ran is another running contract.
func ran(t *testing.T, db *gorm.DB, email string) (billing.ProForma, billing.Subscription, people.User) {
	t.Helper()
	f := form(email)
	f.Organisation = "Ailleurs"
	p := subscribe(t, db, f)
	u := confirmed(t, db, p)
	completed(t, db, p.OrganisationID)
	must(t, billing.Delivered(ctx, db, u.Actor(), p.SubscriptionID, day(t, "2026-11-25")))
	must(t, people.WithMemberships(ctx, db, &u))
	return p, contract(t, db, p.SubscriptionID), u
}

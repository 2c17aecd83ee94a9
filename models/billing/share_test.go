package billing_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/billing/money"
	"chatiere/models/billing/period"
	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

// sponsor is a complete organisation of the portal with its treasurer.
func sponsor(t *testing.T, db *gorm.DB, name, lang string, status people.FiscalStatus) (people.Organisation, people.User) {
	t.Helper()
	u, err := people.Meet(ctx, db, strings.ToLower(strings.Fields(name)[0])+"@sponsor.example", "Maud", lang)
	must(t, err)
	must(t, u.Confirm(ctx, db))
	u, err = people.LoadUser(ctx, db, u.ID)
	must(t, err)
	o, err := people.NewOrganisation(ctx, db, people.Organisation{Name: name, LegalName: name, Country: "FR", Locale: lang}, u)
	must(t, err)
	must(t, db.Model(&people.Organisation{}).Where("id = ?", o.ID).Updates(map[string]any{
		"street": "1 rue du Don", "postcode": "75001", "city": "Paris", "fiscal_status": status, "details_at": store.Now(db),
	}).Error)
	o, err = people.LoadOrganisation(ctx, db, o.ID)
	must(t, err)
	must(t, people.WithMemberships(ctx, db, &u))
	return o, u
}

// split is a subscription of Fée with the question put to others: pairs of who and percent.
func split(t *testing.T, db *gorm.DB, by people.User, id uint, own string, staysOpen bool, pairs ...string) []billing.Share {
	t.Helper()
	s := contract(t, db, id)
	f := billing.SplitForm{Own: own, StaysOpen: staysOpen, Version: s.Version}
	for n := 0; n < len(pairs); n += 2 {
		f.Rows = append(f.Rows, billing.SplitRow{Who: pairs[n], Percent: pairs[n+1]})
	}
	made, err := s.Split(ctx, db, by, f)
	must(t, err)
	return made
}

func accepted(t *testing.T, db *gorm.DB, share billing.Share, by people.User, payer people.Organisation, discreet bool) billing.Share {
	t.Helper()
	share, err := billing.LoadShare(ctx, db, share.ID)
	must(t, err)
	offer, err := share.OfferOf(ctx, db, payer)
	must(t, err)
	must(t, share.Accept(ctx, db, by, payer, billing.ShareAnswer{Terms: true, Discreet: discreet, Cents: offer.YearlyCents}))
	share, err = billing.LoadShare(ctx, db, share.ID)
	must(t, err)
	return share
}

// shared is the story's bill: Fée 40 %, Marraine 35 %, Fondation 25 %, agreed upon before anything was delivered.
func shared(t *testing.T, db *gorm.DB, staysOpen bool) (s billing.Subscription, ada, maud, fred people.User, shares []billing.Share) {
	t.Helper()
	p := ready(t, db, "ada@fee.example")
	ada, err := people.LoadUser(ctx, db, p.AcceptedByID)
	must(t, err)
	must(t, people.WithMemberships(ctx, db, &ada))
	marraine, maud := sponsor(t, db, "Marraine", "fr", people.NotSubject)
	fondation, fred := sponsor(t, db, "Fondation Exemple", "en", people.NotSubject)
	shares = split(t, db, ada, p.SubscriptionID, "40", staysOpen, "marraine", "35", fred.Email, "25 %")
	shares[0] = accepted(t, db, shares[0], maud, marraine, false)
	shares[1] = accepted(t, db, shares[1], fred, fondation, true)
	return contract(t, db, p.SubscriptionID), ada, maud, fred, shares
}

// periodOf are the invoices of a subscription for the period that begins on a day, in the order of their numbers.
func periodOf(t *testing.T, db *gorm.DB, s billing.Subscription, from string) []billing.Invoice {
	t.Helper()
	var all []billing.Invoice
	must(t, db.Where("subscription_id = ? and service_from = ? and kind = 'invoice'", s.ID, from).Order("id").Find(&all).Error)
	for n := range all {
		all[n] = reloaded(t, db, all[n])
	}
	return all
}

func nets(invoices []billing.Invoice) (all []int64, sum int64) {
	for _, i := range invoices {
		all, sum = append(all, i.NetCents), sum+i.NetCents
	}
	return all, sum
}

func TestStory3_AYearlyBillIsSplitInThreeInvoicesWithoutAGapToTheCent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		price(t, db, catalogue.Symbolic, 10001)
		s, ada, _, _, _ := shared(t, db, false)
		must(t, db.Model(&s).Update("unit_cents", 10001).Error)
		must(t, billing.Delivered(ctx, db, ada.Actor(), s.ID, day(t, "2026-11-25")))
		for _, year := range []string{"2026-11-25", "2027-11-25"} {
			if year == "2027-11-25" && (renewed(t, db, "2027-11-11") != 1 || renewed(t, db, "2027-11-12") != 0) {
				t.Error("not renewed once")
			}
			all := periodOf(t, db, s, year)
			got, sum := nets(all)
			if len(all) != 3 || sum != 10001 || !slices.Equal(got, []int64{4001, 3500, 2500}) {
				t.Fatalf("%s: %v", year, got)
			}
			for n, i := range all {
				if *i.Number != *all[0].Number+n || i.Buyer.Name == "" || i.ForName != "Faire École Ensemble" {
					t.Errorf("%s %+v", i.FullName(), i)
				}
			}
			if all[0].ShareBP != 4000 || all[1].ShareBP != 3500 || all[2].ShareBP != 2500 || all[1].Locale != "fr" || all[2].Locale != "en" || all[2].Buyer.Name != "Fondation Exemple" {
				t.Errorf("%+v", all)
			}
			if label := all[1].Lines[0].Label; !strings.Contains(label, "Faire École Ensemble") || !strings.Contains(label, "35\u00a0%") {
				t.Errorf("the line does not say for whom: %s", label)
			}
		}
		sound(t, db)
	})
}

func TestMON2_TheFirstInvoiceIsSplitBeforeAndAfterDelivery(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		s, ada, _, fred, _ := shared(t, db, false)
		p, err := billing.ProFormaOf(ctx, db, s.ID)
		must(t, err)
		if p.NetCents != 4000 || p.TotalCents != 4800 || p.State != billing.Open {
			t.Fatalf("the organisation is asked for more than its part: %+v", p)
		}
		first := issued(t, db, p) // asked for before anything was there
		all := periodOf(t, db, s, "")
		if got, sum := nets(all); sum != 10000 || len(got) != 3 || all[0].ID != first.ID || first.NetCents != 4000 {
			t.Fatalf("%v", got)
		}
		must(t, billing.Delivered(ctx, db, ada.Actor(), s.ID, day(t, "2026-12-01")))
		if renewed(t, db, "2027-11-16") != 0 || renewed(t, db, "2027-11-17") != 1 {
			t.Error("the next period is not the one after the first")
		}
		if got, sum := nets(periodOf(t, db, s, "2027-12-01")); sum != 10000 || len(got) != 3 {
			t.Errorf("%v", got)
		}
		if owed, err := billing.OwedBy(ctx, db, *shareOf(t, db, s, fred).PayerID, "2026-12-01"); err != nil || owed.DueCents != 2*3000 {
			t.Errorf("%+v %v", owed, err)
		}
		sound(t, db)
	})
}

func shareOf(t *testing.T, db *gorm.DB, s billing.Subscription, payer people.User) billing.Share {
	t.Helper()
	all, err := billing.SharesOf(ctx, db, s)
	must(t, err)
	for _, share := range all {
		if share.PayerID != nil && slices.Contains(payer.OrganisationIDs(), *share.PayerID) {
			return share
		}
	}
	t.Fatal("no share")
	return billing.Share{}
}

func TestASplitMustBeEverythingAndNameWhoIsAsked(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		p, _, ada := running(t, db, true)
		_, maud := sponsor(t, db, "Marraine", "fr", people.NotSubject)
		s := contract(t, db, p.SubscriptionID)
		row := func(who, percent string) []billing.SplitRow { return []billing.SplitRow{{Who: who, Percent: percent}} }
		for field, f := range map[string]billing.SplitForm{
			"own":       {Own: "40", Rows: row("marraine", "35")},
			"percent_1": {Own: "65", Rows: row("marraine", "35,123")},
			"who_1":     {Own: "65", Rows: row("Personne de ce nom", "35")},
			"who_2":     {Own: "65", Rows: append(row("marraine", "20"), billing.SplitRow{Who: "Marraine", Percent: "15"})},
		} {
			f.Version = s.Version
			_, err := s.Split(ctx, db, ada, f)
			if wrong, bad := store.AsInvalid(err); !bad || wrong[field].Key == "" {
				t.Errorf("%s: %v", field, err)
			}
		}
		if _, err := s.Split(ctx, db, ada, billing.SplitForm{Own: "65", Rows: row("Faire École Ensemble", "35"), Version: s.Version}); err == nil {
			t.Error("asked itself")
		}
		if _, err := s.Split(ctx, db, maud, billing.SplitForm{Own: "65", Rows: row("marraine", "35"), Version: s.Version}); !errors.Is(err, store.ErrForbidden) {
			t.Errorf("somebody else split it: %v", err)
		}
		split(t, db, ada, s.ID, "66,67", false, "marraine", "33.33")
		if _, err := s.Split(ctx, db, ada, billing.SplitForm{Own: "66.67", Rows: row("x@y.example", "33.33"), Version: s.Version}); !errors.Is(err, store.ErrConflict) {
			t.Errorf("over a version that is gone: %v", err)
		}
		if promised(t, db, "share_asked") != 1 {
			t.Error("nobody was written to")
		}
	})
}

func TestNoPartIsTakenInTheNameOfAClosedOrganisation(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		o, maud := sponsor(t, db, "Marraine", "fr", people.NotSubject)
		f := billing.PayerForm{For: o.Ref}
		_, err := f.Organisation(ctx, db, maud, "fr")
		must(t, err)
		must(t, db.Model(&people.Organisation{}).Where("id = ?", o.ID).Update("closed_at", store.Now(db)).Error)
		must(t, people.WithMemberships(ctx, db, &maud))
		if _, err := f.Organisation(ctx, db, maud, "fr"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a closed one pays: %v", err)
		}
	})
}

func TestWhatNobodyAcceptedStaysWithTheOrganisationOrStaysOpenAsItSaid(t *testing.T) {
	for name, open := range map[string]bool{"the organisation pays": false, "it is open": true} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *gorm.DB) {
				world(t, db, collective.VATRegistered)
				p, _, ada := running(t, db, true)
				marraine, maud := sponsor(t, db, "Marraine", "fr", people.NotSubject)
				fondation, fred := sponsor(t, db, "Fondation Exemple", "en", people.NotSubject)
				shares := split(t, db, ada, p.SubscriptionID, "40", open, "marraine", "35", "fondation exemple", "25")
				if s := accepted(t, db, shares[0], maud, marraine, false); s.FromOn != "2027-11-25" {
					t.Errorf("it pays from %s", s.FromOn)
				}
				s := contract(t, db, p.SubscriptionID)
				must(t, shares[1].Refuse(ctx, db, fred))
				renewed(t, db, "2027-11-11")
				got, _ := nets(periodOf(t, db, s, "2027-11-25"))
				gaps, err := billing.GapsOf(ctx, db, s, "2027-11-25")
				must(t, err)
				if !open {
					if !slices.Equal(got, []int64{6500, 3500}) || len(gaps) > 0 {
						t.Errorf("%v %v", got, gaps)
					}
					return
				}
				if !slices.Equal(got, []int64{4000, 3500}) || len(gaps) != 1 || gaps[0].Cents != 2500 || gaps[0].BP() != 2500 {
					t.Fatalf("%v %v", got, gaps)
				}
				later := at(db, "2028-01-10")
				again := split(t, later, ada, s.ID, "40", true, "fondation exemple", "25")
				if offer, err := reloadedShare(t, db, again[0]).OfferOf(ctx, later, fondation); err != nil || !offer.InvoicedNow || offer.FromOn != "2027-11-25" || offer.Yearly.Total != 3000 {
					t.Errorf("%+v %v", offer, err)
				}
				accepted(t, later, again[0], fred, fondation, false)
				if got, sum := nets(periodOf(t, db, s, "2027-11-25")); sum != 10000 || len(got) != 3 {
					t.Errorf("the gap was not filled: %v", got)
				}
				if n := renewed(t, db, "2028-11-11"); n != 1 {
					t.Errorf("renewed %d", n)
				}
				sound(t, db)
			})
		})
	}
}

func TestADearerPlanRaisesNobodyWithoutTheirYes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		offer(t, db, "trente", catalogue.Direct, 3000, 30000)
		s, ada, _, _, _ := shared(t, db, false)
		must(t, billing.Delivered(ctx, db, ada.Actor(), s.ID, day(t, "2026-11-25")))
		half := at(db, "2027-05-26") // 183 days left of 365
		done := changed(t, half, ada, s.ID, wished("trente", "standard", period.Year, "1"))
		if len(done.Credits) != 1 || len(done.Charges) != 1 || done.Others != 0 || done.Credits[0].NetCents != money.Share(4000, 183, 365) {
			t.Fatalf("%+v", done.Terms)
		}
		others := money.Share(3500, 183, 365) + money.Share(2500, 183, 365)
		if want := money.Share(30000, 183, 365) - others; done.Charges[0].NetCents != want {
			t.Errorf("the organisation pays %d, not %d", done.Charges[0].NetCents, want)
		}
		renewed(t, db, "2027-11-11")
		if got, sum := nets(periodOf(t, db, s, "2027-11-25")); sum != 30000 || !slices.Equal(got, []int64{24000, 3500, 2500}) {
			t.Errorf("%v", got)
		}
		if done.NextCents != 28800 {
			t.Errorf("the next invoice was said to be %d", done.NextCents)
		}
		back := changed(t, at(db, "2027-11-26"), ada, s.ID, wished("ensemble", "standard", period.Year, "1"))
		if back.Direction != billing.Downgrade {
			t.Fatalf("%+v", back.Terms)
		}
		if _, err := billing.ApplyChanges(ctx, at(db, "2028-11-25")); err != nil {
			t.Fatal(err)
		}
		renewed(t, db, "2028-11-25")
		if got, sum := nets(periodOf(t, db, s, "2028-11-25")); sum != 10000 || !slices.Equal(got, []int64{4000, 3500, 2500}) {
			t.Errorf("%v", got)
		}
		sound(t, db)
	})
}

func TestAnotherLengthOfPeriodIsSplitAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s, _, ada := monthly(t, db, 1, 1200)
		marraine, maud := sponsor(t, db, "Marraine", "fr", people.NotSubject)
		then := at(db, "2027-04-10")
		shares := split(t, then, ada, s.ID, "65", false, "marraine", "35")
		accepted(t, then, shares[0], maud, marraine, false)
		renewed(t, db, "2027-04-20")
		if got, _ := nets(periodOf(t, db, s, "2027-05-01")); !slices.Equal(got, []int64{780, 420}) {
			t.Fatalf("%v", got)
		}
		done := changed(t, at(db, "2027-05-11"), ada, s.ID, wished("douze", "standard", period.Year, "1"))
		if got, sum := nets(periodOf(t, db, s, "2027-05-11")); sum != 12000 || !slices.Equal(got, []int64{7800, 4200}) || done.Others != 2 || len(done.Charges) != 1 {
			t.Errorf("%v %+v", got, done.Terms)
		}
		if renewed(t, db, "2028-04-26") != 0 || renewed(t, db, "2028-04-27") != 1 {
			t.Error("not renewed after a year")
		}
		sound(t, db)
	})
}

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

func at(db *gorm.DB, day string) *gorm.DB { return store.AtTime(db, noon(day)) }

func renewed(t *testing.T, db *gorm.DB, day string) int {
	t.Helper()
	n, err := billing.RenewDue(ctx, at(db, day))
	must(t, err)
	return n
}

func invoicesOf(t *testing.T, db *gorm.DB, organisationID uint) []billing.Invoice {
	t.Helper()
	page, err := billing.InvoicesOf(ctx, db, people.Organisation{ID: organisationID}, billing.Filter{})
	must(t, err)
	return page.Items
}

func TestBAT2_APeriodIsInvoicedOnceTwoWeeksAhead(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		p, first, _ := running(t, db, true) // 2026-11-25 for a year
		if renewed(t, db, "2027-11-10") != 0 || renewed(t, db, "2027-11-11") != 1 || renewed(t, db, "2027-11-11") != 0 || renewed(t, db, "2027-11-30") != 0 {
			t.Error("not once, on the fourteenth day before")
		}
		all := invoicesOf(t, db, p.OrganisationID)
		if len(all) != 2 {
			t.Fatalf("%d invoices", len(all))
		}
		i := reloaded(t, db, all[0])
		if i.ServiceFrom != "2027-11-25" || i.ServiceTo != "2028-11-25" || i.TotalCents != first.TotalCents || i.Lines[0].PeriodFrom != "2027-11-25" || i.PaymentReference == first.PaymentReference {
			t.Errorf("%+v", i)
		}
		sound(t, db)
	})
}

func TestBAT3_WhatWasMissedIsMadeUpInOrder(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		f := form("ada@fee.example")
		f.Period = "month"
		p := subscribe(t, db, f)
		u := confirmed(t, db, p)
		completed(t, db, p.OrganisationID)
		must(t, billing.Delivered(ctx, db, u.Actor(), p.SubscriptionID, day(t, "2027-01-31")))
		if n := renewed(t, db, "2027-05-20"); n != 4 {
			t.Fatalf("%d periods made up", n)
		}
		all := invoicesOf(t, db, p.OrganisationID)
		for n, want := range []string{"2027-05-31", "2027-04-30", "2027-03-31", "2027-02-28", "2027-01-31"} { // newest first
			if all[n].ServiceFrom != want {
				t.Errorf("period %d from %s, want %s", n, all[n].ServiceFrom, want)
			}
		}
		sound(t, db)
	})
}

func TestBAT3_WhatIsMadeUpIsToldInOneLetterForAnOrganisation(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		f := form("ada@fee.example")
		f.Period = "month"
		p := subscribe(t, db, f)
		u := confirmed(t, db, p)
		completed(t, db, p.OrganisationID)
		must(t, billing.Delivered(ctx, db, u.Actor(), p.SubscriptionID, day(t, "2026-11-25")))
		f.For, f.Key = contract(t, db, p.SubscriptionID).Organisation.Ref, store.NewRef()
		second, err := billing.Subscribe(ctx, db, u, f)
		must(t, err)
		must(t, billing.Delivered(ctx, db, u.Actor(), second.SubscriptionID, day(t, "2026-11-25")))
		other := ready(t, db, "bob@ailleurs.example")
		must(t, billing.Delivered(ctx, db, operator(t, db).Actor(), other.SubscriptionID, day(t, "2025-12-25")))
		before := promised(t, db, "invoice_issued")
		if n := renewed(t, db, "2026-12-21"); n != 3 { // ten days late
			t.Fatalf("%d periods", n)
		}
		if together, alone := promised(t, db, "invoices_issued"), promised(t, db, "invoice_issued")-before; together != 1 || alone != 1 {
			t.Errorf("%d letters of several, %d of one", together, alone)
		}
		renewed(t, db, "2026-12-21")
		if promised(t, db, "invoices_issued") != 1 {
			t.Error("told again")
		}
		sound(t, db)
	})
}

func TestACancelledContractIsNotRenewed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		p, _, u := running(t, db, true)
		declared(t, db, u, noticeForm(billing.Cancellation, u.Email, p.PaymentReference))
		if renewed(t, db, "2027-11-20") != 0 {
			t.Error("renewed after it was cancelled")
		}
	})
}

func TestCAN1_AnInvoiceAheadIsCreditedWhenTheContractIsCancelled(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		p, _, u := running(t, db, true)
		renewed(t, db, "2027-11-12")
		n := declared(t, at(db, "2027-11-13"), u, noticeForm(billing.Cancellation, u.Email, p.PaymentReference))
		if n.State != billing.NoticeApplied || n.EffectOn != "2027-11-25" || n.CreditedCents != 12000 {
			t.Fatalf("%+v", n)
		}
		if ahead := reloaded(t, db, invoicesOf(t, db, p.OrganisationID)[1]); ahead.DueCents() != 0 || ahead.Payment() != billing.Credited {
			t.Errorf("%+v", ahead)
		}
		sound(t, db)
	})
}

func TestAYearIsAnnouncedTwoMonthsAheadOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		running(t, db, true)
		told := func(day string) int {
			t.Helper()
			n, err := billing.AnnounceDue(ctx, at(db, day))
			must(t, err)
			return n
		}
		if told("2027-09-25") != 0 || told("2027-09-26") != 1 || told("2027-09-27") != 0 || promised(t, db, "renewal_announced") != 1 {
			t.Error("not once, sixty days before")
		}
		r, s, err := billing.LoadRenewal(ctx, db, 1)
		must(t, err)
		if r.FromOn != "2027-11-25" || r.AmountCents != 12000 || s.ID != r.SubscriptionID {
			t.Errorf("%+v", r)
		}
	})
}

func TestTheCollectiveSaysHowLongAheadAYearIsAnnouncedToWhom(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		host, err := collective.Find(ctx, db)
		must(t, err)
		f := host.Filled()
		for field, days := range map[string][2]int{"renewal_days": {34, 0}, "renewal_pro_days": {35, 91}} {
			f.RenewalDays, f.RenewalProDays = days[0], days[1]
			if wrong, bad := store.AsInvalid(collective.Save(ctx, db, operator(t, db).Actor(), f)); !bad || wrong[field].Key != "error.between" {
				t.Errorf("%s: %v", field, wrong)
			}
		}
		f.RenewalDays, f.RenewalProDays = 40, 0
		must(t, collective.Save(ctx, db, operator(t, db).Actor(), f))
		p, _, _ := running(t, db, true) // until 2027-11-25
		told := func(day string) int {
			t.Helper()
			n, err := billing.AnnounceDue(ctx, at(db, day))
			must(t, err)
			return n
		}
		sort := func(s people.Sort) {
			t.Helper()
			must(t, db.Model(&people.Organisation{}).Where("id = ?", p.OrganisationID).Update("sort", s).Error)
		}
		for _, s := range []people.Sort{people.Company, people.PublicBody} {
			if sort(s); told("2027-10-20") != 0 {
				t.Errorf("%s is told", s)
			}
		}
		if sort(people.Informal); told("2027-10-15") != 0 || told("2027-10-16") != 1 || told("2027-10-17") != 0 {
			t.Error("not once, forty days before")
		}
	})
}

func TestTAG1_AnAccountIsTreatedApartWithAReasonAndAnEnd(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		p, _, u := running(t, db, true)
		ops, o, today := operator(t, db), people.Organisation{ID: p.OrganisationID, Ref: "x"}, day(t, "2026-11-25")
		if err := billing.PutTag(ctx, db, u, o, billing.TagForm{Tag: billing.NoInvoicing, Reason: "x"}, today); !errors.Is(err, store.ErrForbidden) {
			t.Errorf("a member put a tag: %v", err)
		}
		for field, f := range map[string]billing.TagForm{
			"reason":   {Tag: billing.NoInvoicing},
			"until_on": {Tag: billing.DoNotChase, Reason: "x"},
			"tag":      {Tag: "vip", Reason: "x"},
		} {
			if wrong, bad := store.AsInvalid(billing.PutTag(ctx, db, ops, o, f, today)); !bad || wrong[field].Key == "" {
				t.Errorf("%s: %v", field, wrong)
			}
		}
		must(t, billing.PutTag(ctx, db, ops, o, billing.TagForm{Tag: billing.NoInvoicing, Reason: "Fusion en cours"}, today))
		must(t, billing.PutTag(ctx, db, ops, o, billing.TagForm{Tag: billing.NoInvoicing, Reason: "Fusion en cours, suite"}, today))
		if renewed(t, db, "2027-11-20") != 0 {
			t.Error("invoiced against the tag")
		}
		must(t, billing.RemoveTag(ctx, db, ops, o, billing.NoInvoicing))
		if renewed(t, db, "2027-11-20") != 1 {
			t.Error("the account is not like the others again")
		}
	})
}

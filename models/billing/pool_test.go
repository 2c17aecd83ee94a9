package billing_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"chatiere/models/billing"
	"chatiere/models/billing/facturx"
	"chatiere/models/billing/money"
	"chatiere/models/billing/tax"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

// purse is a complete head that pays a part of the spaces it opens.
func purse(t *testing.T, db *gorm.DB, f billing.PoolForm) (people.User, people.Organisation) {
	t.Helper()
	world(t, db, collective.VATRegistered)
	lina, head := federation(t, db, 20)
	head = completed(t, db, head.ID)
	must(t, people.WithMemberships(ctx, db, &lina))
	if f.Together == "" {
		f.Together = "yes"
	}
	must(t, billing.SavePool(ctx, db, lina, head, f))
	return lina, head
}

// member accepts the space that was opened for an address; it is there at once.
func member(t *testing.T, db *gorm.DB, email string) (people.User, billing.Subscription) {
	t.Helper()
	u, o := invited(t, db, email)
	_, err := o.Accept(ctx, db, u, billing.AcceptForm{Terms: true, EarlyStart: true, TermsVersion: "1"})
	must(t, err)
	completed(t, db, o.OrganisationID)
	must(t, people.WithMemberships(ctx, db, &u))
	must(t, billing.Delivered(ctx, db, u.Actor(), *o.SubscriptionID, day(t, "2026-11-25")))
	return u, contract(t, db, *o.SubscriptionID)
}

func consolidated(t *testing.T, db *gorm.DB) int {
	t.Helper()
	n, err := billing.ConsolidateDue(ctx, db)
	must(t, err)
	return n
}

// bills are the documents of an organisation, oldest first.
func bills(t *testing.T, db *gorm.DB, organisationID uint) []billing.Invoice {
	t.Helper()
	var all []billing.Invoice
	must(t, db.Where("organisation_id = ? and state = 'final'", organisationID).Order("id").Find(&all).Error)
	for n := range all {
		all[n] = reloaded(t, db, all[n])
	}
	return all
}

// affiliated is how a member stands to its head now.
func affiliated(t *testing.T, db *gorm.DB, organisationID uint) people.Affiliation {
	t.Helper()
	o, err := people.LoadOrganisation(ctx, db, organisationID)
	must(t, err)
	a, err := people.HeadOf(ctx, db, o)
	must(t, err)
	return a
}

func TestAHeadGetsOneInvoiceForAPeriodWithALineForEachSpace(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		lina, head := purse(t, db, billing.PoolForm{Percent: "100"})
		opens(t, db, lina, head, threeSpaces)
		_, pres := member(t, db, "zoe@pres.example")
		_, ete := member(t, db, "ana@ete.example")
		if consolidated(t, db) != 1 || consolidated(t, db) != 0 {
			t.Fatal("not one invoice")
		}
		member(t, db, "bo@rive.example")
		if consolidated(t, db) != 0 {
			t.Fatal("two for the same period and day")
		}
		if consolidated(t, at(db, "2026-11-26")) != 1 {
			t.Fatal("what came later is forgotten")
		}
		all := bills(t, db, head.ID)
		if len(all) != 2 || len(all[0].Lines) != 2 || all[0].NetCents != 20000 || all[0].TotalCents != 24000 || all[0].SubscriptionID != nil || all[0].ServiceFrom != "2026-11-25" {
			t.Fatalf("%+v", all)
		}
		for n, name := range []string{"Les Prés · Ensemble", "École d’été · Ensemble"} {
			if l := all[0].Lines[n]; !strings.Contains(l.Label, name) || l.NetCents != 10000 || l.PeriodTo != "2027-11-25" {
				t.Errorf("%+v", l)
			}
		}
		readXML(t, db, all[0])
		if len(bills(t, db, pres.OrganisationID))+len(bills(t, db, ete.OrganisationID)) != 0 {
			t.Error("a member is asked for what its head pays")
		}
		if renewed(t, db, "2027-11-11") != 3 || renewed(t, db, "2027-11-12") != 0 || consolidated(t, at(db, "2027-11-12")) != 1 {
			t.Error("the next year is not invoiced once")
		}
		if all = bills(t, db, head.ID); len(all) != 3 || len(all[2].Lines) != 3 || all[2].NetCents != 30000 || all[2].ServiceFrom != "2027-11-25" {
			t.Fatalf("%+v", all)
		}
		spaces := networkOf(t, db, head)
		paid(t, db, operator(t, db), all[0].Ref, 24000)
		if before, after := spaces[2].Spaces[0], networkOf(t, db, head)[2].Spaces[0]; before.Payment() != billing.Unpaid || before.DueCents != 24000 || after.PaidTo != "2027-11-25" {
			t.Errorf("%+v %+v", before, after)
		}
		sound(t, db)
	})
}

func TestAHeadThatWantsManyInvoicesGetsOneForEachSpace(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		lina, head := purse(t, db, billing.PoolForm{Together: "no", Percent: "60"})
		opens(t, db, lina, head, threeSpaces)
		_, pres := member(t, db, "zoe@pres.example")
		member(t, db, "ana@ete.example")
		all, own := bills(t, db, head.ID), bills(t, db, pres.OrganisationID)
		if consolidated(t, db) != 0 || len(all) != 2 || all[0].NetCents != 6000 || all[0].ForName != "Les Prés" || len(own) != 1 || own[0].NetCents != 4000 {
			t.Fatalf("%+v %+v", all, own)
		}
		sound(t, db)
	})
}

func TestALeavingMemberKeepsItsSpaceAndPaysFromTheNextPeriod(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		lina, head := purse(t, db, billing.PoolForm{Percent: "100"})
		opens(t, db, lina, head, threeSpaces)
		zoe, pres := member(t, db, "zoe@pres.example")
		member(t, db, "ana@ete.example")
		consolidated(t, db)
		renewed(t, db, "2027-11-11")
		consolidated(t, at(db, "2027-11-11"))
		then := at(db, "2027-11-20")
		a := affiliated(t, db, pres.OrganisationID)
		must(t, a.End(ctx, then, zoe, ""))
		must(t, billing.EndCarriage(ctx, then, a.ID, because))
		must(t, billing.EndCarriage(ctx, then, a.ID, because))
		all, own := bills(t, db, head.ID), bills(t, db, pres.OrganisationID)
		if len(all) != 3 || all[2].Kind != billing.CreditNote || all[2].NetCents != 10000 || !strings.Contains(all[2].Lines[0].Label, "Les Prés") || all[1].DueCents() != 12000 {
			t.Fatalf("%+v", all)
		}
		readXML(t, db, all[2])
		if len(own) != 1 || own[0].NetCents != 10000 || own[0].ServiceFrom != "2027-11-25" || own[0].ForName != "" {
			t.Fatalf("%+v", own)
		}
		if now := contract(t, db, pres.ID); now.State != billing.Running || now.Access != billing.FullAccess {
			t.Errorf("%+v", now)
		}
		if renewed(t, db, "2028-11-12") != 2 || consolidated(t, at(db, "2028-11-12")) != 1 {
			t.Error("not renewed")
		}
		if all, own = bills(t, db, head.ID), bills(t, db, pres.OrganisationID); all[3].NetCents != 10000 || len(own) != 2 || own[1].ServiceFrom != "2028-11-25" {
			t.Errorf("%+v %+v", all, own)
		}
		sound(t, db)
	})
}

func TestAHeadsInvoiceThatIsWrittenAgainLeavesOutWhatWasCreditedForGood(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		lina, head := purse(t, db, billing.PoolForm{Percent: "100"})
		opens(t, db, lina, head, threeSpaces)
		zoe, pres := member(t, db, "zoe@pres.example")
		ana, ete := member(t, db, "ana@ete.example")
		renewed(t, db, "2027-11-11")
		consolidated(t, at(db, "2027-11-11"))
		then := at(db, "2027-11-20")
		leaves := func(who people.User, s billing.Subscription) {
			a := affiliated(t, db, s.OrganisationID)
			must(t, a.End(ctx, then, who, ""))
			must(t, billing.EndCarriage(ctx, then, a.ID, because))
		}
		leaves(zoe, pres)
		all := bills(t, db, head.ID)
		_, err := all[1].Correct(ctx, then, operator(t, db), billing.CreditForm{Reason: "Autre adresse", Then: billing.InvoiceAgain, Key: "again"})
		must(t, err)
		all = bills(t, db, head.ID)
		last := all[len(all)-1]
		if last.Kind != billing.AnInvoice || len(last.Lines) != 1 || last.NetCents != 10000 || !strings.Contains(last.Lines[0].Label, "École d’été") {
			t.Fatalf("%+v", all)
		}
		leaves(ana, ete)
		all = bills(t, db, head.ID)
		if again := all[len(all)-1]; again.Kind != billing.CreditNote || *again.CorrectsID != last.ID || reloaded(t, db, last).DueCents() != 0 {
			t.Fatalf("%+v", all)
		}
		sound(t, db)
	})
}

func TestAHeadPaysAPartOnceTheMemberAgreesAndLessWhenItLikes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		lina, head := purse(t, db, billing.PoolForm{})
		opens(t, db, lina, head, threeSpaces)
		zoe, pres := member(t, db, "zoe@pres.example")
		if own := bills(t, db, pres.OrganisationID); len(own) != 1 || own[0].NetCents != 10000 {
			t.Fatalf("%+v", own)
		}
		offers := func(db *gorm.DB, percent string) error {
			a := affiliated(t, db, pres.OrganisationID)
			return billing.OfferCarriage(ctx, db, lina, a, billing.CarriageForm{Percent: percent, Version: a.Version})
		}
		if err := offers(db, "101"); !strings.Contains(err.Error(), "error.percent") {
			t.Fatal(err)
		}
		must(t, offers(db, "33,33"))
		a := affiliated(t, db, pres.OrganisationID)
		if err := billing.AcceptCarriage(ctx, db, lina, a); !errors.Is(err, store.ErrForbidden) {
			t.Fatal("the head agrees for its member", err)
		}
		must(t, billing.AcceptCarriage(ctx, db, zoe, a))
		if err := billing.AcceptCarriage(ctx, db, zoe, a); !errors.Is(err, store.ErrConflict) {
			t.Fatal("twice", err)
		}
		renewed(t, db, "2027-11-11")
		consolidated(t, at(db, "2027-11-11"))
		all, own := bills(t, db, head.ID), bills(t, db, pres.OrganisationID)
		if len(all) != 1 || all[0].NetCents != 3333 || own[1].NetCents != 6667 || !strings.Contains(all[0].Lines[0].Label, "33,33\u00a0%") {
			t.Fatalf("%+v %+v", all, own)
		}
		must(t, offers(at(db, "2027-11-20"), "10")) // less needs no yes; what is invoiced stays
		if promised(t, db, "carriage_changed") != 1 || affiliated(t, db, pres.OrganisationID).CarriedBP != 1000 {
			t.Error("not lowered")
		}
		must(t, offers(at(db, "2027-11-20"), "50"))
		must(t, billing.RefuseCarriage(ctx, at(db, "2027-11-20"), zoe, affiliated(t, db, pres.OrganisationID)))
		renewed(t, db, "2028-11-12")
		consolidated(t, at(db, "2028-11-12"))
		if all, own = bills(t, db, head.ID), bills(t, db, pres.OrganisationID); len(all) != 2 || all[1].NetCents != 1000 || own[2].NetCents != 9000 || all[0].CreditedCents != 0 {
			t.Fatalf("%+v %+v", all, own)
		}
		must(t, billing.StopCarriage(ctx, at(db, "2028-11-20"), zoe, affiliated(t, db, pres.OrganisationID)))
		renewed(t, db, "2029-11-12")
		if own = bills(t, db, pres.OrganisationID); consolidated(t, at(db, "2029-11-12")) != 0 || own[3].NetCents != 10000 {
			t.Errorf("%+v", own)
		}
		sound(t, db)
	})
}

func TestOpeningsBeyondTheBudgetWaitForTheHeadsYes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		lina, head := purse(t, db, billing.PoolForm{Percent: "100", BudgetCents: 27000})
		f := listOf(threeSpaces)
		r, err := billing.Rehearse(ctx, db, lina, head, f)
		must(t, err)
		if r.Waiting != 1 || r.Lines[0].Waits || !r.Lines[2].Waits || r.CarriedCents() != 36000 {
			t.Fatalf("%+v", r)
		}
		opens(t, db, lina, head, threeSpaces)
		if promised(t, db, "opening_made") != 2 || promised(t, db, "budget_reached") != 1 {
			t.Fatal("the third did not wait, or nobody is told that 80 % are used")
		}
		use, err := billing.UseOf(ctx, db, head, 2026)
		must(t, err)
		if use.Committed != 24000 || use.Spent != 0 || use.Left() != 3000 {
			t.Fatalf("%+v", use)
		}
		_, pres := member(t, db, "zoe@pres.example")
		consolidated(t, db)
		if use, err = billing.UseOf(ctx, db, head, 2026); err != nil || use.Spent != 12000 || use.Committed != 12000 {
			t.Fatalf("%+v", use)
		}
		if use, err = billing.UseOf(ctx, db, head, 2027); err != nil || use.Committed != 12000 || use.Limited() {
			t.Fatalf("%+v", use)
		}
		waiting := networkOf(t, db, head)[0]
		o, err := billing.OpeningOf(ctx, db, lina, head, waiting.Ref)
		must(t, err)
		if o.State != billing.OpeningWaiting || !errors.Is(o.Approve(ctx, db, visitor, head), store.ErrForbidden) {
			t.Fatalf("%+v", o)
		}
		must(t, o.Approve(ctx, db, lina, head))
		if promised(t, db, "opening_made") != 3 || promised(t, db, "budget_reached") != 2 {
			t.Fatal("no letter")
		}
		if _, err := billing.WatchBudgets(ctx, db); err != nil || promised(t, db, "budget_reached") != 2 {
			t.Fatal("told twice", err)
		}
		if _, s := member(t, db, "bo@rive.example"); s.OrganisationID == pres.OrganisationID {
			t.Fatal("no space")
		}
		sound(t, db)
	})
}

func TestDUN5_AnUnpaidInvoiceOfAHeadKeepsNoMemberOut(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		lina, head := purse(t, db, billing.PoolForm{Percent: "100"})
		opens(t, db, lina, head, threeSpaces)
		_, pres := member(t, db, "zoe@pres.example")
		_, ete := member(t, db, "ana@ete.example")
		consolidated(t, db)
		for on := day(t, "2026-12-26"); on.Before(day(t, "2027-05-20")); on = on.AddDate(0, 0, 1) {
			_, err := billing.ChaseDue(ctx, store.AtTime(db, on.Add(12*time.Hour)), because)
			must(t, err)
		}
		for _, s := range []billing.Subscription{pres, ete} {
			if now := contract(t, db, s.ID); now.Access != billing.FullAccess || now.State != billing.Running || affiliated(t, db, s.OrganisationID).CarriedBP != 0 {
				t.Errorf("%+v", now)
			}
		}
		late, err := billing.ChasedOf(ctx, db, head.ID, day(t, "2027-05-20"))
		must(t, err)
		if len(late) != 1 || !late[0].Share || late[0].Chase.Step != billing.StepEnd || promised(t, db, "share_unpaid") != 1 || promised(t, db, "carriage_changed") != 2 || promised(t, db, "share_left") != 0 {
			t.Errorf("%+v", late)
		}
		renewed(t, db, "2027-11-11")
		if own := bills(t, db, pres.OrganisationID); len(own) != 1 || own[0].NetCents != 10000 || consolidated(t, at(db, "2027-11-11")) != 0 {
			t.Errorf("%+v", own)
		}
		sound(t, db)
	})
}

func TestCAN1_WhatAHeadPaidAheadForASpaceThatEndsIsCreditedByItsLine(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		lina, head := purse(t, db, billing.PoolForm{Percent: "100"})
		opens(t, db, lina, head, threeSpaces)
		zoe, pres := member(t, db, "zoe@pres.example")
		ana, ete := member(t, db, "ana@ete.example")
		consolidated(t, db)
		renewed(t, db, "2027-11-12")
		consolidated(t, at(db, "2027-11-12"))
		declared(t, at(db, "2027-11-13"), zoe, noticeForm(billing.Cancellation, zoe.Email, pres.Ref))
		all := bills(t, db, head.ID)
		if len(all) != 3 || all[2].Kind != billing.CreditNote || all[2].NetCents != 10000 || all[1].DueCents() != 12000 {
			t.Fatalf("%+v", all)
		}
		f := billing.ChangeForm{Plan: "ensemble:standard", Period: "month", Quantity: "1"}
		changed(t, at(db, "2027-11-14"), ana, ete.ID, f) // a year becomes months: what is ahead is invoiced again at the price to come
		if n := consolidated(t, at(db, "2027-11-14")); n != 1 {
			t.Errorf("%d invoices", n)
		}
		all = bills(t, db, head.ID)
		if last := all[len(all)-1]; last.NetCents != 833 || last.ServiceTo != "2027-12-25" || all[1].DueCents() != 0 {
			t.Errorf("%+v", all)
		}
		if own := bills(t, db, ete.OrganisationID); len(own) != 1 || own[0].NetCents != 417 { // months are dearer than what the head said yes to
			t.Errorf("%+v", own)
		}
		sound(t, db)
	})
}

func TestMON2_TenThousandInvoicesForManySpacesAddUp(t *testing.T) {
	dice := rand.New(rand.NewPCG(11, 12))
	treatments := []tax.Treatment{tax.Of(tax.Sale{Regime: tax.Franchise}), tax.Of(tax.Sale{Regime: tax.NotSubject})}
	for _, rate := range []int{2000, 1000, 550, 210} {
		treatments = append(treatments, tax.Treatment{Category: tax.Standard, RateBP: rate})
	}
	for range 10_000 {
		parts, whole, own := make([]billing.PoolPart, 1+dice.IntN(30)), int64(0), int64(0)
		for n := range parts {
			price, bp := 1+dice.Int64N(999_99), 1+dice.Int64N(10_000)
			split := money.Split(price, []int64{bp, 10_000 - bp})
			whole, own = whole+price, own+split[1]
			parts[n] = billing.PoolPart{Label: fmt.Sprintf("Membre %d", n), Cents: split[0], FromOn: "2026-11-25", ToOn: "2027-11-25"}
		}
		treatment := treatments[dice.IntN(len(treatments))]
		lines, err := billing.LinesTogether(parts, treatment)
		must(t, err)
		i := onPaper(lines)
		if treatment.Category != tax.Standard {
			i.Seller.VATNumber = ""
		}
		if i.NetCents+own != whole {
			t.Fatalf("%d of the head and %d of its members are not %d", i.NetCents, own, whole)
		}
		read, err := facturx.Read(facturx.Write(checked(t, i)))
		must(t, err)
		if adds(t, i, read); t.Failed() {
			return
		}
	}
}

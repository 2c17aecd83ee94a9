package billing_test

import (
	"errors"
	"strings"
	"testing"

	"chatiere/models/billing"
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

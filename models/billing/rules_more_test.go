package billing_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/billing/facturx"
	"chatiere/models/billing/tax"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestMON2_TenThousandInvoicesShowWhatTheyAddUpTo(t *testing.T) {
	dice, rates := rand.New(rand.NewPCG(7, 8)), []int{2000, 1000, 550, 210}
	for n := range 10_000 {
		var lines []billing.Line
		for range 1 + dice.IntN(8) {
			l := one
			l.Quantity, l.UnitCents, l.RateBP = 1+dice.Int64N(9), 1+dice.Int64N(50_000), rates[dice.IntN(len(rates))]
			lines = append(lines, l)
		}
		lines = append(lines, billing.Line{Label: "Remise", Quantity: 1, UnitCents: -dice.Int64N(lines[0].UnitCents), Category: tax.Standard, RateBP: lines[0].RateBP})
		i := onPaper(lines)
		d, sum := i.Electronic(), int64(0)
		for _, l := range d.Lines {
			cents, _ := l.Net.Cents()
			sum += cents
		}
		for _, g := range d.Taxes {
			cents, _ := g.Amount.Cents()
			sum += cents
		}
		if shown, ok := d.Totals.Total.Cents(); !ok || shown != sum || sum != i.TotalCents || i.NetCents+i.VATCents != sum {
			t.Fatalf("document %d shows %d, its lines and taxes make %d: %+v", n, shown, sum, lines)
		}
		if n%100 == 0 {
			for _, b := range facturx.Check(d) {
				t.Errorf("document %d: %s", n, b)
			}
		}
	}
}

func TestNEG1_ADocumentBelowNoughtIsRefusedByTheDatabase(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		p := ready(t, db, "ada@fee.example")
		write := func(cents int64) error {
			i := billing.Invoice{
				Ref: store.NewRef(), Kind: billing.AnInvoice, State: billing.Draft, Origin: store.NewRef(), OrganisationID: p.OrganisationID, Locale: "fr", Currency: "EUR",
				Regime: collective.NotSubject, NetCents: cents, TotalCents: cents, CreatedAt: store.Now(db),
			}
			return store.InTx(ctx, db, func(tx *gorm.DB) error { return gorm.G[billing.Invoice](tx).Omit("Corrects").Create(ctx, &i) })
		}
		if err := write(1); err != nil {
			t.Fatal(err)
		}
		if write(-1) == nil {
			t.Error("a total below nought was taken")
		}
	})
}

func TestX05_AWiderSeriesLeavesOldNumbersAsTheyAre(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		first := issued(t, db, ready(t, db, "ada@fee.example"))
		must(t, db.Exec("update invoice_counters set width = 6").Error)
		second := issued(t, db, ready(t, db, "bob@ailleurs.example"))
		if a, b := reloaded(t, db, first).FullName(), second.FullName(); a != "F2026-0001" || b != "F2026-000002" {
			t.Error(a, b)
		}
	})
}

func TestBAT1_OneThatFailsDoesNotStopTheOthers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		var subs []uint
		for _, email := range []string{"a@fee.example", "b@fee.example", "c@fee.example"} {
			p := ready(t, db, email)
			must(t, billing.Delivered(ctx, db, operator(t, db).Actor(), p.SubscriptionID, day(t, "2026-11-25")))
			subs = append(subs, p.SubscriptionID)
		}
		must(t, db.Exec("update subscriptions set unit_cents = ? where id = ?", int64(4_000_000_000_000_000), subs[1]).Error) // no invoice can hold that
		if n, err := billing.RenewDue(ctx, at(db, "2027-11-20")); n != 2 || err == nil || !strings.Contains(err.Error(), "subscription 2") {
			t.Errorf("%d renewed, %v", n, err)
		}
		sound(t, db)
	})
}

// TestBAT1_AThirdThatPanicsLeavesFourRenewedAndSaysWhich breaks the writing of one organisation's invoice while five are renewed.
func TestBAT1_AThirdThatPanicsLeavesFourRenewedAndSaysWhich(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		var third billing.ProForma
		for n := range 5 {
			p := ready(t, db, fmt.Sprintf("a%d@fee.example", n))
			must(t, billing.Delivered(ctx, db, operator(t, db).Actor(), p.SubscriptionID, day(t, "2026-11-25")))
			if n == 2 {
				third = p
			}
		}
		broken := true
		must(t, db.Callback().Create().Before("gorm:create").Register("breaks", func(tx *gorm.DB) {
			if i, ok := tx.Statement.Dest.(*billing.Invoice); ok && broken && i.OrganisationID == third.OrganisationID {
				panic("the third breaks")
			}
		}))
		n, err := billing.RenewDue(ctx, at(db, "2027-11-20"))
		if n != 4 || err == nil || !strings.Contains(err.Error(), fmt.Sprintf("subscription %d: panic: the third breaks", third.SubscriptionID)) {
			t.Errorf("%d renewed, %v", n, err)
		}
		if all := invoicesOf(t, db, third.OrganisationID); len(all) != 1 {
			t.Errorf("%d documents of the third", len(all))
		}
		broken = false
		if renewed(t, db, "2027-11-21") != 1 {
			t.Error("the third is not made up for")
		}
		sound(t, db)
	})
}

func TestX11_AnInvoiceFromBeforeDeliveryIsRenewedToo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		p := ready(t, db, "ada@fee.example")
		paid(t, db, operator(t, db), p.Ref, p.TotalCents)
		must(t, billing.Delivered(ctx, db, operator(t, db).Actor(), p.SubscriptionID, day(t, "2026-12-03")))
		if renewed(t, db, "2027-11-18") != 0 || renewed(t, db, "2027-11-19") != 1 || renewed(t, db, "2027-11-20") != 0 {
			t.Error("not renewed once, two weeks before its year is over")
		}
		if all := invoicesOf(t, db, p.OrganisationID); all[0].ServiceFrom != "2027-12-03" {
			t.Errorf("%+v", all[0])
		}
	})
}

func TestCAN1_WhatWasPaidBeforeDeliveryIsCreditedWhole(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		p := ready(t, db, "ada@fee.example")
		paid(t, db, operator(t, db), p.Ref, p.TotalCents)
		u, err := people.LoadUser(ctx, db, p.AcceptedByID)
		must(t, err)
		n := declared(t, db, u, noticeForm(billing.Cancellation, u.Email, p.PaymentReference))
		if n.State != billing.NoticeApplied || n.CreditedCents != 12000 || n.RepayCents != 12000 {
			t.Fatalf("%+v", n)
		}
		if owed, err := billing.OwedBy(ctx, db, p.OrganisationID, "2027-01-01"); err != nil || owed.CreditCents != 0 || owed.RepayCents != 12000 || owed.DueCents != 0 {
			t.Errorf("%+v %v", owed, err)
		}
		sound(t, db)
	})
}

func TestCAN1_AContractThatEndsUnpaidOwesNothingForLaterPeriods(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		f := form("ada@fee.example")
		f.Period = "month"
		p := subscribe(t, db, f)
		u := confirmed(t, db, p)
		completed(t, db, p.OrganisationID)
		must(t, billing.Delivered(ctx, at(db, "2026-12-01"), u.Actor(), p.SubscriptionID, day(t, "2026-12-01")))
		for _, month := range []string{"2026-12-20", "2027-01-20", "2027-02-20", "2027-03-20", "2027-04-20"} { // the fifth is for May
			renewed(t, db, month)
		}
		lives(t, db, "2027-01-01", "2027-04-30")
		s := contract(t, db, p.SubscriptionID)
		if s.State != billing.Ended || s.EndedOn > "2027-05-01" {
			t.Fatalf("%+v", s)
		}
		may := invoicesOf(t, db, p.OrganisationID)
		if i := may[1]; i.ServiceFrom != "2027-05-01" || i.DueCents() != 0 || i.Payment() != billing.Credited || may[0].Kind != billing.CreditNote {
			t.Errorf("%+v", i)
		}
		sound(t, db)
	})
}

func TestDUN3_ABrokenDateGivesTenDaysNotice(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		p, i, u := running(t, db, true)
		lives(t, db, "2026-12-26", "2027-01-28")
		_, err := billing.ProposeDate(ctx, at(db, "2027-01-28"), u, people.Organisation{ID: p.OrganisationID}, billing.DeferralForm{UntilOn: "2027-02-10", Reason: "Subvention"})
		must(t, err)
		lives(t, db, "2027-01-29", "2027-02-21")
		if got := step(t, db, i); got.Step != billing.SecondReminder || got.Counted < 35 {
			t.Errorf("the last notice came without ten days: %+v", got)
		}
		lives(t, db, "2027-02-22", "2027-02-22")
		if got := step(t, db, i); got.Step != billing.LastNotice {
			t.Errorf("%+v", got)
		}
	})
}

func TestDUN3_ADateProposedEarlyHoldsUntilItComes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		p, i, u := running(t, db, true) // due on 2026-12-25
		o := people.Organisation{ID: p.OrganisationID}
		_, err := billing.ProposeDate(ctx, at(db, "2026-12-10"), u, o, billing.DeferralForm{UntilOn: "2027-01-31", Reason: "Subvention en janvier"})
		must(t, err)
		lives(t, db, "2026-12-11", "2027-01-29")
		if got := step(t, db, i); got.Step != billing.NotChased || got.Counted != 0 {
			t.Errorf("chased before the day that was agreed: %+v", got)
		}
		paid(t, at(db, "2027-01-30"), operator(t, db), i.Ref, i.TotalCents)
		lives(t, db, "2027-01-30", "2027-01-31")
		if all, err := billing.DeferralsOf(ctx, db, o); err != nil || all[0].State != billing.DeferralKept {
			t.Errorf("%+v %v", all, err)
		}
	})
}

func TestDUN5_OnlyTheUnpaidServiceDegrades(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		p, i, u := running(t, db, true)
		f := form("ada@fee.example")
		f.For = contract(t, db, p.SubscriptionID).Organisation.Ref
		second, err := billing.Subscribe(ctx, db, u, f)
		must(t, err)
		must(t, billing.Delivered(ctx, db, u.Actor(), second.SubscriptionID, day(t, "2026-11-25")))
		paid(t, db, operator(t, db), i.Ref, i.TotalCents)
		lives(t, db, "2026-12-26", "2027-02-09")
		if a, b := contract(t, db, p.SubscriptionID).Access, contract(t, db, second.SubscriptionID).Access; a != billing.FullAccess || b != billing.ReadOnly {
			t.Errorf("the one that is paid: %s, the other one: %s", a, b)
		}
	})
}

func TestREA1_ACreditNoteRestoresAccessToo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		p, i, _ := running(t, db, true)
		lives(t, db, "2026-12-26", "2027-02-09")
		if contract(t, db, p.SubscriptionID).Access != billing.ReadOnly {
			t.Fatal("not yet reduced")
		}
		_, err := i.Correct(ctx, at(db, "2027-02-10"), operator(t, db), billing.CreditForm{Reason: "Offert"})
		must(t, err)
		if s := contract(t, db, p.SubscriptionID); s.Access != billing.FullAccess || s.HeldFor != "" {
			t.Errorf("nothing is owed and still held: %+v", s)
		}
	})
}

func TestDUN1_DaysOnWhichItWasPaidDoNotCount(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		_, i, _ := running(t, db, true)
		p := paid(t, db, operator(t, db), i.Ref, i.TotalCents)
		must(t, p.Undo(ctx, at(db, "2027-10-01"), operator(t, db), "Rejet de la banque"))
		lives(t, db, "2027-10-02", "2027-10-06")
		if got := step(t, db, i); got.Step != billing.NotChased || got.Counted != 5 {
			t.Errorf("%+v", got)
		}
	})
}

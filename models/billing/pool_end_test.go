package billing_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"chatiere/models/billing"
	"chatiere/models/billing/facturx"
	"chatiere/models/billing/money"
	"chatiere/models/billing/tax"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

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
		late, err := billing.ChasedOf(ctx, db, nil, head.ID, day(t, "2027-05-20"))
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

func TestWhatIsCreditedOfALineIsNotedToTheCentAlsoWhereTheTaxRoundsItUp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		lina, head := purse(t, db, billing.PoolForm{Percent: "100"})
		opens(t, db, lina, head, threeSpaces)
		ana, ete := member(t, db, "ana@ete.example")
		consolidated(t, db)
		renewed(t, db, "2027-11-12")
		consolidated(t, at(db, "2027-11-12"))
		changed(t, at(db, "2027-11-14"), ana, ete.ID, billing.ChangeForm{Plan: "ensemble:standard", Period: "month", Quantity: "1"})
		consolidated(t, at(db, "2027-11-14"))
		_, err := billing.ApplyChanges(ctx, at(db, "2027-11-25"))
		must(t, err)
		changed(t, at(db, "2027-12-10"), ana, ete.ID, billing.ChangeForm{Plan: "ensemble:standard", Period: "year", Quantity: "1"})
		all := bills(t, db, head.ID)
		note := all[len(all)-1]
		var noted int64
		must(t, db.Raw("select credited_cents from pool_parts where cents = 833").Scan(&noted).Error)
		if note.Kind != billing.CreditNote || note.NetCents != 418 || noted != note.NetCents {
			t.Errorf("%d noted, %+v", noted, note)
		}
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

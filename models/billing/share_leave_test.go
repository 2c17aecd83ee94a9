package billing_test

import (
	"slices"
	"testing"
	"time"

	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func reloadedShare(t *testing.T, db *gorm.DB, share billing.Share) billing.Share {
	t.Helper()
	share, err := billing.LoadShare(ctx, db, share.ID)
	must(t, err)
	return share
}

func TestALeavingPayerPaysUntilTheTermAndNobodyElseIsRaised(t *testing.T) {
	for name, open := range map[string]bool{"the organisation pays": false, "it is open": true} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *gorm.DB) {
				world(t, db, collective.VATRegistered)
				s, ada, maud, _, shares := shared(t, db, open)
				must(t, billing.Delivered(ctx, db, ada.Actor(), s.ID, day(t, "2026-11-25")))
				renewed(t, db, "2027-11-11") // the next year is invoiced already
				then := at(db, "2027-11-20")
				must(t, shares[0].Leave(ctx, then, maud, because))
				if left := reloadedShare(t, db, shares[0]); left.UntilOn != "2027-11-25" || left.State != billing.ShareEnded || promised(t, db, "share_left") != 1 {
					t.Errorf("%+v", left)
				}
				all := periodOf(t, db, contract(t, db, s.ID), "2027-11-25")
				gaps, err := billing.GapsOf(ctx, db, s, "2027-11-25")
				must(t, err)
				if all[1].Payment() != billing.Credited || all[2].NetCents != 2500 || all[2].CreditedCents != 0 {
					t.Errorf("%+v", all)
				}
				if open && (len(all) != 3 || len(gaps) != 1 || gaps[0].Cents != 3500) || !open && (len(all) != 4 || all[3].OrganisationID != s.OrganisationID || all[3].NetCents != 3500) {
					t.Errorf("%d invoices, %+v", len(all), gaps)
				}
				if open {
					must(t, contract(t, db, s.ID).CarryOpen(ctx, then, ada))
					all = periodOf(t, db, s, "2027-11-25")
					if last := all[len(all)-1]; len(all) != 4 || last.OrganisationID != s.OrganisationID || last.NetCents != 3500 {
						t.Errorf("the organisation does not carry it: %+v", last)
					}
				}
				if renewed(t, db, "2028-11-11") != 1 {
					t.Error("not renewed")
				}
				if got, _ := nets(periodOf(t, db, s, "2028-11-25")); !slices.Equal(got, []int64{7500, 2500}) {
					t.Errorf("%v", got)
				}
				sound(t, db)
			})
		})
	}
}

func TestDUN5_AnUnpaidShareIsChasedWithItsPayerAndKeepsNobodyOut(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		s, ada, maud, _, shares := shared(t, db, true)
		must(t, billing.Delivered(ctx, db, ada.Actor(), s.ID, day(t, "2026-11-25")))
		for _, i := range periodOf(t, db, s, "2026-11-25") {
			if i.OrganisationID != *shares[0].PayerID {
				paid(t, db, operator(t, db), i.Ref, i.TotalCents)
			}
		}
		for on := day(t, "2026-12-26"); on.Before(day(t, "2027-05-20")); on = on.AddDate(0, 0, 1) {
			_, err := billing.ChaseDue(ctx, store.AtTime(db, on.Add(12*time.Hour)), because)
			must(t, err)
		}
		if now := contract(t, db, s.ID); now.Access != billing.FullAccess || now.State != billing.Running || now.HeldFor != "" {
			t.Errorf("%+v", now)
		}
		if n := promised(t, db, "share_unpaid"); n != 1 {
			t.Errorf("the organisation was told %d times", n)
		}
		if left := reloadedShare(t, db, shares[0]); left.State != billing.ShareEnded || left.UntilOn != "2027-11-25" {
			t.Errorf("%+v", left)
		}
		late, err := billing.ChasedOf(ctx, db, nil, *shares[0].PayerID, day(t, "2027-05-20"))
		must(t, err)
		if len(late) != 1 || !late[0].Share || late[0].Chase.Step != billing.StepEnd {
			t.Errorf("%+v", late)
		}
		if owed, err := billing.OwedBy(ctx, db, s.OrganisationID, "2027-05-20"); err != nil || owed.DueCents != 0 {
			t.Errorf("the organisation owes what it does not: %+v", owed)
		}
		_ = maud
		renewed(t, db, "2027-11-11")
		if got, _ := nets(periodOf(t, db, s, "2027-11-25")); !slices.Equal(got, []int64{4000, 2500}) {
			t.Errorf("%v", got)
		}
		sound(t, db)
	})
}

func TestCAN1_CancellingCreditsEverybodyAhead(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		s, ada, _, _, _ := shared(t, db, false)
		must(t, billing.Delivered(ctx, db, ada.Actor(), s.ID, day(t, "2026-11-25")))
		renewed(t, db, "2027-11-12")
		n := declared(t, at(db, "2027-11-13"), ada, noticeForm(billing.Cancellation, ada.Email, s.Ref))
		if n.State != billing.NoticeApplied || n.CreditedCents != 4800 {
			t.Fatalf("%+v", n)
		}
		for _, i := range periodOf(t, db, s, "2027-11-25") {
			if i.Payment() != billing.Credited {
				t.Errorf("%s is still due", i.FullName())
			}
		}
		_, err := billing.EndDue(ctx, at(db, "2027-11-25"))
		must(t, err)
		if shares, err := billing.SharesOf(ctx, db, s); err != nil || len(shares) != 2 || shares[0].State != billing.ShareEnded || promised(t, db, "share_left") != 2 {
			t.Errorf("%+v %v", shares, err)
		}
		sound(t, db)
	})
}

func TestAWithdrawalGivesBackToEachPayerWhatIsTheirs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		s, ada, _, _, _ := shared(t, db, false)
		must(t, billing.Delivered(ctx, db, ada.Actor(), s.ID, day(t, "2026-11-25")))
		n := declared(t, db, ada, noticeForm(billing.Withdrawal, ada.Email, s.Ref))
		if n.State != billing.NoticeApplied {
			t.Fatalf("%+v", n)
		}
		for _, i := range periodOf(t, db, s, "2026-11-25") {
			if used := i.NetCents / 365; i.TotalCents-i.CreditedCents > used+used/5+2 {
				t.Errorf("%s: %d of %d given back", i.FullName(), i.CreditedCents, i.TotalCents)
			}
		}
		sound(t, db)
	})
}

func TestAMutualHelpOfTwoOrganisationsNeverWaitsInACircle(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		p, _, ada := running(t, db, true)
		f := form("zoe@marraine.example")
		f.Organisation = "Marraine"
		q := subscribe(t, db, f)
		zoe := confirmed(t, db, q)
		marraine := completed(t, db, q.OrganisationID)
		must(t, billing.Delivered(ctx, db, zoe.Actor(), q.SubscriptionID, day(t, "2026-11-25")))
		must(t, people.WithMemberships(ctx, db, &zoe))
		fee, err := people.LoadOrganisation(ctx, db, p.OrganisationID)
		must(t, err)
		accepted(t, db, split(t, db, ada, p.SubscriptionID, "50", false, "Marraine", "50")[0], zoe, marraine, false)
		accepted(t, db, split(t, db, zoe, q.SubscriptionID, "50", false, "Faire École Ensemble", "50")[0], ada, fee, false)
		done := make(chan error, 8)
		for n := range 8 {
			go func() {
				_, err := billing.RenewDue(ctx, at(db, []string{"2027-11-11", "2027-11-12"}[n%2]))
				done <- err
			}()
		}
		for range 8 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		for _, id := range []uint{p.SubscriptionID, q.SubscriptionID} {
			if got, sum := nets(periodOf(t, db, contract(t, db, id), "2027-11-25")); sum != 10000 || len(got) != 2 {
				t.Errorf("%v", got)
			}
		}
		sound(t, db)
	})
}

func TestEND1_ASponsorCancelsWithoutSigningInAndOnlyItsPartEnds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		s, ada, maud, _, shares := shared(t, db, true)
		must(t, billing.Delivered(ctx, db, ada.Actor(), s.ID, day(t, "2026-11-25")))
		number := periodOf(t, db, s, "2026-11-25")[1].FullName()
		n := declared(t, db, visitor, noticeForm(billing.Cancellation, maud.Email, number))
		must(t, n.Confirm(ctx, db, because))
		if left := reloadedShare(t, db, shares[0]); n.State != billing.NoticeApplied || n.EffectOn != "2027-11-25" || left.State != billing.ShareEnded {
			t.Errorf("%+v %+v", n, left)
		}
		if now := contract(t, db, s.ID); now.CancelOn != "" || now.State != billing.Running {
			t.Error("the whole contract was cancelled")
		}
		other := declared(t, db, visitor, noticeForm(billing.Cancellation, "ada@fee.example", periodOf(t, db, s, "2026-11-25")[2].FullName()))
		must(t, other.Confirm(ctx, db, because))
		if other.State != billing.NoticeWaiting || contract(t, db, s.ID).CancelOn != "" {
			t.Errorf("somebody else's part: %+v", other)
		}
		sound(t, db)
	})
}

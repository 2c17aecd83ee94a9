package billing_test

import (
	"errors"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/billing/period"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestPRV2_ATreasurerSendsAChangeToTheOwnersWhoSeeWhetherItMoved(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s, _, ada := monthly(t, db, 1, 1200)
		theo, err := people.Meet(ctx, db, "theo@fee.example", "Théo", "fr")
		must(t, err)
		_, err = people.Join(ctx, db, theo.ID, s.OrganisationID, people.Treasurer)
		must(t, err)
		theo, err = people.LoadUser(ctx, db, theo.ID)
		must(t, err)
		then, f := at(db, "2027-04-11"), wished("trente", "standard", period.Month, "1")
		shown, err := billing.PreviewChange(ctx, then, theo, s, f, because)
		must(t, err)
		if _, err := s.Change(ctx, then, theo, f, shown.Digest(), because); !errors.Is(err, store.ErrForbidden) {
			t.Errorf("a treasurer changed it: %v", err)
		}
		if _, err := s.SendChange(ctx, then, theo, f, "other terms", because); !errors.Is(err, billing.ErrOutdated) {
			t.Errorf("what was not shown is sent: %v", err)
		}
		if _, err := s.SendChange(ctx, then, operator(t, db), f, shown.Digest(), because); !errors.Is(err, store.ErrForbidden) {
			t.Errorf("by who does not keep its money: %v", err)
		}
		send := func() billing.ChangeWish {
			t.Helper()
			_, err := s.SendChange(ctx, then, theo, f, shown.Digest(), because)
			must(t, err)
			fresh := contract(t, db, s.ID)
			w, err := billing.WishOf(ctx, db, fresh)
			must(t, err)
			if fresh.Version != s.Version || w.DueCents != 1440 || w.By.Name != "Théo" || w.Form() != (billing.ChangeForm{Plan: f.Plan, Period: f.Period, Quantity: "1"}) {
				t.Fatalf("%+v", w)
			}
			return w
		}
		first, second := send(), send() // another one takes its place
		if first.ID == second.ID || promised(t, db, "change_sent") != 2 {
			t.Error("not sent twice")
		}
		must(t, contract(t, db, s.ID).DeclineChange(ctx, then, ada))
		if promised(t, db, "change_declined") != 1 || contract(t, db, s.ID).ChangeWishID != nil {
			t.Error("not declined")
		}
		must(t, contract(t, db, send().SubscriptionID).DeclineChange(ctx, then, theo)) // thinks better of it
		if promised(t, db, "change_declined") != 1 {
			t.Error("who takes it back is told")
		}
		if err := contract(t, db, s.ID).DeclineChange(ctx, then, ada); !errors.Is(err, store.ErrConflict) {
			t.Errorf("nothing waits: %v", err)
		}
		w := send()
		if w.Moved(shown.Terms) || !w.Brings(shown.Terms) {
			t.Error("it moved on the same day")
		}
		later, err := billing.PreviewChange(ctx, at(db, "2027-04-21"), ada, s, f, because)
		must(t, err)
		if !w.Moved(later.Terms) || !w.Brings(later.Terms) {
			t.Errorf("ten days later it costs the same: %+v", later.Terms)
		}
		changed(t, then, ada, s.ID, f)
		var outcomes []string
		must(t, db.Table("change_wishes").Order("id").Pluck("outcome", &outcomes).Error)
		if len(outcomes) != 4 || outcomes[0] != "replaced" || outcomes[1] != "declined" || outcomes[2] != "declined" || outcomes[3] != "made" || contract(t, db, s.ID).ChangeWishID != nil {
			t.Errorf("%v", outcomes)
		}
		sound(t, db)
	})
}

func TestAChangeThatWaitsIsNoLongerShownOnceNothingCanBeChanged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s, _, ada := monthly(t, db, 1, 1200)
		then, f := at(db, "2027-04-11"), wished("trente", "standard", period.Month, "1")
		shown, err := billing.PreviewChange(ctx, then, ada, s, f, because)
		must(t, err)
		_, err = s.SendChange(ctx, then, ada, f, shown.Digest(), because)
		must(t, err)
		waits := func() string {
			t.Helper()
			o, err := billing.OwedBy(ctx, db, s.OrganisationID, "2027-04-11")
			must(t, err)
			return o.Wished
		}
		if waits() != s.Ref {
			t.Errorf("nothing waits: %q", waits())
		}
		must(t, db.Exec("update subscriptions set cancel_on = '2027-05-01' where id = ?", s.ID).Error)
		if waits() != "" {
			t.Error("it waits though the contract was cancelled")
		}
		must(t, s.Revive(ctx, then, ada))
		if waits() != s.Ref {
			t.Error("taken back, it does not wait again")
		}
	})
}

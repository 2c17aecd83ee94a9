package billing_test

import (
	"errors"
	"testing"
	"time"

	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/collective/reminder"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

// slower are days that leave more time than the usual ones.
func slower(from string, version int) collective.ReminderForm {
	f := collective.RemindersFilled(reminder.Days{First: 14, Second: 30, Last: 50, ReadOnly: 70, ExportOnly: 130, End: 180}, version)
	f.FromOn, f.Reason = from, "Décidé en assemblée"
	return f
}

func TestX34_TheDaysOfRemindersAreChosenAndWhatWasBegunKeepsItsOwn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		p, old, u := running(t, db, true) // due on 2026-12-25
		host, err := collective.Find(ctx, db)
		must(t, err)
		now, by := at(db, "2026-12-26"), operator(t, db).Actor()
		hasty := slower("2027-01-01", host.Version)
		hasty.ReadOnly, hasty.First, hasty.Reason = "55", "x", ""
		wrong, bad := store.AsInvalid(collective.BeginReminders(ctx, now, by, hasty))
		if !bad || wrong["read_only"].Key != "error.between" || wrong["first"].Key != "error.between" || wrong["reason"].Key != "error.required" {
			t.Fatalf("%+v", wrong)
		}
		if wrong, _ := store.AsInvalid(collective.BeginReminders(ctx, now, by, slower("2026-12-25", host.Version))); wrong["from_on"].Key != "error.date_past" {
			t.Errorf("%+v", wrong)
		}
		must(t, collective.BeginReminders(ctx, now, by, slower("2026-12-26", host.Version)))
		if err := collective.BeginReminders(ctx, now, by, slower("2027-05-01", host.Version)); !errors.Is(err, store.ErrConflict) {
			t.Errorf("two people at once: %v", err)
		}
		if err := collective.DropReminders(ctx, now, by, host.Version+1); !errors.Is(err, store.ErrConflict) {
			t.Errorf("days that hold are taken back: %v", err)
		}
		next := billedAgain(t, db, u, p, "2027-01-10")
		lives(t, db, "2026-12-26", "2027-02-08")
		if got := step(t, db, old); got.Step != billing.StepReadOnly {
			t.Errorf("what was due before has other days: %+v", got)
		}
		if got := step(t, db, next); got.Step != billing.FirstReminder || got.Days.First != 14 {
			t.Errorf("what was due after has the old days: %+v", got)
		}
		if act, on, ok := step(t, db, next).NextAct(day(t, "2027-02-08")); !ok || act != billing.SecondReminder || on.Format(time.DateOnly) != "2027-02-09" {
			t.Errorf("next: %d on %s", act, on)
		}
		var acts int64
		must(t, db.Table("journal_entries").Where("verb = 'reminders_changed' and reason = 'Décidé en assemblée'").Count(&acts).Error)
		if acts != 1 {
			t.Errorf("%d acts in the journal", acts)
		}
	})
}

func TestX34_DaysToComeAreTakenBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		host, err := collective.Find(ctx, db)
		must(t, err)
		now, by := at(db, "2026-12-26"), operator(t, db).Actor()
		must(t, collective.BeginReminders(ctx, now, by, slower("2027-02-01", host.Version)))
		must(t, collective.DropReminders(ctx, now, by, host.Version+1))
		host, err = collective.Find(ctx, db)
		must(t, err)
		if len(host.Reminders) != 0 || host.Name != "Indie.Host" {
			t.Errorf("%+v", host)
		}
	})
}

// billedAgain makes a second invoice like the first one of a contract, due on a day.
func billedAgain(t *testing.T, db *gorm.DB, u people.User, p billing.ProForma, due string) billing.Invoice {
	t.Helper()
	f := form("ada@fee.example")
	f.For = contract(t, db, p.SubscriptionID).Organisation.Ref
	second, err := billing.Subscribe(ctx, at(db, "2026-12-11"), u, f)
	must(t, err)
	must(t, billing.Delivered(ctx, at(db, "2026-12-11"), u.Actor(), second.SubscriptionID, day(t, "2026-12-11")))
	i, err := store.From[billing.Invoice](db).Where("subscription_id = ?", second.SubscriptionID).Take(ctx)
	must(t, err)
	if i.Due() != due {
		t.Fatalf("due on %s", i.Due())
	}
	return i
}

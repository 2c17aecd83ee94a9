package billing_test

import (
	"errors"
	"testing"
	"time"

	"chatiere/models/billing"
	"chatiere/models/billing/period"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

// lives runs the calendar once a day from one day to another.
func lives(t *testing.T, db *gorm.DB, from, to string) {
	t.Helper()
	for d := day(t, from); !d.After(day(t, to)); d = d.AddDate(0, 0, 1) {
		now := store.AtTime(db, d.Add(noonHours))
		_, err := billing.SettleDeferrals(ctx, now)
		must(t, err)
		_, err = billing.ChaseDue(ctx, now, because)
		must(t, err)
	}
}

func step(t *testing.T, db *gorm.DB, i billing.Invoice) billing.Chase {
	t.Helper()
	host, err := collective.Find(ctx, db)
	must(t, err)
	all, err := billing.ChasedOf(ctx, db, host.Reminders, i.OrganisationID, day(t, "2030-01-01"))
	must(t, err)
	for _, c := range all {
		if c.Invoice.ID == i.ID {
			return c.Chase
		}
	}
	return billing.Chase{}
}

func TestChaseStepsComeOnTheirDaysAndPaymentRestoresAccess(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		p, i, _ := running(t, db, true) // due on 2026-12-25
		for _, c := range []struct {
			from, to string
			step     billing.ChaseStep
			access   billing.Access
		}{
			{"2026-12-26", "2026-12-31", billing.NotChased, billing.FullAccess},
			{"2027-01-01", "2027-01-03", billing.NotChased, billing.FullAccess}, // day 7 is a holiday, then a week-end (DUN4)
			{"2027-01-04", "2027-01-14", billing.FirstReminder, billing.FullAccess},
			{"2027-01-15", "2027-01-28", billing.SecondReminder, billing.FullAccess},
			{"2027-01-29", "2027-02-07", billing.LastNotice, billing.FullAccess},
			{"2027-02-08", "2027-03-24", billing.StepReadOnly, billing.ReadOnly},
			{"2027-03-25", "2027-04-20", billing.StepExportOnly, billing.ExportOnly},
		} {
			lives(t, db, c.from, c.to)
			if got, s := step(t, db, i), contract(t, db, p.SubscriptionID); got.Step != c.step || s.Access != c.access {
				t.Fatalf("on %s: step %d, access %s, want %d and %s", c.to, got.Step, s.Access, c.step, c.access)
			}
		}
		if promised(t, db, "organisation_chased") != 5 {
			t.Errorf("%d letters", promised(t, db, "organisation_chased"))
		}
		paid(t, db, operator(t, db), i.Ref, i.TotalCents)
		must(t, billing.Restore(ctx, db, i.ID))
		must(t, billing.Restore(ctx, db, i.ID))
		if s := contract(t, db, p.SubscriptionID); s.Access != billing.FullAccess || s.HeldFor != "" {
			t.Errorf("paid and still held: %+v", s)
		}
		lives(t, db, "2027-04-21", "2027-06-30")
		if s := contract(t, db, p.SubscriptionID); s.State != billing.Running {
			t.Error("ended although it was paid")
		}
		sound(t, db)
	})
}

func TestTheLastStepEndsTheContractAndKeepsWhatIsOwed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		p, i, _ := running(t, db, true)
		lives(t, db, "2026-12-26", "2027-04-30")
		if s := contract(t, db, p.SubscriptionID); s.State != billing.Ended || promised(t, db, "subscription_ended") != 1 || reloaded(t, db, i).DueCents() == 0 {
			t.Errorf("%+v", s)
		}
	})
}

func TestDUN1_NothingCountsWhileADateIsProposed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		p, i, u := running(t, db, true)
		o := people.Organisation{ID: p.OrganisationID}
		lives(t, db, "2026-12-26", "2027-01-05")
		if step(t, db, i).Step != billing.FirstReminder {
			t.Fatal(step(t, db, i))
		}
		_, err := billing.ProposeDate(ctx, at(db, "2027-01-06"), u, o, billing.DeferralForm{UntilOn: "2027-01-01", Reason: "Subvention"})
		if wrong, bad := store.AsInvalid(err); !bad || wrong["until_on"].Key != "error.date_past" {
			t.Errorf("%v", err)
		}
		d, err := billing.ProposeDate(ctx, at(db, "2027-01-06"), u, o, billing.DeferralForm{UntilOn: "2027-02-28", Reason: "Subvention en février"})
		must(t, err)
		if d.State != billing.DeferralAccepted { // near, and nothing was broken (DUN3)
			t.Fatalf("%+v", d)
		}
		if _, err := billing.ProposeDate(ctx, at(db, "2027-01-07"), u, o, billing.DeferralForm{UntilOn: "2027-03-28", Reason: "Encore"}); !errors.Is(err, store.ErrConflict) {
			t.Errorf("two dates at once: %v", err)
		}
		lives(t, db, "2027-01-06", "2027-02-28")
		before := step(t, db, i)
		if before.Step != billing.FirstReminder || before.Counted > 11 {
			t.Fatalf("it counted while paused: %+v", before)
		}
		lives(t, db, "2027-03-01", "2027-03-09")
		if got := step(t, db, i); got.Step != billing.FirstReminder { // day 20: time paused is not made up
			t.Errorf("%+v", got)
		}
		lives(t, db, "2027-03-10", "2027-03-12")
		if got := step(t, db, i); got.Step != billing.SecondReminder {
			t.Errorf("%+v", got)
		}
		all, err := billing.DeferralsOf(ctx, db, o)
		must(t, err)
		if all[0].State != billing.DeferralBroken {
			t.Errorf("%+v", all[0])
		}
		late, err := billing.ProposeDate(ctx, at(db, "2027-03-12"), u, o, billing.DeferralForm{UntilOn: "2027-04-15", Reason: "Cette fois oui"})
		must(t, err)
		if late.State != billing.DeferralAsked {
			t.Error("accepted at once although one was broken within the year")
		}
		ops := operator(t, db)
		if wrong, bad := store.AsInvalid(late.Decide(ctx, db, ops, billing.DeferralDecision{Verdict: "refuse", Version: late.Version})); !bad || wrong["answer"].Key == "" {
			t.Error("declined without words")
		}
		must(t, late.Decide(ctx, db, ops, billing.DeferralDecision{Verdict: "accept", Version: late.Version}))
		paid(t, at(db, "2027-03-20"), ops, i.Ref, i.TotalCents)
		lives(t, db, "2027-03-20", "2027-03-21")
		if all, _ = billing.DeferralsOf(ctx, db, o); all[0].State != billing.DeferralKept {
			t.Errorf("%+v", all[0])
		}
	})
}

func TestDUN4_OneLetterForEverythingThatIsOwed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		p, _, u := running(t, db, true)
		f := form("ada@fee.example")
		f.For = contract(t, db, p.SubscriptionID).Organisation.Ref
		second, err := billing.Subscribe(ctx, db, u, f)
		must(t, err)
		must(t, billing.Delivered(ctx, db, u.Actor(), second.SubscriptionID, day(t, "2026-11-25")))
		lives(t, db, "2026-12-26", "2027-01-05")
		if promised(t, db, "organisation_chased") != 1 {
			t.Errorf("%d letters for two invoices", promised(t, db, "organisation_chased"))
		}
		must(t, billing.PutTag(ctx, db, operator(t, db), people.Organisation{ID: p.OrganisationID, Ref: "x"}, billing.TagForm{Tag: billing.DoNotChase, Reason: "Incendie", UntilOn: "2027-06-30"}, day(t, "2027-01-05")))
		lives(t, db, "2027-01-06", "2027-06-30")
		if promised(t, db, "organisation_chased") != 1 {
			t.Error("chased against the tag")
		}
	})
}

const noonHours = 12 * 3600 * 1e9

func day(t *testing.T, text string) time.Time {
	t.Helper()
	d, err := period.Day(text)
	must(t, err)
	return d
}

package handlers

import (
	"context"
	"testing"
	"time"

	"chatiere/models/billing"
	"chatiere/models/hosting"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"
)

func TestREA2_TheDeskIsAlarmedWhenAServiceHasNotComeBack(t *testing.T) {
	s := newSite(t)
	s.sells(t)
	ctx, db := context.Background(), s.db
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	p, o, _ := s.bought(t, "ada@fee.example")
	ops := s.staffed(t, people.Operator)
	op := ops.user
	check(hosting.Ask(ctx, db, p.SubscriptionID))
	all, err := hosting.OfSubscription(ctx, db, p.SubscriptionID)
	check(err)
	work := func() {
		t.Helper()
		for _, d := range all {
			d, err := hosting.FindDeployment(ctx, db, "fr", op, d.Ref)
			check(err)
			f := hosting.WorkForm{Address: "https://fee.example/"}
			for _, step := range d.Steps {
				f.Done = append(f.Done, step.Ref)
			}
			check(d.Work(ctx, db, op, f))
		}
	}
	work()
	sub, err := billing.LoadSubscription(ctx, db, p.SubscriptionID)
	check(err)
	check(sub.Suspend(ctx, db, op, "unpaid"))
	check(hosting.Follow(ctx, db, sub.ID))
	work()
	check(sub.Resume(ctx, db, op, "paid"))
	check(hosting.Follow(ctx, db, sub.ID))
	ops.visit("/fr/desk").status(200).missing("devrait être revenu")
	storetest.SetClock(db, store.Now(db).Add(16*time.Minute))
	ops.visit("/fr/desk").sees("1 service devrait être revenu").follow("1 service devrait être revenu").status(200).sees(o.Name, "En cours de retour")
	work()
	ops.visit("/fr/desk").missing("devrait être revenu")
	ops.visit("/fr/desk/deployments?state=late_back").sees("Rien à faire ici")
}

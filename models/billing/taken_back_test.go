package billing_test

import (
	"fmt"
	"testing"
	"time"

	"chatiere/models/billing"
	"chatiere/models/billing/cashier"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

// leaves gives an organisation a method that may be charged.
func leaves(t *testing.T, db *gorm.DB, organisationID uint, kind string) {
	t.Helper()
	customer, mandate := fmt.Sprintf("cus_%d", organisationID), cashier.Mandate{}
	_, err := billing.KeepCustomer(ctx, db, organisationID, "EUR", false, customer)
	must(t, err)
	if kind == "sepa_debit" {
		mandate = cashier.Mandate{ID: "mandate", Status: "active", Reference: "RUM"}
	}
	must(t, billing.KeepMethod(ctx, db, cashier.Method{ID: "pm", Kind: kind, Last4: "4242", ExpMonth: 12, ExpYear: 2040, Customer: customer}, mandate))
}

// charges takes what is due for invoices, and says what the bank answers.
func charges(t *testing.T, db *gorm.DB, organisationID uint, kind, status string, invoices ...uint) (billing.Collection, cashier.Intent) {
	t.Helper()
	c, err := billing.Charge(ctx, db, simKeys, people.User{}.Actor(), people.Organisation{ID: organisationID, Locale: "fr"}, invoices)
	must(t, err)
	i := cashier.Intent{ID: "pi_" + c.Ref, Status: status, Cents: c.AmountCents, Currency: "EUR", Kind: kind, Last4: "4242"}
	if status == "succeeded" {
		i.Received, i.Movement, i.MovedAt = c.AmountCents, "txn_"+c.Ref, store.Now(db)
	}
	_, err = billing.See(ctx, db, c.ID, billing.Seen{Intent: &i})
	must(t, err)
	return c, i
}

func disputed(t *testing.T, db *gorm.DB, i cashier.Intent, status string, moves int, moved int64) {
	t.Helper()
	_, err := billing.SeeDispute(ctx, db, cashier.Dispute{ID: "dp_" + i.ID, Status: status, Intent: i.ID, Cents: i.Cents, Currency: "EUR", Moves: moves, Moved: moved})
	must(t, err)
}

func TestSDD2_ADebitThatFailsReducesNothingOfWhatWasPaidMeanwhile(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		p, i, _ := running(t, db, true)
		lives(t, db, "2026-12-26", "2027-02-09")
		if contract(t, db, p.SubscriptionID).Access != billing.ReadOnly {
			t.Fatal("nothing is reduced")
		}
		now := at(db, "2027-02-10")
		leaves(t, now, i.OrganisationID, "sepa_debit")
		c, seen := charges(t, now, i.OrganisationID, "sepa_debit", "processing", i.ID)
		paid(t, now, operator(t, db), i.Ref, i.TotalCents)
		seen.Status, seen.Problem, seen.Why = "requires_payment_method", "card_declined", "insufficient_funds"
		_, err := billing.See(ctx, now, c.ID, billing.Seen{Intent: &seen})
		must(t, err)
		if got := contract(t, db, p.SubscriptionID).Access; got != billing.FullAccess {
			t.Errorf("what is paid is %s", got)
		}
	})
}

func TestALookFromBeforeTheBankSaidNoKeepsWhy(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		_, i, _ := running(t, db, true)
		leaves(t, db, i.OrganisationID, "sepa_debit")
		c, seen := charges(t, db, i.OrganisationID, "sepa_debit", "processing", i.ID)
		before := seen
		seen.Status, seen.Problem, seen.Why = "requires_payment_method", "card_declined", "insufficient_funds"
		for _, look := range []cashier.Intent{seen, before} {
			_, err := billing.See(ctx, db, c.ID, billing.Seen{Intent: &look})
			must(t, err)
		}
		if c, _ = billing.LoadCollection(ctx, db, c.ID); c.State != billing.NotPaid || c.Problem != "insufficient_funds" {
			t.Errorf("%s %q", c.State, c.Problem)
		}
	})
}

func TestDUN1_DaysBeforeTheNewDueDateNeverCount(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		_, first, _ := running(t, db, true) // due on 2026-12-25
		now := at(db, "2026-12-25")
		leaves(t, now, first.OrganisationID, "card")
		_, seen := charges(t, now, first.OrganisationID, "card", "succeeded", first.ID)
		_, err := reloaded(t, now, first).Correct(ctx, now, operator(t, db), billing.CreditForm{Amount: "x", Cents: first.NetCents, Reason: "Panne"})
		must(t, err)
		now = at(db, "2027-11-12") // the next one is settled by what waits
		if renewed(t, db, "2027-11-12") != 1 {
			t.Fatal("nothing is renewed")
		}
		next := invoicesOf(t, now, first.OrganisationID)[0]
		disputed(t, now, seen, "needs_response", 1, -seen.Cents)
		next = reloaded(t, now, next)
		due := day(t, next.Due())
		if !due.After(store.Today(now, time.UTC).AddDate(0, 0, 14)) {
			t.Fatalf("the next one is due on %s already", next.Due())
		}
		lives(t, db, due.AddDate(0, 0, 1).Format(time.DateOnly), due.AddDate(0, 0, 3).Format(time.DateOnly))
		if got := step(t, db, next).Counted; got != 3 {
			t.Errorf("%d days count, want 3", got)
		}
		sound(t, db)
	})
}

func TestWonMoneySettlesAllItHadSettledThatIsStillDue(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		_, first, _ := running(t, db, true)
		_, err := billing.RenewDue(ctx, at(db, "2027-11-30"))
		must(t, err)
		all := invoicesOf(t, db, first.OrganisationID)
		if len(all) < 2 {
			t.Fatalf("%d invoices", len(all))
		}
		now := at(db, "2027-12-31")
		leaves(t, now, first.OrganisationID, "card")
		_, seen := charges(t, now, first.OrganisationID, "card", "succeeded", all[0].ID, all[1].ID)
		disputed(t, now, seen, "needs_response", 1, -seen.Cents)
		paid(t, now, operator(t, db), all[0].Ref, all[0].TotalCents)
		disputed(t, now, seen, "won", 2, 0)
		for _, i := range all[:2] {
			if due := reloaded(t, db, i).DueCents(); due != 0 {
				t.Errorf("%s is due: %d", i.FullName(), due)
			}
		}
		sound(t, db)
	})
}

package billing_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestDUN1_NothingCountsWhileADisagreementIsOpen(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		p, i, _ := running(t, db, true)
		ops := operator(t, db)
		lives(t, db, "2026-12-26", "2027-01-05")
		if step(t, db, i).Step != billing.FirstReminder {
			t.Fatal(step(t, db, i))
		}
		if wrong, bad := store.AsInvalid(billing.Disagree(ctx, db, ops, p.OrganisationID, "ticket", "", " ")); !bad || wrong["disagreement"].Key != "error.required" {
			t.Errorf("without words: %v", wrong)
		}
		must(t, billing.Disagree(ctx, at(db, "2027-01-06"), ops, p.OrganisationID, "ticket", "", "Trop de personnes comptées"))
		if err := billing.Disagree(ctx, db, ops, p.OrganisationID, "ticket", "", "Encore"); !errors.Is(err, store.ErrConflict) {
			t.Errorf("twice: %v", err)
		}
		lives(t, db, "2027-01-06", "2027-05-31")
		before := step(t, db, i)
		if before.Step != billing.FirstReminder || before.Counted > 11 || contract(t, db, p.SubscriptionID).Access != billing.FullAccess {
			t.Fatalf("it counted while paused: %+v", before)
		}
		must(t, billing.SettleDisagreement(ctx, at(db, "2027-06-01"), ops, "ticket"))
		must(t, billing.SettleDisagreement(ctx, at(db, "2027-06-01"), ops, "ticket")) // said twice
		if d, err := billing.DisagreementOf(ctx, db, people.Organisation{ID: p.OrganisationID}); err != nil || d.Open() {
			t.Errorf("%+v %v", d, err)
		}
		lives(t, db, "2027-06-01", "2027-06-07")
		if got := step(t, db, i); got.Step != billing.FirstReminder || got.Counted >= 21 { // time paused is not made up
			t.Errorf("%+v", got)
		}
		lives(t, db, "2027-06-08", "2027-06-14")
		if got := step(t, db, i); got.Step != billing.SecondReminder {
			t.Errorf("%+v", got)
		}
		var acts int64
		must(t, db.Table("journal_entries").Where("verb in ('disagreement_noted','disagreement_settled') and subject_type = 'ticket'").Count(&acts).Error)
		if acts != 2 {
			t.Errorf("%d acts in the journal", acts)
		}
	})
}

func TestDUN1_ADisagreementAboutOneInvoiceLeavesTheOthersToBeCharged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		p, i, ada := running(t, db, true)
		ops := operator(t, db)
		q := subscribe(t, db, form("bob@copeaux.example"))
		bob := confirmed(t, db, q)
		completed(t, db, q.OrganisationID)
		must(t, billing.Delivered(ctx, db, bob.Actor(), q.SubscriptionID, store.Today(db, time.UTC)))
		other, err := billing.InvoiceOf(ctx, db, q.ID)
		must(t, err)
		i, err = billing.LoadInvoice(ctx, db, i.ID)
		must(t, err)
		if wrong, bad := store.AsInvalid(billing.Disagree(ctx, db, ops, p.OrganisationID, "ticket", other.FullName(), "Erreur")); !bad || wrong["invoice"].Key != "error.invoice_unknown" {
			t.Errorf("somebody else's invoice: %v", wrong)
		}
		if err := i.Disagree(ctx, db, ops, "ticket", "Erreur"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("by who does not keep its money: %v", err)
		}
		must(t, i.Disagree(ctx, db, ada, "ticket", strings.Repeat("long ", 60)))
		h, err := billing.HindranceOf(ctx, db, i)
		must(t, err)
		if d := h.Disagreement; !d.Open() || d.Invoice.FullName() != i.FullName() || len([]rune(d.Reason)) != 120 {
			t.Errorf("%+v", h)
		}
		must(t, billing.SettleDisagreement(ctx, db, ops, "ticket"))
		if err := i.Disagree(ctx, db, ada, "again", "Encore"); !errors.Is(err, store.ErrConflict) {
			t.Errorf("said again after the answer: %v", err)
		}
		if h, err = billing.HindranceOf(ctx, db, i); err != nil || h.Disagreement.Open() || h.Disagreement.ID == 0 {
			t.Errorf("what was settled is forgotten: %+v %v", h, err)
		}
		must(t, billing.Disagree(ctx, db, ops, p.OrganisationID, "general", "", "Tout"))
		if h, err = billing.HindranceOf(ctx, db, i); err != nil || !h.Disagreement.Open() || h.Disagreement.InvoiceID != nil {
			t.Errorf("one about everything is not told at the invoice: %+v %v", h, err)
		}
	})
}

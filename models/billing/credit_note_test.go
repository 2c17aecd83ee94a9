package billing_test

import (
	"strings"
	"sync"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestNEG3_TwoInvoicesShareTheLastCentsOfACredit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		ops := operator(t, db)
		first := ready(t, db, "ada@fee.example")
		ada := confirmed(t, db, first)
		i := issued(t, db, first)
		paid(t, db, ops, i.Ref, 10500) // 5.00 too much
		f := form("")
		f.For = ada.Memberships[0].Organisation.Ref
		var pros []billing.ProForma
		for range 4 {
			f.Key = store.NewRef()
			p, err := billing.Subscribe(ctx, db, ada, f)
			must(t, err)
			pros = append(pros, p)
		}
		var all sync.WaitGroup
		for _, p := range pros {
			all.Go(func() {
				if _, err := billing.Finalise(ctx, db, journal.Actor{}, p.ID); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		owed, err := billing.OwedBy(ctx, db, i.OrganisationID, "2026-11-25")
		must(t, err)
		if owed.CreditCents != 0 || owed.DueCents != 4*10000-500 || owed.Invoices != 4 || owed.NextDueOn != "2026-12-25" {
			t.Errorf("%+v", owed)
		}
		sound(t, db)
	})
}

func TestCRN1_CRN2_ACreditNoteCorrectsAndFreesWhatWasPaid(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		i := issued(t, db, ready(t, db, "ada@fee.example"))
		paid(t, db, ops, i.Ref, 10000)
		note, err := i.Correct(ctx, db, ops, billing.CreditForm{Amount: "50", Cents: 5000, Reason: "half the people", Key: "n1"})
		must(t, err)
		if note.FullName() != "A2026-0001" || note.TotalCents != 6000 || note.VATCents != 1000 || *note.CorrectsID != i.ID || note.Corrects.FullName() != "F2026-0001" {
			t.Errorf("%+v", note)
		}
		if again, err := i.Correct(ctx, db, ops, billing.CreditForm{Amount: "50", Cents: 5000, Reason: "half the people", Key: "n1"}); err != nil || again.ID != note.ID {
			t.Errorf("twice: %v", err)
		}
		i = reloaded(t, db, i)
		owed, err := billing.OwedBy(ctx, db, i.OrganisationID, "2026-11-25")
		must(t, err)
		if i.DueCents() != 0 || i.CreditedCents != 6000 || owed.CreditCents != 4000 {
			t.Errorf("%+v %+v", i, owed)
		}
		sound(t, db)
		for name, c := range map[string]struct {
			form billing.CreditForm
			key  string
		}{
			"more than is left": {billing.CreditForm{Amount: "x", Cents: 5001, Reason: "x"}, "error.credit_too_much"},
			"no amount":         {billing.CreditForm{Amount: "x", Reason: "x"}, "error.money"},
		} {
			_, err := i.Correct(ctx, db, ops, c.form)
			if wrong, ok := store.AsInvalid(err); !ok || wrong["amount"].Key != c.key {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := i.Correct(ctx, db, ops, billing.CreditForm{}); err == nil {
			t.Error("without a reason")
		}
		_, err = i.Correct(ctx, db, ops, billing.CreditForm{Reason: strings.Repeat("é", 201)})
		if wrong, ok := store.AsInvalid(err); !ok || wrong["reason"].Key != "error.too_long" {
			t.Errorf("a reason longer than the paper: %v", err)
		}
		_, err = i.Correct(ctx, db, ops, billing.CreditForm{Reason: "all of it"})
		must(t, err)
		if i = reloaded(t, db, i); i.Payment() != billing.Credited || balance(t, db, "income:subscriptions") != 0 || balance(t, db, "liability:vat_collected") != 0 {
			t.Errorf("%+v", i)
		}
		if _, err := i.Correct(ctx, db, ops, billing.CreditForm{Reason: "once more"}); err == nil {
			t.Error("more than the invoice")
		}
		sound(t, db)
	})
}

func TestACreditWhoseTaxWouldNeverFitIsRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		price(t, db, catalogue.Supportive, 33)
		f := form("ada@fee.example")
		f.Tier = "supportive"
		p := subscribe(t, db, f)
		confirmed(t, db, p)
		completed(t, db, p.OrganisationID)
		i := issued(t, db, p) // 0.33 + 0.07
		_, err := i.Correct(ctx, db, ops, billing.CreditForm{Amount: "0,01", Cents: 1, Reason: "x"})
		if wrong, ok := store.AsInvalid(err); !ok || wrong["amount"].Key != "error.credit_rounding" {
			t.Fatal(err)
		}
		for range 2 {
			_, err = i.Correct(ctx, db, ops, billing.CreditForm{Amount: "0,15", Cents: 15, Reason: "x"})
			must(t, err)
		}
		_, err = i.Correct(ctx, db, ops, billing.CreditForm{Reason: "the rest"})
		must(t, err)
		if i = reloaded(t, db, i); i.Payment() != billing.Credited {
			t.Errorf("%+v", i)
		}
	})
}

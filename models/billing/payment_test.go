package billing_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/billing/money"
	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestAPaidAndCompleteProFormaBecomesASettledInvoice(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		p := ready(t, db, "ada@fee.example")
		pay := paid(t, db, operator(t, db), p.Ref, 12000)
		i, err := billing.InvoiceOf(ctx, db, p.ID)
		must(t, err)
		if i.Payment() != billing.Paid || i.DueCents() != 0 || i.PrepaidCents != 12000 || i.PaymentReference != p.PaymentReference {
			t.Errorf("%+v", i)
		}
		pay, err = billing.LoadPayment(ctx, db, pay.ID)
		must(t, err)
		if len(pay.Allocations) != 1 || pay.Allocations[0].NetCents != 10000 {
			t.Errorf("%+v", pay.Allocations)
		}
		owed := ledger.Party("receivable", p.OrganisationID)
		if balance(t, db, "asset:bank") != 12000 || balance(t, db, owed) != 0 || balance(t, db, "income:subscriptions") != 10000 || balance(t, db, "liability:vat_collected") != 2000 {
			t.Error("the books")
		}
		if promised(t, db, "payment_received") != 1 || promised(t, db, "payment_allocated") != 1 || promised(t, db, "invoice_issued") != 1 {
			t.Error("promises")
		}
		sound(t, db)
	})
}

func TestFIN1_AnEarlyPaymentWaitsForTheDetails(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		p := subscribe(t, db, form("ada@fee.example"))
		confirmed(t, db, p)
		paid(t, db, operator(t, db), p.Ref, 12000)
		if _, err := billing.InvoiceOf(ctx, db, p.ID); !errors.Is(err, store.ErrNotFound) {
			t.Fatal("an invoice without details:", err)
		}
		if balance(t, db, ledger.Party("liability:advances", p.OrganisationID)) != 12000 || promised(t, db, "payment_allocated") != 0 {
			t.Error("the money should wait")
		}
		completed(t, db, p.OrganisationID)
		i, err := billing.InvoiceOf(ctx, db, p.ID)
		must(t, err)
		if i.Payment() != billing.Paid || balance(t, db, ledger.Party("liability:advances", p.OrganisationID)) != 0 {
			t.Errorf("%+v", i)
		}
		sound(t, db)
	})
}

func TestPAY3_APartIsANormalStateAndPAY2_TheSurplusWaits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		i := issued(t, db, ready(t, db, "ada@fee.example"))
		paid(t, db, ops, i.Ref, 1)
		if i = reloaded(t, db, i); i.Payment() != billing.PartlyPaid || i.DueCents() != 11999 {
			t.Errorf("%+v", i)
		}
		paid(t, db, ops, i.Ref, 15000)
		if i = reloaded(t, db, i); i.Payment() != billing.Paid {
			t.Errorf("%+v", i)
		}
		owed, err := billing.OwedBy(ctx, db, i.OrganisationID, "2026-11-25")
		must(t, err)
		if owed.CreditCents != 3001 || owed.DueCents != 0 {
			t.Errorf("%+v", owed)
		}
		f := form("ada@fee.example") // the next invoice takes the credit
		f.Key = store.NewRef()
		ada := confirmed(t, db, subscribe(t, db, f))
		f.For, f.Key = ada.Memberships[0].Organisation.Ref, store.NewRef()
		next, err := billing.Subscribe(ctx, db, ada, f)
		must(t, err)
		if second := issued(t, db, next); second.PrepaidCents != 3001 || reloaded(t, db, second).DueCents() != 12000-3001 {
			t.Errorf("%+v", second)
		}
		var net int64
		must(t, db.Raw("select sum(net_cents) from allocations where invoice_id = ?", i.ID).Scan(&net).Error)
		if net != 10000 {
			t.Errorf("the parts before tax make %d", net)
		}
		sound(t, db)
	})
}

func TestTheSamePaymentConfirmedTwiceCountsOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		ops := operator(t, db)
		i := issued(t, db, ready(t, db, "ada@fee.example"))
		f := billing.PaymentForm{For: i.Ref, Cents: 4000, ReceivedOn: "2026-11-24", Key: "k"}
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if _, err := billing.ConfirmTransfer(ctx, db, ops, f); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if i = reloaded(t, db, i); i.SettledCents != 4000 {
			t.Errorf("settled %d", i.SettledCents)
		}
		f.Cents = 5000
		if _, err := billing.ConfirmTransfer(ctx, db, ops, f); !errors.Is(err, store.ErrConflict) {
			t.Errorf("another amount under the same key: %v", err)
		}
		sound(t, db)
	})
}

func TestAPaymentSaysWhatIsWrongWithIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		ops := operator(t, db)
		p := ready(t, db, "ada@fee.example")
		for name, c := range map[string]struct {
			cents int64
			on    string
			field string
			key   string
		}{
			"nothing": {0, "2026-11-25", "amount", "error.money"}, "less than nothing": {-5, "2026-11-25", "amount", "error.money"},
			"no day": {1, "", "received_on", "error.required"}, "no date": {1, "25/11/2026", "received_on", "error.date"},
			"tomorrow": {1, "2026-11-26", "received_on", "error.date_future"},
		} {
			t.Run(name, func(t *testing.T) {
				_, err := billing.ConfirmTransfer(ctx, db, ops, billing.PaymentForm{For: p.Ref, Cents: c.cents, ReceivedOn: c.on})
				if wrong, ok := store.AsInvalid(err); !ok || wrong[c.field].Key != c.key {
					t.Error(err)
				}
			})
		}
		sound := billing.PaymentForm{For: "nowhere", Cents: 1, ReceivedOn: "2026-11-25"}
		if _, err := billing.ConfirmTransfer(ctx, db, ops, sound); !errors.Is(err, store.ErrNotFound) {
			t.Error(err)
		}
		ada := confirmed(t, db, p)
		sound.For = p.Ref
		if _, err := billing.ConfirmTransfer(ctx, db, ada, sound); !errors.Is(err, store.ErrForbidden) {
			t.Error("the customer confirms their own payment:", err)
		}
	})
}

func TestAPaymentTakenBackIsDueAgainWithItsReason(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		i := issued(t, db, ready(t, db, "ada@fee.example"))
		pay := paid(t, db, ops, i.Ref, 13000)
		if err := pay.Undo(ctx, db, ops, " "); err == nil {
			t.Fatal("without a reason")
		}
		must(t, pay.Undo(ctx, db, ops, "typed twice"))
		if i = reloaded(t, db, i); i.Payment() != billing.Unpaid || balance(t, db, "asset:bank") != 0 {
			t.Errorf("%+v", i)
		}
		if err := pay.Undo(ctx, db, ops, "again"); !errors.Is(err, billing.ErrReversed) {
			t.Errorf("twice: %v", err)
		}
		entries, err := journal.EntriesOf(ctx, db, "payment", pay.Ref)
		must(t, err)
		if len(entries) != 2 || entries[0].Verb != "payment_undone" || entries[0].Reason != "typed twice" {
			t.Errorf("%+v", entries)
		}
		var net int64
		must(t, db.Raw("select sum(net_cents) from allocations").Scan(&net).Error)
		if net != 0 || promised(t, db, "payment_allocated") != 2 {
			t.Errorf("share of %d", net)
		}
		sound(t, db)
	})
}

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

func TestTheBooksAreSoundAfterAThousandRandomActs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops, dice := operator(t, db), rand.New(rand.NewPCG(7, 8))
		var invoices []billing.Invoice
		for n := range 6 {
			invoices = append(invoices, issued(t, db, ready(t, db, fmt.Sprintf("a%d@fee.example", n))))
		}
		var payments []billing.Payment
		for range 150 {
			i := invoices[dice.IntN(len(invoices))]
			switch dice.IntN(5) {
			case 0, 1, 2:
				payments = append(payments, paid(t, db, ops, i.Ref, 1+dice.Int64N(6000)))
			case 3:
				if len(payments) > 0 {
					if err := payments[dice.IntN(len(payments))].Undo(ctx, db, ops, "x"); err != nil && !errors.Is(err, billing.ErrReversed) {
						t.Fatal(err)
					}
				}
			case 4:
				cents := 5 * (1 + dice.Int64N(300))
				if _, err := i.Correct(ctx, db, ops, billing.CreditForm{Amount: "x", Cents: cents, Reason: "x"}); err != nil {
					if _, ok := store.AsInvalid(err); !ok {
						t.Fatal(err)
					}
				}
			}
		}
		for _, i := range invoices {
			var net int64
			must(t, db.Raw("select coalesce(sum(net_cents), 0) from allocations where invoice_id = ?", i.ID).Scan(&net).Error)
			if i = reloaded(t, db, i); net != money.Share(i.NetCents, i.SettledCents, i.TotalCents) {
				t.Errorf("%d of %d are settled, and %d before tax", i.SettledCents, i.TotalCents, net)
			}
		}
		sound(t, db)
		findings, err := ledger.Verify(ctx, db)
		must(t, err)
		if len(findings) > 0 {
			t.Errorf("%v", findings)
		}
	})
}

func TestAStatementLineIsFoundByReferenceAmountOrName(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		open := subscribe(t, db, form("a@fee.example"))
		accepted := subscribe(t, db, form("b@fee.example"))
		confirmed(t, db, accepted)
		due := issued(t, db, ready(t, db, "c@fee.example"))
		settled := issued(t, db, ready(t, db, "d@fee.example"))
		paid(t, db, ops, settled.Ref, 12000)
		for name, c := range map[string]struct {
			search billing.PaymentSearch
			want   []string
		}{
			"what waits":            {billing.PaymentSearch{}, []string{due.Ref, accepted.Ref}},
			"by reference":          {billing.PaymentSearch{Query: "VIR FEE " + due.PaymentReference + " MERCI"}, []string{due.Ref}},
			"one nobody stands for": {billing.PaymentSearch{Query: open.PaymentReference}, []string{open.Ref}},
			"settled already":       {billing.PaymentSearch{Query: settled.PaymentReference}, nil},
			"by number":             {billing.PaymentSearch{Query: "f2026-0001"}, []string{due.Ref}},
			"by amount":             {billing.PaymentSearch{Query: "120,00", Cents: 12000}, []string{due.Ref, open.Ref, accepted.Ref}},
			"by name":               {billing.PaymentSearch{Query: "faire"}, []string{due.Ref, open.Ref, accepted.Ref}},
			"by nothing":            {billing.PaymentSearch{Query: "100%"}, nil},
		} {
			found, err := billing.PaymentsToConfirm(ctx, db, ops, c.search)
			must(t, err)
			var refs []string
			for _, f := range found {
				refs = append(refs, f.Ref)
				one, err := billing.FindPayable(ctx, db, ops, f.Ref)
				must(t, err)
				if one != f || len(f.Since) != 10 || len(f.DueOn) != 10 {
					t.Errorf("found %+v, listed %+v", one, f)
				}
			}
			if fmt.Sprint(refs) != fmt.Sprint(c.want) {
				t.Errorf("%s: %v, want %v", name, refs, c.want)
			}
		}
		if _, err := billing.PaymentsToConfirm(ctx, db, visitor, billing.PaymentSearch{}); !errors.Is(err, store.ErrForbidden) {
			t.Error(err)
		}
	})
}

func TestListsCostTheSameWithMoreRows(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		ops := operator(t, db)
		for n := range 30 {
			i := issued(t, db, ready(t, db, fmt.Sprintf("a%d@fee.example", n)))
			paid(t, db, ops, i.Ref, 1000)
		}
		counted, list := store.CountStatements(ctx)
		page, err := billing.Invoices(counted, db, ops, billing.Filter{Due: true, Year: "2026", Query: "f2026", Late: "2027-06-01"})
		must(t, err)
		if len(page.Items) != store.PageSize || page.Next == "" || page.Items[0].SettledCents != 1000 || len(list.Text) > 2 {
			t.Errorf("%d rows, %d statements", len(page.Items), len(list.Text))
		}
		rest, err := billing.Invoices(ctx, db, ops, billing.Filter{After: store.FromKey(page.Next)})
		must(t, err)
		if len(rest.Items) != 5 || rest.Next != "" {
			t.Errorf("%d on the last page", len(rest.Items))
		}
		n := 0
		must(t, billing.EachInvoiceOf(ctx, db, people.Organisation{ID: page.Items[0].OrganisationID}, func(billing.Invoice) error { n++; return nil }))
		if n != 1 {
			t.Errorf("%d of one organisation", n)
		}
	})
}

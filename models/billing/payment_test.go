package billing_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/billing/money"
	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/ledger"
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

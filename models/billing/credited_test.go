package billing_test

import (
	"testing"

	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func credited(t *testing.T, db *gorm.DB, i billing.Invoice, then billing.Then) billing.Invoice {
	t.Helper()
	note, err := i.Correct(ctx, db, operator(t, db), billing.CreditForm{Reason: "Un geste", Then: then})
	must(t, err)
	return note
}

func TestX09_AWhollyCreditedPeriodIsNotInvoicedOnceMoreAndTheNextOneIs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		p, first, _ := running(t, db, true) // 2026-11-25 for a year
		credited(t, db, first, billing.KeepCredit)
		if n := renewed(t, db, "2027-11-10"); n != 0 {
			t.Errorf("%d invoices while the credited period lasts", n)
		}
		if n := renewed(t, db, "2027-11-11"); n != 1 {
			t.Fatalf("%d invoices when the next period comes: crediting the only invoice stopped the contract", n)
		}
		next := invoicesOf(t, db, p.OrganisationID)[0]
		credited(t, at(db, "2027-11-12"), next, billing.KeepCredit)
		if n := renewed(t, db, "2027-11-13"); n != 0 {
			t.Errorf("crediting the last invoice issued it again (%d)", n)
		}
		if n := renewed(t, db, "2028-11-11"); n != 1 {
			t.Errorf("%d invoices for the year after", n)
		}
		sound(t, db)
	})
}

func TestX09_ACreditNoteThatSaysSoInvoicesThePeriodAgainAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		p, first, _ := running(t, db, true)
		paid(t, db, ops, first.Ref, 5000)
		must(t, db.Model(&people.Organisation{}).Where("id = ?", p.OrganisationID).Update("legal_name", "Association au bon nom").Error)
		credited(t, db, first, billing.InvoiceAgain)
		all := invoicesOf(t, db, p.OrganisationID)
		again := reloaded(t, db, all[0])
		if len(all) != 3 || again.Buyer.Name != "Association au bon nom" || again.TotalCents != first.TotalCents || again.ServiceFrom != first.ServiceFrom || again.ServiceTo != first.ServiceTo ||
			again.DueCents() != 7000 || again.Lines[0].PeriodTo != first.Lines[0].PeriodTo || again.PaymentReference == first.PaymentReference {
			t.Errorf("%+v", again)
		}
		if renewed(t, db, "2027-11-10") != 0 || renewed(t, db, "2027-11-11") != 1 {
			t.Error("the calendar was disturbed")
		}
		_, err := again.Correct(ctx, db, ops, billing.CreditForm{Amount: "10", Cents: 1000, Reason: "Une part", Then: billing.InvoiceAgain})
		if wrong, bad := store.AsInvalid(err); !bad || wrong["then"].Key != "error.credit_again_whole" {
			t.Errorf("a part invoiced again: %v", err)
		}
		if reloaded(t, db, again).CreditedCents != 0 {
			t.Error("the credit note of a refused form stands")
		}
		sound(t, db)
	})
}

func TestEND1_AContractTakenUpAgainIsInvoicedForWhatWasCreditedAhead(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		p, _, u := running(t, db, true)
		renewed(t, db, "2027-11-12")
		declared(t, at(db, "2027-11-13"), u, noticeForm(billing.Cancellation, u.Email, p.PaymentReference))
		s := contract(t, db, p.SubscriptionID)
		must(t, s.Revive(ctx, at(db, "2027-11-14"), u))
		if renewed(t, db, "2027-11-14") != 1 || renewed(t, db, "2027-11-15") != 0 {
			t.Error("the year to come is not invoiced once")
		}
		sound(t, db)
	})
}

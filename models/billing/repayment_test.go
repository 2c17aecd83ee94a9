package billing_test

import (
	"testing"

	"chatiere/models/billing"
	"chatiere/models/billing/cashier"
	"chatiere/models/billing/reference"
	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

// repaying returns the only repayment of an organisation as an operator sees it.
func repaying(t *testing.T, db *gorm.DB, organisationID uint) billing.Repayment {
	t.Helper()
	all, err := billing.RepaymentsOf(ctx, db, people.Organisation{ID: organisationID}, 10)
	must(t, err)
	if len(all) != 1 {
		t.Fatalf("%d repayments", len(all))
	}
	r, err := billing.FindRepayment(ctx, db, operator(t, db), all[0].Ref)
	must(t, err)
	return r
}

// withdrawnPaid is a contract that was paid with its pro forma and given back before anything was delivered.
func withdrawnPaid(t *testing.T, db *gorm.DB) (billing.Repayment, billing.Notice) {
	t.Helper()
	p := ready(t, db, "ada@fee.example")
	paid(t, db, operator(t, db), p.Ref, p.TotalCents)
	u, err := people.LoadUser(ctx, db, p.AcceptedByID)
	must(t, err)
	n := declared(t, db, u, noticeForm(billing.Withdrawal, u.Email, p.PaymentReference))
	return repaying(t, db, p.OrganisationID), n
}

// ourReference is one that the form of a transfer brings along.
var ourReference = reference.New()

func repaid(r billing.Repayment, on string) billing.RepaidForm {
	return billing.RepaidForm{SentOn: on, Reference: ourReference, Left: r.LeftCents}
}

func TestRf4_WhatWasPaidIsOwedBackInFourteenDaysAndSettlesNothingElse(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		r, n := withdrawnPaid(t, db)
		if r.AmountCents != 12000 || n.RepayCents != 12000 || r.LeftCents != 12000 || r.DueOn != "2026-12-09" || r.ByHand() != 12000 || r.NeedsAgreement() || r.Late("2026-12-09") || !r.Late("2026-12-10") {
			t.Errorf("%+v", r)
		}
		if other := invoiceFor(t, db, r.OrganisationID); other.DueCents() != other.TotalCents {
			t.Errorf("what is owed back paid an invoice: %+v", other)
		}
		owed, err := billing.OwedBy(ctx, db, r.OrganisationID, "2026-11-25")
		must(t, err)
		if owed.CreditCents != 0 || owed.RepayCents != 12000 {
			t.Errorf("%+v", owed)
		}
		sound(t, db)
	})
}

func TestCRN3_ATransferPaysBackAndWhenItComesBackTheMoneyIsOwedAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		r, _ := withdrawnPaid(t, db)
		for name, f := range map[string]billing.RepaidForm{"sent_on": repaid(r, ""), "sent_on ": repaid(r, "2027-01-01")} {
			if wrong, bad := store.AsInvalid(r.Transferred(ctx, db, ops, f)); !bad || wrong["sent_on"].Key == "" {
				t.Errorf("%s: %v", name, wrong)
			}
		}
		other := repaid(r, "2026-11-25")
		other.Left = 100
		if r.Transferred(ctx, db, ops, other) == nil {
			t.Error("a form of another moment was accepted")
		}
		must(t, r.Transferred(ctx, db, ops, repaid(r, "2026-11-25")))
		must(t, r.Transferred(ctx, db, ops, repaid(r, "2026-11-25"))) // the same form
		done := repaying(t, db, r.OrganisationID)
		if done.Open() || done.SettledAt == nil || len(done.Refunds) != 1 || done.Refunds[0].RepaidCents != 12000 || balance(t, db, "asset:bank") != 0 || balance(t, db, ledger.Party("liability:advances", r.OrganisationID)) != 0 {
			t.Errorf("%+v, the bank holds %d", done, balance(t, db, "asset:bank"))
		}
		y, err := billing.LoadPayment(ctx, db, done.Refunds[0].PaymentID)
		must(t, err)
		if err := y.Undo(ctx, db, ops, "Erreur"); err == nil {
			t.Error("a payment that was sent back was undone as well")
		}
		f := billing.RepaidBackForm{Reference: ourReference, On: "2026-11-24", Reason: "Compte fermé"}
		if wrong, bad := store.AsInvalid(done.CameBack(ctx, db, ops, f)); !bad || wrong["back_on"].Key == "" {
			t.Error("it came back before it left")
		}
		f.On = "2026-11-25"
		must(t, done.CameBack(ctx, db, ops, f))
		if done.CameBack(ctx, db, ops, f) == nil {
			t.Error("it came back twice")
		}
		back := repaying(t, db, r.OrganisationID)
		if !back.Open() || back.LeftCents != 12000 || back.SettledAt != nil || back.Refunds[0].State != billing.RefundBack || balance(t, db, "asset:bank") != 12000 {
			t.Errorf("%+v", back)
		}
		entries, err := journal.EntriesOf(ctx, db, "repayment", r.Ref)
		must(t, err)
		if len(entries) != 3 {
			t.Errorf("%+v", entries)
		}
		sound(t, db)
	})
}

func TestWhatIsOwedBackIsKeptAsCreditOnAWrittenWish(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		r, _ := withdrawnPaid(t, db)
		stranger, err := people.Meet(ctx, db, "eve@ailleurs.example", "Eve", "fr")
		must(t, err)
		if r.Keep(ctx, db, stranger, billing.KeepingForm{Wish: "Oui", Left: 12000}) == nil {
			t.Error("a stranger decides")
		}
		if wrong, bad := store.AsInvalid(r.Keep(ctx, db, operator(t, db), billing.KeepingForm{Left: 12000})); !bad || wrong["wish"].Key == "" {
			t.Error("an operator decides without the organisation's word")
		}
		must(t, r.Keep(ctx, db, operator(t, db), billing.KeepingForm{Wish: "Message du 24 novembre", Left: 12000}))
		kept := repaying(t, db, r.OrganisationID)
		owed, err := billing.OwedBy(ctx, db, r.OrganisationID, "2026-11-25")
		must(t, err)
		if !kept.Kept() || kept.KeptReason == "" || owed.CreditCents != 12000 || owed.RepayCents != 0 {
			t.Errorf("%+v %+v", kept, owed)
		}
		if other := invoiceFor(t, db, r.OrganisationID); other.DueCents() != 0 {
			t.Errorf("the credit does not pay the next invoice: %+v", other)
		}
		sound(t, db)
	})
}

func TestCRN3_ACreditNoteAndWhatItOwesBackAreTwoRecords(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		i, unpaid := issued(t, db, ready(t, db, "a@fee.example")), issued(t, db, ready(t, db, "b@fee.example"))
		if _, err := unpaid.Correct(ctx, db, ops, billing.CreditForm{Reason: "Erreur", Then: billing.RepayIt}); err == nil {
			t.Error("what nobody paid is owed back")
		}
		paid(t, db, ops, i.Ref, 12000)
		note, err := i.Correct(ctx, db, ops, billing.CreditForm{Reason: "Geste", Cents: 5000, Then: billing.RepayIt})
		must(t, err)
		r := repaying(t, db, i.OrganisationID)
		if r.LeftCents != 6000 || r.CreditNoteID == nil || *r.CreditNoteID != note.ID || reloaded(t, db, i).DueCents() != 0 {
			t.Fatalf("%+v", r)
		}
		y := r.Held[0].Payment
		must(t, y.Undo(ctx, db, ops, "Virement d'une autre")) // the money never came: nothing is owed back, the credit note stands
		if after := repaying(t, db, i.OrganisationID); after.Open() || reloaded(t, db, i).CreditedCents != 6000 || reloaded(t, db, i).DueCents() != 6000 {
			t.Errorf("%+v", after)
		}
		sound(t, db)
	})
}

// collectedBy lets the cashier collect what is due of an invoice.
func collectedBy(t *testing.T, db *gorm.DB, i billing.Invoice, kind, intent string) {
	t.Helper()
	now := store.Now(db)
	c := billing.Collection{
		Ref: store.NewRef(), OrganisationID: i.OrganisationID, Kind: billing.ByPage, State: billing.OnPage, AmountCents: i.TotalCents, Currency: "EUR", Locale: "fr", Kinds: kind,
		ExpiresAt: now.AddDate(0, 0, 1), CreatedAt: now, UpdatedAt: now,
	}
	must(t, db.Omit("Parts").Create(&c).Error)
	must(t, db.Create(&billing.CollectionPart{CollectionID: c.ID, InvoiceID: &i.ID, Label: i.FullName(), AmountCents: i.TotalCents}).Error)
	_, err := billing.See(ctx, db, c.ID, billing.Seen{Intent: &cashier.Intent{ID: intent, Status: "succeeded", Cents: i.TotalCents, Received: i.TotalCents, Currency: "EUR", Kind: kind, MovedAt: now}})
	must(t, err)
}

// invoiceFor issues another invoice to an organisation: what waits as its credit settles it.
func invoiceFor(t *testing.T, db *gorm.DB, organisationID uint) billing.Invoice {
	t.Helper()
	owners, err := people.OwnersOf(ctx, db, organisationID)
	must(t, err)
	u, err := people.LoadUser(ctx, db, owners[0].ID)
	must(t, err)
	o, err := people.LoadOrganisation(ctx, db, organisationID)
	must(t, err)
	f := form(u.Email)
	f.For = o.Ref
	p, err := billing.Subscribe(ctx, db, u, f)
	must(t, err)
	return reloaded(t, db, issued(t, db, p))
}

func TestSDD3_ADebitIsNotPaidBackByHandWithoutAWarning(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		i := issued(t, db, ready(t, db, "a@fee.example"))
		collectedBy(t, db, i, "sepa_debit", "pi_debit")
		_, err := i.Correct(ctx, db, ops, billing.CreditForm{Reason: "Geste", Then: billing.RepayIt})
		must(t, err)
		r := repaying(t, db, i.OrganisationID)
		if !r.NeedsAgreement() || !r.Risky(store.Now(db)) || r.Risky(store.Now(db).AddDate(0, 0, 57)) {
			t.Fatalf("%+v", r)
		}
		wrong, _ := store.AsInvalid(r.Transferred(ctx, db, ops, repaid(r, "2026-11-25")))
		if wrong["agreed"].Key == "" || wrong["sure"].Key == "" {
			t.Errorf("by transfer: %v", wrong)
		}
		y := r.Held[0].Payment
		_, err = r.SendBack(ctx, db, ops, y.Ref, billing.RefundForm{Key: "one"})
		if wrong, _ := store.AsInvalid(err); wrong["sure"].Key != "error.refund_twice" {
			t.Errorf("through the cashier: %v", err)
		}
		sent, err := r.SendBack(ctx, db, ops, y.Ref, billing.RefundForm{Key: "one", Sure: true})
		must(t, err)
		same, err := r.SendBack(ctx, db, ops, y.Ref, billing.RefundForm{Key: "one", Sure: true})
		must(t, err)
		after := repaying(t, db, i.OrganisationID)
		if same.ID != sent.ID || after.Open() || after.UnderWay() != 12000 {
			t.Errorf("%+v", after)
		}
		must(t, billing.RefundRefused(ctx, db, sent.ID, "refused"))
		if after = repaying(t, db, i.OrganisationID); after.LeftCents != 12000 || reloaded(t, db, i).Payment() != billing.Credited {
			t.Errorf("a refund that failed is owed again, the credit note stands: %+v", after)
		}
		seen := cashier.Dispute{ID: "dp_1", Status: "needs_response", Intent: "pi_debit", Cents: 12000, Currency: "EUR", Moves: 1, Moved: -12000}
		_, err = billing.SeeDispute(ctx, db, seen)
		must(t, err)
		if after = repaying(t, db, i.OrganisationID); after.Open() || reloaded(t, db, i).DueCents() != 0 {
			t.Errorf("what the bank gave back is not owed any more: %+v", after)
		}
		seen.Status, seen.Moves, seen.Moved = "won", 2, 0
		_, err = billing.SeeDispute(ctx, db, seen)
		must(t, err)
		if after = repaying(t, db, i.OrganisationID); after.LeftCents != 12000 {
			t.Errorf("the bank took it from the payer again: it is owed: %+v", after)
		}
		sound(t, db)
	})
}

func TestARefundMadeOnTheCashiersPagesPaysBackWhatWaits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		i := issued(t, db, ready(t, db, "a@fee.example"))
		collectedBy(t, db, i, "card", "pi_card")
		_, err := i.Correct(ctx, db, operator(t, db), billing.CreditForm{Reason: "Geste", Cents: 5000, Then: billing.RepayIt})
		must(t, err)
		seen := cashier.Refund{ID: "re_1", Status: "succeeded", Intent: "pi_card", Cents: 6000, Currency: "EUR"}
		_, err = billing.SeeRefund(ctx, db, seen)
		must(t, err)
		if r := repaying(t, db, i.OrganisationID); r.Open() || reloaded(t, db, i).DueCents() != 0 {
			t.Errorf("%+v", r)
		}
		sound(t, db)
	})
}

func TestTheBanksLineOfWhatWePaidBackIsFoundByItsReferenceAndToldOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		r, _ := withdrawnPaid(t, db)
		must(t, r.Transferred(ctx, db, ops, repaid(r, "2026-11-25")))
		received(t, db, bankFile("26/11/2026;VIR EMIS "+reference.Spaced(ourReference)+";-120,00", "27/11/2026;VIR RETOURNE "+reference.Spaced(ourReference)+";120,00", "27/11/2026;VIR DE QUELQU UN;120,00"))
		if got := told(proposed(t, db, lineWith(t, db, "EMIS"))); got != "certain  [reference,amount,day]" {
			t.Error(got)
		}
		if got := told(proposed(t, db, lineWith(t, db, "QUELQU"))); got != "maybe  [amount,day]" {
			t.Errorf("somebody's payment of the same amount, or the one that was noted by hand: %s", got)
		}
		must(t, lineWith(t, db, "EMIS").Book(ctx, db, ops, billing.MovementForm{Moves: ourReference}))
		if err := lineWith(t, db, "EMIS").Book(ctx, db, ops, billing.MovementForm{Moves: ourReference}); err == nil {
			t.Error("twice")
		}
		if balance(t, db, "asset:bank") != 0 || lineWith(t, db, "EMIS").Open() {
			t.Errorf("the bank holds %d", balance(t, db, "asset:bank"))
		}
		must(t, lineWith(t, db, "RETOURNE").Book(ctx, db, ops, billing.MovementForm{Moves: ourReference}))
		if back := repaying(t, db, r.OrganisationID); back.LeftCents != 12000 || balance(t, db, "asset:bank") != 12000 || lineWith(t, db, "RETOURNE").Open() {
			t.Errorf("%+v", back)
		}
		sound(t, db)
	})
}

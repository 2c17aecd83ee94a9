package billing_test

import (
	"errors"
	"testing"
	"time"

	"chatiere/models/billing"
	"chatiere/models/billing/reference"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func because(string) string { return "Le contrat est rendu." }

func noticeForm(kind billing.NoticeKind, email, contract string) billing.NoticeForm {
	return billing.NoticeForm{Kind: kind, Name: "Ada Lovelace", Email: email, Contract: contract, Lang: "fr", Key: store.NewRef(), Because: because}
}

func declared(t *testing.T, db *gorm.DB, by people.User, f billing.NoticeForm) billing.Notice {
	t.Helper()
	n, err := billing.Declare(ctx, db, by, f)
	must(t, err)
	return n
}

// running is a subscription delivered today, with its numbered invoice.
func running(t *testing.T, db *gorm.DB, early bool) (billing.ProForma, billing.Invoice, people.User) {
	t.Helper()
	f := form("ada@fee.example")
	f.EarlyStart = early
	p := subscribe(t, db, f)
	u := confirmed(t, db, p)
	completed(t, db, p.OrganisationID)
	must(t, billing.Delivered(ctx, db, u.Actor(), p.SubscriptionID, store.Today(db, time.UTC)))
	i, err := billing.InvoiceOf(ctx, db, p.ID)
	must(t, err)
	must(t, people.WithMemberships(ctx, db, &u))
	return p, i, u
}

func contract(t *testing.T, db *gorm.DB, id uint) billing.Subscription {
	t.Helper()
	s, err := billing.LoadSubscription(ctx, db, id)
	must(t, err)
	return s
}

func TestEND1_AnOwnerCancelsByLetterAndTheContractEndsAtItsTerm(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		p, i, u := running(t, db, true)
		n := declared(t, db, visitor, noticeForm(billing.Cancellation, "Ada@fee.example", reference.Spaced(p.PaymentReference)))
		if n.State != billing.NoticeReceived || promised(t, db, "notice_filed") != 1 || contract(t, db, p.SubscriptionID).CancelOn != "" {
			t.Fatalf("acknowledged before anything is done: %+v", n)
		}
		must(t, n.Confirm(ctx, db, because))
		must(t, n.Confirm(ctx, db, because)) // pressed twice
		s := contract(t, db, p.SubscriptionID)
		if n.State != billing.NoticeApplied || n.EffectOn != "2027-11-25" || s.CancelOn != "2027-11-25" || s.State != billing.Running || promised(t, db, "notice_settled") != 1 {
			t.Fatalf("%+v %+v", n, s)
		}
		if reloaded(t, db, i).DueCents() != i.TotalCents {
			t.Error("the period under way stays due")
		}
		must(t, s.Revive(ctx, db, u)) // until the day comes
		if s = contract(t, db, p.SubscriptionID); s.CancelOn != "" {
			t.Error("not revived")
		}
		again := declared(t, db, u, noticeForm(billing.Cancellation, u.Email, i.FullName()))
		if again.State != billing.NoticeApplied {
			t.Fatalf("a signed-in owner needs no letter: %+v", again)
		}
		later := store.AtTime(db, noon("2027-11-25"))
		if ended, err := billing.EndDue(ctx, store.AtTime(db, noon("2027-11-24"))); err != nil || ended != 0 {
			t.Errorf("a day too early: %d %v", ended, err)
		}
		if ended, err := billing.EndDue(ctx, later); err != nil || ended != 1 {
			t.Errorf("on its day: %d %v", ended, err)
		}
		if ended, _ := billing.EndDue(ctx, later); ended != 0 {
			t.Error("ended twice")
		}
		if s = contract(t, db, p.SubscriptionID); s.State != billing.Ended || s.Access != billing.NoAccess || s.EndedOn != "2027-11-25" || promised(t, db, "subscription_ended") != 1 {
			t.Errorf("%+v", s)
		}
		sound(t, db)
	})
}

func TestRe2_AnUnknownContractIsAcceptedAndWaitsForAPerson(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		p, _, _ := running(t, db, true)
		ops := operator(t, db)
		known := declared(t, db, visitor, noticeForm(billing.Cancellation, "eve@ailleurs.example", p.PaymentReference))
		unknown := declared(t, db, visitor, noticeForm(billing.Cancellation, "eve@ailleurs.example", "je ne sais plus"))
		if known.State != unknown.State {
			t.Error("the answer tells which contracts exist")
		}
		must(t, known.Confirm(ctx, db, because))
		if known.State != billing.NoticeWaiting || contract(t, db, p.SubscriptionID).CancelOn != "" {
			t.Fatalf("a stranger cancelled: %+v", known)
		}
		paper := noticeForm(billing.Cancellation, "", "ma facture")
		paper.Postal = "1 rue du Chat, Lyon"
		if n := declared(t, db, visitor, paper); n.State != billing.NoticeWaiting {
			t.Errorf("by post: %+v", n)
		}
		if todo, err := billing.Notices(ctx, db, ops, billing.NoticeSearch{}); err != nil || len(todo.Items) != 3 {
			t.Errorf("%+v to do, %v", todo, err)
		}
		err := unknown.Decide(ctx, db, ops, billing.NoticeDecision{Verdict: "apply", Contract: "je ne sais plus", Version: unknown.Version}, because)
		if wrong, bad := store.AsInvalid(err); !bad || wrong["contract"].Key != "error.contract_unknown" {
			t.Errorf("%v", err)
		}
		err = unknown.Decide(ctx, db, ops, billing.NoticeDecision{Verdict: "refuse", Version: unknown.Version}, because)
		if wrong, bad := store.AsInvalid(err); !bad || wrong["remark"].Key != "error.required" {
			t.Errorf("refused without a reason: %v", err)
		}
		must(t, unknown.Decide(ctx, db, ops, billing.NoticeDecision{Verdict: "apply", Contract: p.PaymentReference, Version: unknown.Version}, because))
		if unknown.State != billing.NoticeApplied || contract(t, db, p.SubscriptionID).CancelOn == "" {
			t.Errorf("%+v", unknown)
		}
		if err := unknown.Decide(ctx, db, ops, billing.NoticeDecision{Verdict: "apply", Contract: p.PaymentReference, Version: 1}, because); !errors.Is(err, store.ErrConflict) {
			t.Errorf("decided twice: %v", err)
		}
	})
}

func TestCAN1_CancellingWhatWasNeverDeliveredLeavesNothingPending(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		p := subscribe(t, db, form("ada@fee.example"))
		u := confirmed(t, db, p)
		paid(t, db, operator(t, db), p.Ref, 5000)
		must(t, people.WithMemberships(ctx, db, &u))
		n := declared(t, db, u, noticeForm(billing.Cancellation, u.Email, p.PaymentReference))
		if n.State != billing.NoticeApplied || n.EffectOn != "2026-11-25" || n.RepayCents != 5000 {
			t.Fatalf("%+v", n)
		}
		if open, _ := billing.OpenProFormasOf(ctx, db, people.Organisation{ID: p.OrganisationID}); len(open) != 0 {
			t.Error("a pro forma is still asked for")
		}
		sound(t, db)
	})
}

func TestRf4_WithdrawingCostsNothingUnlessAnEarlyStartWasAskedFor(t *testing.T) {
	for name, c := range map[string]struct {
		early    bool
		credited int64
	}{
		"no early start":              {false, 12000},
		"after ten days of early use": {true, 11671}, // 10 of 365 days of 100.00 € are kept: 2.73 € and their tax
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *gorm.DB) {
				world(t, db, collective.VATRegistered)
				p, i, _ := running(t, db, c.early)
				paid(t, db, operator(t, db), i.Ref, i.TotalCents)
				later := store.AtTime(db, noon("2026-12-04"))
				n := declared(t, later, visitor, noticeForm(billing.Withdrawal, "ada@fee.example", i.FullName()))
				must(t, n.Confirm(ctx, later, because))
				if n.State != billing.NoticeApplied || n.EffectOn != "2026-12-04" || n.RepayCents != n.CreditedCents || n.CreditedCents-c.credited > 2 || n.CreditedCents < c.credited {
					t.Fatalf("credited %d, to repay %d: %+v", n.CreditedCents, n.RepayCents, n)
				}
				if s := contract(t, db, p.SubscriptionID); s.State != billing.Ended {
					t.Errorf("%+v", s)
				}
				sound(t, db)
			})
		})
	}
}

func TestRf2_AfterTheLastDayNobodyWithdrawsByMachine(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		p, _, _ := running(t, db, true) // concluded on 25 November: until 9 December included
		paris, err := time.LoadLocation("Europe/Paris")
		must(t, err)
		last := time.Date(2026, 12, 9, 23, 59, 59, 0, paris)
		if !p.MayWithdraw(last, paris) || p.MayWithdraw(last.Add(time.Second), paris) {
			t.Error("the window does not end with the last hour of the last day")
		}
		over := store.AtTime(db, last.Add(time.Second))
		n := declared(t, over, visitor, noticeForm(billing.Withdrawal, "ada@fee.example", p.PaymentReference))
		must(t, n.Confirm(ctx, over, because))
		if n.State != billing.NoticeWaiting || contract(t, db, p.SubscriptionID).State != billing.Running {
			t.Fatalf("%+v", n)
		}
		within := declared(t, store.AtTime(db, last), visitor, noticeForm(billing.Withdrawal, "ada@fee.example", p.PaymentReference))
		must(t, within.Confirm(ctx, store.AtTime(db, last.Add(72*time.Hour)), because)) // the hour of receipt counts
		if within.State != billing.NoticeApplied {
			t.Errorf("declared in time, confirmed later: %+v", within)
		}
	})
}

func TestTheSameNoticeSentTwiceIsOne(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		f := noticeForm(billing.Cancellation, "ada@fee.example", "F-2026-0001")
		if a, b := declared(t, db, visitor, f), declared(t, db, visitor, f); a.ID != b.ID || promised(t, db, "notice_filed") != 1 {
			t.Errorf("%+v %+v", a, b)
		}
		for field, broken := range map[string]billing.NoticeForm{
			"name":      {Kind: billing.Cancellation, Email: "a@b.example", Contract: "x"},
			"email":     {Kind: billing.Cancellation, Name: "Ada", Contract: "x"},
			"contract":  {Kind: billing.Withdrawal, Name: "Ada", Email: "a@b.example"},
			"wished_on": {Kind: billing.Cancellation, Name: "Ada", Email: "a@b.example", Contract: "x", WishedOn: "2020-01-01"},
		} {
			_, err := billing.Declare(ctx, db, visitor, broken)
			if wrong, bad := store.AsInvalid(err); !bad || wrong[field].Key == "" {
				t.Errorf("%s: %v", field, err)
			}
		}
	})
}

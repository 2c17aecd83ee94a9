package billing_test

import (
	"errors"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestPAY4_APaymentConfirmedByHandIsNotCountedAgainByItsLine(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		i := issued(t, db, called(t, db, ready(t, db, "a@fee.example"), "Faire École Ensemble"))
		p, err := billing.ConfirmTransfer(ctx, db, ops, billing.PaymentForm{For: i.Ref, Cents: i.TotalCents, Method: billing.ByCheque, ReceivedOn: "2026-11-20"})
		must(t, err)
		if p.Method != billing.ByCheque {
			t.Errorf("noted as %s", p.Method)
		}
		received(t, db, bankFile("24/11/2026;REMISE CHEQUE "+i.PaymentReference+";120,00", "24/11/2026;REMISE CHEQUE;120,00"))
		l := lineWith(t, db, i.PaymentReference)
		if one := proposed(t, db, l); one.Moves == nil || one.Moves.Ref != p.Ref || one.Sureness != billing.Certain {
			t.Fatalf("%+v", one)
		}
		n, err := billing.ConfirmCertain(ctx, db, ops, []string{l.Ref})
		must(t, err)
		if n != 1 || lineWith(t, db, i.PaymentReference).Open() {
			t.Errorf("%d lines confirmed", n)
		}
		var sum, payments int64
		must(t, db.Raw("select count(*) from payments").Scan(&payments).Error)
		must(t, db.Raw("select coalesce(sum(amount_cents), 0) from payments").Scan(&sum).Error)
		if payments != 1 || sum != i.TotalCents {
			t.Errorf("%d payments of %d", payments, sum)
		}
		with, err := billing.LineOfPayment(ctx, db, p)
		must(t, err)
		if with.ID != l.ID {
			t.Error("the payment does not know its line")
		}
		other := lineWith(t, db, "REMISE CHEQUE")
		for _, line := range bankLines(t, db) {
			if line.ID != l.ID {
				other = line
			}
		}
		if one := proposed(t, db, other); one.Moves != nil {
			t.Error("the same payment is proposed for a second line")
		}
		if err := other.Book(ctx, db, ops, billing.MovementForm{Moves: p.Ref}); !errors.Is(err, billing.ErrMatched) {
			t.Errorf("a second line is the same payment: %v", err)
		}
	})
}

func TestPAY4_ALineThatSpeaksOfChequesIsAPaymentByCheque(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		i := issued(t, db, ready(t, db, "a@fee.example"))
		received(t, db, bankFile("24/11/2026;REMISE CHÈQUES "+i.PaymentReference+";120,00"))
		l := lineWith(t, db, "REMISE")
		must(t, l.Match(ctx, db, ops, proposed(t, db, l).Form("k")))
		var method string
		must(t, db.Raw("select method from payments").Scan(&method).Error)
		if method != "cheque" {
			t.Errorf("noted as %s", method)
		}
		if _, err := billing.ConfirmTransfer(ctx, db, ops, billing.PaymentForm{For: i.Ref, Cents: 100, Method: billing.ByCard, ReceivedOn: "2026-11-20"}); err == nil {
			t.Error("a card was noted by hand")
		}
	})
}

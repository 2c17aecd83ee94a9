package commons_test

import (
	"errors"
	"strings"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/commons"
	"chatiere/models/files"
	"chatiere/models/store"
)

func TestTheWholeCycleOfTheReferenceComesOutToTheCent(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w := endow(v).open()
		b := w.exports()
		w.at(22) // 17 December
		alpha, beta := b.Payments[0], b.Payments[1]
		v.must(alpha.Confirm(ctx, v.db, v.colette, commons.ConfirmForm{On: "2026-12-16", Reference: "B-1"}))
		v.must(beta.Return(ctx, v.db, v.colette, commons.ReturnPayoutForm{On: "2026-12-17", Reason: "compte clos"}))
		v.holds("EUR", map[string]int64{
			"liability:upstream:unallocated": 0, w.account(0): 0, w.account(1): 572, w.account(2): 571, "liability:in_transit": 0, "expense:redistribution": 2000, "asset:bank": -857,
		})
		w.sums(857)
		if s := w.reloads(b).State; s != commons.BatchSettled {
			t.Error(s)
		}
		is(t, alpha.Confirm(ctx, v.db, v.colette, commons.ConfirmForm{On: "2026-12-16", Reference: "B-1"}), commons.ErrMoved) // twice
		is(t, beta.Return(ctx, v.db, v.colette, commons.ReturnPayoutForm{On: "2026-12-17", Reason: "x"}), commons.ErrMoved)
	})
}

func TestWhatAPersonConfirmsIsChecked(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w := endow(v).open()
		p := w.exports().Payments[0]
		for _, c := range []struct {
			on, ref, field, key string
		}{
			{"", "B", "confirmed_on", "error.required"},
			{"soon", "B", "confirmed_on", "error.date"},
			{"2026-12-20", "B", "confirmed_on", "error.date_future"},
			{"2026-11-01", "B", "confirmed_on", "error.date_past"},
			{"2026-12-09", " ", "bank_reference", "error.required"},
		} {
			again := p
			refusal(t, again.Confirm(ctx, v.db, v.colette, commons.ConfirmForm{On: c.on, Reference: c.ref}), c.field, c.key)
		}
		is(t, p.Confirm(ctx, v.db, v.samia, commons.ConfirmForm{}), store.ErrForbidden)
	})
}

func TestWhatIsOnItsWayIsKnownOfEachProject(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w := endow(v).open()
		b := w.exports()
		on := func(want map[int][2]int64) { // paid, on its way
			t.Helper()
			shares, err := commons.SharesOfPot(ctx, v.db)
			v.must(err)
			for _, s := range shares {
				for i, sums := range want {
					if s.UpstreamID == w.upstreams[i].ID && (s.Sent() != sums[0] || s.InTransit != sums[1]) {
						t.Errorf("%s: %d paid, %d on its way, not %v", s.Name, s.Sent(), s.InTransit, sums)
					}
				}
			}
		}
		on(map[int][2]int64{0: {0, 857}, 1: {0, 572}, 2: {0, 0}})
		w.at(22)
		v.must(b.Payments[0].Confirm(ctx, v.db, v.colette, commons.ConfirmForm{On: "2026-12-16", Reference: "B-1"}))
		on(map[int][2]int64{0: {857, 0}, 1: {0, 572}})
		v.must(b.Payments[1].Return(ctx, v.db, v.colette, commons.ReturnPayoutForm{On: "2026-12-16", Reason: "Compte clos"}))
		on(map[int][2]int64{0: {857, 0}, 1: {0, 0}})
	})
}

func TestTheBanksLinesConfirmPaymentsByTheirIdAndNothingIsGuessed(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w := endow(v).open()
		b := w.exports()
		w.at(22)
		w.receives("16/12/2026;VIR SEPA ALPHA R2026-1-1;-8,57", "16/12/2026;VIR SEPA BETA;-5,72", "16/12/2026;VIR R2026-1-2 AUTRE;-5,71", "16/12/2026;VIR R2026-1-22;-5,72")
		n, err := commons.ReadBank(ctx, v.db, v.colette)
		v.must(err)
		b = w.reloads(b)
		if n != 1 || b.Payments[0].State != commons.PaymentConfirmed || b.Payments[0].ConfirmedOn != "2026-12-16" || b.Payments[1].State != commons.PaymentSent {
			t.Errorf("%d %+v", n, b.Payments)
		}
		if n, err := commons.ReadBank(ctx, v.db, v.colette); n != 0 || err != nil {
			t.Errorf("again: %d %v", n, err)
		}
		piles, err := billing.PilesOf(ctx, v.db)
		v.must(err)
		if piles.Out != 3 {
			t.Errorf("%+v", piles) // the others wait
		}
		w.receives("17/12/2026;REJET R2026-1-1 COMPTE CLOS;8,57")
		if n, err := commons.ReadBank(ctx, v.db, v.colette); n != 1 || err != nil {
			t.Errorf("%d %v", n, err)
		}
		b = w.reloads(b)
		if p := b.Payments[0]; p.State != commons.PaymentReturned || !strings.Contains(p.ReturnReason, "COMPTE CLOS") {
			t.Errorf("%+v", p)
		}
		v.holds("EUR", map[string]int64{"asset:bank": 0, w.account(0): 857, "liability:in_transit": 572})
		w.sums(0)
		var m billing.BankMatch
		v.must(v.db.Order("id").First(&m).Error)
		if m.Reversible() {
			t.Error("the payment says what became of it, not the line")
		}
	})
}

func TestOneLineOfTheBankConfirmsAWholeBatch(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w := endow(v).open()
		b := w.exports()
		w.at(22)
		w.receives("16/12/2026;VIREMENTS GROUPES " + b.MessageID + ";-14,29")
		n, err := commons.ReadBank(ctx, v.db, v.omar)
		v.must(err)
		if b = w.reloads(b); n != 2 || b.State != commons.BatchSettled {
			t.Errorf("%d %+v", n, b)
		}
		piles, err := billing.PilesOf(ctx, v.db)
		v.must(err)
		if piles.Out != 0 {
			t.Errorf("%+v", piles)
		}
		var group string // of the whole euro
		v.must(v.db.Raw("select purpose from spendings").Scan(&group).Error)
		if group != "upstream" {
			t.Errorf("everybody reads %q", group)
		}
		w.sums(1429)
	})
}

func TestTwoLinesThatCouldBeAPaymentWaitForAPerson(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w := endow(v).open()
		w.exports()
		w.at(22)
		w.receives("16/12/2026;VIR R2026-1-1;-8,57", "17/12/2026;VIR R2026-1-1;-8,57")
		if n, err := commons.ReadBank(ctx, v.db, v.colette); n != 0 || err != nil {
			t.Errorf("%d %v", n, err)
		}
		if _, err := commons.ReadBank(ctx, v.db, v.samia); !errors.Is(err, store.ErrForbidden) {
			t.Error(err)
		}
	})
}

func TestAReceiptIsAPageOrAFile(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w := endow(v).open()
		p := w.exports().Payments[0]
		refusal(t, p.Receive(ctx, v.db, v.colette, commons.PayoutReceiptForm{}), "receipt_url", "payouts.wrong.receipt_none")
		refusal(t, p.Receive(ctx, v.db, v.colette, commons.PayoutReceiptForm{URL: "http://alpha.example/r"}), "receipt_url", "payouts.wrong.https")
		v.must(p.Receive(ctx, v.db, v.colette, commons.PayoutReceiptForm{URL: "https://alpha.example/thanks"}))
		v.must(p.Receive(ctx, v.db, v.colette, commons.PayoutReceiptForm{Upload: files.Upload{Name: "recu.txt", Content: []byte("reçu 8,57 €")}}))
		f, err := p.Receipt(ctx, v.db)
		v.must(err)
		if f.SHA256 != p.ReceiptSHA256 || f.OwnerType != "upstream_payment" || *f.OwnerID != p.ID {
			t.Errorf("%+v", f)
		}
	})
}

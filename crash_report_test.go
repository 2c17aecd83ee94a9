package main_test

import (
	"fmt"
	"time"

	"chatiere/integrations/payment/paymenttest"
	"chatiere/models/ledger"
)

// report is what a killed program made of the news: figures for CONTRIBUTING.md.
type report struct {
	kills, news, sums int
	taken, again      int64 // letters that were answered, and tries that were not
	lost, doubled     int64
	sound             int // of the six invariants (quality.md 3.3)
	began, told, kept time.Time
	slowest           time.Duration // from a start to its first answer
}

// String is a line of the table.
func (r report) String() string {
	return fmt.Sprintf("%d news × 3, %d kills: %d taken, %d tried again, %d payments; %d lost, %d doubled, %d/6 invariants; told in %s, all promises kept %s later, slowest start %s",
		r.news, r.kills, r.taken, r.again, r.sums, r.lost, r.doubled, r.sound, r.told.Sub(r.began).Round(time.Second), r.kept.Sub(r.told).Round(time.Second), r.slowest.Round(time.Millisecond))
}

// counts looks for news that was said to be taken and is not there, and for effects that are there twice.
func (r *report) counts(w crashWorld, stripe *paymenttest.Server, letters []paymenttest.Letter) {
	w.t.Helper()
	sums := stripe.All("payment_intent")
	r.news, r.sums = len(letters), len(sums)
	var known, payments []string
	must(w.t, w.db.Raw("select id from stripe_events where state <> 'new'").Scan(&known).Error)
	must(w.t, w.db.Raw("select idempotency_key from payments").Scan(&payments).Error)
	events, paid := timesOf(known), timesOf(payments)
	for _, l := range letters {
		r.lost += int64(max(0, 1-events[l.ID]))
	}
	for _, id := range sums {
		n := paid["stripe:"+id]
		r.lost, r.doubled = r.lost+int64(max(0, 1-n)), r.doubled+int64(max(0, n-1))
	}
	r.doubled += int64(max(0, len(payments)-len(sums)))
	for what, statement := range map[string]string{
		"pro formas invoiced twice":    "select count(*) - count(distinct pro_forma_id) from invoices where kind = 'invoice'",
		"entries of the same cause":    "select count(*) - count(distinct idempotency_key) from ledger_entries",
		"letters about the same thing": "select count(*) - count(distinct once) from letters",
	} {
		var n int64
		if must(w.t, w.db.Raw(statement).Scan(&n).Error); n > 0 {
			r.doubled += n
			w.t.Errorf("%s: %d", what, n)
		}
	}
	if r.lost > 0 || r.doubled > 0 {
		w.t.Errorf("%d lost, %d doubled", r.lost, r.doubled)
	}
}

// verifies checks the six invariants, that each sum settles its invoice, and that the books follow Stripe's account.
func (r *report) verifies(w crashWorld, stripe *paymenttest.Server) {
	w.t.Helper()
	exactly(w.t, w.db, int64(r.sums), "collections", "state = 'succeeded'")
	exactly(w.t, w.db, 0, "invoice_dues", "due_cents > 0")
	findings, err := ledger.Verify(w.t.Context(), w.db)
	must(w.t, err)
	broken := map[ledger.Invariant]bool{}
	for _, f := range findings {
		broken[f.Invariant] = true
		w.t.Error("the ledger:", f)
	}
	r.sound = 6 - len(broken)
	card, err := ledger.Balance(w.db, "asset:card", "EUR")
	must(w.t, err)
	if card != stripe.Balance() {
		w.t.Errorf("our books say %d, Stripe's account %d", card, stripe.Balance())
	}
	if w.db.Name() == "sqlite" {
		var said string
		if must(w.t, w.db.Raw("pragma integrity_check").Scan(&said).Error); said != "ok" {
			w.t.Error("the file:", said)
		}
	}
}

func timesOf(all []string) map[string]int {
	times := map[string]int{}
	for _, one := range all {
		times[one]++
	}
	return times
}

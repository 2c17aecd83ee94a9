package main_test

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"strconv"
	"sync"
	"testing"
	"time"

	"chatiere/integrations/mail/mailtest"
	"chatiere/models/billing"
	"chatiere/models/ledger"
	"chatiere/models/post"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// The tests of this file start the real program, end it with SIGKILL and look at what is left (quality.md 3.2 F1, F2 and F9).

// rounds is how often the program is killed under load on each database.
const rounds = 3

func TestAKilledProgramLosesAndDoublesNothing(t *testing.T) {
	onBothEngines(t, func(t *testing.T, address string) {
		mails := mailtest.Start(t)
		w := newCrashWorld(t, address)
		p := newProgram(t, address, mails.URL())
		p.start()
		var asked []subscribing
		var paid []paying
		for range rounds {
			subscribers, payers := subscribers(8), w.payers(4)
			var everybody sync.WaitGroup
			for i := range subscribers {
				everybody.Go(func() { subscribers[i].insist(p) })
			}
			for i := range payers {
				everybody.Go(func() { payers[i].insist(p, w.cookie) })
			}
			time.Sleep(time.Duration(rand.IntN(300)) * time.Millisecond)
			p.kill()
			p.start()
			everybody.Wait()
			asked, paid = append(asked, subscribers...), append(paid, payers...)
		}
		p.kill()
		later(t, w.db)
		p.start()
		everyLetterLeaves(t, w.db)
		p.stop()
		for _, s := range asked {
			s.existsOnce(t, w.db)
		}
		for _, y := range paid {
			y.existsOnce(t, w.db)
		}
		booksAgree(t, w.db)
		eachLetterCameOnce(t, w.db, mails)
	})
}

// subscribing is one person who sends the form of an offer until they are answered.
type subscribing struct {
	email, organisation, key string
	answer                   string // where the portal sent them
}

// subscribers are people with an organisation each.
func subscribers(n int) []subscribing {
	all := make([]subscribing, n)
	for i := range all {
		key := store.NewRef()
		all[i] = subscribing{email: key + "@fee.example", organisation: "École " + key, key: key}
	}
	return all
}

func (s *subscribing) insist(p *program) {
	s.answer = p.insist("/fr/offers/essentiel/subscribe", "", url.Values{
		"tier": {"standard"}, "period": {"year"}, "organisation": {s.organisation}, "name": {"Ada"}, "email": {s.email}, "country": {"FR"},
		"terms": {"true"}, "early_start": {"true"}, "key": {s.key},
	})
}

// existsOnce checks what one acknowledged form made.
func (s subscribing) existsOnce(t *testing.T, db *gorm.DB) {
	t.Helper()
	proForma := one[billing.ProForma](t, db, "subscription_id in (select id from subscriptions where idempotency_key = ?)", s.key)
	if s.answer != "/fr/pro-formas/"+proForma.Ref {
		t.Errorf("%s was sent to %s, the pro forma is %s", s.email, s.answer, proForma.Ref)
	}
	for table, condition := range map[string]string{
		"users": "email = ?", "letters": "address = ?", "subscriptions": "requested_by_id in (select id from users where email = ?)",
		"organisations": "id in (select organisation_id from memberships m join users u on u.id = m.user_id where u.email = ?)",
		"pro_formas":    "accepted_by_id in (select id from users where email = ?)",
	} {
		exactly(t, db, 1, table, condition, s.email)
	}
	exactly(t, db, 1, "journal_entries", "verb = 'subscription_requested' and subject_ref in (select ref from subscriptions where idempotency_key = ?)", s.key)
}

// paying is one line of the bank's statement that the operator confirms until they are answered.
type paying struct {
	proForma billing.ProForma
	cents    int64
	key      string
	answer   string
}

func (y *paying) insist(p *program, cookie string) {
	y.answer = p.insist("/fr/desk/payments", cookie, url.Values{
		"for": {y.proForma.Ref}, "amount": {fmt.Sprintf("%d,%02d", y.cents/100, y.cents%100)}, "received_on": {time.Now().UTC().Format(time.DateOnly)}, // never after the day of Paris
		"reference": {y.proForma.PaymentReference}, "key": {y.key},
	})
}

// existsOnce checks what one acknowledged confirmation made.
func (y paying) existsOnce(t *testing.T, db *gorm.DB) {
	t.Helper()
	payment := one[billing.Payment](t, db, "idempotency_key = ?", y.key)
	if y.answer != "/fr/desk/payments/"+payment.Ref {
		t.Errorf("the operator was sent to %s, the payment is %s", y.answer, payment.Ref)
	}
	if payment.AmountCents != y.cents {
		t.Errorf("%d cents became %d", y.cents, payment.AmountCents)
	}
	exactly(t, db, 1, "allocations", "payment_id = ?", payment.ID)
	exactly(t, db, 1, "ledger_entries", "journal = 'BQ' and subject_type = 'payment' and subject_id = ?", strconv.Itoa(int(payment.ID)))
}

// booksAgree compares the places where money is told.
func booksAgree(t *testing.T, db *gorm.DB) {
	t.Helper()
	findings, err := ledger.Verify(t.Context(), db)
	if err != nil || len(findings) > 0 {
		t.Error("the ledger:", findings, err)
	}
	bank, err := ledger.Balance(db, "asset:bank", "EUR")
	if err != nil {
		t.Fatal(err)
	}
	var paid, settled, missing int64
	scan(t, db, &paid, "select coalesce(sum(amount_cents), 0) from payments")
	scan(t, db, &settled, "select coalesce(sum(amount_cents), 0) from allocations")
	scan(t, db, &missing, "select coalesce(sum(last - (select count(*) from invoices i where i.series = c.series)), 0) from invoice_counters c")
	if bank != paid || settled != paid || missing != 0 {
		t.Errorf("payments %d, settled %d, bank %d; invoice numbers missing: %d", paid, settled, bank, missing)
	}
}

func TestALetterWhoseSendingIsKilledArrives(t *testing.T) {
	onBothEngines(t, func(t *testing.T, address string) {
		mails := mailtest.Start(t)
		w := newCrashWorld(t, address)
		mails.BehaveOnce("before@fee.example", mailtest.HoldBeforeData)
		mails.BehaveOnce("during@fee.example", mailtest.HoldInData)
		mails.BehaveOnce("after@fee.example", mailtest.HoldAfterData)
		copies := map[string]int{"before@fee.example": 1, "during@fee.example": 1, "after@fee.example": 2, "untouched@fee.example": 1}
		for to := range copies {
			w.writes(to)
		}
		p := newProgram(t, address, mails.URL())
		p.start()
		for range 3 {
			select {
			case <-mails.Holding():
			case <-time.After(time.Minute):
				t.Fatal("the letters never came so far")
			}
		}
		sent(t, w.db, "untouched@fee.example")
		p.kill()
		later(t, w.db)
		p.start()
		everyLetterLeaves(t, w.db)
		p.stop()
		eachLetterCameOnce(t, w.db, mails)
		got := map[string]int{}
		for _, l := range mails.Letters() {
			got[l.To]++
		}
		for to, want := range copies {
			if got[to] != want {
				t.Errorf("%s received %d copies, want %d", to, got[to], want)
			}
		}
	})
}

// eachLetterCameOnce checks the mail server's side: every letter arrived, once; twice only when it is marked, and then as the same letter.
func eachLetterCameOnce(t *testing.T, db *gorm.DB, mails *mailtest.Server) {
	t.Helper()
	copies := map[string]int{}
	for _, m := range mails.Letters() {
		copies[m.Message.Header.Get("Message-Id")]++
	}
	var letters []post.Letter
	if err := db.Find(&letters).Error; err != nil {
		t.Fatal(err)
	}
	for _, l := range letters {
		n := copies[l.MessageID]
		if n < 1 || n > 2 || n == 2 && !l.PerhapsTwice {
			t.Errorf("a letter %s to %s arrived %d times (perhaps twice: %t)", l.Kind, l.Address, n, l.PerhapsTwice)
		}
		delete(copies, l.MessageID)
	}
	for id := range copies {
		t.Errorf("nobody wrote the letter %s", id)
	}
}

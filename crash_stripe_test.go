package main_test

import (
	options "flag"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"chatiere/integrations/mail/mailtest"
	"chatiere/integrations/payment/paymenttest"
	"chatiere/models/collective"
	"chatiere/models/journal"
)

// How much news the killed program hears, and how often it is killed: a short run in every suite, the whole of quality.md F1 by
// `go test . -run TestAKilledProgramLosesNoNews -stripe.events 10000 -stripe.kills 20 -timeout 2h -v`.
var (
	stripeEvents = options.Int("stripe.events", 60, "news from Stripe, each told three times")
	stripeKills  = options.Int("stripe.kills", 3, "how often the program is killed meanwhile")
)

func TestAKilledProgramLosesNoNews(t *testing.T) {
	onBothEngines(t, func(t *testing.T, address string) {
		w := newCrashWorld(t, address)
		stripe, mails := paymenttest.Start(t, time.Now), mailtest.Start(t)
		must(t, collective.SavePaymentKeys(t.Context(), w.db, journal.Actor{}, []byte(secretKey), collective.PaymentKeysForm{Key: paymenttest.Key, Hook: paymenttest.Secret, Cards: true, Debits: true}))
		p := newProgram(t, address, mails.URL())
		p.env = append(p.env, "STRIPE_URL="+stripe.URL())
		p.start()
		letters := w.paidNews(p, stripe, *stripeEvents)
		r := report{began: time.Now(), kills: *stripeKills}
		r.taken, r.again = p.tells(letters, *stripeKills)
		r.told = time.Now()
		p.kill()
		later(t, w.db)
		p.start()
		everyLetterLeaves(t, w.db)
		r.kept = time.Now()
		p.stop()
		eachLetterCameOnce(t, w.db, mails)
		r.counts(w, stripe, letters)
		r.verifies(w, stripe)
		r.slowest = p.slowest
		t.Log(r)
	})
}

// paidNews lets people pay on Stripe's pages until there is so much news.
func (w crashWorld) paidNews(p *program, stripe *paymenttest.Server, n int) []paymenttest.Letter {
	w.t.Helper()
	var letters []paymenttest.Letter
	for len(letters) < n {
		for _, y := range w.payers(1) {
			page := p.insist("/fr/pro-formas/"+y.proForma.Ref+"/collections", "", nil)
			if stripe.Pay(paymenttest.SessionAt(page), paymenttest.Card) == "" {
				w.t.Fatal("nobody could pay on", page)
			}
		}
		letters = append(letters, stripe.News()...)
	}
	return letters
}

// tells posts every piece of news three times, shuffled, by eight workers that insist until it is taken; meanwhile the program is killed.
func (p *program) tells(letters []paymenttest.Letter, kills int) (taken, again int64) {
	work := make(chan paymenttest.Letter)
	var everybody sync.WaitGroup
	for range 8 {
		everybody.Go(func() {
			for l := range work {
				atomic.AddInt64(&again, p.tell(l))
				atomic.AddInt64(&taken, 1)
			}
		})
	}
	all := paymenttest.Shuffled(letters, 3, rand.Uint64())
	next := max(1, len(all)/(kills+1))
	for i, l := range all {
		if i > 0 && i%next == 0 && kills > 0 {
			kills--
			time.Sleep(time.Duration(rand.IntN(100)) * time.Millisecond)
			p.kill()
			p.start()
		}
		work <- l
	}
	close(work)
	everybody.Wait()
	return taken, again
}

// tell posts one piece of news until it is taken, and says how often that failed.
func (p *program) tell(l paymenttest.Letter) (again int64) {
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		l.Signature = paymenttest.Sign(l.Body, paymenttest.Secret, time.Now())
		if status, _ := l.Send(p.base + "/webhooks/stripe"); status == http.StatusOK {
			return again
		}
		again++
	}
	p.t.Error("never taken:", l.Kind, l.ID)
	return again
}

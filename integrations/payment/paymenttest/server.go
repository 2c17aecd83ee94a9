// Package paymenttest is a Stripe for tests, over real HTTP: it remembers what it was told, charges, fails, disputes and pays out by an
// injected clock, keeps idempotency keys with all their traps, and tells its news late, twice and in any order, signed.
// Its answers have the field names of Stripe's (contract_test.go asks stripe-mock).
package paymenttest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stripe/stripe-go/v76"
)

// What the tests' account is called. Any other key is refused.
const (
	Key    = "sk_test_paymenttest0001"
	Secret = "whsec_paymenttest_0001"
)

// object is a thing as Stripe shows it.
type object = map[string]any

// Server is one account.
type Server struct {
	mu       sync.Mutex
	web      *httptest.Server
	clock    func() time.Time
	skipped  time.Duration
	objects  map[string]object
	order    []string // ids, oldest first
	last     int
	replays  map[string]*replay
	numbers  map[string]string // of payment methods
	plans    map[string]plan   // of hosted pages
	events   []*news
	waiting  []waiting
	trouble  []Trouble
	calls    []Call
	holding  chan struct{}
	released chan struct{}
}

// Call is one request that came in, for tests that count them.
type Call struct{ Method, Path, Key, Version, Machine string }

// waiting is something that happens by itself once its time has come.
type waiting struct {
	at time.Time
	do func()
}

// Start opens an account until the test ends. The clock may be that of the database the portal runs on.
func Start(t testing.TB, clock func() time.Time) *Server {
	t.Helper()
	s := &Server{clock: clock, objects: map[string]object{}, replays: map[string]*replay{}, numbers: map[string]string{}, plans: map[string]plan{}, holding: make(chan struct{}, 100), released: make(chan struct{})}
	s.web = httptest.NewServer(http.HandlerFunc(s.answer))
	t.Cleanup(s.Stop)
	return s
}

// Stop closes the account; what it holds is dropped.
func (s *Server) Stop() {
	s.mu.Lock()
	select {
	case <-s.released:
	default:
		close(s.released)
	}
	s.mu.Unlock()
	s.web.CloseClientConnections()
	s.web.Close()
}

// URL is where it answers.
func (s *Server) URL() string { return s.web.URL }

// Now is the present instant here.
func (s *Server) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now()
}

func (s *Server) now() time.Time { return s.clock().Add(s.skipped).UTC().Truncate(time.Second) }

// Pass lets time pass here, with everything that happens in it.
func (s *Server) Pass(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	end := s.skipped + d
	for {
		next := -1
		for i, w := range s.waiting {
			if due := w.at.Sub(s.clock()); due <= end && (next < 0 || w.at.Before(s.waiting[next].at)) {
				next = i
			}
		}
		if next < 0 {
			break
		}
		w := s.waiting[next]
		s.waiting = append(s.waiting[:next:next], s.waiting[next+1:]...)
		s.skipped = max(s.skipped, w.at.Sub(s.clock()))
		w.do()
	}
	s.skipped = end
}

// later plans something.
func (s *Server) later(after time.Duration, do func()) {
	s.waiting = append(s.waiting, waiting{s.now().Add(after), do})
}

// Calls returns the requests that came in so far.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Call(nil), s.calls...)
}

// Get returns a copy of an object, as its JSON, for tests that look.
func (s *Server) Get(id string) map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	raw, _ := json.Marshal(s.objects[id])
	var copied map[string]any
	_ = json.Unmarshal(raw, &copied)
	return copied
}

// All returns the ids of one kind of object, oldest first.
func (s *Server) All(kind string) (ids []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range s.order {
		if s.objects[id]["object"] == kind {
			ids = append(ids, id)
		}
	}
	return ids
}

// Balance is what lies on the account: the sum of its lines without the fees.
func (s *Server) Balance() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.balance()
}

func (s *Server) balance() (sum int64) {
	for _, o := range s.objects {
		if o["object"] == "balance_transaction" {
			sum += whole(o["net"])
		}
	}
	return sum
}

// add keeps a new object under a new id.
func (s *Server) add(prefix, kind string, o object) object {
	s.last++
	o["id"], o["object"], o["created"] = fmt.Sprintf("%s_%08d", prefix, s.last), kind, s.now().Unix()
	s.objects[o["id"].(string)] = o
	s.order = append(s.order, o["id"].(string))
	return o
}

// move writes a line on the account.
func (s *Server) move(kind, category, source string, amount, fee int64) object {
	details := []object{}
	if fee != 0 {
		details = append(details, object{"amount": fee, "application": nil, "currency": "eur", "description": "Stripe processing fees", "type": "stripe_fee"})
	}
	return s.add("txn", "balance_transaction", object{
		"amount": amount, "fee": fee, "net": amount - fee, "currency": "eur", "type": kind, "reporting_category": category, "source": source,
		"status": "available", "available_on": s.now().Unix(), "description": nil, "exchange_rate": nil, "fee_details": details,
	})
}

// whole reads a number that was written here.
func whole(v any) int64 {
	switch n := v.(type) {
	case int64:
		return n
	case int:
		return int64(n)
	}
	return 0
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

// version is the one of the library.
const version = stripe.APIVersion

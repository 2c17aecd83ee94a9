package paymenttest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"

	"github.com/stripe/stripe-go/v76/webhook"
)

// news is an event that is to be told.
type news struct {
	id   string
	kind string
	body []byte
	told bool
}

// tell writes an event with the object as it is now: by the time it is read, the object may be another (11.2, 4).
func (s *Server) tell(kind string, o object) {
	snapshot := json.RawMessage(encode(o))
	e := s.add("evt", "event", object{
		"api_version": version, "type": kind, "livemode": false, "pending_webhooks": 1, "data": object{"object": snapshot}, "request": object{"id": nil, "idempotency_key": nil},
	})
	s.events = append(s.events, &news{id: text(e["id"]), kind: kind, body: encode(e)})
}

// Tell writes an event of a kind that this account never has by itself, about an object that may not exist.
func (s *Server) Tell(kind string, about map[string]any) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tell(kind, about)
	return s.events[len(s.events)-1].id
}

// Letter is an event on its way: bytes and their signature.
type Letter struct {
	ID, Kind  string
	Body      []byte
	Signature string
}

// News returns what was not told yet, signed now, oldest first; and takes it for told.
func (s *Server) News() (all []Letter) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.events {
		if !e.told {
			e.told = true
			all = append(all, s.signed(e))
		}
	}
	return all
}

// AllNews returns everything that ever happened, signed now.
func (s *Server) AllNews() (all []Letter) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.events {
		all = append(all, s.signed(e))
	}
	return all
}

func (s *Server) signed(e *news) Letter {
	p := webhook.GenerateTestSignedPayload(&webhook.UnsignedPayload{Payload: e.body, Secret: Secret, Timestamp: s.now()})
	return Letter{e.id, e.kind, e.body, p.Header}
}

// Sign signs any bytes, with any secret, at any instant.
func Sign(body []byte, secret string, at time.Time) string {
	return webhook.GenerateTestSignedPayload(&webhook.UnsignedPayload{Payload: body, Secret: secret, Timestamp: at}).Header
}

// Shuffled returns each letter several times, in any order.
func Shuffled(letters []Letter, copies int, seed uint64) []Letter {
	var all []Letter
	for range copies {
		all = append(all, letters...)
	}
	rand.New(rand.NewPCG(seed, seed)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

// Send posts one letter to an endpoint and returns the status; 0 means that nobody answered.
func (l Letter) Send(endpoint string) (status int, err error) {
	r, err := http.NewRequest(http.MethodPost, endpoint, bytes.NewReader(l.Body))
	if err != nil {
		return 0, err
	}
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	r.Header.Set("Stripe-Signature", l.Signature)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, answer.Body)
	return answer.StatusCode, nil
}

// Deliver posts letters to an endpoint, which must take each.
func Deliver(t testing.TB, endpoint string, letters []Letter) {
	t.Helper()
	for _, l := range letters {
		if status, err := l.Send(endpoint); err != nil || status != http.StatusOK {
			t.Fatal(fmt.Errorf("%s %s was answered %d (%w)", l.Kind, l.ID, status, err))
		}
	}
}

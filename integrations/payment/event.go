package payment

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v76"
	"github.com/stripe/stripe-go/v76/event"
	"github.com/stripe/stripe-go/v76/webhook"
)

// What is wrong with news that somebody sent.
var (
	ErrSignature = errors.New("payment: not signed by Stripe, or too long ago")
	ErrVersion   = errors.New("payment: the endpoint speaks another version of the API than " + stripe.APIVersion)
	ErrMode      = errors.New("payment: test news for a live portal, or the other way round")
)

// tolerance is how old a signature may be.
const tolerance = webhook.DefaultTolerance

// Read checks the signature of news and reads it. Two secrets hold while one takes the other's place.
func (c *Client) Read(payload []byte, signature string, now time.Time) (Event, error) {
	if !c.signed(payload, signature) || !fresh(signature, now) {
		return Event{}, ErrSignature
	}
	var said stripe.Event
	if err := json.Unmarshal(payload, &said); err != nil || said.ID == "" || said.Data == nil {
		return Event{}, ErrSignature
	}
	e := eventOf(&said)
	e.Payload = payload
	switch {
	case e.Version != stripe.APIVersion:
		return e, ErrVersion
	case e.Live != c.Live():
		return e, ErrMode
	}
	return e, nil
}

func (c *Client) signed(payload []byte, signature string) bool {
	for _, secret := range c.settings.HookSecrets {
		if webhook.ValidatePayloadIgnoringTolerance(payload, signature, secret) == nil {
			return true
		}
	}
	return false
}

// fresh reads the instant of a signature; the library would ask the machine's clock.
func fresh(signature string, now time.Time) bool {
	for _, part := range strings.Split(signature, ",") {
		if seconds, ok := strings.CutPrefix(part, "t="); ok {
			n, err := strconv.ParseInt(seconds, 10, 64)
			return err == nil && now.Sub(at(n)).Abs() <= tolerance
		}
	}
	return false
}

// EventsSince calls f for all news after an instant, newest first. Stripe remembers thirty days.
func (c *Client) EventsSince(ctx context.Context, since time.Time, f func(Event) error) error {
	p := &stripe.EventListParams{CreatedRange: after(since)}
	p.Context, p.Limit = ctx, stripe.Int64(100)
	all := event.Client{B: c.backend, Key: c.settings.Key}.List(p)
	for all.Next() {
		if err := f(eventOf(all.Event())); err != nil {
			return err
		}
	}
	return problem(all.Err())
}

func eventOf(said *stripe.Event) Event {
	e := Event{ID: said.ID, Type: string(said.Type), Version: said.APIVersion, Live: said.Livemode, CreatedAt: at(said.Created)}
	var object struct{ ID, Object string }
	if said.Data != nil {
		_ = json.Unmarshal(said.Data.Raw, &object) // an object without a name is stored and ignored
		e.Payload = said.Data.Raw
	}
	e.Object, e.ObjectID = object.Object, object.ID
	return e
}

package payment

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v76"
	"github.com/stripe/stripe-go/v76/balance"
	"github.com/stripe/stripe-go/v76/webhookendpoint"
)

// Health is how the account and its endpoint look from here.
type Health struct {
	Skew    time.Duration // how far our clock is from Stripe's
	Asked   bool          // the key may look at endpoints
	Found   bool          // one of them leads here
	Enabled bool
	Version string   // of the API it speaks; empty: the account's own
	Missing []string // kinds of news it does not send
}

// Examine tries the key, and looks whether an endpoint at that address sends the news that are needed.
func (c *Client) Examine(ctx context.Context, hook string, needed []string, now time.Time) (Health, error) {
	p := &stripe.BalanceParams{}
	p.Context = ctx
	b, err := balance.Client{B: c.backend, Key: c.settings.Key}.Get(p)
	if err != nil {
		return Health{}, problem(err)
	}
	var h Health
	if theirs, err := http.ParseTime(b.LastResponse.Header.Get("Date")); err == nil {
		h.Skew = now.Sub(theirs)
	}
	return h, c.endpoint(ctx, hook, needed, &h)
}

// endpoint looks for ours; a restricted key may not ask, which is no fault.
func (c *Client) endpoint(ctx context.Context, hook string, needed []string, h *Health) error {
	p := &stripe.WebhookEndpointListParams{}
	p.Context, p.Limit = ctx, stripe.Int64(100)
	all := webhookendpoint.Client{B: c.backend, Key: c.settings.Key}.List(p)
	h.Asked = true
	for all.Next() {
		e := all.WebhookEndpoint()
		if strings.TrimSuffix(e.URL, "/") != hook || h.Found && h.Enabled {
			continue
		}
		h.Found, h.Enabled, h.Version, h.Missing = true, e.Status == "enabled", e.APIVersion, nil
		for _, kind := range needed {
			if !slices.Contains(e.EnabledEvents, kind) && !slices.Contains(e.EnabledEvents, "*") {
				h.Missing = append(h.Missing, kind)
			}
		}
	}
	err := problem(all.Err())
	if p, ok := err.(Problem); ok && p.Class == Login {
		h.Asked = false
		return nil
	}
	return err
}

// Version is the version of the API that the endpoint must be made with (STR1).
const Version = stripe.APIVersion

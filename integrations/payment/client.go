// Package payment collects money through Stripe: hosted pages, charges of saved methods, refunds, and the news about them. It knows
// nothing of the house: plain values in, plain values and a class of problem out. It speaks the one API version of stripe-go v76.
package payment

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v76"
)

// timeout is how long one try may take (STR5).
const timeout = 20 * time.Second

// retries is how often a try that came to nothing is made again: the key of the act stays the same, so nothing happens twice.
const retries = 2

// Settings say whom to speak to, and as whom.
type Settings struct {
	Key         string   // secret or restricted; its beginning says whether the money is real
	HookSecrets []string // of the webhook's endpoint: two while one takes the other's place
	Environment string   // names this installation in every object, so that two portals on one account never mix
	BaseURL     string   // empty: Stripe itself
	Impatient   bool     // do not wait between two tries: for tests
}

// Client speaks to Stripe for one account.
type Client struct {
	settings Settings
	backend  stripe.Backend
}

// ErrKey is the error of a key that Stripe cannot have given.
var ErrKey = errors.New("payment: a secret key begins with sk_test_, sk_live_, rk_test_ or rk_live_")

// Open makes a client. It asks nothing of Stripe yet.
func Open(s Settings) (*Client, error) {
	if !ValidKey(s.Key) {
		return nil, ErrKey
	}
	config := &stripe.BackendConfig{
		EnableTelemetry: stripe.Bool(false), LeveledLogger: silent{}, MaxNetworkRetries: stripe.Int64(retries),
		HTTPClient: &http.Client{Timeout: timeout, Transport: discreet{http.DefaultTransport}, CheckRedirect: neverFollow},
	}
	if s.BaseURL != "" {
		config.URL = stripe.String(s.BaseURL)
	}
	c := &Client{settings: s, backend: stripe.GetBackendWithConfig(stripe.APIBackend, config)}
	if b, ok := c.backend.(*stripe.BackendImplementation); ok {
		b.SetNetworkRetriesSleep(!s.Impatient)
	}
	return c, nil
}

// ValidKey reports whether a secret key looks like one.
func ValidKey(key string) bool {
	for _, prefix := range []string{"sk_test_", "sk_live_", "rk_test_", "rk_live_"} {
		if rest, ok := strings.CutPrefix(key, prefix); ok && len(rest) >= 8 && !strings.ContainsAny(rest, " \t\r\n") {
			return true
		}
	}
	return false
}

// Live reports whether the key moves real money.
func Live(key string) bool {
	return strings.HasPrefix(key, "sk_live_") || strings.HasPrefix(key, "rk_live_")
}

// Live reports whether the client moves real money.
func (c *Client) Live() bool { return Live(c.settings.Key) }

// Origins are where the hosted pages live: a page whose form leads there must say so in its policy.
func Origins(baseURL string) []string {
	if u, err := url.Parse(baseURL); err == nil && u.Host != "" {
		return []string{u.Scheme + "://" + u.Host}
	}
	return []string{"https://checkout.stripe.com", "https://billing.stripe.com"}
}

// act names one act for ever, so that told twice it happens once (STR3): the same key with other words is refused by Stripe.
func (c *Client) act(object, ref, purpose string, attempt int) *string {
	key := strings.Join([]string{c.settings.Environment, object, ref, purpose, strconv.Itoa(attempt)}, ":")
	return stripe.String(key[max(0, len(key)-255):])
}

// environment is what every object carries beside our reference.
const environment, reference = "environment", "ref"

// marks are what is written on an object: never a personal datum (STR5).
func (c *Client) marks(ref string, more map[string]string) map[string]string {
	all := map[string]string{environment: c.settings.Environment, reference: ref}
	for name, value := range more {
		all[name] = value[:min(500, len(value))]
	}
	return all
}

// ours reports whether an object was made by this installation.
func (c *Client) ours(marks map[string]string) bool {
	return marks[environment] == c.settings.Environment
}

func neverFollow(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// discreet tells Stripe nothing about this machine, and asks for another try where Stripe only said that it was busy.
type discreet struct{ next http.RoundTripper }

// RoundTrip sends one request.
func (d discreet) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Del("X-Stripe-Client-User-Agent")
	answer, err := d.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	const again = "Stripe-Should-Retry"
	if answer.Header.Get(again) == "" && (answer.StatusCode == http.StatusTooManyRequests || answer.StatusCode >= 500) {
		answer.Header.Set(again, "true")
	}
	return answer, nil
}

// silent writes no log: what Stripe says may hold names and addresses.
type silent struct{}

// Debugf is silent.
func (silent) Debugf(string, ...any) {}

// Errorf is silent.
func (silent) Errorf(string, ...any) {}

// Infof is silent.
func (silent) Infof(string, ...any) {}

// Warnf is silent.
func (silent) Warnf(string, ...any) {}

// at reads Stripe's seconds.
func at(seconds int64) time.Time {
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}

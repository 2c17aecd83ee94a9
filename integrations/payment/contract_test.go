package payment_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"

	"chatiere/integrations/payment"
	"chatiere/integrations/payment/paymenttest"
)

// stripeMock starts the program that answers by Stripe's own description of this version of the API, and returns its address.
func stripeMock(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "stripe-mock")
	build := exec.Command("go", "build", "-o", program, "github.com/stripe/stripe-mock")
	build.Dir = filepath.Join("..", "..", "tools")
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	folder, err := os.MkdirTemp("", "mock") // its path is short, as that of a socket must be
	if err != nil {
		t.Fatal(err)
	}
	socket := filepath.Join(folder, "socket")
	run := exec.Command(program, "-http-unix", socket)
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = run.Process.Kill()
		_ = run.Wait()
		_ = os.RemoveAll(folder)
	})
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(25 * time.Millisecond) {
		if conn, err := net.Dial("unix", socket); err == nil {
			_ = conn.Close()
			return bridge(t, socket)
		}
	}
	t.Fatal("stripe-mock does not answer")
	return ""
}

// bridge leads from TCP to a socket.
func bridge(t *testing.T, socket string) string {
	dial := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", socket)
	}}
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.URL.Scheme, r.URL.Host, r.RequestURI = "http", "stripe-mock", ""
		r.Header.Del("Accept-Encoding") // the transport packs and unpacks by itself
		answer, err := dial.RoundTrip(r)
		if err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		defer answer.Body.Close()
		w.WriteHeader(answer.StatusCode)
		_, _ = io.Copy(w, answer.Body)
	}))
	t.Cleanup(web.Close)
	return web.URL
}

// asked is one request of our code with the answers of the fake and of stripe-mock.
type asked struct {
	line       string
	fake, mock map[string]any
}

// both passes each request on to the fake, and plays it against stripe-mock as well: it must be understood there.
func both(t *testing.T, fake, mock string) (string, *[]asked) {
	all := &[]asked{}
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		theirs, status := play(t, mock, r, body)
		if status != http.StatusOK {
			t.Errorf("stripe-mock answers %d to %s %s\n%s\n%s", status, r.Method, r.URL, body, theirs)
		}
		ours, status := play(t, fake, r, body)
		one := asked{line: r.Method + " " + r.URL.Path}
		_ = json.Unmarshal(ours, &one.fake)
		_ = json.Unmarshal(theirs, &one.mock)
		*all = append(*all, one)
		w.WriteHeader(status)
		_, _ = w.Write(ours)
	}))
	t.Cleanup(web.Close)
	return web.URL, all
}

func play(t *testing.T, base string, r *http.Request, body []byte) ([]byte, int) {
	again, err := http.NewRequest(r.Method, base+r.URL.RequestURI(), bytes.NewReader(body))
	if err != nil {
		t.Error(err)
		return nil, 0
	}
	again.Header = r.Header.Clone()
	again.Header.Del("Accept-Encoding")
	answer, err := http.DefaultClient.Do(again)
	if err != nil {
		t.Error(err)
		return nil, 0
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Error(err)
	}
	return raw, answer.StatusCode
}

// TestTheFakeHasTheFieldNamesOfStripe walks through everything our code asks. stripe-mock must understand each request, and every
// field of the fake's answers must be one that Stripe's description knows, with a value of the same sort.
func TestTheFakeHasTheFieldNamesOfStripe(t *testing.T) {
	if os.Getenv("CHATIERE_QUICK") != "" {
		return
	}
	noon := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	fake := paymenttest.Start(t, func() time.Time { return noon })
	base, all := both(t, fake.URL(), stripeMock(t))
	c, err := payment.Open(payment.Settings{Key: paymenttest.Key, Environment: "portail.example", BaseURL: base, Impatient: true})
	if err != nil {
		t.Fatal(err)
	}
	everything(t, c, fake, noon)
	seen := map[string]bool{}
	for _, one := range *all {
		seen[shape(one.line)] = true
		for _, complaint := range differences("", one.fake, one.mock) {
			t.Errorf("%s: %s", one.line, complaint)
		}
	}
	if len(seen) < 20 {
		t.Errorf("only %d kinds of requests were asked", len(seen))
	}
}

// everything asks each thing our code can ask, once.
func everything(t *testing.T, c *payment.Client, fake *paymenttest.Server, noon time.Time) {
	must := func(err error) { t.Helper(); must(t, err) }
	customer, err := c.NewCustomer(ctx, payment.Customer{Ref: "o", Name: "Fée", Email: "tresor@fee.example", Locale: "fr"}, 1)
	must(err)
	o := payment.Order{
		Ref: "a", Attempt: 1, Customer: customer, Lines: []payment.Line{{Label: "F2026-0001", Cents: 12000}}, Currency: "EUR", Kinds: []string{"card", "sepa_debit"}, Save: true,
		Locale: "fr", Success: "https://portail.example/ok", Cancel: "https://portail.example/no", Until: noon.Add(12 * time.Hour), Marks: map[string]string{"documents": "F2026-0001"},
	}
	page, err := c.OpenPage(ctx, o)
	must(err)
	fake.Pay(page.ID, paymenttest.Card)
	page, err = c.FindPage(ctx, page.ID)
	must(err)
	i, err := c.FindIntent(ctx, page.Intent)
	must(err)
	o.Ref = "b"
	setup, err := c.OpenSetup(ctx, o)
	must(err)
	fake.Pay(setup.ID, paymenttest.Account)
	saved, err := c.FindSetup(ctx, setup.Setup)
	must(err)
	_, err = c.FindMandate(ctx, saved.Mandate)
	must(err)
	_, err = c.FindMethod(ctx, saved.Method)
	must(err)
	_, err = c.Charge(ctx, payment.Charge{Ref: "c", Attempt: 1, Customer: customer, Method: saved.Method, Kind: "sepa_debit", Label: "F2026-0002", Cents: 900, Currency: "EUR"})
	must(err)
	_, err = c.IntentNamed(ctx, customer, "c")
	must(err)
	_, err = c.DetachMethod(ctx, saved.Method)
	must(err)
	_, err = c.IntentOfCharge(ctx, i.Charge)
	must(err)
	r, err := c.Refund(ctx, "r", i.ID, 100, 1)
	must(err)
	_, err = c.FindRefund(ctx, r.ID)
	must(err)
	_, err = c.RefundsOf(ctx, i.ID)
	must(err)
	d := fake.Contest(i.ID, 5000, "fraudulent", false)
	_, err = c.FindDispute(ctx, d)
	must(err)
	_, err = c.FindPayout(ctx, fake.PayOut())
	must(err)
	_, err = c.FindMovement(ctx, i.Movement)
	must(err)
	o.Ref = "d"
	last, err := c.OpenPage(ctx, o)
	must(err)
	_, err = c.EndPage(ctx, last.ID)
	must(err)
	since := noon.Add(-time.Hour)
	must(c.IntentsSince(ctx, since, func(payment.Intent) error { return nil }))
	must(c.DisputesSince(ctx, since, func(payment.Dispute) error { return nil }))
	must(c.MovementsSince(ctx, since, func(payment.Movement) error { return nil }))
	must(c.EventsSince(ctx, since, func(payment.Event) error { return nil }))
	_, err = c.Examine(ctx, "https://portail.example/webhooks/stripe", []string{"payout.paid"}, noon)
	must(err)
}

// shape takes the ids out of an address.
func shape(line string) string {
	parts := strings.Split(line, "/")
	for i, p := range parts {
		if strings.Contains(p, "_0") {
			parts[i] = ":id"
		}
	}
	return strings.Join(parts, "/")
}

// free are objects whose names everybody chooses, or that depend on the kind of payment.
var free = map[string]bool{
	"metadata": true, "payment_method_details": true, "payment_method_options": true, "evidence": true, "fraud_details": true,
	"source_types": true, "sepa_debit": true, "card": true, "multi_use": true, "single_use": true, "last_payment_error": true, "billing_details": true, "processing": true,
}

// differences lists the fields that only the fake knows, and values of another sort.
func differences(at string, fake, mock map[string]any) (all []string) {
	for _, name := range names(fake) {
		ours, theirs, known := fake[name], mock[name], false
		_, known = mock[name]
		where := strings.TrimPrefix(at+"."+name, ".")
		switch {
		case free[name], name == "object" && sortOf(ours) == "object":
		case !known && !optional[name]:
			all = append(all, where+" is no field of Stripe's")
		case ours == nil || theirs == nil:
		case sortOf(ours) != sortOf(theirs) && !(sortOf(ours) == "object" && sortOf(theirs) == "text" || sortOf(ours) == "text" && sortOf(theirs) == "object"):
			all = append(all, fmt.Sprintf("%s is %s here and %s there", where, sortOf(ours), sortOf(theirs)))
		default:
			inner, ok := ours.(map[string]any)
			outer, both := theirs.(map[string]any)
			if ok && both {
				all = append(all, differences(where, inner, outer)...)
			}
			if first, other, ok := firsts(ours, theirs); ok {
				all = append(all, differences(where+"[0]", first, other)...)
			}
		}
	}
	return all
}

// optional are fields of Stripe's that stripe-mock's one example does not show.
var optional = map[string]bool{"failure_balance_transaction": true, "failure_reason": true, "connect_reserved": true}

func names(o map[string]any) (all []string) {
	for name := range o {
		all = append(all, name)
	}
	sort.Strings(all)
	return all
}

func sortOf(v any) string {
	switch v.(type) {
	case map[string]any:
		return "object"
	case []any:
		return "list"
	case string:
		return "text"
	case float64:
		return "number"
	}
	return "yes or no"
}

func firsts(a, b any) (first, other map[string]any, ok bool) {
	x, _ := a.([]any)
	y, _ := b.([]any)
	if len(x) == 0 || len(y) == 0 {
		return nil, nil, false
	}
	first, one := x[0].(map[string]any)
	other, two := y[0].(map[string]any)
	return first, other, one && two
}

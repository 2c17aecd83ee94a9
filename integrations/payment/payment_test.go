package payment_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"chatiere/integrations/payment"
	"chatiere/integrations/payment/paymenttest"
)

var (
	ctx  = context.Background()
	noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
)

// account is a client on an account of its own.
func account(t *testing.T) (*payment.Client, *paymenttest.Server) {
	t.Helper()
	s := paymenttest.Start(t, func() time.Time { return noon })
	return client(t, s.URL()), s
}

func client(t *testing.T, base string) *payment.Client {
	t.Helper()
	c, err := payment.Open(payment.Settings{
		Key: paymenttest.Key, HookSecrets: []string{"whsec_old", paymenttest.Secret}, Environment: "portail.example", BaseURL: base, Impatient: true,
	})
	must(t, err)
	return c
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func order(ref string) payment.Order {
	return payment.Order{
		Ref: ref, Attempt: 1, Lines: []payment.Line{{Label: "F2026-0001", Cents: 12000}, {Label: "F2026-0002", Cents: 500}}, Currency: "EUR",
		Kinds: []string{"card", "sepa_debit"}, Locale: "fr", Success: "https://portail.example/ok", Cancel: "https://portail.example/no", Until: noon.Add(12 * time.Hour),
		Marks: map[string]string{"documents": "F2026-0001 F2026-0002"},
	}
}

func class(err error) payment.Class {
	var p payment.Problem
	errors.As(err, &p)
	return p.Class
}

func TestAHostedPageIsOpenedPaidAndRead(t *testing.T) {
	c, s := account(t)
	p, err := c.OpenPage(ctx, order("a"))
	must(t, err)
	if p.Status != "open" || p.Cents != 12500 || p.Currency != "EUR" || p.URL == "" || p.Ref != "a" || !p.Ours || p.Intent != "" {
		t.Errorf("%+v", p)
	}
	if again, err := c.OpenPage(ctx, order("a")); err != nil || again.ID != p.ID {
		t.Error("the same order made another page", again.ID, err)
	}
	if back := s.Pay(p.ID, paymenttest.CardDeclined); back != "" {
		t.Error("a declined card was sent on")
	}
	s.Pay(p.ID, paymenttest.Card)
	p, err = c.FindPage(ctx, p.ID)
	must(t, err)
	if p.Status != "complete" || p.Paid != "paid" || p.URL != "" {
		t.Errorf("%+v", p)
	}
	i, err := c.FindIntent(ctx, p.Intent)
	must(t, err)
	if i.Status != "succeeded" || i.Received != 12500 || i.Ref != "a" || !i.Ours || i.Kind != "card" || i.Last4 != "4242" || i.Fee != 212 || i.Movement == "" {
		t.Errorf("%+v", i)
	}
	other, err := payment.Open(payment.Settings{Key: paymenttest.Key, Environment: "elsewhere", BaseURL: s.URL()})
	must(t, err)
	if theirs, err := other.FindIntent(ctx, i.ID); err != nil || theirs.Ours {
		t.Error("another portal takes our payment for its own", err)
	}
}

func TestSDD1_ADebitIsUnderWayForDays(t *testing.T) {
	c, s := account(t)
	for _, one := range []struct {
		means        paymenttest.Means
		status, code string
	}{{paymenttest.Account, "succeeded", ""}, {paymenttest.AccountFails, "requires_payment_method", "insufficient_funds"}} {
		o := order(one.means.Number)
		o.Until = s.Now().Add(time.Hour)
		p, err := c.OpenPage(ctx, o)
		must(t, err)
		s.Pay(p.ID, one.means)
		p, err = c.FindPage(ctx, p.ID)
		must(t, err)
		i, err := c.FindIntent(ctx, p.Intent)
		must(t, err)
		if p.Status != "complete" || p.Paid != "unpaid" || i.Status != "processing" || i.Received != 0 || i.Mandate == "" {
			t.Errorf("%+v %+v", p, i)
		}
		s.Pass(paymenttest.DebitTakes)
		if i, err = c.FindIntent(ctx, i.ID); err != nil || i.Status != one.status || i.Why != one.code {
			t.Errorf("%+v %v", i, err)
		}
	}
}

func TestASavedMethodIsChargedWhileItsOwnerIsAway(t *testing.T) {
	c, s := account(t)
	customer, err := c.NewCustomer(ctx, payment.Customer{Ref: "org", Name: "Fée", Locale: "fr"}, 1)
	must(t, err)
	for _, one := range []struct {
		means paymenttest.Means
		class payment.Class
		why   string
	}{{paymenttest.Card, "", ""}, {paymenttest.CardAsksAgain, payment.Person, "authentication_required"}, {paymenttest.CardLaterEmpty, payment.Declined, "insufficient_funds"}, {paymenttest.Account, "", ""}} {
		o := order("setup" + one.means.Number)
		o.Customer, o.Lines = customer, nil
		p, err := c.OpenSetup(ctx, o)
		must(t, err)
		s.Pay(p.ID, one.means)
		saved, err := c.FindSetup(ctx, p.Setup)
		must(t, err)
		if saved.Status != "succeeded" || saved.Method == "" || saved.Customer != customer || (saved.Mandate == "") == (one.means.Kind == "sepa_debit") {
			t.Errorf("%+v", saved)
		}
		i, err := c.Charge(ctx, payment.Charge{Ref: "charge" + one.means.Number, Attempt: 1, Customer: customer, Method: saved.Method, Kind: one.means.Kind, Label: "F2026-0001", Cents: 900, Currency: "EUR"})
		var p2 payment.Problem
		errors.As(err, &p2)
		if p2.Class != one.class || p2.Why != one.why || one.class == "" && i.ID == "" || one.class != "" && p2.Intent == "" {
			t.Errorf("%s: %+v %+v", one.means.Number, i, err)
		}
		m, err := c.DetachMethod(ctx, saved.Method)
		must(t, err)
		if m.Customer != "" || m.Last4 != one.means.Number[len(one.means.Number)-4:] {
			t.Errorf("%+v", m)
		}
	}
}

func TestSTR4_TheSameKeyNeverActsTwice(t *testing.T) {
	c, s := account(t)
	for _, doing := range []paymenttest.Doing{paymenttest.DropAfter, paymenttest.Drop, paymenttest.Busy} {
		s.Behave(paymenttest.Trouble{Do: doing, Posts: true, Times: 2})
		before := len(s.All("checkout.session"))
		if p, err := c.OpenPage(ctx, order(string(rune('b'+doing)))); err != nil || p.Status != "open" {
			t.Error(doing, err)
		}
		if made := len(s.All("checkout.session")) - before; made != 1 {
			t.Errorf("%d: %d pages were made", doing, made)
		}
	}
	s.Behave(paymenttest.Trouble{Do: paymenttest.FailAfter, Posts: true, Times: 1}) // its key keeps the fault for ever
	if _, err := c.OpenPage(ctx, order("z")); class(err) != payment.Unknown {
		t.Error(err)
	}
	changed := order("a")
	_, err := c.OpenPage(ctx, changed)
	must(t, err)
	changed.Lines[0].Cents++
	if _, err := c.OpenPage(ctx, changed); class(err) != payment.Reused {
		t.Error("the same key with other words:", err)
	}
}

func TestWhatGoesWrongHasAClass(t *testing.T) {
	c, s := account(t)
	if _, err := c.FindPage(ctx, "cs_nowhere"); class(err) != payment.Missing {
		t.Error(err)
	}
	if _, err := c.Refund(ctx, "r", "pi_nowhere", 1, 1); class(err) != payment.Missing {
		t.Error(err)
	}
	o := order("a")
	o.Kinds = []string{"magic"}
	if _, err := c.OpenPage(ctx, o); class(err) != payment.Refused {
		t.Error(err)
	}
	s.Behave(paymenttest.Trouble{Do: paymenttest.Hang})
	short, stop := context.WithTimeout(ctx, 50*time.Millisecond)
	defer stop()
	if _, err := c.FindPage(short, "cs"); class(err) != payment.Unknown {
		t.Error(err)
	}
	s.Behave(paymenttest.Trouble{Do: paymenttest.Busy})
	if _, err := c.FindPage(ctx, "cs"); class(err) != payment.Busy {
		t.Error(err)
	}
	stranger, err := payment.Open(payment.Settings{Key: "sk_test_somebodyelse", BaseURL: s.URL(), Impatient: true})
	must(t, err)
	s.Behave()
	if _, err := stranger.FindPage(ctx, "cs"); class(err) != payment.Login {
		t.Error(err)
	}
	for _, key := range []string{"", "pk_test_12345678", "sk_test_", "sk_live_1234 5678"} {
		if _, err := payment.Open(payment.Settings{Key: key}); !errors.Is(err, payment.ErrKey) {
			t.Errorf("%q was taken", key)
		}
	}
}

func TestRefundsDisputesPayoutsAndFeesAreRead(t *testing.T) {
	c, s := account(t)
	p, err := c.OpenPage(ctx, order("a"))
	must(t, err)
	s.Pay(p.ID, paymenttest.CardUnsends)
	p, err = c.FindPage(ctx, p.ID)
	must(t, err)
	r, err := c.Refund(ctx, "r", p.Intent, 2500, 1)
	must(t, err)
	if r.Status != "succeeded" || r.Cents != 2500 || r.Intent != p.Intent || r.Ref != "r" || !r.Ours {
		t.Errorf("%+v", r)
	}
	s.Pass(paymenttest.UnsendWait)
	all, err := c.RefundsOf(ctx, p.Intent)
	if err != nil || len(all) != 1 || all[0].Status != "failed" || all[0].Problem == "" {
		t.Errorf("%+v %v", all, err)
	}
	id := s.Contest(p.Intent, 12500, "fraudulent", false)
	d, err := c.FindDispute(ctx, id)
	if err != nil || d.Status != "needs_response" || d.Moves != 1 || d.Moved != -12500 || d.Fee != 2000 || d.Intent != p.Intent {
		t.Errorf("%+v %v", d, err)
	}
	s.CloseDispute(id, true)
	if d, err = c.FindDispute(ctx, id); err != nil || d.Status != "won" || d.Moves != 2 || d.Moved != 0 {
		t.Errorf("%+v %v", d, err)
	}
	payout, sum := s.PayOut(), int64(0)
	s.Pass(48 * time.Hour)
	if o, err := c.FindPayout(ctx, payout); err != nil || o.Status != "paid" || o.Cents != 12500-212-2000 {
		t.Errorf("%+v %v", o, err)
	}
	must(t, c.MovementsSince(ctx, noon.Add(-time.Hour), func(m payment.Movement) error {
		sum += m.Cents - m.Fee
		return nil
	}))
	if sum != s.Balance() {
		t.Errorf("the lines make %d, the account holds %d", sum, s.Balance())
	}
}

func TestNewsIsReadOnlyWhenStripeSignedItLately(t *testing.T) {
	c, s := account(t)
	p, err := c.OpenPage(ctx, order("a"))
	must(t, err)
	s.Pay(p.ID, paymenttest.Card)
	told := s.News()
	e, err := c.Read(told[len(told)-1].Body, told[len(told)-1].Signature, noon)
	if err != nil || e.Type != "checkout.session.completed" || e.Object != "checkout.session" || e.ObjectID != p.ID || len(e.Payload) == 0 {
		t.Errorf("%+v %v", e, err)
	}
	body := told[0].Body
	for name, one := range map[string]struct {
		body   []byte
		secret string
		at     time.Time
		want   error
	}{
		"the second secret":  {body, "whsec_old", noon, nil},
		"another secret":     {body, "whsec_other", noon, payment.ErrSignature},
		"too old":            {body, paymenttest.Secret, noon.Add(-6 * time.Minute), payment.ErrSignature},
		"from the future":    {body, paymenttest.Secret, noon.Add(6 * time.Minute), payment.ErrSignature},
		"no event":           {[]byte(`{}`), paymenttest.Secret, noon, payment.ErrSignature},
		"another version":    {[]byte(strings.Replace(string(body), payment.Version, "2025-03-31.basil", 1)), paymenttest.Secret, noon, payment.ErrVersion},
		"live in a test":     {[]byte(strings.Replace(string(body), `"livemode":false,"object":"event"`, `"livemode":true,"object":"event"`, 1)), paymenttest.Secret, noon, payment.ErrMode},
		"an older signature": {body, paymenttest.Secret, noon.Add(-4 * time.Minute), nil},
	} {
		if _, err := c.Read(one.body, paymenttest.Sign(one.body, one.secret, one.at), noon); !errors.Is(err, one.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := c.Read(body, "", noon); !errors.Is(err, payment.ErrSignature) {
		t.Error("unsigned:", err)
	}
	n := 0
	must(t, c.EventsSince(ctx, noon.Add(-time.Hour), func(e payment.Event) error {
		n++
		return nil
	}))
	if n != len(told) {
		t.Errorf("%d of %d news are listed", n, len(told))
	}
}

func TestNothingOfThisMachineIsTold(t *testing.T) {
	c, s := account(t)
	_, err := c.OpenPage(ctx, order("a"))
	must(t, err)
	for _, call := range s.Calls() {
		if call.Machine != "" || call.Version != payment.Version {
			t.Errorf("%+v", call)
		}
	}
}

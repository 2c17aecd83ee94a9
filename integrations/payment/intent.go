package payment

import (
	"context"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v76"
	"github.com/stripe/stripe-go/v76/charge"
	"github.com/stripe/stripe-go/v76/paymentintent"
)

// Charge is what is to be taken from a saved method while its owner is away.
type Charge struct {
	Ref      string
	Attempt  int
	Customer string
	Method   string
	Kind     string // card, sepa_debit
	Label    string // the documents' numbers
	Cents    int64
	Currency string
	Marks    map[string]string
}

func (c *Client) intents() paymentintent.Client {
	return paymentintent.Client{B: c.backend, Key: c.settings.Key}
}

// Charge takes a sum from a saved method. A refusal of the bank is a Problem that names the payment.
func (c *Client) Charge(ctx context.Context, w Charge) (Intent, error) {
	p := &stripe.PaymentIntentParams{
		Amount: stripe.Int64(w.Cents), Currency: stripe.String(strings.ToLower(w.Currency)), Customer: stripe.String(w.Customer),
		PaymentMethod: stripe.String(w.Method), PaymentMethodTypes: stripe.StringSlice([]string{w.Kind}),
		Confirm: stripe.Bool(true), OffSession: stripe.Bool(true), Description: stripe.String(w.Label), Metadata: c.marks(w.Ref, w.Marks),
	}
	p.Context, p.IdempotencyKey = ctx, c.act("charge", w.Ref, "collect", w.Attempt)
	expandIntent(p)
	i, err := c.intents().New(p)
	return c.intentOf(i), problem(err)
}

// FindIntent looks at a sum being collected.
func (c *Client) FindIntent(ctx context.Context, id string) (Intent, error) {
	p := &stripe.PaymentIntentParams{}
	p.Context = ctx
	expandIntent(p)
	i, err := c.intents().Get(id, p)
	return c.intentOf(i), problem(err)
}

// IntentOfCharge names the sum a charge belongs to; empty for a charge that belongs to none.
func (c *Client) IntentOfCharge(ctx context.Context, id string) (string, error) {
	p := &stripe.ChargeParams{}
	p.Context = ctx
	found, err := charge.Client{B: c.backend, Key: c.settings.Key}.Get(id, p)
	if err != nil || found.PaymentIntent == nil {
		return "", problem(err)
	}
	return found.PaymentIntent.ID, nil
}

// IntentsSince calls f for every sum of the account that began after an instant, newest first.
func (c *Client) IntentsSince(ctx context.Context, since time.Time, f func(Intent) error) error {
	p := &stripe.PaymentIntentListParams{CreatedRange: after(since)}
	p.Context, p.Limit = ctx, stripe.Int64(100)
	p.AddExpand("data.latest_charge.balance_transaction")
	all := c.intents().List(p)
	for all.Next() {
		if err := f(c.intentOf(all.PaymentIntent())); err != nil {
			return err
		}
	}
	return problem(all.Err())
}

// IntentNamed finds what a charge of ours became after its answer was lost: the sum that carries its reference.
func (c *Client) IntentNamed(ctx context.Context, customer, ref string) (Intent, error) {
	p := &stripe.PaymentIntentListParams{Customer: stripe.String(customer)}
	p.Context, p.Limit = ctx, stripe.Int64(100)
	all := c.intents().List(p)
	for all.Next() {
		if i := all.PaymentIntent(); c.ours(i.Metadata) && i.Metadata[reference] == ref {
			return c.FindIntent(ctx, i.ID)
		}
	}
	if all.Err() != nil {
		return Intent{}, problem(all.Err())
	}
	return Intent{}, Problem{Class: Missing}
}

func after(since time.Time) *stripe.RangeQueryParams {
	return &stripe.RangeQueryParams{GreaterThanOrEqual: since.Unix()}
}

func expandIntent(p *stripe.PaymentIntentParams) {
	p.AddExpand("latest_charge.balance_transaction")
}

func (c *Client) intentOf(i *stripe.PaymentIntent) Intent {
	if i == nil {
		return Intent{}
	}
	v := Intent{
		ID: i.ID, Status: string(i.Status), Cents: i.Amount, Received: i.AmountReceived, Currency: currency(i.Currency),
		Ref: i.Metadata[reference], Ours: c.ours(i.Metadata), Live: i.Livemode, CreatedAt: at(i.Created),
	}
	if i.Customer != nil {
		v.Customer = i.Customer.ID
	}
	if i.LastPaymentError != nil {
		v.Problem, v.Why = string(i.LastPaymentError.Code), string(i.LastPaymentError.DeclineCode)
	}
	if i.PaymentMethod != nil {
		v.Method = i.PaymentMethod.ID
	}
	if i.LatestCharge != nil {
		v.charged(i.LatestCharge)
	}
	return v
}

// charged adds what the latest charge says.
func (i *Intent) charged(c *stripe.Charge) {
	i.Charge, i.ChargedAt, i.Refunded = c.ID, at(c.Created), c.AmountRefunded
	if c.PaymentMethod != "" {
		i.Method = c.PaymentMethod
	}
	if d := c.PaymentMethodDetails; d != nil {
		i.Kind = string(d.Type)
		switch {
		case d.Card != nil:
			i.Brand, i.Last4 = string(d.Card.Brand), d.Card.Last4
		case d.SEPADebit != nil:
			i.Last4, i.Mandate = d.SEPADebit.Last4, d.SEPADebit.Mandate
		}
	}
	if t := c.BalanceTransaction; t != nil && t.Currency != "" {
		i.Movement, i.MovedAt, i.Fee = t.ID, at(t.Created), t.Fee
	}
}

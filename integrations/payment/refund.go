package payment

import (
	"context"
	"time"

	"github.com/stripe/stripe-go/v76"
	"github.com/stripe/stripe-go/v76/dispute"
	"github.com/stripe/stripe-go/v76/refund"
)

func (c *Client) refunds() refund.Client { return refund.Client{B: c.backend, Key: c.settings.Key} }

// Refund sends a part of a collected sum back to whoever paid it.
func (c *Client) Refund(ctx context.Context, ref, intent string, cents int64, attempt int) (Refund, error) {
	p := &stripe.RefundParams{PaymentIntent: stripe.String(intent), Amount: stripe.Int64(cents), Metadata: c.marks(ref, nil)}
	p.Context, p.IdempotencyKey = ctx, c.act("refund", ref, "send", attempt)
	r, err := c.refunds().New(p)
	return c.refundOf(r), problem(err)
}

// FindRefund looks at money sent back.
func (c *Client) FindRefund(ctx context.Context, id string) (Refund, error) {
	p := &stripe.RefundParams{}
	p.Context = ctx
	r, err := c.refunds().Get(id, p)
	return c.refundOf(r), problem(err)
}

// RefundsOf returns everything sent back of one collected sum.
func (c *Client) RefundsOf(ctx context.Context, intent string) ([]Refund, error) {
	p := &stripe.RefundListParams{PaymentIntent: stripe.String(intent)}
	p.Context, p.Limit = ctx, stripe.Int64(100)
	var found []Refund
	all := c.refunds().List(p)
	for all.Next() {
		found = append(found, c.refundOf(all.Refund()))
	}
	return found, problem(all.Err())
}

func (c *Client) refundOf(r *stripe.Refund) Refund {
	if r == nil {
		return Refund{}
	}
	v := Refund{
		ID: r.ID, Status: string(r.Status), Problem: string(r.FailureReason), Cents: r.Amount, Currency: currency(r.Currency),
		Ref: r.Metadata[reference], Ours: c.ours(r.Metadata), CreatedAt: at(r.Created),
	}
	if r.PaymentIntent != nil {
		v.Intent = r.PaymentIntent.ID
	}
	if r.Charge != nil {
		v.Charge = r.Charge.ID
	}
	return v
}

func (c *Client) disputes() dispute.Client {
	return dispute.Client{B: c.backend, Key: c.settings.Key}
}

// FindDispute looks at a contested payment.
func (c *Client) FindDispute(ctx context.Context, id string) (Dispute, error) {
	p := &stripe.DisputeParams{}
	p.Context = ctx
	d, err := c.disputes().Get(id, p)
	return disputeOf(d), problem(err)
}

// DisputesSince calls f for every payment contested after an instant.
func (c *Client) DisputesSince(ctx context.Context, since time.Time, f func(Dispute) error) error {
	p := &stripe.DisputeListParams{CreatedRange: after(since)}
	p.Context, p.Limit = ctx, stripe.Int64(100)
	all := c.disputes().List(p)
	for all.Next() {
		if err := f(disputeOf(all.Dispute())); err != nil {
			return err
		}
	}
	return problem(all.Err())
}

func disputeOf(d *stripe.Dispute) Dispute {
	if d == nil {
		return Dispute{}
	}
	v := Dispute{
		ID: d.ID, Status: string(d.Status), Reason: string(d.Reason), Cents: d.Amount, Currency: currency(d.Currency), Live: d.Livemode,
		CreatedAt: at(d.Created), Moves: len(d.BalanceTransactions),
	}
	if d.PaymentIntent != nil {
		v.Intent = d.PaymentIntent.ID
	}
	if d.Charge != nil {
		v.Charge = d.Charge.ID
	}
	for _, t := range d.BalanceTransactions {
		v.Moved += t.Amount
		v.Fee += t.Fee
	}
	return v
}

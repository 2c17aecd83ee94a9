package payment

import (
	"context"
	"time"

	"github.com/stripe/stripe-go/v76"
	"github.com/stripe/stripe-go/v76/balancetransaction"
	"github.com/stripe/stripe-go/v76/payout"
)

// FindPayout looks at money on its way to the bank.
func (c *Client) FindPayout(ctx context.Context, id string) (Payout, error) {
	p := &stripe.PayoutParams{}
	p.Context = ctx
	o, err := payout.Client{B: c.backend, Key: c.settings.Key}.Get(id, p)
	if err != nil {
		return Payout{}, problem(err)
	}
	return Payout{
		ID: o.ID, Status: string(o.Status), Problem: string(o.FailureCode), Cents: o.Amount, Currency: currency(o.Currency), Live: o.Livemode,
		CreatedAt: at(o.Created), ArrivesAt: at(o.ArrivalDate),
	}, nil
}

func (c *Client) movements() balancetransaction.Client {
	return balancetransaction.Client{B: c.backend, Key: c.settings.Key}
}

// FindMovement looks at a line on Stripe's account.
func (c *Client) FindMovement(ctx context.Context, id string) (Movement, error) {
	p := &stripe.BalanceTransactionParams{}
	p.Context = ctx
	t, err := c.movements().Get(id, p)
	if err != nil {
		return Movement{}, problem(err)
	}
	return movementOf(t), nil
}

// MovementsSince calls f for every line on Stripe's account after an instant.
func (c *Client) MovementsSince(ctx context.Context, since time.Time, f func(Movement) error) error {
	p := &stripe.BalanceTransactionListParams{CreatedRange: after(since)}
	p.Context, p.Limit = ctx, stripe.Int64(100)
	all := c.movements().List(p)
	for all.Next() {
		if err := f(movementOf(all.BalanceTransaction())); err != nil {
			return err
		}
	}
	return problem(all.Err())
}

func movementOf(t *stripe.BalanceTransaction) Movement {
	m := Movement{ID: t.ID, Type: string(t.Type), Cents: t.Amount, Fee: t.Fee, Currency: currency(t.Currency), CreatedAt: at(t.Created)}
	if t.Source != nil {
		m.Source = t.Source.ID
	}
	return m
}

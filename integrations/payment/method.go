package payment

import (
	"context"

	"github.com/stripe/stripe-go/v76"
	"github.com/stripe/stripe-go/v76/customer"
	"github.com/stripe/stripe-go/v76/mandate"
	"github.com/stripe/stripe-go/v76/paymentmethod"
	"github.com/stripe/stripe-go/v76/setupintent"
)

// Customer is an organisation as Stripe shall know it, once for each currency (HOS6).
type Customer struct {
	Ref    string // ours
	Name   string
	Email  string
	Locale string
}

// NewCustomer makes the customer, and returns its id; told twice it is the same one.
func (c *Client) NewCustomer(ctx context.Context, w Customer, attempt int) (string, error) {
	p := &stripe.CustomerParams{Name: stripe.String(w.Name), PreferredLocales: stripe.StringSlice([]string{w.Locale}), Metadata: c.marks(w.Ref, nil)}
	if w.Email != "" {
		p.Email = stripe.String(w.Email)
	}
	p.Context, p.IdempotencyKey = ctx, c.act("customer", w.Ref, "make", attempt)
	made, err := customer.Client{B: c.backend, Key: c.settings.Key}.New(p)
	if err != nil {
		return "", problem(err)
	}
	return made.ID, nil
}

func (c *Client) methods() paymentmethod.Client {
	return paymentmethod.Client{B: c.backend, Key: c.settings.Key}
}

// FindMethod looks at a saved method.
func (c *Client) FindMethod(ctx context.Context, id string) (Method, error) {
	p := &stripe.PaymentMethodParams{}
	p.Context = ctx
	m, err := c.methods().Get(id, p)
	return methodOf(m), problem(err)
}

// DetachMethod takes a saved method away: it can never be charged again.
func (c *Client) DetachMethod(ctx context.Context, id string) (Method, error) {
	p := &stripe.PaymentMethodDetachParams{}
	p.Context = ctx
	m, err := c.methods().Detach(id, p)
	return methodOf(m), problem(err)
}

func methodOf(m *stripe.PaymentMethod) Method {
	if m == nil {
		return Method{}
	}
	v := Method{ID: m.ID, Kind: string(m.Type)}
	if m.Customer != nil {
		v.Customer = m.Customer.ID
	}
	switch {
	case m.Card != nil:
		v.Brand, v.Last4, v.Country = string(m.Card.Brand), m.Card.Last4, m.Card.Country
		v.ExpMonth, v.ExpYear = int(m.Card.ExpMonth), int(m.Card.ExpYear)
	case m.SEPADebit != nil:
		v.Last4, v.Country = m.SEPADebit.Last4, m.SEPADebit.Country
	}
	return v
}

// FindSetup looks at a method being saved.
func (c *Client) FindSetup(ctx context.Context, id string) (Setup, error) {
	p := &stripe.SetupIntentParams{}
	p.Context = ctx
	s, err := setupintent.Client{B: c.backend, Key: c.settings.Key}.Get(id, p)
	if err != nil {
		return Setup{}, problem(err)
	}
	v := Setup{ID: s.ID, Status: string(s.Status), Ref: s.Metadata[reference], Ours: c.ours(s.Metadata)}
	if s.PaymentMethod != nil {
		v.Method = s.PaymentMethod.ID
	}
	if s.Mandate != nil {
		v.Mandate = s.Mandate.ID
	}
	if s.Customer != nil {
		v.Customer = s.Customer.ID
	}
	if s.LastSetupError != nil {
		v.Problem = string(s.LastSetupError.Code)
	}
	return v, nil
}

// FindMandate looks at a mandate.
func (c *Client) FindMandate(ctx context.Context, id string) (Mandate, error) {
	p := &stripe.MandateParams{}
	p.Context = ctx
	m, err := mandate.Client{B: c.backend, Key: c.settings.Key}.Get(id, p)
	if err != nil {
		return Mandate{}, problem(err)
	}
	v := Mandate{ID: m.ID, Status: string(m.Status)}
	if m.PaymentMethod != nil {
		v.Method = m.PaymentMethod.ID
	}
	if d := m.PaymentMethodDetails; d != nil && d.SEPADebit != nil {
		v.Reference = d.SEPADebit.Reference
	}
	return v, nil
}

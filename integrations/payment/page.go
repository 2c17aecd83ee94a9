package payment

import (
	"context"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v76"
	"github.com/stripe/stripe-go/v76/checkout/session"
)

// Line is one thing on a hosted page: a document's number and what is due for it.
type Line struct {
	Label string
	Cents int64
}

// Order is what a hosted page asks for. The same order told twice makes one page.
type Order struct {
	Ref      string // ours, random: it comes back with every object
	Attempt  int
	Customer string // empty: whoever pays, unknown to us
	Lines    []Line
	Currency string
	Kinds    []string // card, sepa_debit
	Save     bool     // the method may be charged later, with the payer's leave
	Locale   string
	Success  string // where to come back to
	Cancel   string
	Until    time.Time
	Marks    map[string]string // never a personal datum
}

func (c *Client) pages() session.Client { return session.Client{B: c.backend, Key: c.settings.Key} }

// OpenPage makes a hosted page on which the order is paid.
func (c *Client) OpenPage(ctx context.Context, o Order) (Page, error) {
	p := c.page(ctx, o)
	p.Mode, p.ExpiresAt = stripe.String("payment"), stripe.Int64(o.Until.Unix())
	var labels []string
	for _, l := range o.Lines {
		labels = append(labels, l.Label)
		p.LineItems = append(p.LineItems, &stripe.CheckoutSessionLineItemParams{
			Quantity: stripe.Int64(1), PriceData: &stripe.CheckoutSessionLineItemPriceDataParams{
				Currency: stripe.String(strings.ToLower(o.Currency)), UnitAmount: stripe.Int64(l.Cents),
				ProductData: &stripe.CheckoutSessionLineItemPriceDataProductDataParams{Name: stripe.String(l.Label)},
			},
		})
	}
	p.PaymentIntentData = &stripe.CheckoutSessionPaymentIntentDataParams{
		Metadata: c.marks(o.Ref, o.Marks), Description: stripe.String(strings.Join(labels, " ")),
	}
	if o.Save {
		p.PaymentIntentData.SetupFutureUsage = stripe.String("off_session")
	}
	s, err := c.pages().New(p)
	return c.pageOf(s), problem(err)
}

// OpenSetup makes a hosted page on which a method is left for later, without paying.
func (c *Client) OpenSetup(ctx context.Context, o Order) (Page, error) {
	p := c.page(ctx, o)
	p.Mode = stripe.String("setup")
	p.SetupIntentData = &stripe.CheckoutSessionSetupIntentDataParams{Metadata: c.marks(o.Ref, o.Marks)}
	s, err := c.pages().New(p)
	return c.pageOf(s), problem(err)
}

func (c *Client) page(ctx context.Context, o Order) *stripe.CheckoutSessionParams {
	p := &stripe.CheckoutSessionParams{
		ClientReferenceID: stripe.String(o.Ref), PaymentMethodTypes: stripe.StringSlice(o.Kinds), Locale: stripe.String(localeOf(o.Locale)),
		SuccessURL: stripe.String(o.Success), CancelURL: stripe.String(o.Cancel), Metadata: c.marks(o.Ref, o.Marks),
	}
	if o.Customer != "" {
		p.Customer = stripe.String(o.Customer)
	}
	p.Context, p.IdempotencyKey = ctx, c.act("page", o.Ref, "open", o.Attempt)
	return p
}

// localeOf is the language of the hosted page; where Stripe does not speak ours, it looks at the browser.
func localeOf(lang string) string {
	switch lang {
	case "fr", "en", "de", "es", "it", "nl", "pt", "pl", "da", "sv", "fi", "nb", "cs", "ro", "hu", "el":
		return lang
	}
	return "auto"
}

// FindPage looks at a hosted page.
func (c *Client) FindPage(ctx context.Context, id string) (Page, error) {
	p := &stripe.CheckoutSessionParams{}
	p.Context = ctx
	s, err := c.pages().Get(id, p)
	return c.pageOf(s), problem(err)
}

// EndPage closes a hosted page that is still open, so that nobody pays on it any more.
func (c *Client) EndPage(ctx context.Context, id string) (Page, error) {
	p := &stripe.CheckoutSessionExpireParams{}
	p.Context = ctx
	s, err := c.pages().Expire(id, p)
	return c.pageOf(s), problem(err)
}

func (c *Client) pageOf(s *stripe.CheckoutSession) Page {
	if s == nil {
		return Page{}
	}
	p := Page{
		ID: s.ID, Mode: string(s.Mode), Status: string(s.Status), Paid: string(s.PaymentStatus), Cents: s.AmountTotal, Currency: currency(s.Currency),
		Ref: s.ClientReferenceID, Ours: c.ours(s.Metadata), Live: s.Livemode, URL: s.URL, ExpiresAt: at(s.ExpiresAt),
	}
	if s.PaymentIntent != nil {
		p.Intent = s.PaymentIntent.ID
	}
	if s.SetupIntent != nil {
		p.Setup = s.SetupIntent.ID
	}
	if s.Customer != nil {
		p.Customer = s.Customer.ID
	}
	return p
}

// currency is written in one way on our side of the border (X21).
func currency(c stripe.Currency) string { return strings.ToUpper(string(c)) }

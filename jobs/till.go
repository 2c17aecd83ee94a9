package jobs

import (
	"context"
	"errors"
	"log/slog"
	"net/url"
	"strconv"

	"chatiere/integrations/payment"
	"chatiere/models/billing"
	"chatiere/models/billing/cashier"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/paths"

	"gorm.io/gorm"
)

// Till is where money is collected: it tells Stripe what models/billing has written down, and tells models/billing what Stripe answers.
// The keys are read each time, as an admin may change them while the portal serves.
type Till struct {
	DB        *gorm.DB
	Log       *slog.Logger
	Secret    []byte
	BaseURL   string // of the portal
	API       string // where Stripe answers; empty: Stripe itself
	Impatient bool   // tests do not wait between two tries
}

// errShut says that nothing can be collected: no key, or one that cannot be read any more.
var errShut = errors.New("jobs: there is no key to collect money with")

// Offers are the ways to pay online that the collective offers; none without keys, or when they cannot be read.
func (t Till) Offers(ctx context.Context) (collective.PaymentKeys, error) {
	if t.DB == nil {
		return collective.PaymentKeys{}, nil
	}
	keys, err := collective.FindPaymentKeys(ctx, t.DB)
	if err != nil || !keys.Offers() {
		return collective.PaymentKeys{}, err
	}
	if _, sealed := keys.Open(t.Secret); sealed != nil {
		return collective.PaymentKeys{}, nil
	}
	return keys, nil
}

// Origins are where the hosted pages live.
func (t Till) Origins() []string { return payment.Origins(t.API) }

// client speaks to Stripe with the keys of now.
func (t Till) client(ctx context.Context) (*payment.Client, error) {
	if t.DB == nil {
		return nil, errShut
	}
	keys, err := collective.FindPaymentKeys(ctx, t.DB)
	if err != nil {
		return nil, err
	}
	if !keys.Set() {
		return nil, errShut
	}
	secrets, err := keys.Open(t.Secret)
	if err != nil {
		return nil, err
	}
	return payment.Open(payment.Settings{Key: secrets.Key, HookSecrets: secrets.Hooks, Environment: t.environment(), BaseURL: t.API, Impatient: t.Impatient})
}

// environment names this installation: two portals on one account never take each other's money for theirs.
func (t Till) environment() string {
	if u, err := url.Parse(t.BaseURL); err == nil && u.Host != "" {
		return u.Host
	}
	return "portal"
}

// Open makes the hosted page of a collection, or finds the one that waits, and returns its address. store.ErrConflict means that the page
// is over: somebody paid on it, or its time ended.
func (t Till) Open(ctx context.Context, c billing.Collection) (string, error) {
	client, err := t.client(ctx)
	if err != nil {
		return "", err
	}
	if c.CustomerID == "" && c.ByID != nil {
		if c.CustomerID, err = t.customer(ctx, client, c); err != nil {
			return "", err
		}
	}
	open := client.OpenPage
	if c.Kind == billing.BySetup {
		open = client.OpenSetup
	}
	return t.leads(ctx, client, errand{
		object: "collection", ref: c.Ref, open: func(attempt int) (payment.Page, error) { return open(ctx, t.order(c, attempt)) },
		opened: func(p payment.Page) error {
			_, err := billing.PageOpened(ctx, t.DB, c.ID, cashier.Page(p), c.CustomerID)
			return err
		},
		look: func() error {
			if c, err = billing.LoadCollection(ctx, t.DB, c.ID); err != nil {
				return err
			}
			_, err = t.look(ctx, client, c)
			return err
		},
	})
}

// errand is a hosted page to be made: for documents, for a saved method, or for a gift.
type errand struct {
	object, ref string // as its attempts are written down
	open        func(attempt int) (payment.Page, error)
	opened      func(payment.Page) error // keeps which page it was
	look        func() error             // how far it has come, when the page is over
}

// leads makes the page of an errand, or finds the one that was made before, and returns its address.
func (t Till) leads(ctx context.Context, client *payment.Client, e errand) (string, error) {
	a, err := billing.BeginAttempt(ctx, t.DB, e.object, e.ref, "open")
	if err != nil {
		return "", err
	}
	if a.State == billing.AttemptDone {
		return t.again(ctx, client, e, a)
	}
	page, err := e.open(a.Attempt)
	err = trouble(err)
	if noted := a.Ended(context.WithoutCancel(ctx), t.DB, page.ID, err); noted != nil || err != nil {
		return "", errors.Join(err, noted)
	}
	return page.URL, e.opened(page)
}

// again finds the address of a page that was made before: it is never kept (HOS3).
func (t Till) again(ctx context.Context, client *payment.Client, e errand, a billing.Attempt) (string, error) {
	page, err := client.FindPage(ctx, a.ProviderID)
	if err != nil {
		return "", trouble(err)
	}
	if err := e.opened(page); err != nil { // the answer came, and was lost before it was kept
		return "", err
	}
	if page.Status == "open" && page.URL != "" {
		return page.URL, nil
	}
	if err := e.look(); err != nil {
		return "", err
	}
	return "", store.ErrConflict
}

// order is what Stripe is asked for: documents' numbers and amounts, and where to come back to.
func (t Till) order(c billing.Collection, attempt int) payment.Order {
	o, back := c.Order(attempt), t.BaseURL+paths.Collection(c.Locale, c)
	p := payment.Order{
		Ref: o.Ref, Attempt: o.Attempt, Customer: o.Customer, Currency: o.Currency, Kinds: o.Kinds, Save: o.Save, Locale: o.Locale, Until: o.Until,
		Success: back, Cancel: back + "?left=true", Marks: marks(c),
	}
	for _, l := range o.Lines {
		p.Lines = append(p.Lines, payment.Line(l))
	}
	return p
}

// marks let a person find the documents from Stripe's own pages.
func marks(c billing.Collection) map[string]string {
	words := ""
	for _, label := range c.Labels() {
		words += label + " "
	}
	return map[string]string{"organisation": strconv.FormatUint(uint64(c.OrganisationID), 10), "documents": words}
}

// customer is the organisation as Stripe knows it; it is made once.
func (t Till) customer(ctx context.Context, client *payment.Client, c billing.Collection) (string, error) {
	name, err := billing.CustomerOf(ctx, t.DB, c.OrganisationID, c.Currency, c.Live)
	if err == nil || !errors.Is(err, store.ErrNotFound) {
		return name, err
	}
	o, err := people.LoadOrganisation(ctx, t.DB, c.OrganisationID)
	if err != nil {
		return "", err
	}
	payer, err := people.LoadUser(ctx, t.DB, *c.ByID)
	if err != nil {
		return "", err
	}
	called := o.LegalName
	if called == "" {
		called = o.Name
	}
	made, err := t.newCustomer(ctx, client, payment.Customer{Ref: o.Ref + ":" + c.Currency + ":" + strconv.FormatBool(c.Live), Name: called, Email: payer.Email, Locale: c.Locale})
	if err != nil {
		return "", err
	}
	return billing.KeepCustomer(ctx, t.DB, c.OrganisationID, c.Currency, c.Live, made)
}

// newCustomer makes a customer at Stripe, once for each ref.
func (t Till) newCustomer(ctx context.Context, client *payment.Client, w payment.Customer) (string, error) {
	a, err := billing.BeginAttempt(ctx, t.DB, "customer", w.Ref, "make")
	if err != nil || a.State == billing.AttemptDone {
		return a.ProviderID, err
	}
	made, err := client.NewCustomer(ctx, w, a.Attempt)
	err = trouble(err)
	if reused(err) { // its name or address changed since an answer was lost: the first customer stays unused
		err = cashier.Refused
	}
	if noted := a.Ended(context.WithoutCancel(ctx), t.DB, made, err); noted != nil || err != nil {
		return "", errors.Join(err, noted)
	}
	return made, nil
}

// trouble says in the house's words what went wrong at Stripe.
func trouble(err error) error {
	var p payment.Problem
	if err == nil || !errors.As(err, &p) {
		return err
	}
	switch p.Class {
	case payment.Busy:
		return cashier.Busy
	case payment.Login:
		return cashier.Locked
	case payment.Missing:
		return cashier.Missing
	case payment.Declined:
		return cashier.Declined
	case payment.Person:
		return cashier.Asks
	case payment.Refused:
		return cashier.Refused
	case payment.Reused:
		return errReused
	}
	if p.Status >= 500 {
		return cashier.Broken
	}
	return cashier.Unclear
}

// errReused means that a key of ours was used for other words.
var errReused = errors.New("jobs: this act was told before in other words")

func reused(err error) bool { return errors.Is(err, errReused) }

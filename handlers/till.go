package handlers

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"chatiere/models/billing"
	"chatiere/models/billing/cashier"
	"chatiere/models/collective"
	"chatiere/models/commons"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Till is where money is collected online.
type Till interface {
	Offers(ctx context.Context) (collective.PaymentKeys, error)                 // none without keys
	Origins() []string                                                          // of the hosted pages
	Open(ctx context.Context, c billing.Collection) (string, error)             // the hosted page's address
	Look(ctx context.Context, c billing.Collection) (billing.Collection, error) // how far it has come
	OpenGift(ctx context.Context, g commons.GiftPayment) (string, error)        // the same for gifts
	LookGift(ctx context.Context, g commons.GiftPayment) (commons.GiftPayment, error)
	Read(ctx context.Context, payload []byte, signature string) (cashier.Event, error) // news that came
	Examine(ctx context.Context) (cashier.Health, error)                               // whether the keys work
}

// How long a person waits for Stripe at most: for a page to pay on, and for a look on the way back (quality.md F10).
const (
	opening = 18 * time.Second
	looking = 5 * time.Second
)

// offered remembers the ways to pay online as they were in the edition in which they were read.
type offered struct{ last atomic.Pointer[offeredIn] }

type offeredIn struct {
	edition int64
	keys    collective.PaymentKeys
}

// offers are the ways to pay online.
func (s Site) offers(c echo.Context) (collective.PaymentKeys, error) {
	if s.Till == nil {
		return collective.PaymentKeys{}, nil
	}
	if known := s.offered.last.Load(); known != nil && known.edition == now(c).edition {
		return known.keys, nil
	}
	keys, err := s.Till.Offers(ctx(c))
	if err == nil {
		s.offered.last.Store(&offeredIn{now(c).edition, keys})
	}
	return keys, err
}

// leadsOut lets the forms of this page lead to the hosted pages: browsers apply the policy to redirects after a form too (HOS2).
func (s Site) leadsOut(c echo.Context) {
	if s.Till == nil {
		return
	}
	allowed := strings.Join(append([]string{"form-action 'self'"}, s.Till.Origins()...), " ")
	c.Response().Header().Set("Content-Security-Policy", strings.Replace(policy, "form-action 'self'", allowed, 1))
}

// collect writes down what somebody is about to pay and sends them to the hosted page. Where Stripe does not answer it says so, and
// nothing chosen is lost; where there is nothing left to pay it leads back.
func (s Site) collect(c echo.Context, b billing.Basket, back string) error {
	keys, err := s.offers(c)
	if err != nil {
		return err
	}
	if !keys.Set() {
		return store.ErrNotFound
	}
	collection, err := billing.Collect(ctx(c), s.DB, keys, b)
	if _, wrong := store.AsInvalid(err); wrong { // paid meanwhile, or being debited
		s.flash(c, "nothing_to_collect")
		return redirect(c, back)
	}
	if err != nil {
		return err
	}
	return s.toPage(c, collection, back)
}

// toPage sends a person to the hosted page of a collection.
func (s Site) toPage(c echo.Context, collection billing.Collection, back string) error {
	return s.leadTo(c, func(within context.Context) (string, error) { return s.Till.Open(within, collection) },
		paths.Collection(lang(c), collection), views.NoPagePage{Again: paths.CollectionPage(lang(c), collection), Back: back})
}

// leadTo sends a person to a hosted page; where that is over, to where its end is told.
func (s Site) leadTo(c echo.Context, open func(context.Context) (string, error), over string, none views.NoPagePage) error {
	within, stop := context.WithTimeout(ctx(c), opening)
	defer stop()
	address, err := open(within)
	var trouble cashier.Trouble
	switch {
	case errors.Is(err, store.ErrConflict): // somebody paid on it, or its time ended
		return redirect(c, over)
	case errors.As(err, &trouble):
		s.Log.Warn("no page to pay on", "request", requestIDOf(c), "trouble", string(trouble))
		s.leadsOut(c)
		c.Response().Header().Set("Retry-After", "30")
		return renderStatus(c, http.StatusServiceUnavailable, views.NoPage(none))
	case err != nil:
		return err
	}
	return redirect(c, address)
}

// online is how the page of a document offers to pay it.
func (s Site) online(c echo.Context, action string, cents int64, currency string, underWay int64) (views.Online, error) {
	keys, err := s.offers(c)
	if err != nil || !keys.Set() || cents <= 0 {
		return views.Online{}, err
	}
	s.leadsOut(c)
	return views.Online{Action: action, Cards: keys.Cards, Debits: keys.Debits && currency == "EUR", Cents: cents - underWay, Currency: currency, UnderWay: underWay}, nil
}

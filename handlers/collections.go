package handlers

import (
	"context"
	"errors"

	"chatiere/models/billing"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Collections are sums being paid online.
type Collections struct{ site Site }

// New lists what an organisation owes, with every invoice ticked, oldest first (PAY1).
func (h Collections) New(c echo.Context) error { return h.site.choose(c, store.Invalid(nil)) }

// choose draws what is due, to be paid at once, by the saved method, or by somebody else.
func (s Site) choose(c echo.Context, wrong store.Invalid) error {
	keys, err := s.offers(c)
	if err != nil {
		return err
	}
	p := views.CollectPage{Organisation: org(c), Keys: keys, Chosen: c.QueryParam("invoice"), Today: s.today(c), Wrong: wrong}
	if p.Due, err = billing.DueOf(ctx(c), s.DB, org(c)); err != nil {
		return err
	}
	if p.UnderWay, err = billing.UnderwayOf(ctx(c), s.DB, org(c).ID); err != nil {
		return err
	}
	if p.Methods, err = billing.MethodsOf(ctx(c), s.DB, org(c)); err != nil {
		return err
	}
	s.leadsOut(c)
	if len(wrong) > 0 {
		return renderInvalid(c, views.Collect(p))
	}
	return render(c, views.Collect(p))
}

// ticked are the refs of the invoices that were chosen.
func ticked(c echo.Context) []string {
	values, err := c.FormParams()
	if err != nil {
		return nil
	}
	return values["invoice"]
}

// Create sends to the hosted page on which the chosen invoices are paid.
func (h Collections) Create(c echo.Context) error {
	b, err := billing.BasketOf(ctx(c), h.site.DB, me(c), org(c), ticked(c), lang(c))
	if wrong, bad := store.AsInvalid(err); bad {
		return h.site.choose(c, wrong)
	}
	if err != nil {
		return err
	}
	b.Save = c.FormValue("save") == "true"
	return h.site.collect(c, b, paths.NewCollection(lang(c), org(c), ""))
}

// Show is where one comes back to: it says paid only when the portal knows (SUB5).
func (h Collections) Show(c echo.Context) error {
	collection, err := billing.FindCollection(ctx(c), h.site.DB, c.Param("ref"))
	if err != nil {
		return err
	}
	p := views.CollectionPage{Collection: h.site.seen(c, collection), Left: c.QueryParam("left") == "true"}
	if p.Member = keepsMoney(me(c), p.Collection.OrganisationID); p.Member {
		m, _ := me(c).In(p.Collection.OrganisationID)
		p.Organisation = m.Organisation
	}
	if p.Collection.ProFormaID != nil {
		if p.ProForma, err = billing.LoadProForma(ctx(c), h.site.DB, *p.Collection.ProFormaID); err != nil {
			return err
		}
	}
	if p.Upgrade, p.Upgraded, err = billing.FindUpgrade(ctx(c), h.site.DB, p.Collection); err != nil {
		return err
	}
	if p.Collection.PaymentID != nil {
		if p.Payment, err = billing.LoadPayment(ctx(c), h.site.DB, *p.Collection.PaymentID); err != nil {
			return err
		}
	}
	secretly(c)
	h.site.leadsOut(c)
	return render(c, views.Collection(p))
}

// seen asks Stripe how far it has come, within a few seconds; when it does not answer, what is known is shown.
func (s Site) seen(c echo.Context, collection billing.Collection) billing.Collection {
	if s.Till == nil || collection.Over() || collection.State == billing.Collecting {
		return collection
	}
	within, stop := context.WithTimeout(ctx(c), looking)
	defer stop()
	fresh, err := s.Till.Look(within, collection)
	if err != nil {
		s.Log.Warn("no look at a payment", "request", requestIDOf(c), "error", err.Error())
		return collection
	}
	return fresh
}

// CollectionPages are the hosted pages of collections.
type CollectionPages struct{ site Site }

// Create leads back to the one that waits; one that is over says so.
func (h CollectionPages) Create(c echo.Context) error {
	collection, err := billing.FindCollection(ctx(c), h.site.DB, c.Param("ref"))
	if err != nil {
		return err
	}
	if collection.Over() || collection.State == billing.Collecting || collection.Ending || h.site.Till == nil {
		return redirect(c, paths.Collection(lang(c), collection))
	}
	return h.site.toPage(c, collection, paths.Collection(lang(c), collection))
}

// ProFormaCollections are pro formas paid online: whoever holds the address may pay.
type ProFormaCollections struct{ site Site }

// Create sends to the hosted page.
func (h ProFormaCollections) Create(c echo.Context) error {
	p, err := billing.FindProForma(ctx(c), h.site.DB, c.Param("ref"))
	if err != nil {
		return err
	}
	var became *billing.Invoice
	if p.State == billing.Invoiced {
		i, err := billing.InvoiceOf(ctx(c), h.site.DB, p.ID)
		if err != nil {
			return err
		}
		became = &i
	}
	b := billing.BasketOfProForma(p, became, me(c), lang(c))
	b.Save = c.FormValue("save") == "true"
	return h.site.collect(c, b, paths.ProForma(lang(c), p))
}

// Charges are invoices paid with the saved method.
type Charges struct{ site Site }

// Create promises to charge it.
func (h Charges) Create(c echo.Context) error {
	keys, err := h.site.offers(c)
	if err != nil {
		return err
	}
	b, err := billing.BasketOf(ctx(c), h.site.DB, me(c), org(c), ticked(c), lang(c))
	var collection billing.Collection
	if err == nil {
		collection, err = billing.Charge(ctx(c), h.site.DB, keys, me(c).Actor(), org(c), b.InvoiceIDs)
	}
	if errors.Is(err, billing.ErrNoMethod) {
		err = store.Invalid{"invoice": store.Wrong{Key: "error.no_method"}}
	}
	if wrong, bad := store.AsInvalid(err); bad {
		return h.site.choose(c, wrong)
	}
	if err != nil {
		return err
	}
	return redirect(c, paths.Collection(lang(c), collection))
}

// RefundWishes are asked for by who paid too much.
type RefundWishes struct{ site Site }

// Create passes the wish on to a person.
func (h RefundWishes) Create(c echo.Context) error {
	p, err := billing.FindPaymentOf(ctx(c), h.site.DB, org(c), c.Param("ref"))
	if err != nil {
		return err
	}
	if err := p.AskBack(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	h.site.flash(c, "refund_wanted")
	return redirect(c, paths.Invoices(lang(c), org(c)))
}

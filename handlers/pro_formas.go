package handlers

import (
	"errors"
	"net/http"
	"time"

	"chatiere/models/billing"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/papers"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// ProFormas is what one was asked to pay. Whoever holds the address was given it; it names no person.
type ProFormas struct{ site Site }

// Show draws it with the next step.
func (h ProFormas) Show(c echo.Context) error {
	p, err := billing.FindProForma(ctx(c), h.site.DB, c.Param("ref"))
	if err != nil {
		return err
	}
	if p.State == billing.Cancelled { // another one may have taken its place: a change, a gift code that was confirmed too late
		newest, err := billing.ProFormaOf(ctx(c), h.site.DB, p.SubscriptionID)
		if err != nil {
			return err
		}
		if newest.ID != p.ID && newest.State != billing.Cancelled {
			h.site.flash(c, "pro_forma_replaced")
			return redirect(c, paths.ProForma(lang(c), newest))
		}
	}
	return h.draw(c, http.StatusOK, views.ProFormaPage{ProForma: p})
}

func (h ProFormas) draw(c echo.Context, status int, page views.ProFormaPage) error {
	p := page.ProForma
	var err error
	if p.State == billing.Invoiced {
		switch i, err := billing.InvoiceOf(ctx(c), h.site.DB, p.ID); {
		case err == nil:
			page.Invoice = &i
		case !errors.Is(err, store.ErrNotFound): // others pay everything, or a gift code left nothing to charge
			return err
		}
	} else if page.Received, err = p.Received(ctx(c), h.site.DB); err != nil {
		return err
	}
	page.Today = h.site.day(c)
	page.Mine = me(c).SignedIn() && me(c).ID == p.AcceptedByID
	if m, in := me(c).In(p.OrganisationID); in && m.Organisation.Usable() {
		page.Organisation = m.Organisation
	}
	if p.State != billing.Cancelled && p.MayWithdraw(store.Now(h.site.DB), host(c).Location()) {
		page.Until = p.WithdrawalUntil(host(c).Location()).Format(time.DateOnly)
	}
	if err := h.online(c, &page); err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	c.Response().Header().Set("Referrer-Policy", "no-referrer") // the address itself is the key
	return renderStatus(c, status, views.ProForma(page))
}

// online offers to pay online what is left and not being debited.
func (h ProFormas) online(c echo.Context, page *views.ProFormaPage) error {
	if page.Left() <= 0 {
		return nil
	}
	busy, err := billing.UnderwayOf(ctx(c), h.site.DB, page.ProForma.OrganisationID)
	if err != nil {
		return err
	}
	var underWay int64
	for _, u := range busy {
		if u.ProFormaID != nil && *u.ProFormaID == page.ProForma.ID || u.InvoiceID != nil && page.Invoice != nil && *u.InvoiceID == page.Invoice.ID {
			underWay += u.AmountCents
		}
	}
	page.Online, err = h.site.online(c, paths.ProFormaCollections(lang(c), page.ProForma), page.Left(), page.ProForma.Currency, underWay)
	page.Online.Keeps = keepsMoney(me(c), page.ProForma.OrganisationID)
	return err
}

// PDF is the document.
func (h ProFormas) PDF(c echo.Context) error {
	p, err := billing.FindProForma(ctx(c), h.site.DB, c.Param("ref"))
	if err != nil {
		return err
	}
	pdf, err := papers.ProForma(p)
	if err != nil {
		return err
	}
	return attach(c, papers.FileName(p.PaymentReference), "application/pdf", pdf)
}

// ProFormaLinks are further sign-in links for the person who subscribed.
type ProFormaLinks struct{ site Site }

// Create sends one to the address that was given, which the page does not show.
func (h ProFormaLinks) Create(c echo.Context) error {
	p, err := billing.FindProForma(ctx(c), h.site.DB, c.Param("ref"))
	if err != nil {
		return err
	}
	u, err := people.LoadUser(ctx(c), h.site.DB, p.AcceptedByID)
	if err != nil {
		return err
	}
	wait, err := identity.Allow(ctx(c), h.site.DB, identity.AskingLink, identity.Account(u.Email), identity.Address(neighbourhood(c.RealIP())))
	if err != nil {
		return err
	}
	if wait > 0 {
		return tooMany{wait}
	}
	if _, err := identity.AskLink(ctx(c), h.site.DB, identity.LinkForm{Email: u.Email, Next: paths.ProForma(lang(c), p)}, lang(c), false); err != nil {
		return err
	}
	h.site.flash(c, "link_sent")
	return redirect(c, paths.ProForma(lang(c), p))
}

// ProFormaLetters are letters that carry a pro forma to those who pay.
type ProFormaLetters struct{ site Site }

// Create sends it to one address.
func (h ProFormaLetters) Create(c echo.Context) error {
	p, err := billing.FindProForma(ctx(c), h.site.DB, c.Param("ref"))
	if err != nil {
		return err
	}
	var form billing.ForwardForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	err = p.Forward(ctx(c), h.site.DB, me(c), form)
	if wrong, bad := store.AsInvalid(err); bad {
		return ProFormas(h).draw(c, http.StatusUnprocessableEntity, views.ProFormaPage{ProForma: p, Letter: form, Wrong: wrong})
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "forwarded")
	return redirect(c, paths.ProForma(lang(c), p))
}

// ProFormaAcceptances are the word of the person whose address was given: yes, that was me.
type ProFormaAcceptances struct{ site Site }

// Create says it; anybody else finds nothing.
func (h ProFormaAcceptances) Create(c echo.Context) error {
	p, err := billing.FindProForma(ctx(c), h.site.DB, c.Param("ref"))
	if err != nil {
		return err
	}
	if err := p.Accept(ctx(c), h.site.DB, me(c)); err != nil {
		if errors.Is(err, store.ErrForbidden) {
			return store.ErrNotFound
		}
		return err
	}
	h.site.flash(c, "accepted")
	return redirect(c, paths.ProForma(lang(c), p))
}

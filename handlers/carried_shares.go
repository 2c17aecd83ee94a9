package handlers

import (
	"errors"
	"net/http"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// CarriedShares are what an organisation pays for others, and what it is asked to.
type CarriedShares struct{ site Site }

// Index lists them.
func (h CarriedShares) Index(c echo.Context) error {
	all, err := billing.CarriedBy(ctx(c), h.site.DB, org(c))
	if err != nil {
		return err
	}
	return render(c, views.Carried(views.CarriedPage{Organisation: org(c), Shares: all, Today: h.site.today(c)}))
}

// Show draws one: what for, for whom, how much, from when, and how to stop.
func (h CarriedShares) Show(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	return render(c, views.CarriedShare(p))
}

func (h CarriedShares) page(c echo.Context) (views.CarriedSharePage, error) {
	p := views.CarriedSharePage{Organisation: org(c), Today: h.site.today(c), Now: store.Now(h.site.DB)}
	var err error
	if p.Share, err = billing.CarriedShare(ctx(c), h.site.DB, org(c), c.Param("ref")); err != nil {
		return p, err
	}
	if p.Offer, err = p.Share.OfferOf(ctx(c), h.site.DB, org(c)); err != nil {
		return p, err
	}
	if p.Share.State != billing.ShareProposed {
		if p.Invoices, err = billing.InvoicesOfShare(ctx(c), h.site.DB, p.Share); err != nil {
			return p, err
		}
	}
	p.Label, err = billing.LabelOf(ctx(c), h.site.DB, p.Share.Subscription, lang(c))
	return p, err
}

// ShareAcceptances are a payer's yes.
type ShareAcceptances struct{ site Site }

// Create says it; where the amount is another one by now, that is shown instead.
func (h ShareAcceptances) Create(c echo.Context) error {
	p, err := CarriedShares(h).page(c)
	if err != nil {
		return err
	}
	if err := c.Bind(&p.Form); err != nil {
		return err
	}
	err = p.Share.Accept(ctx(c), h.site.DB, me(c), org(c), p.Form)
	if wrong, bad := store.AsInvalid(err); bad {
		p.Wrong = wrong
		return renderInvalid(c, views.CarriedShare(p))
	}
	if errors.Is(err, billing.ErrOutdated) {
		p.Outdated = true
		return renderStatus(c, http.StatusConflict, views.CarriedShare(p))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "share_accepted")
	return redirect(c, paths.CarriedShare(lang(c), org(c), p.Share))
}

// ShareRefusals are a payer's no.
type ShareRefusals struct{ site Site }

// Create says it.
func (h ShareRefusals) Create(c echo.Context) error {
	share, err := billing.CarriedShare(ctx(c), h.site.DB, org(c), c.Param("ref"))
	if err == nil {
		err = share.Refuse(ctx(c), h.site.DB, me(c))
	}
	return h.site.done(c, err, "share_refused", paths.Carried(lang(c), org(c)))
}

// ShareEnds are payers who stop.
type ShareEnds struct{ site Site }

// Create stops, with one click.
func (h ShareEnds) Create(c echo.Context) error {
	share, err := billing.CarriedShare(ctx(c), h.site.DB, org(c), c.Param("ref"))
	if err == nil {
		err = share.Leave(ctx(c), h.site.DB, me(c), leftReason)
	}
	return h.site.done(c, err, "share_ended", paths.CarriedShare(lang(c), org(c), share))
}

// leftReason is what a credit note says when a payer stops before a period that was invoiced ahead.
func leftReason(lang string) string { return locales.T(lang, "shares.because_left") }

// ShareDiscretions are whether a payer may be named.
type ShareDiscretions struct{ site Site }

// Create keeps it.
func (h ShareDiscretions) Create(c echo.Context) error {
	share, err := billing.CarriedShare(ctx(c), h.site.DB, org(c), c.Param("ref"))
	if err == nil {
		err = share.Hide(ctx(c), h.site.DB, me(c), c.FormValue("discreet") != "")
	}
	return h.site.done(c, err, "saved", paths.CarriedShare(lang(c), org(c), share))
}

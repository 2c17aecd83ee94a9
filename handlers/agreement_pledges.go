package handlers

import (
	"errors"
	"net/http"

	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// AgreementPledges are what the other side promises to give under an agreement.
type AgreementPledges struct{ site Site }

// Index lists them, and is where more is promised.
func (h AgreementPledges) Index(c echo.Context) error {
	return h.draw(c, http.StatusOK, views.AgreementPledgesPage{})
}

// Create promises something.
func (h AgreementPledges) Create(c echo.Context) error {
	var p views.AgreementPledgesPage
	if err := c.Bind(&p.Promise); err != nil {
		return err
	}
	return h.on(c, p, func(a commons.Agreement) error {
		_, err := a.Promise(ctx(c), h.site.DB, me(c), p.Promise)
		return err
	})
}

// Destroy ends a promise.
func (h AgreementPledges) Destroy(c echo.Context) error {
	return h.on(c, views.AgreementPledgesPage{}, func(a commons.Agreement) error {
		one, err := commons.FindAgreementPledge(ctx(c), h.site.DB, a, c.Param("pledge"))
		if err != nil {
			return err
		}
		return one.Cancel(ctx(c), h.site.DB, me(c), a)
	})
}

// draw shows the promises under the agreement in the address, with what was typed.
func (h AgreementPledges) draw(c echo.Context, status int, p views.AgreementPledgesPage) error {
	var err error
	if p.A, err = commons.FindAgreement(ctx(c), h.site.DB, me(c), c.Param("ref")); err != nil {
		return err
	}
	if p.Promised, err = commons.AgreementPledgesOf(ctx(c), h.site.DB, p.A); err != nil {
		return err
	}
	if p.Keeping, err = p.A.Keeping(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	p.Today = h.site.today(c)
	return renderStatus(c, status, views.AgreementPledges(p))
}

// on does something under the agreement in the address, and shows its promises again.
func (h AgreementPledges) on(c echo.Context, p views.AgreementPledgesPage, do func(commons.Agreement) error) error {
	a, err := commons.FindAgreement(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	err = do(a)
	var bad bool
	switch p.Wrong, bad = store.AsInvalid(err); {
	case bad:
		return h.draw(c, http.StatusUnprocessableEntity, p)
	case errors.Is(err, store.ErrConflict) && !errors.Is(err, people.ErrClosed):
		p.Moved = true
		return h.draw(c, http.StatusConflict, p)
	case err != nil:
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.AgreementPledges(lang(c), a.Ref))
}

// AgreementPledgeProgresses are contributions that keep a promise.
type AgreementPledgeProgresses struct{ site Site }

// Create says which keep which.
func (h AgreementPledgeProgresses) Create(c echo.Context) error {
	var p views.AgreementPledgesPage
	if err := c.Bind(&p.Kept); err != nil {
		return err
	}
	return AgreementPledges(h).on(c, p, func(a commons.Agreement) error { return a.Keep(ctx(c), h.site.DB, me(c), p.Kept) })
}

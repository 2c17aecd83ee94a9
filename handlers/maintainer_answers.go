package handlers

import (
	"errors"
	"net/http"

	"chatiere/models/catalogue"
	"chatiere/models/commons"
	"chatiere/models/identity"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// MaintainerAnswers are what maintainers decide about money that comes to them.
type MaintainerAnswers struct{ site Site }

// Show is the page behind the link of their letter.
func (h MaintainerAnswers) Show(c echo.Context) error {
	return h.draw(c, http.StatusOK, views.MaintainerPage{})
}

func (h MaintainerAnswers) draw(c echo.Context, status int, p views.MaintainerPage) error {
	secretly(c)
	var err error
	if p.Payment, p.Batch, err = h.find(c); err != nil {
		return h.lost(c, err)
	}
	p.Token = c.Param("token")
	if p.Payment.Answerable() {
		if p.Others, err = catalogue.Upstreams(ctx(c), h.site.DB); err != nil {
			return err
		}
	}
	return renderStatus(c, status, views.Maintainer(p))
}

// find follows the link: nothing, when it is not ours or too old.
func (h MaintainerAnswers) find(c echo.Context) (commons.UpstreamPayment, commons.Batch, error) {
	ref, err := h.site.sealer().Read(identity.ForMaintainer, c.Param("token"), store.Now(h.site.DB))
	if err != nil {
		return commons.UpstreamPayment{}, commons.Batch{}, err
	}
	return commons.PaymentOfLink(ctx(c), h.site.DB, ref)
}

func (h MaintainerAnswers) lost(c echo.Context, err error) error {
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, identity.ErrExpired) {
		return renderStatus(c, http.StatusNotFound, views.MaintainerLost())
	}
	return err
}

// Create keeps what they decide.
func (h MaintainerAnswers) Create(c echo.Context) error {
	p := views.MaintainerPage{}
	if err := c.Bind(&p.Form); err != nil {
		return err
	}
	one, _, err := h.find(c)
	if err != nil {
		return h.lost(c, err)
	}
	err = one.Reply(ctx(c), h.site.DB, p.Form)
	var wrong bool
	switch p.Wrong, wrong = store.AsInvalid(err); {
	case wrong:
		return h.draw(c, http.StatusUnprocessableEntity, p)
	case errors.Is(err, store.ErrConflict):
		p.Late = true
		return h.draw(c, http.StatusConflict, p)
	case err != nil:
		return err
	}
	h.site.flash(c, "maintainer_answered")
	return redirect(c, paths.MaintainerPage(lang(c), c.Param("token")))
}

package handlers

import (
	"chatiere/models/commons"
	"chatiere/views"

	"github.com/labstack/echo/v4"
)

// AgreementPledges are what the other side promises to give under an agreement.
type AgreementPledges struct{ site Site }

// Create promises something.
func (h AgreementPledges) Create(c echo.Context) error {
	p := views.AgreementPage{At: "promise"}
	if err := c.Bind(&p.Promise); err != nil {
		return err
	}
	return h.site.onAgreement(c, p, func(a commons.Agreement) error {
		_, err := a.Promise(ctx(c), h.site.DB, me(c), p.Promise)
		return err
	})
}

// Destroy ends a promise.
func (h AgreementPledges) Destroy(c echo.Context) error {
	return h.on(c, func(a commons.Agreement, one commons.AgreementPledge) error { return one.Cancel(ctx(c), h.site.DB, me(c), a) })
}

// on does something to the promise in the address.
func (h AgreementPledges) on(c echo.Context, do func(commons.Agreement, commons.AgreementPledge) error) error {
	return h.site.onAgreement(c, views.AgreementPage{At: "keep-" + c.Param("pledge")}, func(a commons.Agreement) error {
		one, err := commons.FindAgreementPledge(ctx(c), h.site.DB, a, c.Param("pledge"))
		if err != nil {
			return err
		}
		return do(a, one)
	})
}

// AgreementPledgeProgresses are contributions that keep a promise.
type AgreementPledgeProgresses struct{ site Site }

// Create says which do.
func (h AgreementPledgeProgresses) Create(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	return AgreementPledges(h).on(c, func(a commons.Agreement, one commons.AgreementPledge) error {
		return one.Keep(ctx(c), h.site.DB, me(c), a, form["contribution"])
	})
}

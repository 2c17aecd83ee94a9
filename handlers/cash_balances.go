package handlers

import (
	"chatiere/models/commons"
	"chatiere/views"

	"github.com/labstack/echo/v4"
)

// CashBalances are what is paid in money of invoices of the other side, once debts have met.
type CashBalances struct{ site Site }

// Create notes one.
func (h CashBalances) Create(c echo.Context) error {
	p := views.AgreementPage{At: "rest"}
	if err := c.Bind(&p.Rest); err != nil {
		return err
	}
	p.Rest.Cents = amountIn(c, p.Rest.Amount)
	return h.site.onAgreement(c, p, func(a commons.Agreement) error { return a.PayRest(ctx(c), h.site.DB, me(c), p.Rest) })
}

// CashBalanceReversals is taking back one that was noted by mistake.
type CashBalanceReversals struct{ site Site }

// Create takes one back, for a reason.
func (h CashBalanceReversals) Create(c echo.Context) error {
	p := views.AgreementPage{At: "rest-taken"}
	if err := c.Bind(&p.RestBack); err != nil {
		return err
	}
	return h.site.onAgreement(c, p, func(a commons.Agreement) error { return a.TakeRestBack(ctx(c), h.site.DB, me(c), p.RestBack) })
}

package handlers

import (
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// VATChecks are looks at the register of VAT numbers, by a person.
type VATChecks struct{ site Site }

// checking is how operators write down what a register said.
func (s Site) checking(e *echo.Echo) {
	e.POST("/:lang/desk/accounts/:org/vat-checks", VATChecks{s}.Create, staff(people.Operator))
}

// Create keeps one. The number is the one that was on the page: if it changed meanwhile nothing is kept.
func (h VATChecks) Create(c echo.Context) error {
	p, err := DeskAccounts(h).page(c)
	if err != nil {
		return err
	}
	if err := c.Bind(&p.Check); err != nil {
		return err
	}
	if c.FormValue("number") != p.Organisation.VATNumber {
		return store.ErrConflict
	}
	err = p.Organisation.CheckVAT(ctx(c), h.site.DB, me(c), p.Check, p.Today)
	if wrong, bad := store.AsInvalid(err); bad {
		p.Wrong = wrong
		return renderInvalid(c, views.DeskAccount(p))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.DeskAccount(lang(c), p.Organisation))
}

package handlers

import (
	"chatiere/models/overview"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Closures are the closing of an organisation, as a thing one makes and takes back.
type Closures struct{ site Site }

// Create closes it.
func (h Closures) Create(c echo.Context) error {
	p, err := DeskAccounts(h).page(c)
	if err != nil {
		return err
	}
	if err := c.Bind(&p.Closure); err != nil {
		return err
	}
	err = overview.Close(ctx(c), h.site.DB, me(c), p.Organisation, p.Closure)
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

// Destroy opens it again.
func (h Closures) Destroy(c echo.Context) error {
	p, err := DeskAccounts(h).page(c)
	if err != nil {
		return err
	}
	if err := overview.Reopen(ctx(c), h.site.DB, me(c), p.Organisation); err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.DeskAccount(lang(c), p.Organisation))
}

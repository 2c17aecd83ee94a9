package handlers

import (
	"chatiere/models/overview"
	"chatiere/views"

	"github.com/labstack/echo/v4"
)

// Organisations is the first page of an organisation: what we have, what we owe.
type Organisations struct{ site Site }

// Show draws it.
func (h Organisations) Show(c echo.Context) error {
	s, err := overview.StandingOf(ctx(c), h.site.DB, lang(c), me(c), org(c), host(c))
	if err != nil {
		return err
	}
	return render(c, views.Organisation(s))
}

// Desks is the day of the staff.
type Desks struct{ site Site }

// Show draws it.
func (h Desks) Show(c echo.Context) error {
	d, err := overview.DeskOf(ctx(c), h.site.DB, lang(c), me(c), languages())
	if err != nil {
		return err
	}
	return render(c, views.Desk(d))
}

package handlers

import (
	"chatiere/models/content"
	"chatiere/models/store"
	"chatiere/views"

	"github.com/labstack/echo/v4"
)

// Charters is what the collective promises.
type Charters struct{ site Site }

// Show draws the promises with the words that an editor put before them, and to whom data are entrusted.
func (h Charters) Show(c echo.Context) error {
	var p views.CharterPage
	var err error
	if p.Page, err = content.FindPage(ctx(c), h.site.DB, me(c), lang(c), content.KindPage, "engagements"); err != nil && err != store.ErrNotFound {
		return err
	}
	if p.Promises, p.Processors, err = content.Charter(ctx(c), h.site.DB, lang(c)); err != nil {
		return err
	}
	return render(c, views.Charter(p))
}

package handlers

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"chatiere/locales"
	"chatiere/models/catalogue"
	"chatiere/models/store"
	"chatiere/views"

	"github.com/labstack/echo/v4"
)

// DeskCatalogue is the catalogue as those who keep it see it: drafts too, and what is missing.
type DeskCatalogue struct{ site Site }

// Index lists the services, the offers and the libre projects.
func (h DeskCatalogue) Index(c echo.Context) error {
	p, err := h.find(c)
	if err != nil {
		return err
	}
	return render(c, views.DeskCatalogue(p))
}

// Export gives the same as a file.
func (h DeskCatalogue) Export(c echo.Context) error {
	p, err := h.find(c)
	if err != nil {
		return err
	}
	return sendCSV(c, "catalogue", views.DeskCatalogueRows(ctx(c), p))
}

func (h DeskCatalogue) find(c echo.Context) (p views.DeskCataloguePage, err error) {
	if err = c.Bind(&p.Filter); err != nil {
		return p, err
	}
	if p.Desk, err = catalogue.FindDesk(ctx(c), h.site.DB, me(c), lang(c), p.Filter); err != nil {
		return p, err
	}
	p.Buying, err = h.site.buying(c)
	return p, err
}

// wholes reads whole numbers from a form and returns what was typed. Nothing is 0; what cannot be read is -1, which no form takes.
func wholes(c echo.Context, numbers map[string]*int) map[string]string {
	typed := map[string]string{}
	for name, n := range numbers {
		typed[name] = strings.TrimSpace(c.FormValue(name))
		*n = whole(typed[name])
	}
	return typed
}

func whole(typed string) int {
	if typed == "" {
		return 0
	}
	n, err := strconv.Atoi(strings.Join(strings.Fields(typed), ""))
	if err != nil {
		return -1
	}
	return n
}

// writtenIn is the language of the texts in a form: the one they have, else the one chosen if the house speaks it.
func writtenIn(present, chosen string) string {
	if present != "" {
		return present
	}
	if !locales.Known(chosen) {
		return ""
	}
	return chosen
}

// turnedDown sorts out why a form was not saved: what is wrong with it, or that somebody else saved meanwhile; anything else is an error.
func turnedDown(err error) (wrong store.Invalid, status int, rest error) {
	if wrong, ok := store.AsInvalid(err); ok {
		return wrong, http.StatusUnprocessableEntity, nil
	}
	if errors.Is(err, store.ErrConflict) {
		return nil, http.StatusConflict, nil
	}
	return nil, 0, err
}

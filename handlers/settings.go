package handlers

import (
	"strings"

	"chatiere/views"

	"github.com/labstack/echo/v4"
)

// Settings is the list of everything that can be set, by its words.
type Settings struct{ site Site }

// Index shows all of them, or those that hold every word of the search.
func (h Settings) Index(c echo.Context) error {
	return render(c, views.Settings(views.SettingsPage{Query: strings.TrimSpace(c.QueryParam("q"))}))
}

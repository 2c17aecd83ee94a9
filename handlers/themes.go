package handlers

import "github.com/labstack/echo/v4"

// Themes is the choice between light, dark and what the machine prefers.
type Themes struct{ site Site }

// Create keeps the choice in a cookie and goes back to the page it was made on.
func (h Themes) Create(c echo.Context) error {
	switch theme := c.FormValue("theme"); theme {
	case "light", "dark":
		h.site.setCookie(c, "theme", theme, 31536000)
	default:
		h.site.setCookie(c, "theme", "", -1)
	}
	return redirect(c, safeNext(c.FormValue("back"), "/"+lang(c)+"/"))
}

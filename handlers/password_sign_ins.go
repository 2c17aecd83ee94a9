package handlers

import (
	"chatiere/models/identity"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// PasswordSignIns is signing in by address and password.
type PasswordSignIns struct{ site Site }

// New asks for both.
func (h PasswordSignIns) New(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return render(c, views.PasswordSignIn(identity.PasswordForm{Email: me(c).Email, Next: safeNext(c.QueryParam("next"), "")}, nil))
}

// Create signs in. Whatever is wrong, the sentence is one and the same.
func (h PasswordSignIns) Create(c echo.Context) error {
	var form identity.PasswordForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	form.Next = safeNext(form.Next, "")
	origin := identity.Origin{Network: neighbourhood(c.RealIP())}
	if k, err := c.Cookie(h.site.cookieName("device")); err == nil {
		origin.Device = k.Value
	}
	entry, err := identity.SignIn(ctx(c), h.site.DB, h.site.sealer(), form, h.site.visit(c, form.Stays != ""), origin)
	if wrong, ok := store.AsInvalid(err); ok {
		return renderInvalid(c, views.PasswordSignIn(form, wrong))
	}
	if err != nil {
		return waited(err)
	}
	return h.site.arrived(c, entry)
}

// SignOuts is the end of a visit.
type SignOuts struct{ site Site }

// Create ends the session and makes the browser forget what it kept.
func (h SignOuts) Create(c echo.Context) error {
	if me(c).SignedIn() {
		if err := session(c).End(ctx(c), h.site.DB); err != nil {
			return err
		}
	}
	h.site.setCookie(c, "session", "", -1)
	c.Response().Header().Set("Clear-Site-Data", `"cache", "storage"`)
	return redirect(c, paths.Home(lang(c)))
}

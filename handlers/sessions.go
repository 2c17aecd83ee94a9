package handlers

import (
	"chatiere/models/identity"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Sessions are the devices on which a person is signed in.
type Sessions struct{ site Site }

// Index lists them, this one marked.
func (h Sessions) Index(c echo.Context) error {
	all, err := identity.SessionsOf(ctx(c), h.site.DB, me(c).ID)
	if err != nil {
		return err
	}
	return render(c, views.Sessions(all, session(c), store.Now(h.site.DB)))
}

// SessionEnds is signing out one device.
type SessionEnds struct{ site Site }

// Create ends the one in the address; somebody else's is not found.
func (h SessionEnds) Create(c echo.Context) error {
	if err := identity.EndSession(ctx(c), h.site.DB, me(c), c.Param("ref")); err != nil {
		return err
	}
	h.site.flash(c, "session_ended")
	return redirect(c, paths.Sessions(lang(c)))
}

// OtherSessionEnds is signing out all devices but this one.
type OtherSessionEnds struct{ site Site }

// Create does so.
func (h OtherSessionEnds) Create(c echo.Context) error {
	if err := session(c).EndOthers(ctx(c), h.site.DB); err != nil {
		return err
	}
	h.site.flash(c, "session_ended")
	return redirect(c, paths.Sessions(lang(c)))
}

package handlers

import (
	"errors"

	"chatiere/models/identity"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Passwords is one's password, for those who want one.
type Passwords struct{ site Site }

// Edit shows whether there is one, and sets it.
func (h Passwords) Edit(c echo.Context) error {
	if !session(c).Fresh(store.Now(h.site.DB)) {
		return h.site.proveFirst(c, paths.Password(lang(c)))
	}
	return h.draw(c, nil)
}

// Update sets it; all other devices are signed out.
func (h Passwords) Update(c echo.Context) error {
	var form identity.NewPasswordForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	entry, err := session(c).SetPassword(ctx(c), h.site.DB, form, host(c).Name)
	if wrong, ok := store.AsInvalid(err); ok {
		return h.draw(c, wrong)
	}
	return h.changed(c, entry, err)
}

// PasswordRemovals takes the password away: links alone remain.
type PasswordRemovals struct{ site Site }

// Create does so.
func (h PasswordRemovals) Create(c echo.Context) error {
	entry, err := session(c).RemovePassword(ctx(c), h.site.DB)
	return Passwords(h).changed(c, entry, err)
}

// changed gives this browser its new session.
func (h Passwords) changed(c echo.Context, entry identity.Entry, err error) error {
	if errors.Is(err, identity.ErrProve) {
		return h.site.proveFirst(c, paths.Password(lang(c)))
	}
	if err != nil {
		return err
	}
	h.site.letIn(c, entry)
	h.site.flash(c, "password")
	return redirect(c, paths.Sessions(lang(c)))
}

func (h Passwords) draw(c echo.Context, wrong store.Invalid) error {
	since, has, err := identity.PasswordOf(ctx(c), h.site.DB, me(c).ID)
	if err != nil {
		return err
	}
	page := views.Password(since, has, wrong)
	if len(wrong) > 0 {
		return renderInvalid(c, page)
	}
	return render(c, page)
}

package handlers

import (
	"time"

	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// ForFirstAdmin is the purpose of the link printed when a new portal starts.
const ForFirstAdmin identity.Purpose = "first_admin"

// FirstAdminTime is how long that link works; it ends at once when somebody has become admin.
const FirstAdminTime = 24 * time.Hour

// FirstAdminAddress is the page behind the printed link.
func FirstAdminAddress(lang, token string) string { return paths.FirstAdmin(lang, token) }

// SignInAddress is the page behind a sign-in link, for the command line.
func SignInAddress(lang, token string) string { return paths.SignInLink(lang, token) }

// FirstAdmins lets whoever started the server become its first admin.
type FirstAdmins struct{ site Site }

// New asks for a name and an address.
func (h FirstAdmins) New(c echo.Context) error {
	if err := h.allowed(c); err != nil {
		return err
	}
	return render(c, views.FirstAdmin(c.Param("token"), people.AppointForm{}, nil))
}

// Create makes the first admin and leads to a sign-in link.
func (h FirstAdmins) Create(c echo.Context) error {
	if err := h.allowed(c); err != nil {
		return err
	}
	form := people.AppointForm{Email: c.FormValue("email"), Name: c.FormValue("name"), Locale: lang(c), Roles: []people.Role{people.Admin}}
	u, err := people.Appoint(ctx(c), h.site.DB, form)
	if wrong, ok := store.AsInvalid(err); ok {
		return renderInvalid(c, views.FirstAdmin(c.Param("token"), form, wrong))
	}
	if err != nil {
		return err
	}
	link, err := identity.NewLink(ctx(c), h.site.DB, u.Email, lang(c))
	if err != nil {
		return err
	}
	token := identity.NewSealer(h.site.Secret).Token(identity.ForSignIn, link.Ref, link.ExpiresAt)
	return redirect(c, paths.SignInLink(lang(c), token))
}

// allowed refuses a wrong or old link, and any link once there is an admin.
func (h FirstAdmins) allowed(c echo.Context) error {
	secretly(c)
	if _, err := identity.NewSealer(h.site.Secret).Read(ForFirstAdmin, c.Param("token"), store.Now(h.site.DB)); err != nil {
		return store.ErrNotFound
	}
	there, err := people.HasAdmin(ctx(c), h.site.DB)
	if err == nil && there {
		err = store.ErrNotFound
	}
	return err
}

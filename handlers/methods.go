package handlers

import (
	"chatiere/models/billing"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Methods are the cards and accounts that an organisation lets us charge.
type Methods struct{ site Site }

// Index lists them.
func (h Methods) Index(c echo.Context) error {
	keys, err := h.site.offers(c)
	if err != nil {
		return err
	}
	p := views.MethodsPage{Organisation: org(c), Keys: keys, Today: store.Today(h.site.DB, host(c).Location())}
	if p.Methods, err = billing.MethodsOf(ctx(c), h.site.DB, org(c)); err != nil {
		return err
	}
	h.site.leadsOut(c)
	return render(c, views.Methods(p))
}

// Create sends to the hosted page on which one is left for later, without paying.
func (h Methods) Create(c echo.Context) error {
	keys, err := h.site.offers(c)
	if err != nil {
		return err
	}
	if !keys.Set() {
		return store.ErrNotFound
	}
	collection, err := billing.BeginSetup(ctx(c), h.site.DB, keys, me(c), org(c), lang(c))
	if err != nil {
		return err
	}
	return h.site.toPage(c, collection, paths.Methods(lang(c), org(c)))
}

// MethodPreferences say which one is charged.
type MethodPreferences struct{ site Site }

// Create says so.
func (h MethodPreferences) Create(c echo.Context) error {
	m, err := billing.FindMethod(ctx(c), h.site.DB, org(c), c.Param("ref"))
	if err != nil {
		return err
	}
	if err := m.Prefer(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.Methods(lang(c), org(c)))
}

// MethodRemovals take methods away.
type MethodRemovals struct{ site Site }

// New asks first.
func (h MethodRemovals) New(c echo.Context) error {
	m, err := billing.FindMethod(ctx(c), h.site.DB, org(c), c.Param("ref"))
	if err != nil {
		return err
	}
	return render(c, views.MethodRemoval(m, org(c)))
}

// Create takes it away.
func (h MethodRemovals) Create(c echo.Context) error {
	m, err := billing.FindMethod(ctx(c), h.site.DB, org(c), c.Param("ref"))
	if err != nil {
		return err
	}
	if err := m.Remove(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	h.site.flash(c, "method_removed")
	return redirect(c, paths.Methods(lang(c), org(c)))
}

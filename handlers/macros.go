package handlers

import (
	"errors"
	"net/http"

	"chatiere/models/store"
	"chatiere/models/support"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Macros are the staff's ready answers.
type Macros struct{ site Site }

// Index lists them; for a ticket, to choose one.
func (h Macros) Index(c echo.Context) error {
	list := views.MacroList{}
	var err error
	if ref := c.QueryParam("ticket"); ref != "" {
		if list.For, err = support.FindTicket(ctx(c), h.site.DB, me(c), ref); err != nil {
			return err
		}
	}
	if list.Macros, err = support.Macros(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	return render(c, views.Macros(list))
}

// New shows an empty form.
func (h Macros) New(c echo.Context) error { return render(c, views.Macro(views.MacroPage{})) }

// Create writes one.
func (h Macros) Create(c echo.Context) error { return h.save(c, support.Macro{}) }

// Edit shows one.
func (h Macros) Edit(c echo.Context) error {
	m, err := support.FindMacro(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	return render(c, views.Macro(views.MacroPage{Macro: m, Form: m.Form()}))
}

// Update changes one.
func (h Macros) Update(c echo.Context) error {
	m, err := support.FindMacro(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	return h.save(c, m)
}

func (h Macros) save(c echo.Context, m support.Macro) error {
	form := support.MacroForm{Texts: map[string]string{}}
	if err := c.Bind(&form); err != nil {
		return err
	}
	for _, code := range languages() {
		form.Texts[code] = c.FormValue("text_" + code)
	}
	_, err := support.SaveMacro(ctx(c), h.site.DB, me(c), m, form)
	if wrong, ok := store.AsInvalid(err); ok {
		return renderInvalid(c, views.Macro(views.MacroPage{Macro: m, Form: form, Wrong: wrong}))
	}
	if errors.Is(err, store.ErrConflict) {
		form.Version = m.Version
		return renderStatus(c, http.StatusConflict, views.Macro(views.MacroPage{Macro: m, Form: form, Stale: true}))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.Macros(lang(c)))
}

// MacroRemovals is taking a ready answer away.
type MacroRemovals struct{ site Site }

// Create takes it away.
func (h MacroRemovals) Create(c echo.Context) error {
	m, err := support.FindMacro(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	if err := m.Remove(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	h.site.flash(c, "removed")
	return redirect(c, paths.Macros(lang(c)))
}

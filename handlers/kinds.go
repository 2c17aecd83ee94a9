package handlers

import (
	"net/http"

	"chatiere/locales"
	"chatiere/models/commons"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Kinds are kinds of contributions that the collective adds to those of the reference.
type Kinds struct{ site Site }

// Index lists them, and is where one is added.
func (h Kinds) Index(c echo.Context) error { return h.draw(c, http.StatusOK, views.KindsPage{}) }

// Create adds one.
func (h Kinds) Create(c echo.Context) error {
	p := views.KindsPage{Form: commons.KindForm{Names: map[string]string{}, Known: func(lang, key string) string {
		return views.KindCalled(locales.WithLang(ctx(c), lang), commons.Kind{Key: key})
	}}}
	if err := c.Bind(&p.Form); err != nil {
		return err
	}
	for _, code := range languages() {
		p.Form.Names[code] = c.FormValue("name_" + code)
	}
	_, err := commons.AddKind(ctx(c), h.site.DB, me(c), p.Form, languages())
	var bad bool
	if p.Wrong, bad = store.AsInvalid(err); bad {
		return h.draw(c, http.StatusUnprocessableEntity, p)
	}
	return h.done(c, err)
}

func (h Kinds) draw(c echo.Context, status int, p views.KindsPage) error {
	var err error
	if p.Kinds, err = commons.OwnKinds(ctx(c), h.site.DB); err != nil {
		return err
	}
	if p.AloneNow, err = commons.AloneMinutes(ctx(c), h.site.DB); err != nil {
		return err
	}
	return renderStatus(c, status, views.Kinds(p))
}

func (h Kinds) done(c echo.Context, err error) error {
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.Kinds(lang(c)))
}

// SecondPersons is how long work may be that one person alone confirms.
type SecondPersons struct{ site Site }

// Update says it.
func (h SecondPersons) Update(c echo.Context) error {
	var p views.KindsPage
	if err := c.Bind(&p.Alone); err != nil {
		return err
	}
	err := commons.SetAlone(ctx(c), h.site.DB, me(c), p.Alone)
	var bad bool
	if p.Wrong, bad = store.AsInvalid(err); bad {
		return Kinds(h).draw(c, http.StatusUnprocessableEntity, p)
	}
	return Kinds(h).done(c, err)
}

// KindRetirements is offering a kind no more.
type KindRetirements struct{ site Site }

// Create takes it out of the forms.
func (h KindRetirements) Create(c echo.Context) error {
	return Kinds(h).done(c, commons.RetireKind(ctx(c), h.site.DB, me(c), c.Param("key"), false))
}

// Destroy offers it again.
func (h KindRetirements) Destroy(c echo.Context) error {
	return Kinds(h).done(c, commons.RetireKind(ctx(c), h.site.DB, me(c), c.Param("key"), true))
}

package handlers

import (
	"chatiere/models/commons"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/papers"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// SharedSpaces are what several carry together, for everybody.
type SharedSpaces struct{ site Site }

// Index lists those that gather or run.
func (h SharedSpaces) Index(c echo.Context) error {
	all, err := commons.PublicSpaces(ctx(c), h.site.DB, h.site.day(c))
	if err != nil {
		return err
	}
	return render(c, views.SharedSpaces(all))
}

// Show is one: its goal, how it is carried, and how to join.
func (h SharedSpaces) Show(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	return render(c, views.SharedSpace(p))
}

func (h SharedSpaces) page(c echo.Context) (views.SharedSpacePage, error) {
	p := views.SharedSpacePage{Today: h.site.today(c), BaseURL: h.site.BaseURL}
	var err error
	if p.Space, err = commons.FindSpace(ctx(c), h.site.DB, me(c), c.Param("ref")); err != nil {
		return p, err
	}
	p.Carried, err = commons.CarriedAfter(ctx(c), h.site.DB, p.Space, h.site.day(c), c.QueryParam("after"))
	return p, err
}

// Posters are sheets to be hung up.
type Posters struct{ site Site }

// Show is the poster of a space, with the code of its page.
func (h Posters) Show(c echo.Context) error {
	s, err := commons.FindSpace(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	pdf, err := papers.Poster(s, host(c), lang(c), h.site.BaseURL+paths.SharedSpace(lang(c), s), store.Now(h.site.DB))
	if err != nil {
		return err
	}
	return attach(c, papers.FileName(s.Title), "application/pdf", pdf)
}

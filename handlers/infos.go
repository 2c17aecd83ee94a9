package handlers

import (
	"errors"
	"net/http"

	"chatiere/locales"
	"chatiere/models/overview"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Infos is the desk's page of the files in which the collective describes itself.
type Infos struct{ site Site }

// Show draws it.
func (h Infos) Show(c echo.Context) error { return h.draw(c, http.StatusOK) }

func (h Infos) draw(c echo.Context, status int) error {
	p := views.InfosPage{Refused: status == http.StatusConflict}
	var err error
	p.Files, err = overview.FindFiles(ctx(c), h.site.DB, host(c), h.site.publicFiles(c))
	if err != nil {
		return err
	}
	return renderStatus(c, status, views.Infos(p))
}

// publicFiles is where the files are, and the pages they lead to.
func (s Site) publicFiles(c echo.Context) overview.Addresses {
	spoken := host(c).Language
	return paths.PublicFiles(s.BaseURL, spoken, func(code string) string { return locales.Country(spoken, code) })
}

// InfosPublications are the files given to everybody.
type InfosPublications struct{ site Site }

// Create gives them; while the collective's own has a mistake the page says what misses.
func (h InfosPublications) Create(c echo.Context) error {
	err := overview.PublishFiles(ctx(c), h.site.DB, me(c), h.site.publicFiles(c))
	if errors.Is(err, store.ErrConflict) {
		return Infos(h).draw(c, http.StatusConflict)
	}
	return h.site.done(c, err, "files_published", paths.Infos(lang(c)))
}

// Destroy takes them away.
func (h InfosPublications) Destroy(c echo.Context) error {
	err := overview.HideFiles(ctx(c), h.site.DB, me(c), h.site.publicFiles(c))
	return h.site.done(c, err, "files_hidden", paths.Infos(lang(c)))
}

// InfosLooks are looks at the files from outside.
type InfosLooks struct{ site Site }

// Create promises one.
func (h InfosLooks) Create(c echo.Context) error {
	return h.site.done(c, overview.AskLook(ctx(c), h.site.DB, me(c)), "files_look", paths.Infos(lang(c)))
}

// InfosFacts are what the collective says for the files alone.
type InfosFacts struct{ site Site }

// Edit shows the form.
func (h InfosFacts) Edit(c echo.Context) error {
	f, err := overview.FindHostFacts(ctx(c), h.site.DB)
	if err != nil {
		return err
	}
	return h.draw(c, http.StatusOK, views.FactsPage{Edited: views.Edited[overview.FactsForm]{Form: f.Form()}})
}

// Update keeps what was typed.
func (h InfosFacts) Update(c echo.Context) error {
	p := views.FactsPage{Edited: views.Edited[overview.FactsForm]{Form: typedFacts(c, overview.HostKeys)}}
	err := overview.SaveHostFacts(ctx(c), h.site.DB, me(c), h.site.publicFiles(c), p.Form)
	if err == nil {
		return h.site.done(c, nil, "saved", paths.Infos(lang(c)))
	}
	status := 0
	if p.Wrong, status, err = turnedDown(err); err != nil {
		return err
	}
	if status == http.StatusConflict {
		saved, err := overview.FindHostFacts(ctx(c), h.site.DB)
		if err != nil {
			return err
		}
		theirs := saved.Form()
		p.Theirs, p.Form.Version = &theirs, theirs.Version
	}
	return h.draw(c, status, p)
}

func (h InfosFacts) draw(c echo.Context, status int, p views.FactsPage) error {
	return renderStatus(c, status, views.InfosFacts(p))
}

// typedFacts is what was typed for some keys.
func typedFacts(c echo.Context, keys []string) overview.FactsForm {
	f := overview.FactsForm{Said: overview.Facts{}, Version: whole(c.FormValue("version"))}
	for _, key := range keys {
		f.Said[key] = c.FormValue(key)
	}
	return f
}

// InfosServices are what is said of a service for the files alone.
type InfosServices struct{ site Site }

// Edit shows the form; a service that moved is redirected.
func (h InfosServices) Edit(c echo.Context) error {
	s, f, err := overview.ServiceToDescribe(ctx(c), h.site.DB, me(c), lang(c), c.Param("slug"))
	if err != nil {
		return err
	}
	if s.Slug != c.Param("slug") {
		return redirect(c, paths.InfosService(lang(c), s))
	}
	return h.draw(c, http.StatusOK, views.FactsPage{Service: s, Edited: views.Edited[overview.FactsForm]{Form: f.Form()}})
}

// Update keeps what was typed.
func (h InfosServices) Update(c echo.Context) error {
	s, saved, err := overview.ServiceToDescribe(ctx(c), h.site.DB, me(c), lang(c), c.Param("slug"))
	if err != nil {
		return err
	}
	p := views.FactsPage{Service: s, Edited: views.Edited[overview.FactsForm]{Form: typedFacts(c, overview.ServiceKeys)}}
	err = overview.SaveServiceFacts(ctx(c), h.site.DB, me(c), h.site.publicFiles(c), s, p.Form)
	if err == nil {
		return h.site.done(c, nil, "saved", paths.Infos(lang(c)))
	}
	status := 0
	if p.Wrong, status, err = turnedDown(err); err != nil {
		return err
	}
	if status == http.StatusConflict {
		theirs := saved.Form()
		p.Theirs, p.Form.Version = &theirs, theirs.Version
	}
	return h.draw(c, status, p)
}

func (h InfosServices) draw(c echo.Context, status int, p views.FactsPage) error {
	facts, err := overview.FindHostFacts(ctx(c), h.site.DB)
	if err != nil {
		return err
	}
	p.Usual = facts.Said
	return renderStatus(c, status, views.InfosService(p))
}

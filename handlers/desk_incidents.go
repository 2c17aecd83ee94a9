package handlers

import (
	"errors"

	"chatiere/models/catalogue"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Incidents are the times when a service does not work as it should, as everybody is told of them.
type Incidents struct{ site Site }

// Index shows those of a service, and the form to declare one.
func (h Incidents) Index(c echo.Context) error {
	s, err := h.service(c)
	if err != nil {
		return err
	}
	return render(c, views.DeskIncidents(views.IncidentsDesk{Service: s, Form: catalogue.IncidentForm{SourceLang: lang(c)}}))
}

// Create declares one.
func (h Incidents) Create(c echo.Context) error {
	s, err := h.service(c)
	if err != nil {
		return err
	}
	p := views.IncidentsDesk{Service: s}
	if err := c.Bind(&p.Form); err != nil {
		return err
	}
	p.Form.SourceLang = writtenIn("", p.Form.SourceLang)
	_, err = s.OpenIncident(ctx(c), h.site.DB, me(c), p.Form)
	if wrong, ok := store.AsInvalid(err); ok {
		p.Wrong = wrong
		return renderInvalid(c, views.DeskIncidents(p))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "incident_told")
	return redirect(c, paths.Incidents(lang(c), s))
}

// Update tells more of one.
func (h Incidents) Update(c echo.Context) error { return h.tell(c, false) }

// Destroy says that one is over.
func (h Incidents) Destroy(c echo.Context) error { return h.tell(c, true) }

func (h Incidents) tell(c echo.Context, over bool) error {
	s, err := h.service(c)
	if err != nil {
		return err
	}
	ref, flash := c.Param("ref"), "incident_told"
	news := catalogue.NewsForm{Severity: catalogue.Status(c.FormValue("severity_" + ref)), Body: c.FormValue("news_" + ref), SourceLang: lang(c)}
	if over {
		flash, err = "incident_over", s.EndIncident(ctx(c), h.site.DB, me(c), ref, news)
	} else {
		err = s.TellIncident(ctx(c), h.site.DB, me(c), ref, news)
	}
	if wrong, ok := store.AsInvalid(err); ok {
		return renderInvalid(c, views.DeskIncidents(views.IncidentsDesk{Service: s, Form: catalogue.IncidentForm{SourceLang: lang(c)}, Told: ref, News: news, NewsWrong: wrong}))
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) { // somebody else has just ended it: the page says so
		return err
	}
	if err == nil {
		h.site.flash(c, flash)
	}
	return redirect(c, paths.Incidents(lang(c), s))
}

func (h Incidents) service(c echo.Context) (catalogue.Service, error) {
	return catalogue.ServiceToEdit(ctx(c), h.site.DB, me(c), c.Param("slug"))
}

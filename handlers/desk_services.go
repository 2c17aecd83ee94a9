package handlers

import (
	"net/http"

	"chatiere/models/catalogue"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// DeskServices are the services as those who keep them write them.
type DeskServices struct{ site Site }

// Index is a part of the catalogue's page.
func (h DeskServices) Index(c echo.Context) error {
	return redirect(c, paths.DeskCatalogue(lang(c))+"#services")
}

// New shows an empty form, with what is likely.
func (h DeskServices) New(c echo.Context) error {
	var p views.ServiceDesk
	p.Form = catalogue.ServiceForm{
		Upstream: c.QueryParam("upstream"), SourceLang: host(c).Language, Languages: host(c).Language, Country: host(c).Country, BackupCountry: host(c).Country,
	}
	return h.draw(c, http.StatusOK, p)
}

// Create adds a service that is not published yet.
func (h DeskServices) Create(c echo.Context) error { return h.save(c, catalogue.Service{}) }

// Edit shows a service's form; one that moved is redirected.
func (h DeskServices) Edit(c echo.Context) error {
	s, err := catalogue.ServiceToEdit(ctx(c), h.site.DB, me(c), c.Param("slug"))
	if err != nil {
		return err
	}
	if s.Slug != c.Param("slug") {
		return redirect(c, paths.EditService(lang(c), s))
	}
	return h.draw(c, http.StatusOK, serviceDesk(s))
}

// Update saves a service.
func (h DeskServices) Update(c echo.Context) error {
	s, err := catalogue.ServiceToEdit(ctx(c), h.site.DB, me(c), c.Param("slug"))
	if err != nil {
		return err
	}
	return h.save(c, s)
}

func (h DeskServices) save(c echo.Context, present catalogue.Service) error {
	p := views.ServiceDesk{Service: present}
	if err := c.Bind(&p.Form); err != nil {
		return err
	}
	was := present.Form()
	p.Typed = wholes(c, p.Form.Numbers())
	p.Form.SourceLang, p.Form.Delivery = writtenIn(was.SourceLang, p.Form.SourceLang), was.Delivery // the steps have a page of their own
	if p.Form.Slug == "" {
		p.Form.Slug = catalogue.SlugOf(p.Form.Name)
	}
	s, err := present, error(nil)
	if present.ID == 0 {
		s, err = catalogue.NewService(ctx(c), h.site.DB, me(c), p.Form)
	} else {
		err = s.Change(ctx(c), h.site.DB, me(c), p.Form)
	}
	if err != nil {
		return h.again(c, p, err)
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.EditService(lang(c), s))
}

// again shows the form once more, with everything typed and what is wrong, or what somebody else saved meanwhile.
func (h DeskServices) again(c echo.Context, p views.ServiceDesk, err error) error {
	var status int
	if p.Wrong, status, err = turnedDown(err); err != nil {
		return err
	}
	if status == http.StatusConflict {
		saved, err := catalogue.ServiceToEdit(ctx(c), h.site.DB, me(c), p.Service.Slug)
		if err != nil {
			return err
		}
		theirs := saved.Form()
		p.Service, p.Theirs, p.Form.Version = saved, &theirs, theirs.Version
	}
	return h.draw(c, status, p)
}

func (h DeskServices) draw(c echo.Context, status int, p views.ServiceDesk) error {
	var err error
	if p.Upstreams, err = catalogue.Upstreams(ctx(c), h.site.DB); err != nil {
		return err
	}
	return renderStatus(c, status, views.DeskService(p))
}

func serviceDesk(s catalogue.Service) views.ServiceDesk {
	return views.ServiceDesk{Service: s, Edited: views.Edited[catalogue.ServiceForm]{Form: s.Form()}}
}

// ServicePublications are services shown to everybody.
type ServicePublications struct{ site Site }

// Create publishes a service; what it must say first is said at the fields of its form.
func (h ServicePublications) Create(c echo.Context) error {
	s, err := catalogue.ServiceToEdit(ctx(c), h.site.DB, me(c), c.Param("slug"))
	if err != nil {
		return err
	}
	err = s.Publish(ctx(c), h.site.DB, me(c))
	if wrong, ok := store.AsInvalid(err); ok {
		p := serviceDesk(s)
		p.Wrong = wrong
		return DeskServices(h).draw(c, http.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "published")
	return redirect(c, paths.EditService(lang(c), s))
}

// Destroy takes a service out of the catalogue.
func (h ServicePublications) Destroy(c echo.Context) error {
	s, err := catalogue.ServiceToEdit(ctx(c), h.site.DB, me(c), c.Param("slug"))
	if err != nil {
		return err
	}
	if err := s.Unpublish(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	h.site.flash(c, "unpublished")
	return redirect(c, paths.EditService(lang(c), s))
}

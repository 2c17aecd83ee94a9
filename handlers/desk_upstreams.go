package handlers

import (
	"net/http"
	"time"

	"chatiere/models/catalogue"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Upstreams are the libre projects behind the services.
type Upstreams struct{ site Site }

// Index is a part of the catalogue's page.
func (h Upstreams) Index(c echo.Context) error {
	return redirect(c, paths.DeskCatalogue(lang(c))+"#upstreams")
}

// New shows an empty form.
func (h Upstreams) New(c echo.Context) error {
	var p views.UpstreamDesk
	p.Form.SourceLang, p.Form.CheckedOn = host(c).Language, store.Today(h.site.DB, host(c).Location()).Format(time.DateOnly)
	return render(c, views.DeskUpstream(p))
}

// Create adds a project and leads to the next step: the service that runs it.
func (h Upstreams) Create(c echo.Context) error { return h.save(c, catalogue.Upstream{}) }

// Edit shows a project's form; one that moved is redirected.
func (h Upstreams) Edit(c echo.Context) error {
	u, err := catalogue.UpstreamToEdit(ctx(c), h.site.DB, me(c), c.Param("slug"))
	if err != nil {
		return err
	}
	if u.Slug != c.Param("slug") {
		return redirect(c, paths.EditUpstream(lang(c), u))
	}
	return render(c, views.DeskUpstream(views.UpstreamDesk{Upstream: u, Edited: views.Edited[catalogue.UpstreamForm]{Form: u.Form()}}))
}

// Update saves a project.
func (h Upstreams) Update(c echo.Context) error {
	u, err := catalogue.UpstreamToEdit(ctx(c), h.site.DB, me(c), c.Param("slug"))
	if err != nil {
		return err
	}
	return h.save(c, u)
}

func (h Upstreams) save(c echo.Context, present catalogue.Upstream) error {
	p := views.UpstreamDesk{Upstream: present}
	if err := c.Bind(&p.Form); err != nil {
		return err
	}
	p.Form.SourceLang = writtenIn(present.Form().SourceLang, p.Form.SourceLang)
	if p.Form.Slug == "" {
		p.Form.Slug = catalogue.SlugOf(p.Form.Name)
	}
	u, err := present, error(nil)
	if present.ID == 0 {
		u, err = catalogue.NewUpstream(ctx(c), h.site.DB, me(c), p.Form)
	} else {
		err = u.Change(ctx(c), h.site.DB, me(c), p.Form)
	}
	if err != nil {
		return h.again(c, p, err)
	}
	h.site.flash(c, "saved")
	if present.ID == 0 {
		return redirect(c, paths.DeskCatalogue(lang(c)))
	}
	return redirect(c, paths.EditUpstream(lang(c), u))
}

// again shows the form once more, with everything typed and what is wrong, or what somebody else saved meanwhile.
func (h Upstreams) again(c echo.Context, p views.UpstreamDesk, err error) error {
	var status int
	if p.Wrong, status, err = turnedDown(err); err != nil {
		return err
	}
	if status == http.StatusConflict {
		saved, err := catalogue.UpstreamToEdit(ctx(c), h.site.DB, me(c), p.Upstream.Slug)
		if err != nil {
			return err
		}
		theirs := saved.Form()
		p.Upstream, p.Theirs, p.Form.Version = saved, &theirs, theirs.Version
	}
	return renderStatus(c, status, views.DeskUpstream(p))
}

package handlers

import (
	"net/http"
	"strconv"

	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Journals is the trail of all acts.
type Journals struct{ site Site }

// Index lists them, newest first.
func (h Journals) Index(c echo.Context) error {
	f, about, err := h.filter(c)
	if err != nil {
		return err
	}
	page, err := journal.Find(ctx(c), h.site.DB, f)
	if err != nil {
		return err
	}
	return render(c, views.Journal(f, about, page))
}

// Export gives the same as a file.
func (h Journals) Export(c echo.Context) error {
	f, _, err := h.filter(c)
	if err != nil {
		return err
	}
	f.All = true
	page, err := journal.Find(ctx(c), h.site.DB, f)
	if err != nil {
		return err
	}
	return sendCSV(c, "journal", views.JournalRows(ctx(c), page.Items, f.Zone))
}

// filter reads what the list is narrowed to, and the organisation that it is about where one is named.
func (h Journals) filter(c echo.Context) (f journal.Filter, about people.Organisation, err error) {
	f.Zone = host(c).Location()
	if err = c.Bind(&f); err != nil || c.QueryParam("organisation") == "" {
		return f, about, err
	}
	about, err = people.FindOrganisation(ctx(c), h.site.DB, me(c), c.QueryParam("organisation"))
	f.OrganisationID = about.ID
	return f, about, err
}

// Promises are what the portal still has to do.
type Promises struct{ site Site }

// Index lists those that wait or went wrong.
func (h Promises) Index(c echo.Context) error {
	var f store.PromiseFilter
	if err := c.Bind(&f); err != nil {
		return err
	}
	page, err := store.PromisesOf(ctx(c), h.site.DB, f)
	if err != nil {
		return err
	}
	beats, err := store.Heartbeats(ctx(c), h.site.DB)
	if err != nil {
		return err
	}
	return render(c, views.Promises(f, page, beats, store.Now(h.site.DB), host(c).Location()))
}

// Export gives the same as a file.
func (h Promises) Export(c echo.Context) error {
	var f store.PromiseFilter
	if err := c.Bind(&f); err != nil {
		return err
	}
	f.All = true
	page, err := store.PromisesOf(ctx(c), h.site.DB, f)
	if err != nil {
		return err
	}
	return sendCSV(c, "promises", views.PromiseRows(ctx(c), page.Items, host(c).Location()))
}

// PromiseRetries let a failed promise be kept at once.
type PromiseRetries struct{ site Site }

// Create does so.
func (h PromiseRetries) Create(c echo.Context) error {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return echo.NewHTTPError(http.StatusNotFound)
	}
	if err := store.TryAgain(ctx(c), h.site.DB, id); err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.Promises(lang(c)))
}

package handlers

import (
	"slices"

	"chatiere/models/store"
	"chatiere/models/support"
	"chatiere/views"

	"github.com/labstack/echo/v4"
)

// Queue is what waits for the staff.
type Queue struct{ site Site }

// Index shows one view of it.
func (h Queue) Index(c echo.Context) error {
	page := views.QueuePage{Now: store.Now(h.site.DB)}
	if err := c.Bind(&page.Filter); err != nil {
		return err
	}
	if !slices.Contains(support.Views, page.Filter.View) {
		page.Filter.View = support.ToDo
	}
	var err error
	if page.Page, err = support.Queue(ctx(c), h.site.DB, me(c), page.Filter); err != nil {
		return err
	}
	if page.Counts, err = support.Counts(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	if page.Services, err = h.site.serviceNames(c); err != nil {
		return err
	}
	return render(c, views.Queue(page))
}

// TicketExports are lists of tickets as files.
type TicketExports struct{ site Site }

// Index sends one's own tickets.
func (h TicketExports) Index(c echo.Context) error {
	var f support.ListFilter
	if err := c.Bind(&f); err != nil {
		return err
	}
	all, err := support.ExportOf(ctx(c), h.site.DB, me(c), f)
	if err != nil {
		return err
	}
	services, err := h.site.serviceNames(c)
	if err != nil {
		return err
	}
	return sendCSV(c, "tickets", views.TicketRows(ctx(c), all, services, false))
}

// QueueExports are views of the queue as files.
type QueueExports struct{ site Site }

// Index sends one.
func (h QueueExports) Index(c echo.Context) error {
	var f support.QueueFilter
	if err := c.Bind(&f); err != nil {
		return err
	}
	all, err := support.QueueExport(ctx(c), h.site.DB, me(c), f)
	if err != nil {
		return err
	}
	services, err := h.site.serviceNames(c)
	if err != nil {
		return err
	}
	return sendCSV(c, "queue", views.TicketRows(ctx(c), all, services, true))
}

package handlers

import (
	"errors"
	"net/http"

	"chatiere/models/collective"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Reminders are the days on which unpaid invoices are reminded of, and services reduced.
type Reminders struct{ site Site }

// Index shows the days in force as a form for others, an example, and the days before.
func (h Reminders) Index(c echo.Context) error {
	present, err := collective.Find(ctx(c), h.site.DB) // not the remembered one: another replica may have saved just now
	if err != nil {
		return err
	}
	p := views.RemindersPage{Form: collective.RemindersFilled(present.Reminders.For("9999-12-31"), present.Version)}
	return h.draw(c, http.StatusOK, p, present)
}

// Create lets other days hold from a day on, or only shows what they would be.
func (h Reminders) Create(c echo.Context) error {
	var p views.RemindersPage
	if err := c.Bind(&p.Form); err != nil {
		return err
	}
	p.Look = c.FormValue("look") != ""
	present, err := collective.Find(ctx(c), h.site.DB)
	if err != nil {
		return err
	}
	if p.Look {
		_, err = p.Form.Read(present.Reminders, h.site.today(c))
	} else {
		err = collective.BeginReminders(ctx(c), h.site.DB, me(c).Actor(), p.Form)
	}
	switch wrong, bad := store.AsInvalid(err); {
	case bad:
		p.Wrong = wrong
		return h.draw(c, http.StatusUnprocessableEntity, p, present)
	case errors.Is(err, store.ErrConflict):
		p.Stale, p.Form.Version = true, present.Version
		return h.draw(c, http.StatusConflict, p, present)
	case err != nil:
		return err
	case p.Look:
		return h.draw(c, http.StatusOK, p, present)
	}
	return h.site.done(c, nil, "reminders_changed", paths.Reminders(lang(c)))
}

// draw shows the page; the example is of the days that were typed when somebody wanted to look.
func (h Reminders) draw(c echo.Context, status int, p views.RemindersPage, present collective.Collective) error {
	p.Today, p.Plans = h.site.today(c), present.Reminders
	p.Shown = present.Reminders.For("9999-12-31")
	if p.Look && status == http.StatusOK {
		plan, err := p.Form.Read(present.Reminders, p.Today)
		if err != nil {
			return err
		}
		p.Shown = plan.Days
	}
	return renderStatus(c, status, views.Reminders(p))
}

// ReminderRemovals take days back that have not begun to hold.
type ReminderRemovals struct{ site Site }

// Create takes the newest back.
func (h ReminderRemovals) Create(c echo.Context) error {
	err := collective.DropReminders(ctx(c), h.site.DB, me(c).Actor(), whole(c.FormValue("version")))
	return h.site.done(c, err, "reminders_dropped", paths.Reminders(lang(c)))
}

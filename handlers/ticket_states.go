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

// TicketStates is what a ticket waits for, as the staff says it.
type TicketStates struct{ site Site }

// Create says it.
func (h TicketStates) Create(c echo.Context) error {
	var form support.StateForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	return h.site.change(c, func(t *support.Ticket) error { return t.Move(ctx(c), h.site.DB, me(c), form) }, func(p *views.TicketPage, wrong store.Invalid) {
		p.State, p.StateWrong = form, wrong
	})
}

// TicketAssignments is giving a ticket to one of the staff.
type TicketAssignments struct{ site Site }

// Create gives it.
func (h TicketAssignments) Create(c echo.Context) error {
	var form support.AssignmentForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	return h.site.change(c, func(t *support.Ticket) error { return t.Assign(ctx(c), h.site.DB, me(c), form) }, func(p *views.TicketPage, wrong store.Invalid) {
		p.StateWrong, p.Taken = wrong, p.Moved && p.AssigneeID != nil
	})
}

// TicketConfirmations is saying that it was oneself who sent a ticket without signing in.
type TicketConfirmations struct{ site Site }

// Create says it.
func (h TicketConfirmations) Create(c echo.Context) error {
	return h.site.change(c, func(t *support.Ticket) error { return t.Confirm(ctx(c), h.site.DB, me(c)) }, nil)
}

// TicketClosures is saying that a ticket is solved.
type TicketClosures struct{ site Site }

// Create says it.
func (h TicketClosures) Create(c echo.Context) error {
	return h.site.settle(c, func(t *support.Ticket) error { return t.Solve(ctx(c), h.site.DB, me(c)) })
}

// TicketReopenings is saying that it is not, after all.
type TicketReopenings struct{ site Site }

// Create says it.
func (h TicketReopenings) Create(c echo.Context) error {
	return h.site.settle(c, func(t *support.Ticket) error { return t.Reopen(ctx(c), h.site.DB, me(c)) })
}

// settle changes the state and draws it in place where HTMX asks for it.
func (s Site) settle(c echo.Context, do func(*support.Ticket) error) error {
	ticket, err := support.FindTicket(ctx(c), s.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	if err := do(&ticket); err != nil {
		return err
	}
	if wanted(c) == "" {
		return redirect(c, paths.Ticket(lang(c), ticket))
	}
	th := support.Thread{Ticket: ticket, Tended: ticket.TendedBy(me(c)), Reader: me(c)}
	return s.drawTicket(c, http.StatusOK, th, func(*views.TicketPage) error { return nil })
}

// change does something to a ticket and goes back to it. What is wrong is said on its page, and so is that somebody else was faster.
func (s Site) change(c echo.Context, do func(*support.Ticket) error, say func(*views.TicketPage, store.Invalid)) error {
	ticket, err := support.FindTicket(ctx(c), s.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	err = do(&ticket)
	wrong, invalid := store.AsInvalid(err)
	stale := errors.Is(err, store.ErrConflict)
	if err == nil {
		return redirect(c, paths.Ticket(lang(c), ticket))
	}
	if !invalid && !stale {
		return err
	}
	th, err := support.FindThread(ctx(c), s.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	status := http.StatusUnprocessableEntity
	if stale {
		status = http.StatusConflict
	}
	return s.drawTicket(c, status, th, func(p *views.TicketPage) error {
		p.Moved = stale
		if say != nil {
			say(p, wrong)
		}
		return nil
	})
}

package handlers

import (
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/support"
	"chatiere/views"

	"github.com/labstack/echo/v4"
)

// TicketDisagreements are tickets about what an organisation is to pay: they pause its reminders.
type TicketDisagreements struct{ site Site }

func (s Site) routesOfDisagreements(e *echo.Echo) {
	disagreements := TicketDisagreements{s}
	e.POST("/:lang/tickets/:ref/disagreement", disagreements.Create, staff(people.Operator))
	e.DELETE("/:lang/tickets/:ref/disagreement", disagreements.Destroy, staff(people.Operator))
}

// Create marks a ticket as one.
func (h TicketDisagreements) Create(c echo.Context) error {
	var form support.DisagreementForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	return h.site.change(c, func(t *support.Ticket) error { return t.Disagree(ctx(c), h.site.DB, me(c), form) }, func(p *views.TicketPage, wrong store.Invalid) {
		p.Disagree, p.DisagreeWrong = form, wrong
	})
}

// Destroy says that it is settled.
func (h TicketDisagreements) Destroy(c echo.Context) error {
	return h.site.change(c, func(t *support.Ticket) error { return t.Agree(ctx(c), h.site.DB, me(c)) }, nil)
}

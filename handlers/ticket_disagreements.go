package handlers

import (
	"net/http"

	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/support"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// TicketDisagreements are tickets about what an organisation is to pay: they pause its reminders.
type TicketDisagreements struct{ site Site }

func (s Site) routesOfDisagreements(e *echo.Echo) {
	disagreements := TicketDisagreements{s}
	e.POST("/:lang/tickets/:ref/disagreement", disagreements.Create, staff(people.Operator))
	e.DELETE("/:lang/tickets/:ref/disagreement", disagreements.Destroy, staff(people.Operator))
	e.POST("/:lang/o/:org/invoices/:ref/disagreement", InvoiceDisagreements{s}.Create, inOrganisation(people.Treasurer))
}

// Create marks a ticket as one.
func (h TicketDisagreements) Create(c echo.Context) error {
	var form support.DisagreementForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	return h.site.change(c, func(t *support.Ticket) error {
		return h.said(c, "disagreement_paused", t.Disagree(ctx(c), h.site.DB, me(c), form))
	}, func(p *views.TicketPage, wrong store.Invalid) { p.Disagree, p.DisagreeWrong = form, wrong })
}

// Destroy says that it is settled.
func (h TicketDisagreements) Destroy(c echo.Context) error {
	return h.site.change(c, func(t *support.Ticket) error {
		return h.said(c, "disagreement_settled", t.Agree(ctx(c), h.site.DB, me(c)))
	}, nil)
}

// said is what is told on the ticket's page once it is done.
func (h TicketDisagreements) said(c echo.Context, word string, err error) error {
	if err == nil {
		h.site.flash(c, word)
	}
	return err
}

// InvoiceDisagreements are words of an organisation against one of its invoices.
type InvoiceDisagreements struct{ site Site }

// Create opens the request for help that holds them.
func (h InvoiceDisagreements) Create(c echo.Context) error {
	i, err := Invoices(h).find(c)
	if err != nil {
		return err
	}
	form := support.DisputeForm{Subject: views.DisputeSubject(ctx(c), i), Lang: lang(c)}
	if err := c.Bind(&form); err != nil {
		return err
	}
	ticket, err := support.Dispute(ctx(c), h.site.DB, me(c), i, org(c), form)
	if wrong, bad := store.AsInvalid(err); bad {
		return Invoices(h).draw(c, http.StatusUnprocessableEntity, i, func(p *views.InvoicePage) { p.Dispute, p.Wrong = form, wrong })
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "disagreed")
	return redirect(c, paths.Ticket(lang(c), ticket))
}

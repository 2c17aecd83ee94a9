package handlers

import (
	"errors"
	"maps"
	"net/http"
	"strconv"
	"time"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/content"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/support"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Tickets are calls for help.
type Tickets struct{ site Site }

// Index lists one's own.
func (h Tickets) Index(c echo.Context) error {
	list := views.TicketList{Now: store.Now(h.site.DB)}
	if err := c.Bind(&list.Filter); err != nil {
		return err
	}
	var err error
	if list.Page, err = support.TicketsOf(ctx(c), h.site.DB, me(c), list.Filter); err != nil {
		return err
	}
	if list.Services, err = h.site.serviceNames(c); err != nil {
		return err
	}
	return render(c, views.Tickets(list))
}

// New shows the form; the address may bring a subject and an organisation along.
func (h Tickets) New(c echo.Context) error {
	var form support.TicketForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	if mine := me(c).Memberships; form.Organisation == "" && len(mine) == 1 {
		form.Organisation = mine[0].Organisation.Ref
	}
	return h.drawNew(c, http.StatusOK, views.NewTicketPage{Form: form})
}

func (h Tickets) drawNew(c echo.Context, status int, p views.NewTicketPage) error {
	var err error
	if p.Services, err = catalogue.Services(ctx(c), h.site.DB, lang(c)); err != nil {
		return err
	}
	if p.Help, err = content.HelpFor(ctx(c), h.site.DB, lang(c), p.Form.Subject); err != nil {
		return err
	}
	return renderStatus(c, status, views.NewTicket(p))
}

// Create opens a ticket. Somebody who signed in sees it; a visitor is told where the answer will come.
func (h Tickets) Create(c echo.Context) error {
	var form support.TicketForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	form.Lang = lang(c)
	kept, wrong, err := h.site.uploads(c, "files", "drafts")
	if err != nil {
		return err
	}
	form.Drafts = refsOf(kept)
	page := views.NewTicketPage{Drafts: kept, Wrong: joined(form.Check(me(c)), wrong), Form: form}
	if len(page.Wrong) > 0 {
		return h.drawNew(c, http.StatusUnprocessableEntity, page)
	}
	wait, err := h.mayOpen(c, form)
	if err != nil {
		return err
	}
	if wait > 0 { // nothing typed is lost: the form comes back
		page.TooMany = true
		c.Response().Header().Set("Retry-After", strconv.Itoa(int(wait.Seconds())+1))
		return h.drawNew(c, http.StatusTooManyRequests, page)
	}
	ticket, err := support.OpenTicket(ctx(c), h.site.DB, me(c), form)
	var ok bool
	if page.Wrong, ok = store.AsInvalid(err); ok {
		return h.drawNew(c, http.StatusUnprocessableEntity, page)
	}
	if err != nil {
		return err
	}
	if !me(c).SignedIn() {
		return redirect(c, paths.TicketSent(lang(c)))
	}
	h.site.flash(c, "ticket_sent")
	return redirect(c, paths.Ticket(lang(c), ticket))
}

// mayOpen counts tickets by account, and for visitors by network address (quality.md 4.4). The staff writes down as many as it hears.
func (h Tickets) mayOpen(c echo.Context, form support.TicketForm) (time.Duration, error) {
	switch {
	case me(c).Staff():
		return 0, nil
	case me(c).SignedIn():
		return identity.Allow(ctx(c), h.site.DB, identity.OpeningCalls, identity.Account(me(c).Ref))
	}
	return identity.Allow(ctx(c), h.site.DB, identity.OpeningCalls, identity.Account(form.Email), identity.Address(neighbourhood(c.RealIP())))
}

// Show shows a ticket with its conversation; ?answer= puts a ready answer into the reply.
func (h Tickets) Show(c echo.Context) error {
	th, err := support.FindThread(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	return h.site.drawTicket(c, http.StatusOK, th, func(p *views.TicketPage) error {
		if ref := c.QueryParam("answer"); ref != "" && th.Tended {
			p.Reply.Open, p.Reply.Form.Macro = true, ref
			text, textLang, err := support.ReadyAnswer(ctx(c), h.site.DB, me(c), ref, th.Ticket)
			if textLang != th.Lang {
				p.MacroLang = textLang
			}
			p.Reply.Form.Body = text
			return err
		}
		return nil
	})
}

// Edit shows the form that corrects a ticket.
func (h Tickets) Edit(c echo.Context) error {
	ticket, err := h.tended(c)
	if err != nil {
		return err
	}
	services, err := h.site.serviceNames(c)
	if err != nil {
		return err
	}
	form := ticket.Details()
	for _, s := range services {
		if ticket.ServiceID != nil && s.ID == *ticket.ServiceID {
			form.Service = s.Ref
		}
	}
	return h.drawDetails(c, http.StatusOK, views.TicketDetailsPage{Ticket: ticket, Form: form, Services: services})
}

// Update corrects it.
func (h Tickets) Update(c echo.Context) error {
	ticket, err := h.tended(c)
	if err != nil {
		return err
	}
	var form support.DetailsForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	err = ticket.Change(ctx(c), h.site.DB, me(c), form, languages())
	if wrong, ok := store.AsInvalid(err); ok {
		return h.drawDetails(c, http.StatusUnprocessableEntity, views.TicketDetailsPage{Ticket: ticket, Form: form, Wrong: wrong})
	}
	if errors.Is(err, store.ErrConflict) {
		form.Version = ticket.Version
		return h.drawDetails(c, http.StatusConflict, views.TicketDetailsPage{Ticket: ticket, Form: form, Stale: true})
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.Ticket(lang(c), ticket))
}

// tended finds a ticket that the person answers; for others there is no such page.
func (h Tickets) tended(c echo.Context) (support.Ticket, error) {
	ticket, err := support.FindTicket(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err == nil && !ticket.TendedBy(me(c)) {
		err = store.ErrForbidden
	}
	return ticket, err
}

func (h Tickets) drawDetails(c echo.Context, status int, p views.TicketDetailsPage) error {
	var err error
	if p.Requester, err = people.LoadUser(ctx(c), h.site.DB, p.Ticket.RequesterID); err != nil {
		return err
	}
	if p.Services == nil {
		if p.Services, err = h.site.serviceNames(c); err != nil {
			return err
		}
	}
	return renderStatus(c, status, views.TicketDetails(p))
}

// drawTicket draws a ticket's page; fill adds what was typed and what is wrong with it.
func (s Site) drawTicket(c echo.Context, status int, th support.Thread, fill func(*views.TicketPage) error) error {
	p := views.TicketPage{Thread: th, Now: store.Now(s.DB), State: support.StateForm{State: th.State, UpstreamURL: th.UpstreamURL}}
	if err := fill(&p); err != nil {
		return err
	}
	if p.ServiceID != nil {
		var err error
		if p.Services, err = s.serviceNames(c); err != nil {
			return err
		}
	}
	if p.OrganisationID != nil {
		var err error
		if p.Disagreement, err = billing.DisagreementIn(ctx(c), s.DB, p.Ref); err != nil {
			return err
		}
	}
	return renderStatus(c, status, views.Ticket(p))
}

// languages are the codes of the languages of the house.
func languages() []string {
	var all []string
	for _, l := range locales.All() {
		all = append(all, l.Code)
	}
	return all
}

// joined is all that is wrong with a form: what its fields say, and what its files say.
func joined(err error, more store.Invalid) store.Invalid {
	wrong := store.Invalid{}
	if said, ok := store.AsInvalid(err); ok {
		maps.Copy(wrong, said)
	}
	maps.Copy(wrong, more)
	return wrong
}

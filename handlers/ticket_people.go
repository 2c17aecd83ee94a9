package handlers

import (
	"chatiere/models/store"
	"chatiere/models/support"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// TicketPeople are those who are copied on a ticket.
type TicketPeople struct{ site Site }

// Create copies somebody by their address.
func (h TicketPeople) Create(c echo.Context) error {
	typed := c.FormValue("person")
	return h.site.change(c, func(t *support.Ticket) error { return t.Copy(ctx(c), h.site.DB, me(c), typed) }, func(p *views.TicketPage, wrong store.Invalid) {
		p.Person, p.PersonWrong = typed, store.Invalid{"person": wrong["email"]}
	})
}

// Destroy takes somebody off. Who takes themself off no longer sees the ticket.
func (h TicketPeople) Destroy(c echo.Context) error {
	ticket, err := support.FindTicket(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	if err := ticket.Uncopy(ctx(c), h.site.DB, me(c), c.Param("person")); err != nil {
		return err
	}
	if _, err := support.FindTicket(ctx(c), h.site.DB, me(c), ticket.Ref); err != nil {
		return redirect(c, paths.Tickets(lang(c)))
	}
	return redirect(c, paths.Ticket(lang(c), ticket))
}

// TicketFollowings is getting news of a ticket without being part of it.
type TicketFollowings struct{ site Site }

// Create asks for them.
func (h TicketFollowings) Create(c echo.Context) error {
	return h.site.change(c, func(t *support.Ticket) error { return t.Follow(ctx(c), h.site.DB, me(c)) }, nil)
}

// Destroy asks for no more.
func (h TicketFollowings) Destroy(c echo.Context) error {
	return h.site.change(c, func(t *support.Ticket) error { return t.Unfollow(ctx(c), h.site.DB, me(c)) }, nil)
}

// TicketFiles are the attachments of a conversation.
type TicketFiles struct{ site Site }

// Show sends one, if the person sees the message it hangs on.
func (h TicketFiles) Show(c echo.Context) error {
	f, err := support.FindFile(ctx(c), h.site.DB, me(c), c.Param("ref"), c.Param("file"))
	if err != nil {
		return err
	}
	return h.site.download(c, f)
}

// SentTickets is where a visitor's ticket ends for now.
type SentTickets struct{}

// Show says what happens next.
func (SentTickets) Show(c echo.Context) error { return render(c, views.TicketSent()) }

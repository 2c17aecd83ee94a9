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

// TicketMessages are what the requester's side writes.
type TicketMessages struct{ site Site }

// Create adds one.
func (h TicketMessages) Create(c echo.Context) error {
	return h.site.write(c, "message", func(p *views.TicketPage) *views.Box { return &p.Message }, func(t *support.Ticket, f support.MessageForm) (support.Ticket, error) {
		return t.Write(ctx(c), h.site.DB, me(c), f)
	})
}

// TicketReplies are what the staff answers.
type TicketReplies struct{ site Site }

// Create sends one.
func (h TicketReplies) Create(c echo.Context) error {
	return h.site.write(c, "reply", func(p *views.TicketPage) *views.Box { return &p.Reply }, func(t *support.Ticket, f support.MessageForm) (support.Ticket, error) {
		_, err := t.Answer(ctx(c), h.site.DB, me(c), f)
		return *t, err
	})
}

// TicketNotes are what the staff writes for itself.
type TicketNotes struct{ site Site }

// Create keeps one.
func (h TicketNotes) Create(c echo.Context) error {
	return h.site.write(c, "note", func(p *views.TicketPage) *views.Box { return &p.Note }, func(t *support.Ticket, f support.MessageForm) (support.Ticket, error) {
		_, err := t.NoteDown(ctx(c), h.site.DB, me(c), f)
		return *t, err
	})
}

// write reads one of the boxes of a ticket's page and does with it what that box is for. When that is refused, the page comes back
// with everything typed, the files already sent, and what was said meanwhile.
func (s Site) write(c echo.Context, name string, box func(*views.TicketPage) *views.Box, do func(*support.Ticket, support.MessageForm) (support.Ticket, error)) error {
	ticket, err := support.FindTicket(ctx(c), s.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	kept, wrongFiles, err := s.uploads(c, name+"_files", name+"_drafts")
	if err != nil {
		return err
	}
	b := views.Box{Drafts: kept, Wrong: wrongFiles, Open: true, Form: support.MessageForm{
		Body: c.FormValue(name), Drafts: refsOf(kept), Seen: c.FormValue("seen"),
		Then: support.State(c.FormValue("then")), Macro: c.FormValue("macro"),
	}}
	if len(wrongFiles) > 0 {
		return s.drawBox(c, http.StatusUnprocessableEntity, b, box)
	}
	where, err := do(&ticket, b.Form)
	if said, ok := store.AsInvalid(err); ok {
		b.Wrong = store.Invalid{name: said["body"]}
		return s.drawBox(c, http.StatusUnprocessableEntity, b, box)
	}
	if errors.Is(err, store.ErrConflict) {
		b.Stale = true
		return s.drawBox(c, http.StatusConflict, b, box)
	}
	if err != nil {
		return err
	}
	s.flash(c, name+"_sent")
	return redirect(c, paths.Ticket(lang(c), where))
}

func (s Site) drawBox(c echo.Context, status int, b views.Box, box func(*views.TicketPage) *views.Box) error {
	th, err := support.FindThread(ctx(c), s.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	return s.drawTicket(c, status, th, func(p *views.TicketPage) error {
		*box(p) = b
		return nil
	})
}

package views

import (
	"context"

	"chatiere/locales"
	"chatiere/models/content"
	"chatiere/models/files"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/support"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// TicketDetailsPage is the form in which the staff corrects a ticket.
type TicketDetailsPage struct {
	Ticket    support.Ticket
	Requester people.User // with memberships
	Services  []content.Named
	Form      support.DetailsForm
	Wrong     store.Invalid
	Stale     bool // somebody else changed it meanwhile
}

// failed reports whether one of the page's forms came back.
func (p TicketPage) failed() bool {
	return len(p.Message.Wrong)+len(p.Reply.Wrong)+len(p.Note.Wrong)+len(p.StateWrong)+len(p.PersonWrong)+len(p.DisagreeWrong) > 0
}

// mistakes are what is wrong with the form that came back.
func (p TicketPage) mistakes(ctx context.Context) []ui.Mistake {
	all := mistakes(ctx, p.Message.Wrong, "message", t(ctx, "tickets.message.label"), "message_files", t(ctx, "tickets.files"))
	all = append(all, mistakes(ctx, p.Reply.Wrong, "reply", t(ctx, "tickets.reply.label"), "reply_files", t(ctx, "tickets.files"))...)
	all = append(all, mistakes(ctx, p.Note.Wrong, "note", t(ctx, "tickets.note.label"), "note_files", t(ctx, "tickets.files"))...)
	all = append(all, mistakes(ctx, p.StateWrong, "state", t(ctx, "tickets.move.state"), "upstream_url", t(ctx, "tickets.move.url"))...)
	all = append(all, mistakes(ctx, p.DisagreeWrong, "disagreement", t(ctx, "disagreements.reason"), "invoice", t(ctx, "disagreements.invoice"))...)
	return append(all, mistakes(ctx, p.PersonWrong, "person", t(ctx, "tickets.people.add"))...)
}

// trail leads back to the list the reader came from.
func (p TicketPage) trail(ctx context.Context) []ui.Link {
	list := ui.Link{Href: paths.Tickets(lang(ctx)), Text: t(ctx, "tickets.title")}
	if p.Tended && !p.OpenedBy(p.Reader) {
		list = ui.Link{Href: paths.Queue(lang(ctx)), Text: t(ctx, "queue.title")}
	}
	return []ui.Link{list, {Href: paths.Ticket(lang(ctx), p.Ticket), Text: "#" + p.Number()}}
}

// sendWord says to how many people the answer goes.
func (p TicketPage) sendWord(ctx context.Context) string {
	if p.Reply.Stale {
		return tn(ctx, "tickets.reply.send_anyway", p.Recipients())
	}
	return tn(ctx, "tickets.reply.send", p.Recipients())
}

// messageHint says what writing does to a ticket that is solved.
func (p TicketPage) messageHint(ctx context.Context) string {
	if p.Settled() {
		return t(ctx, "tickets.message.hint_solved")
	}
	return t(ctx, "tickets.message.hint")
}

// mayCopy reports whether the reader may add people and take them off.
func (p TicketPage) mayCopy() bool { return p.Tended || p.OpenedBy(p.Reader) || p.Led(p.Reader) }

// calls is what somebody in copy is called: by the address they were added by as long as they have no name here.
func (p TicketPage) calls(u support.Person) string {
	if u.Name == "" && p.mayCopy() {
		return u.Email
	}
	return u.Called()
}

// mayFollow reports whether following means anything: not for who is part of the ticket anyway.
func (p TicketPage) mayFollow() bool {
	mine := p.AssigneeID != nil && *p.AssigneeID == p.Reader.ID
	return !p.OpenedBy(p.Reader) && !mine && (p.Tended || p.Led(p.Reader))
}

// forWhom is who asked, and for which organisation.
func forWhom(ctx context.Context, ticket support.Ticket) string {
	if ticket.Organisation.Name == "" {
		return ticket.Requester.Called()
	}
	return t(ctx, "tickets.of", "Name", ticket.Requester.Called(), "Organisation", ticket.Organisation.Name)
}

func refsOf(all []files.File) []string {
	refs := make([]string, len(all))
	for i, f := range all {
		refs[i] = f.Ref
	}
	return refs
}

func fileOptions(ctx context.Context, all []files.File) []ui.Option {
	options := make([]ui.Option, len(all))
	for i, f := range all {
		options[i] = ui.Option{Value: f.Ref, Text: f.Name, Extra: locales.Bytes(lang(ctx), f.Size)}
	}
	return options
}

// checkedBox is the value of a box that is ticked or not.
func checkedBox(on bool) string {
	if on {
		return "true"
	}
	return ""
}

// ticketFlash says what was just done to a ticket.
func ticketFlash(ctx context.Context) string {
	switch FrameOf(ctx).Flash {
	case "ticket_sent":
		return t(ctx, "flash.ticket_sent")
	case "message_sent":
		return t(ctx, "flash.message_sent")
	case "reply_sent":
		return t(ctx, "flash.reply_sent")
	case "note_sent":
		return t(ctx, "flash.note_sent")
	case "removed":
		return t(ctx, "flash.removed")
	case "disagreement_paused":
		return t(ctx, "flash.disagreement_paused")
	case "disagreement_settled":
		return t(ctx, "flash.disagreement_settled")
	}
	return ""
}

package paths

import (
	"net/url"

	"chatiere/models/files"
	"chatiere/models/people"
	"chatiere/models/support"
)

// Tickets is the list of one's own tickets.
func Tickets(lang string) string { return "/" + lang + "/tickets" }

// TicketsOf is the same list for one organisation.
func TicketsOf(lang string, o people.Organisation) string {
	return Tickets(lang) + "?organisation=" + url.QueryEscape(o.Ref)
}

// TicketsFile is the same list as a file.
func TicketsFile(lang string) string { return "/" + lang + "/tickets.csv" }

// NewTicket is where one asks for help.
func NewTicket(lang string) string { return Tickets(lang) + "/new" }

// TicketAbout is the same form with its subject begun.
func TicketAbout(lang, subject string) string {
	return NewTicket(lang) + "?" + url.Values{"subject": {subject}}.Encode()
}

// TicketSent tells a visitor that their ticket has arrived.
func TicketSent(lang string) string { return Tickets(lang) + "/sent" }

// Ticket is one ticket with its conversation.
func Ticket(lang string, t support.Ticket) string { return Tickets(lang) + "/" + t.Ref }

// TicketDetails is where the staff corrects subject, priority and so on.
func TicketDetails(lang string, t support.Ticket) string { return Ticket(lang, t) + "/details" }

// TicketMessages is where the requester's side writes.
func TicketMessages(lang string, t support.Ticket) string { return Ticket(lang, t) + "/messages" }

// TicketReplies is where the staff answers.
func TicketReplies(lang string, t support.Ticket) string { return Ticket(lang, t) + "/replies" }

// TicketNotes is where the staff leaves notes for itself.
func TicketNotes(lang string, t support.Ticket) string { return Ticket(lang, t) + "/notes" }

// TicketState is where the staff says what the ticket waits for.
func TicketState(lang string, t support.Ticket) string { return Ticket(lang, t) + "/state" }

// TicketClosure is where a ticket is said to be solved.
func TicketClosure(lang string, t support.Ticket) string { return Ticket(lang, t) + "/closure" }

// TicketReopening is where it is said not to be, after all.
func TicketReopening(lang string, t support.Ticket) string { return Ticket(lang, t) + "/reopening" }

// TicketAssignment is where a ticket is given to one of the staff.
func TicketAssignment(lang string, t support.Ticket) string { return Ticket(lang, t) + "/assignment" }

// TicketConfirmation is where a person says that it was them who sent a ticket without signing in.
func TicketConfirmation(lang string, t support.Ticket) string {
	return Ticket(lang, t) + "/confirmation"
}

// TicketPeople is where somebody is copied.
func TicketPeople(lang string, t support.Ticket) string { return Ticket(lang, t) + "/people" }

// TicketPerson is where somebody is taken off a ticket.
func TicketPerson(lang string, t support.Ticket, u people.User) string {
	return TicketPeople(lang, t) + "/" + u.Ref
}

// TicketFollowing is where one asks for news of a ticket, or for no more.
func TicketFollowing(lang string, t support.Ticket) string { return Ticket(lang, t) + "/following" }

// TicketDisagreement is where a ticket is marked as a disagreement about money, or that one is said to be settled.
func TicketDisagreement(lang string, t support.Ticket) string {
	return Ticket(lang, t) + "/disagreement"
}

// TicketFile is one attachment.
func TicketFile(lang string, t support.Ticket, f files.File) string {
	return Ticket(lang, t) + "/files/" + f.Ref
}

// Queue is what waits for the staff.
func Queue(lang string) string { return "/" + lang + "/desk/tickets" }

// QueueFile is the same as a file.
func QueueFile(lang string) string { return "/" + lang + "/desk/tickets.csv" }

// Macros is the list of ready answers; for a ticket, to choose one.
func Macros(lang string) string { return "/" + lang + "/desk/answers" }

// NewMacro is where a ready answer is written.
func NewMacro(lang string) string { return Macros(lang) + "/new" }

// Macro is where a ready answer is changed.
func Macro(lang string, m support.Macro) string { return Macros(lang) + "/" + m.Ref }

// MacroRemoval is where a ready answer is taken away.
func MacroRemoval(lang string, m support.Macro) string { return Macro(lang, m) + "/removal" }

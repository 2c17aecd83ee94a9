package emails

import (
	"strconv"

	"chatiere/locales"
	"chatiere/models/files"
	"chatiere/models/people"
	"chatiere/models/support"
	"chatiere/views/paths"
)

// about is what every letter about a ticket has: number and subject, the way to it, its place in the reader's mail.
// Every letter of a ticket has the same subject, so that mail programs keep them together.
func about(t support.Ticket, to people.User, kind, once string, m support.Mailing) Letter {
	lang := spoken(to.Locale)
	l := Letter{
		Kind: kind, Once: kind + ":" + once + ":" + to.Ref, Lang: lang, Subject: "[#" + t.Number() + "] " + t.Subject,
		Action: locales.T(lang, "emails.ticket.action"), Path: paths.Ticket(lang, t), MessageID: m.MessageID, Thread: m.Thread,
		Why: locales.T(lang, "emails.ticket.why"),
	}
	if t.OrganisationID != nil {
		l.OrganisationID = *t.OrganisationID
	}
	return l
}

// TicketReceived tells the person who asked that we have it.
func TicketReceived(t support.Ticket, m support.Mailing) Letter {
	l := about(t, t.Requester, "ticket_received", t.Ref, m)
	l.Lines = []string{locales.T(l.Lang, "emails.ticket_received.text"), locales.T(l.Lang, "emails.ticket_received.then")}
	l.Facts = []Fact{
		{locales.T(l.Lang, "emails.ticket.number"), "#" + t.Number()},
		{locales.T(l.Lang, "emails.ticket.subject"), t.Subject},
	}
	if !t.Verified() {
		l.After = []string{locales.T(l.Lang, "emails.ticket_received.sign_in"), locales.T(l.Lang, "emails.ticket_received.not_you")}
	}
	return l
}

// TicketOpened tells one of the staff that somebody asks for help.
func TicketOpened(t support.Ticket, first support.Message, to people.User, m support.Mailing) Letter {
	l := about(t, to, "ticket_opened", t.Ref, m)
	l.Lines = []string{locales.T(l.Lang, "emails.ticket_opened.text", "Name", called(l.Lang, t))}
	if !t.Verified() {
		l.Lines = append(l.Lines, locales.T(l.Lang, "emails.ticket_opened.unverified"))
	}
	l.Quote, l.Action = first.Body, locales.T(l.Lang, "emails.ticket.answer")
	return l
}

// TicketAnswered brings the staff's answer.
func TicketAnswered(t support.Ticket, message support.Message, attached []files.File, to people.User, m support.Mailing) Letter {
	l := about(t, to, "ticket_answered", message.Ref, m)
	name := message.Author.Name
	if name == "" {
		name = locales.T(l.Lang, "emails.ticket.team") // never an address, nor a part of one
	}
	l.ByHand, l.Quote = true, message.Body
	l.Lines = []string{locales.T(l.Lang, "emails.ticket_answered.text", "Name", name)}
	l.attach(attached)
	if t.Settled() {
		l.After = append(l.After, locales.T(l.Lang, "emails.ticket_answered.solved"))
	}
	l.After = append(l.After, locales.T(l.Lang, "emails.ticket.how"))
	return l
}

// TicketFollowed brings a further message of the requester's side to the staff and to those who take part.
func TicketFollowed(t support.Ticket, message support.Message, attached []files.File, to people.User, m support.Mailing) Letter {
	l := about(t, to, "ticket_followed", message.Ref, m)
	l.ByHand, l.Quote = true, message.Body
	l.Lines = []string{locales.T(l.Lang, "emails.ticket_followed.text", "Name", message.Author.Called())}
	l.attach(attached)
	return l
}

// TicketSolved tells the person who asked that the staff thinks it is solved.
func TicketSolved(t support.Ticket, version int, m support.Mailing) Letter {
	l := about(t, t.Requester, "ticket_solved", t.Ref+"."+strconv.Itoa(version), m)
	l.Lines = []string{locales.T(l.Lang, "emails.ticket_solved.text"), locales.T(l.Lang, "emails.ticket_solved.else")}
	return l
}

// TicketAssigned tells one of the staff that a ticket was given to them.
func TicketAssigned(t support.Ticket, to people.User, version int, m support.Mailing) Letter {
	l := about(t, to, "ticket_assigned", t.Ref+"."+strconv.Itoa(version), m)
	l.Lines = []string{locales.T(l.Lang, "emails.ticket_assigned.text", "Name", called(l.Lang, t))}
	return l
}

// NoteWritten tells a colleague that a note was left. What it says stays inside: mail is forwarded too easily.
func NoteWritten(t support.Ticket, n support.Note, to people.User, m support.Mailing) Letter {
	l := about(t, to, "ticket_note_written", n.Ref, m)
	l.Lines = []string{locales.T(l.Lang, "emails.ticket_note.text", "Name", n.Author.Called())}
	return l
}

// called is who asks: the name, and the organisation where there is one.
func called(lang string, t support.Ticket) string {
	if t.Organisation.Name == "" {
		return t.Requester.Called()
	}
	return locales.T(lang, "emails.ticket.of", "Name", t.Requester.Called(), "Organisation", t.Organisation.Name)
}

// mailable is how much goes along with a letter, in bytes; more waits in the portal.
const mailable = 5 << 20

// attach sends files along when they are light, else says how many wait in the portal.
func (l *Letter) attach(all []files.File) {
	var sum int64
	var refs []string
	for _, f := range all {
		sum, refs = sum+f.Size, append(refs, f.Ref)
	}
	if sum <= mailable {
		l.Attachments = refs
		return
	}
	l.After = append(l.After, locales.N(l.Lang, "emails.ticket.files", len(all)))
}

package jobs

import (
	"context"
	"strconv"

	"chatiere/models/collective"
	"chatiere/models/files"
	"chatiere/models/people"
	"chatiere/models/support"
	"chatiere/views/emails"
)

// ticketOpened acknowledges the ticket to who asked, unless one went out lately, and tells the staff.
func (w Worker) ticketOpened(ctx context.Context, news support.TicketOpened) error {
	t, err := support.LoadTicket(ctx, w.DB, news.TicketID)
	if err != nil {
		return err
	}
	first, err := support.FirstMessage(ctx, w.DB, t)
	if err != nil {
		return err
	}
	home, err := w.mailHome(ctx)
	if err != nil {
		return err
	}
	if t.AcknowledgedAt != nil {
		if err := w.post(ctx, t.Requester, emails.TicketReceived(t, t.Root(t.Requester, home))); err != nil {
			return err
		}
	}
	agents, err := support.Watchers(ctx, w.DB, t, t.RequesterID)
	if err != nil {
		return err
	}
	for _, to := range agents {
		if err := w.post(ctx, to, emails.TicketOpened(t, first, to, t.Root(to, home))); err != nil {
			return err
		}
	}
	return nil
}

// mailHome is the collective's address, whose domain the Message-IDs of tickets carry.
func (w Worker) mailHome(ctx context.Context) (string, error) {
	host, err := collective.Find(ctx, w.DB)
	return host.Email, err
}

// ticketAnswered brings the staff's answer to who asked and to those who take part.
func (w Worker) ticketAnswered(ctx context.Context, news support.TicketAnswered) error {
	m, t, err := support.LoadMessage(ctx, w.DB, news.MessageID)
	if err != nil {
		return err
	}
	readers, err := support.Audience(ctx, w.DB, t, m.AuthorID)
	if err != nil {
		return err
	}
	return w.bring(ctx, t, m, readers, emails.TicketAnswered)
}

// ticketFollowed brings a further message to the staff and to those who take part.
func (w Worker) ticketFollowed(ctx context.Context, news support.TicketFollowed) error {
	m, t, err := support.LoadMessage(ctx, w.DB, news.MessageID)
	if err != nil {
		return err
	}
	readers, err := support.Audience(ctx, w.DB, t, m.AuthorID)
	if err != nil {
		return err
	}
	agents, err := support.Watchers(ctx, w.DB, t, m.AuthorID)
	if err != nil {
		return err
	}
	return w.bring(ctx, t, m, append(readers, agents...), emails.TicketFollowed)
}

// messageLetter makes the letter that brings a message to one reader.
type messageLetter func(t support.Ticket, m support.Message, attached []files.File, to people.User, mailing support.Mailing) emails.Letter

// bring writes one letter with a message to each reader, each in their language and in their own thread.
func (w Worker) bring(ctx context.Context, t support.Ticket, m support.Message, readers []people.User, say messageLetter) error {
	home, err := w.mailHome(ctx)
	if err != nil {
		return err
	}
	attached, err := m.Files(ctx, w.DB)
	if err != nil {
		return err
	}
	for _, to := range readers {
		mailing, err := m.Mailing(ctx, w.DB, t, to, home)
		if err != nil {
			return err
		}
		if err := w.post(ctx, to, say(t, m, attached, to, mailing)); err != nil {
			return err
		}
	}
	return nil
}

// ticketSolved tells who asked that the staff thinks it is solved, unless they have said since that it is not.
func (w Worker) ticketSolved(ctx context.Context, news support.TicketSolved) error {
	t, err := support.LoadTicket(ctx, w.DB, news.TicketID)
	if err != nil || !t.Settled() {
		return err
	}
	home, err := w.mailHome(ctx)
	if err != nil {
		return err
	}
	return w.post(ctx, t.Requester, emails.TicketSolved(t, news.Version, t.About(numbered("solved", news.Version), t.Requester, home)))
}

// ticketAssigned tells one of the staff that a ticket is theirs now, unless it has gone on to somebody else since.
func (w Worker) ticketAssigned(ctx context.Context, news support.TicketAssigned) error {
	t, err := support.LoadTicket(ctx, w.DB, news.TicketID)
	if err != nil || t.AssigneeID == nil || *t.AssigneeID != news.UserID {
		return err
	}
	home, err := w.mailHome(ctx)
	if err != nil {
		return err
	}
	return w.post(ctx, t.Assignee, emails.TicketAssigned(t, t.Assignee, news.Version, t.About(numbered("assigned", news.Version), t.Assignee, home)))
}

func numbered(what string, n int) string { return what + strconv.Itoa(n) }

// noteWritten tells the colleague who has the ticket, and those who follow it. While nobody has it, the queue shows the note.
func (w Worker) noteWritten(ctx context.Context, news support.NoteWritten) error {
	n, t, err := support.LoadNote(ctx, w.DB, news.NoteID)
	if err != nil || t.AssigneeID == nil {
		return err
	}
	colleagues, err := support.Watchers(ctx, w.DB, t, n.AuthorID)
	if err != nil {
		return err
	}
	home, err := w.mailHome(ctx)
	if err != nil {
		return err
	}
	for _, to := range colleagues {
		if err := w.post(ctx, to, emails.NoteWritten(t, n, to, t.About("note."+n.Ref, to, home))); err != nil {
			return err
		}
	}
	return nil
}

// quietClosedDue is the daily turn over tickets that were solved and that nobody came back to.
type quietClosedDue struct{}

// Kind names it.
func (quietClosedDue) Kind() string { return "quiet_tickets_closed" }

// quietClosed closes them.
func (w Worker) quietClosed(ctx context.Context, _ quietClosedDue) error {
	n, err := support.CloseQuiet(ctx, w.DB)
	if n > 0 {
		w.Log.Info("quiet tickets closed", "count", n)
	}
	return err
}

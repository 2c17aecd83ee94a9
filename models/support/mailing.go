package support

import (
	"context"
	"strings"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Mailing is how one letter about a ticket hangs together with the letters before it, for one reader (helpdesk.md OUT2).
type Mailing struct {
	MessageID string
	Thread    []string // Message-IDs of the letters before, oldest first
}

// mailID is the Message-ID of a letter: it follows from what the letter is about and who reads it, so that it is known without being kept,
// and an answer to it can be brought back to its ticket.
func mailID(about, ref string, to people.User, address string) string {
	host := "chatiere.invalid"
	if _, domain, ok := strings.Cut(address, "@"); ok {
		host = domain
	}
	return "<" + about + "." + ref + "." + to.Ref + "@" + host + ">"
}

// Root is the mailing of the first letter about a ticket; address is the collective's.
func (t Ticket) Root(to people.User, address string) Mailing {
	return Mailing{MessageID: mailID("ticket", t.Ref, to, address)}
}

// About is the mailing of a letter about something that happened: what names it among the ticket's events.
func (t Ticket) About(what string, to people.User, address string) Mailing {
	return Mailing{MessageID: mailID(what, t.Ref, to, address), Thread: []string{t.Root(to, address).MessageID}}
}

// Mailing is the mailing of a letter that brings a message: it answers the letter with the last message before that went to this reader.
// The staff gets letters about what comes in only, the others about everything that they did not write themselves.
func (m Message) Mailing(ctx context.Context, db *gorm.DB, t Ticket, to people.User, address string) (Mailing, error) {
	q := store.From[Message](db).Where("ticket_id = ? and id < ? and author_id <> ?", t.ID, m.ID, to.ID)
	if t.TendedBy(to) && !t.OpenedBy(to) {
		q = q.Where("kind = ?", Inbound)
	}
	before, err := q.Order("id").Find(ctx)
	out := Mailing{MessageID: mailID("message", m.Ref, to, address), Thread: []string{t.Root(to, address).MessageID}}
	for _, b := range before {
		if !t.opens(b) { // that one is what the root letter was about
			out.Thread = append(out.Thread, mailID("message", b.Ref, to, address))
		}
	}
	return out, err
}

// opens reports whether the message is the one that opened the ticket.
func (t Ticket) opens(m Message) bool { return m.Kind == Inbound && m.CreatedAt.Equal(t.CreatedAt) }

// FirstMessage returns the message that opened the ticket.
func FirstMessage(ctx context.Context, db *gorm.DB, t Ticket) (Message, error) {
	return store.From[Message](db).Where("ticket_id = ?", t.ID).Order("id").Limit(1).Take(ctx)
}

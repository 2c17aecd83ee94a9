package support

import (
	"context"
	"time"

	"chatiere/models/files"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// MessageKind says from which side a message comes. A note is no message: it has a table of its own (helpdesk.md INV1).
type MessageKind string

// The kinds of messages.
const (
	Inbound MessageKind = "inbound" // from the requester's side
	Reply   MessageKind = "reply"   // from the staff
)

// Message is something said that the requester reads.
type Message struct {
	ID        uint
	Ref       string
	TicketID  uint
	Kind      MessageKind
	AuthorID  uint
	Author    people.User `gorm:"foreignKey:AuthorID"`
	Lang      string
	Body      string
	CreatedAt time.Time
}

// TableName names the table.
func (Message) TableName() string { return "ticket_messages" }

// messageFiles is what files know a message as.
const messageFiles = "ticket_message"

// MessageForm is a message or note about to be written.
type MessageForm struct {
	Body   string   `form:"body"`
	Drafts []string `form:"drafts"`
	Seen   string   `form:"seen"` // the last message and note the writer had before their eyes
	Then   State    `form:"then"` // of a reply: what the ticket waits for afterwards
	Macro  string   `form:"macro"`
}

func (f *MessageForm) check() error {
	wrong := store.Invalid{}
	f.Body = tidy(f.Body)
	needed(wrong, "body", f.Body, maxBody)
	return wrong.Err()
}

// Write adds a message from the requester's side. It brings the ticket back to us; a solved one opens again; one closed for more
// than thirty days stays closed, and a new ticket goes on from it, which is returned (helpdesk.md E15).
func (t *Ticket) Write(ctx context.Context, db *gorm.DB, by people.User, f MessageForm) (Ticket, error) {
	if err := f.check(); err != nil {
		return *t, err
	}
	var next *Ticket
	err := t.alone(ctx, db, func(tx *gorm.DB, t *Ticket) error {
		if err := t.fresh(ctx, tx, by, f.Seen); err != nil {
			return err
		}
		if t.ClosedAt != nil && store.Now(tx).Sub(*t.ClosedAt) > 30*24*time.Hour {
			next = &Ticket{}
			return t.goOn(ctx, tx, by, f, next)
		}
		m, err := t.say(ctx, tx, by, Inbound, f.Body, f.Drafts, by.ID)
		if err != nil {
			return err
		}
		if err := t.cameBack(ctx, tx, by, store.Now(tx)); err != nil {
			return err
		}
		return store.Enqueue(tx, TicketFollowed{MessageID: m.ID})
	})
	if next != nil {
		return *next, err
	}
	return *t, err
}

// cameBack puts the ticket on us again after its requester's side has written. It never loses its place: the wait counts from the first unanswered message.
func (t *Ticket) cameBack(ctx context.Context, tx *gorm.DB, by people.User, now time.Time) error {
	if t.AskedAt == nil {
		t.AskedAt = &now
	}
	if t.OpenedBy(by) && t.VerifiedAt == nil {
		t.VerifiedAt = &now
	}
	if t.Settled() {
		if err := t.note(ctx, tx, by, "ticket_reopened", nil); err != nil {
			return err
		}
	}
	if t.State != New {
		t.become(Open, now)
	}
	return t.save(ctx, tx)
}

// goOn opens a new ticket that follows one closed long ago.
func (t Ticket) goOn(ctx context.Context, tx *gorm.DB, by people.User, f MessageForm, next *Ticket) error {
	now := store.Now(tx)
	form := TicketForm{Subject: t.Subject, Body: f.Body, Lang: t.Lang}
	*next = form.ticket(now, by, by)
	next.OrganisationID, next.ServiceID, next.FollowsID, next.Lang = t.OrganisationID, t.ServiceID, &t.ID, t.Lang
	if err := next.create(ctx, tx, false); err != nil {
		return err
	}
	if _, err := next.say(ctx, tx, by, Inbound, f.Body, f.Drafts, by.ID); err != nil {
		return err
	}
	if err := next.note(ctx, tx, by, "ticket_opened", map[string]any{"follows": t.Ref}); err != nil {
		return err
	}
	return store.Enqueue(tx, TicketOpened{TicketID: next.ID})
}

// Answer sends a reply to the requester and those who take part. Somebody who answers a ticket nobody has takes it.
func (t *Ticket) Answer(ctx context.Context, db *gorm.DB, by people.User, f MessageForm) (Message, error) {
	var m Message
	if !t.TendedBy(by) {
		return m, store.ErrForbidden
	}
	if err := f.check(); err != nil {
		return m, err
	}
	err := t.alone(ctx, db, func(tx *gorm.DB, t *Ticket) error {
		if err := t.fresh(ctx, tx, by, f.Seen); err != nil {
			return err
		}
		var err error
		if m, err = t.say(ctx, tx, by, Reply, f.Body, f.Drafts, by.ID); err != nil {
			return err
		}
		if err := t.answered(ctx, tx, by, f.Then, m.CreatedAt); err != nil {
			return err
		}
		if f.Macro != "" {
			if err := usedMacro(ctx, tx, f.Macro); err != nil {
				return err
			}
		}
		return store.Enqueue(tx, TicketAnswered{MessageID: m.ID})
	})
	return m, err
}

// answered notes that every message has its answer, and what the ticket waits for now.
func (t *Ticket) answered(ctx context.Context, tx *gorm.DB, by people.User, then State, now time.Time) error {
	t.AskedAt = nil
	if t.AnsweredAt == nil {
		t.AnsweredAt = &now
	}
	switch then {
	case Open, WaitingUpstream, Solved:
	default:
		then = WaitingRequester
	}
	if t.AssigneeID == nil {
		t.AssigneeID = &by.ID
	}
	if then == Solved && !t.Settled() {
		if err := t.note(ctx, tx, by, "ticket_solved", nil); err != nil {
			return err
		}
	}
	t.become(then, now)
	t.SinceAt = now
	return t.save(ctx, tx)
}

// say writes a message and gives it its files; the caller saves the ticket.
func (t *Ticket) say(ctx context.Context, tx *gorm.DB, by people.User, kind MessageKind, body string, drafts []string, draftsOf uint) (Message, error) {
	m := Message{Ref: store.NewRef(), TicketID: t.ID, Kind: kind, AuthorID: by.ID, Lang: t.Lang, Body: body, CreatedAt: store.Now(tx)}
	if kind == Reply {
		m.Lang = by.Locale
	}
	t.LastLine, t.LastAt = excerpt(body), m.CreatedAt
	if err := store.From[Message](tx).Omit("Author").Create(ctx, &m); err != nil {
		return m, err
	}
	return m, files.Adopt(ctx, tx, draftsOf, drafts, messageFiles, m.ID)
}

// LoadMessage returns a message with its author, and its ticket, for jobs.
func LoadMessage(ctx context.Context, db *gorm.DB, id uint) (Message, Ticket, error) {
	m, err := store.From[Message](db).Joins(clause.LeftJoin.Association("Author"), nil).Where("ticket_messages.id = ?", id).Take(ctx)
	if err != nil {
		return m, Ticket{}, err
	}
	t, err := LoadTicket(ctx, db, m.TicketID)
	return m, t, err
}

// Files returns what was sent along with the message.
func (m Message) Files(ctx context.Context, db *gorm.DB) ([]files.File, error) {
	return files.Of(ctx, db, messageFiles, m.ID)
}

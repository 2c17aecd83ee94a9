package support

import (
	"context"
	"time"

	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Past is a ticket as it was elsewhere, with its conversation: for importers and the demo. Nobody is told anything.
type Past struct {
	Ref            string
	Subject        string
	Requester      people.User
	OrganisationID *uint
	ServiceID      *uint
	Assignee       people.User // zero: nobody
	State          State
	Lang           string
	At             time.Time
	Turns          []PastTurn
}

// PastTurn is one turn of the conversation.
type PastTurn struct {
	By   people.User
	Note bool
	At   time.Time
	Text string
}

// Import files a past ticket in the caller's transaction. A ticket that is there already is left as it is.
func Import(ctx context.Context, tx *gorm.DB, p Past) error {
	n, err := store.From[Ticket](tx).Where("ref = ?", p.Ref).Count(ctx, "id")
	if err != nil || n > 0 {
		return err
	}
	t := p.ticket()
	if err := store.From[Ticket](tx).Omit("Requester", "Organisation", "Assignee").Create(ctx, &t); err != nil {
		return err
	}
	for i, turn := range p.Turns {
		if err := t.importTurn(ctx, tx, turn, p.ref(i)); err != nil {
			return err
		}
	}
	if err := t.past(ctx, tx, p.Requester, "ticket_opened", p.At); err != nil {
		return err
	}
	if t.Settled() {
		return t.past(ctx, tx, p.Assignee, "ticket_solved", *t.SolvedAt)
	}
	return nil
}

// ref names the turns of an imported ticket in the same way each time.
func (p Past) ref(i int) string { return p.Ref + "-" + string(rune('a'+i%26)) + string(rune('a'+i/26)) }

// ticket is the row: its moments follow from the conversation.
func (p Past) ticket() Ticket {
	t := Ticket{
		Ref: p.Ref, Subject: p.Subject, RequesterID: p.Requester.ID, OrganisationID: p.OrganisationID, ServiceID: p.ServiceID, State: p.State,
		Priority: Normal, Lang: p.Lang, VerifiedAt: &p.At, AcknowledgedAt: &p.At, SinceAt: p.At, LastAt: p.At, Version: 1, CreatedAt: p.At,
	}
	if p.Assignee.SignedIn() {
		t.AssigneeID = &p.Assignee.ID
	}
	for _, turn := range p.Turns {
		t.hears(turn, p.Requester)
	}
	if t.State == Solved || t.State == Closed {
		t.SolvedAt, t.AskedAt, t.SinceAt = &t.LastAt, nil, t.LastAt
	}
	if t.State == Closed {
		t.ClosedAt = &t.LastAt
	}
	t.UpdatedAt = t.LastAt
	return t
}

// hears moves the row's moments on by one turn.
func (t *Ticket) hears(turn PastTurn, requester people.User) {
	if turn.Note {
		return
	}
	at := turn.At
	t.LastLine, t.LastAt = excerpt(turn.Text), at
	switch {
	case !turn.By.Staff() || turn.By.ID == requester.ID:
		if t.AskedAt == nil {
			t.AskedAt, t.SinceAt = &at, at
		}
	default:
		t.AskedAt, t.SinceAt = nil, at
		if t.AnsweredAt == nil {
			t.AnsweredAt = &at
		}
	}
}

func (t Ticket) importTurn(ctx context.Context, tx *gorm.DB, turn PastTurn, ref string) error {
	if turn.Note {
		return store.From[Note](tx).Omit("Author").Create(ctx, &Note{Ref: ref, TicketID: t.ID, AuthorID: turn.By.ID, Body: tidy(turn.Text), CreatedAt: turn.At})
	}
	kind := Inbound
	if turn.By.Staff() && turn.By.ID != t.RequesterID {
		kind = Reply
	}
	return store.From[Message](tx).Omit("Author").Create(ctx, &Message{Ref: ref, TicketID: t.ID, Kind: kind, AuthorID: turn.By.ID, Lang: t.Lang, Body: tidy(turn.Text), CreatedAt: turn.At})
}

// past writes an act into the journal with the day it happened.
func (t Ticket) past(ctx context.Context, tx *gorm.DB, by people.User, verb string, at time.Time) error {
	e := journal.Entry{At: at, Verb: verb, SubjectType: subjectType, SubjectRef: t.Ref, OrganisationID: t.OrganisationID, Details: "{}"}
	if by.SignedIn() {
		e.ActorID, e.ActorName = &by.ID, by.Called()
	}
	return store.From[journal.Entry](tx).Create(ctx, &e)
}

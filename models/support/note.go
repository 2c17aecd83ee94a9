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

// Note is something the staff writes for the staff. The requester never reads it: it lives in a table of its own, and nothing moves it to another.
type Note struct {
	ID        uint
	Ref       string
	TicketID  uint
	AuthorID  uint
	Author    people.User `gorm:"foreignKey:AuthorID"`
	Body      string
	CreatedAt time.Time
}

// TableName names the table.
func (Note) TableName() string { return "ticket_notes" }

// noteFiles is what files know a note as.
const noteFiles = "ticket_note"

// NoteDown leaves a note for the staff. It changes nothing for the requester.
func (t *Ticket) NoteDown(ctx context.Context, db *gorm.DB, by people.User, f MessageForm) (Note, error) {
	var n Note
	if !t.TendedBy(by) {
		return n, store.ErrForbidden
	}
	if err := f.check(); err != nil {
		return n, err
	}
	err := t.alone(ctx, db, func(tx *gorm.DB, t *Ticket) error {
		if err := t.fresh(ctx, tx, by, f.Seen); err != nil {
			return err
		}
		n = Note{Ref: store.NewRef(), TicketID: t.ID, AuthorID: by.ID, Body: f.Body, CreatedAt: store.Now(tx)}
		if err := store.From[Note](tx).Omit("Author").Create(ctx, &n); err != nil {
			return err
		}
		if err := files.Adopt(ctx, tx, by.ID, f.Drafts, noteFiles, n.ID); err != nil {
			return err
		}
		return store.Enqueue(tx, NoteWritten{NoteID: n.ID})
	})
	return n, err
}

// LoadNote returns a note with its author, and its ticket, for jobs that write to the staff.
func LoadNote(ctx context.Context, db *gorm.DB, id uint) (Note, Ticket, error) {
	n, err := store.From[Note](db).Joins(clause.LeftJoin.Association("Author"), nil).Where("ticket_notes.id = ?", id).Take(ctx)
	if err != nil {
		return n, Ticket{}, err
	}
	t, err := LoadTicket(ctx, db, n.TicketID)
	return n, t, err
}

package support

import (
	"context"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Part is how somebody takes part in a ticket they did not open.
type Part string

// The parts.
const (
	Copied   Part = "copied"   // reads and writes messages from the day they were added
	Follower Part = "follower" // may see the ticket anyway, and wants news of it
)

// Participant is somebody who takes part in a ticket.
type Participant struct {
	ID        uint
	TicketID  uint
	UserID    uint
	User      people.User `gorm:"foreignKey:UserID"`
	Role      Part
	AddedByID *uint
	CreatedAt time.Time
}

// TableName names the table.
func (Participant) TableName() string { return "ticket_participants" }

// Copy adds somebody by their address: they get the messages from now on and may answer. The requester's side and the staff may.
func (t *Ticket) Copy(ctx context.Context, db *gorm.DB, by people.User, typed string) error {
	email, ok := people.CleanEmail(typed)
	if !ok {
		return store.Invalid{"email": {Key: "error.email"}}
	}
	if !t.TendedBy(by) && !t.OpenedBy(by) && !t.Led(by) {
		return store.ErrForbidden
	}
	return t.alone(ctx, db, func(tx *gorm.DB, t *Ticket) error {
		u, err := people.Meet(ctx, tx, email, "", t.Lang)
		if err != nil {
			return err
		}
		if u.ID == t.RequesterID {
			return nil
		}
		if err := t.mayCopy(ctx, tx); err != nil {
			return err
		}
		return t.join(ctx, tx, by, u, Copied)
	})
}

// maxCopied is how many people may be copied (helpdesk.md E31: more is a list, not a conversation).
const maxCopied = 20

func (t Ticket) mayCopy(ctx context.Context, tx *gorm.DB) error {
	n, err := store.From[Participant](tx).Where("ticket_id = ? and role = ?", t.ID, Copied).Count(ctx, "id")
	if err == nil && n >= maxCopied {
		err = store.Invalid{"email": {Key: "error.too_many_copied", Args: map[string]any{"Max": maxCopied}}}
	}
	return err
}

// join makes somebody a participant; a follower who is copied becomes one.
func (t Ticket) join(ctx context.Context, tx *gorm.DB, by, u people.User, part Part) error {
	p := Participant{TicketID: t.ID, UserID: u.ID, Role: part, AddedByID: &by.ID, CreatedAt: store.Now(tx)}
	already := clause.OnConflict{Columns: []clause.Column{{Name: "ticket_id"}, {Name: "user_id"}}, DoNothing: true}
	if part == Copied {
		already.DoNothing, already.DoUpdates = false, clause.AssignmentColumns([]string{"role", "added_by_id", "created_at"})
		already.Where = clause.Where{Exprs: []clause.Expression{clause.Expr{SQL: "ticket_participants.role = ?", Vars: []any{Follower}}}}
	}
	done := tx.WithContext(ctx).Omit("User").Clauses(already).Create(&p)
	if done.Error != nil || done.RowsAffected == 0 || part == Follower {
		return done.Error
	}
	return t.note(ctx, tx, by, "ticket_copied", nil)
}

// Uncopy takes somebody off the ticket: no later message, no access from then (helpdesk.md E29). People may take themselves off.
func (t *Ticket) Uncopy(ctx context.Context, db *gorm.DB, by people.User, userRef string) error {
	if !t.TendedBy(by) && !t.OpenedBy(by) && !t.Led(by) && by.Ref != userRef {
		return store.ErrForbidden
	}
	return t.alone(ctx, db, func(tx *gorm.DB, t *Ticket) error {
		n, err := store.From[Participant](tx).Where("ticket_id = ? and user_id in (select id from users where ref = ?)", t.ID, userRef).Delete(ctx)
		if err != nil || n == 0 {
			return err
		}
		return t.note(ctx, tx, by, "ticket_uncopied", nil)
	})
}

// Follow lets somebody who sees the ticket get news of it; Unfollow takes that back.
func (t *Ticket) Follow(ctx context.Context, db *gorm.DB, by people.User) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error { return t.join(ctx, tx, by, by, Follower) })
}

// Unfollow ends the news.
func (t *Ticket) Unfollow(ctx context.Context, db *gorm.DB, by people.User) error {
	_, err := store.From[Participant](db).Where("ticket_id = ? and user_id = ? and role = ?", t.ID, by.ID, Follower).Delete(ctx)
	return err
}

// participantsOf returns who takes part, with the users.
func participantsOf(ctx context.Context, db *gorm.DB, t Ticket) ([]Participant, error) {
	return store.From[Participant](db).Joins(clause.LeftJoin.Association("User"), nil).
		Where("ticket_participants.ticket_id = ?", t.ID).Order("ticket_participants.id").Find(ctx)
}

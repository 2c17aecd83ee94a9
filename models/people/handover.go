package people

import (
	"context"
	"errors"
	"time"

	"chatiere/models/journal"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Handover is "the board has changed": an owner invites the next one; when that one has accepted, the old one leaves
// (or stays as a member). Until then nothing changes, so that nobody is locked out by a mistyped address.
type Handover struct {
	ID             uint
	Ref            string
	OrganisationID uint
	Organisation   Organisation `gorm:"foreignKey:OrganisationID"`
	InvitationID   uint
	Invitation     Invitation `gorm:"foreignKey:InvitationID"`
	LeaverID       uint
	Leaver         User `gorm:"foreignKey:LeaverID"`
	Stays          bool // as a member, without rights
	DoneAt         *time.Time
	CancelledAt    *time.Time
	CreatedAt      time.Time
}

// HandoverDone tells the one who hands over that it is done.
type HandoverDone struct {
	HandoverID uint `json:"handover_id"`
}

// Kind names the promise.
func (HandoverDone) Kind() string { return "handover_done" }

// HandoverForm names the next owner.
type HandoverForm struct {
	Email string `form:"email"`
	Stays string `form:"stays"` // "yes": the old owner stays as a member
}

// Check says what is wrong with the form.
func (f HandoverForm) Check(by User) error {
	wrong := store.Invalid{}
	email, ok := CleanEmail(f.Email)
	switch {
	case email == "":
		wrong.Add("email", "error.required")
	case !ok:
		wrong.Add("email", "error.email")
	case email == by.Email:
		wrong.Add("email", "error.own_email")
	}
	if f.Stays != "yes" && f.Stays != "no" {
		wrong.Add("stays", "error.choose")
	}
	return wrong.Err()
}

// HandOver begins a hand-over by an owner of the organisation. One may be open at a time: a second is store.ErrConflict.
func HandOver(ctx context.Context, db *gorm.DB, by User, o Organisation, f HandoverForm) (Handover, error) {
	if m, in := by.In(o.ID); !in || m.Role != Owner {
		return Handover{}, store.ErrForbidden
	}
	if err := f.Check(by); err != nil {
		return Handover{}, err
	}
	email, _ := CleanEmail(f.Email)
	h := Handover{Ref: store.NewRef(), OrganisationID: o.ID, LeaverID: by.ID, Stays: f.Stays == "yes", CreatedAt: store.Now(db)}
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		i, err := invite(ctx, tx, by, o, email, Owner)
		if err != nil {
			return err
		}
		h.InvitationID = i.ID
		if err := store.From[Handover](tx).Omit("Organisation", "Invitation", "Leaver").Create(ctx, &h); err != nil {
			return err
		}
		return journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: "handover_begun", SubjectType: "handover", SubjectRef: h.Ref, OrganisationID: o.ID})
	})
	return h, err
}

// OpenHandover returns the hand-over that waits for the next owner, else store.ErrNotFound.
// An invitation that expired or was withdrawn leaves it open: cancel it and begin again.
func OpenHandover(ctx context.Context, db *gorm.DB, organisationID uint) (Handover, error) {
	return store.From[Handover](db).Joins(clause.Has("Invitation"), nil).Joins(clause.Has("Leaver"), nil).
		Where("handovers.organisation_id = ? and handovers.done_at is null and handovers.cancelled_at is null", organisationID).Take(ctx)
}

// HandoverBy returns the open hand-over that an invitation belongs to, else store.ErrNotFound.
func HandoverBy(ctx context.Context, db *gorm.DB, invitationID uint) (Handover, error) {
	return store.From[Handover](db).Where("invitation_id = ? and done_at is null and cancelled_at is null", invitationID).Take(ctx)
}

// LoadHandover returns a hand-over by id, for jobs.
func LoadHandover(ctx context.Context, db *gorm.DB, id uint) (Handover, error) {
	return store.From[Handover](db).Joins(clause.Has("Organisation"), nil).Joins(clause.Has("Leaver"), nil).Where("handovers.id = ?", id).Take(ctx)
}

// Cancel ends a hand-over before it happened, and its invitation with it.
func (h Handover) Cancel(ctx context.Context, db *gorm.DB, by User) error {
	if !by.Manages(h.OrganisationID) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		n, err := store.From[Handover](tx).Where("id = ? and done_at is null and cancelled_at is null", h.ID).Update(ctx, "cancelled_at", store.Now(tx))
		if err != nil || n == 0 {
			return err
		}
		if _, err := store.From[Invitation](tx).Where("id = ? and ended_at is null", h.InvitationID).Update(ctx, "ended_at", store.Now(tx)); err != nil {
			return err
		}
		return journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: "handover_cancelled", SubjectType: "handover", SubjectRef: h.Ref, OrganisationID: h.OrganisationID})
	})
}

// completeHandover lets the old owner go once the invitation that carries a hand-over was accepted.
func completeHandover(ctx context.Context, tx *gorm.DB, i Invitation, next User) error {
	h, err := HandoverBy(ctx, tx, i.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if next.ID != h.LeaverID { // who accepts their own invitation hands over to nobody
		if err := leave(ctx, tx, h); err != nil {
			return err
		}
	}
	if _, err := store.From[Handover](tx).Where("id = ?", h.ID).Update(ctx, "done_at", store.Now(tx)); err != nil {
		return err
	}
	err = journal.Note(ctx, tx, next.Actor(), journal.Act{Verb: "handover_done", SubjectType: "handover", SubjectRef: h.Ref, OrganisationID: h.OrganisationID})
	if err != nil {
		return err
	}
	return store.Enqueue(tx, HandoverDone{h.ID})
}

// leave ends the old owner's place, or makes it a member's.
func leave(ctx context.Context, tx *gorm.DB, h Handover) error {
	if h.Stays {
		_, err := Join(ctx, tx, h.LeaverID, h.OrganisationID, Member)
		return err
	}
	_, err := store.From[Membership](tx).Where("user_id = ? and organisation_id = ? and until_at is null", h.LeaverID, h.OrganisationID).Update(ctx, "until_at", store.Now(tx))
	return err
}

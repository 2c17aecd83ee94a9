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

// ArrivalState is where an arrival stands.
type ArrivalState string

// The states of an arrival.
const (
	Waiting  ArrivalState = "waiting"
	Welcomed ArrivalState = "welcomed"
	Declined ArrivalState = "declined"
)

// Arrival is a person who came by a join link and waits for an owner's word.
type Arrival struct {
	ID             uint
	Ref            string
	InvitationID   uint
	Invitation     Invitation `gorm:"foreignKey:InvitationID"`
	OrganisationID uint
	Organisation   Organisation `gorm:"foreignKey:OrganisationID"`
	UserID         uint
	User           User `gorm:"foreignKey:UserID"`
	State          ArrivalState
	DecidedByID    *uint
	DecidedAt      *time.Time
	CreatedAt      time.Time
}

// ArrivalWaiting tells the owners that somebody waits at the door.
type ArrivalWaiting struct {
	ArrivalID uint `json:"arrival_id"`
}

// Kind names the promise.
func (ArrivalWaiting) Kind() string { return "arrival_waiting" }

// ArrivalDecided tells the person what the owners answered.
type ArrivalDecided struct {
	ArrivalID uint `json:"arrival_id"`
}

// Kind names the promise.
func (ArrivalDecided) Kind() string { return "arrival_decided" }

// Arrive notes that a signed-in person asks to join by a join link. Asking twice is asking once;
// a member who asks gets store.ErrConflict, as does everybody when the link is spent, expired or withdrawn.
func (i Invitation) Arrive(ctx context.Context, db *gorm.DB, who User) (Arrival, error) {
	if !i.Reusable {
		return Arrival{}, store.ErrForbidden
	}
	if _, in := who.In(i.OrganisationID); in {
		return Arrival{}, store.ErrConflict
	}
	a := Arrival{Ref: store.NewRef(), InvitationID: i.ID, OrganisationID: i.OrganisationID, UserID: who.ID, State: Waiting, CreatedAt: store.Now(db)}
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		if _, err := OpenNow(ctx, tx, i.OrganisationID); err != nil {
			return err
		}
		if err := i.use(ctx, tx); err != nil {
			return err
		}
		if err := store.From[Arrival](tx).Omit("Invitation", "Organisation", "User").Create(ctx, &a); err != nil {
			return err
		}
		if err := journal.Note(ctx, tx, who.Actor(), journal.Act{Verb: "arrival_asked", SubjectType: "arrival", SubjectRef: a.Ref, OrganisationID: i.OrganisationID}); err != nil {
			return err
		}
		return store.Enqueue(tx, ArrivalWaiting{a.ID})
	})
	if errors.Is(err, store.ErrConflict) && !errors.Is(err, ErrClosed) { // asked before, or the link is closed
		earlier, missing := ArrivalOf(ctx, db, i, who)
		if missing == nil {
			return earlier, nil
		}
	}
	return a, err
}

// ArrivalOf returns what became of a person's wish to join by that link, else store.ErrNotFound.
func ArrivalOf(ctx context.Context, db *gorm.DB, i Invitation, who User) (Arrival, error) {
	return store.From[Arrival](db).Where("invitation_id = ? and user_id = ?", i.ID, who.ID).Take(ctx)
}

// ArrivalsOf returns the organisations that a person asked to join and that have not answered yet, the longest first.
func ArrivalsOf(ctx context.Context, db *gorm.DB, who User) ([]Arrival, error) {
	return store.From[Arrival](db).Joins(clause.Has("Organisation"), nil).Where("arrivals.user_id = ? and arrivals.state = ?", who.ID, Waiting).Order("arrivals.id").Find(ctx)
}

// ArrivalsAt returns who waits at an organisation's door, the longest first.
func ArrivalsAt(ctx context.Context, db *gorm.DB, organisationID uint) ([]Arrival, error) {
	return store.From[Arrival](db).Joins(clause.Has("User"), nil).Joins(clause.Has("Invitation"), nil).
		Where("arrivals.organisation_id = ? and arrivals.state = ?", organisationID, Waiting).Order("arrivals.id").Find(ctx)
}

// FindArrival returns the arrival with that ref at an organisation that by manages, else store.ErrNotFound.
func FindArrival(ctx context.Context, db *gorm.DB, by User, o Organisation, ref string) (Arrival, error) {
	if !by.Manages(o.ID) {
		return Arrival{}, store.ErrNotFound
	}
	return store.From[Arrival](db).Joins(clause.Has("User"), nil).Joins(clause.Has("Invitation"), nil).
		Where("arrivals.ref = ? and arrivals.organisation_id = ?", ref, o.ID).Take(ctx)
}

// LoadArrival returns an arrival by id, for jobs.
func LoadArrival(ctx context.Context, db *gorm.DB, id uint) (Arrival, error) {
	return store.From[Arrival](db).Joins(clause.Has("User"), nil).Joins(clause.Has("Organisation"), nil).Where("arrivals.id = ?", id).Take(ctx)
}

// Welcome makes the person a member with the role the link gives; into an organisation that was closed nobody comes (ErrClosed). An arrival is
// decided once; later words change nothing.
func (a Arrival) Welcome(ctx context.Context, db *gorm.DB, by User) error {
	return a.decide(ctx, db, by, Welcomed, "arrival_welcomed")
}

// Decline turns the person away; they are told so.
func (a Arrival) Decline(ctx context.Context, db *gorm.DB, by User) error {
	return a.decide(ctx, db, by, Declined, "arrival_declined")
}

func (a Arrival) decide(ctx context.Context, db *gorm.DB, by User, state ArrivalState, verb string) error {
	if !by.Manages(a.OrganisationID) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		n, err := store.From[Arrival](tx).Where("id = ? and state = ?", a.ID, Waiting).
			Select("State", "DecidedByID", "DecidedAt").Updates(ctx, Arrival{State: state, DecidedByID: &by.ID, DecidedAt: now(tx)})
		if err != nil || n == 0 {
			return err
		}
		if state == Welcomed {
			if _, err := OpenNow(ctx, tx, a.OrganisationID); err != nil {
				return err
			}
			if err := join(ctx, tx, a.User, a.OrganisationID, a.Invitation.Role); err != nil {
				return err
			}
		}
		if err := journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: verb, SubjectType: "arrival", SubjectRef: a.Ref, OrganisationID: a.OrganisationID}); err != nil {
			return err
		}
		return store.Enqueue(tx, ArrivalDecided{a.ID})
	})
}

// now is the present instant, to be pointed at.
func now(db *gorm.DB) *time.Time {
	t := store.Now(db)
	return &t
}

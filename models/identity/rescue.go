package identity

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// RescueDelay is how long after the second approval a lost second means is taken away; meanwhile whoever reads the letters can stop it.
const RescueDelay = 24 * time.Hour

// RescueLife is how long a request waits for its two approvals.
const RescueLife = 14 * 24 * time.Hour

// RescueState is how far a rescue has come.
type RescueState string

// The states of a rescue. Asked waits for two people of the host, approved for its delay; the others are over.
const (
	RescueAsked    RescueState = "asked"
	RescueApproved RescueState = "approved"
	RescueDone     RescueState = "done"
	RescueRefused  RescueState = "refused"
	RescueStopped  RescueState = "stopped"
	RescueExpired  RescueState = "expired"
)

// Rescue is the way back of a person who lost their second means and their recovery codes: two people of the host who know them approve.
type Rescue struct {
	ID          uint
	Ref         string
	UserID      uint
	User        people.User `gorm:"foreignKey:UserID"`
	Reason      string
	State       RescueState
	Approver1ID *uint        `gorm:"column:approver1_id"`
	Approver1   *people.User `gorm:"foreignKey:Approver1ID"`
	Approved1At *time.Time   `gorm:"column:approved1_at"`
	Approver2ID *uint        `gorm:"column:approver2_id"`
	Approver2   *people.User `gorm:"foreignKey:Approver2ID"`
	Approved2At *time.Time   `gorm:"column:approved2_at"`
	DueAt       *time.Time
	RefusedByID *uint
	Answer      string
	EndedAt     *time.Time
	CreatedAt   time.Time
}

// RescueTurned asks the jobs for the letters of a state: to all addresses of the person, and for a new request to who may approve.
type RescueTurned struct {
	RescueID uint        `json:"rescue_id"`
	State    RescueState `json:"state"`
}

// Kind names the promise.
func (RescueTurned) Kind() string { return "rescue_turned" }

// Until is when the request is over if nobody approves.
func (r Rescue) Until() time.Time { return r.CreatedAt.Add(RescueLife) }

// Open reports whether it can still be approved, refused or stopped.
func (r Rescue) Open() bool { return r.State == RescueAsked || r.State == RescueApproved }

// RescueForm asks for a rescue; the reason helps those who approve to recognise the person.
type RescueForm struct {
	Reason string `form:"reason"`
}

// Check says what is wrong with the form.
func (f *RescueForm) Check() error {
	f.Reason = strings.TrimSpace(f.Reason)
	switch {
	case f.Reason == "":
		return store.Invalid{"reason": {Key: "error.required"}}
	case utf8.RuneCountInString(f.Reason) > 500:
		return store.Invalid{"reason": {Key: "error.too_long", Args: map[string]any{"Max": 500}}}
	}
	return nil
}

// AskRescue files the request of a person who showed the first means but cannot show the second. One is open at a time.
func (h Halfway) AskRescue(ctx context.Context, db *gorm.DB, f RescueForm) error {
	if err := f.Check(); err != nil {
		return err
	}
	r := Rescue{Ref: store.NewRef(), UserID: h.UserID, Reason: f.Reason, State: RescueAsked, CreatedAt: store.Now(db)}
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := store.From[Rescue](tx).Omit("User", "Approver1", "Approver2").Create(ctx, &r); err != nil {
			return err
		}
		if err := r.note(ctx, tx, h.User.Actor(), h.User, "factor_rescue_asked", f.Reason); err != nil {
			return err
		}
		return store.Enqueue(tx, RescueTurned{r.ID, r.State})
	})
	if errors.Is(err, store.ErrConflict) {
		return nil // one is open already
	}
	return err
}

func (r Rescue) note(ctx context.Context, tx *gorm.DB, by journal.Actor, u people.User, verb, reason string) error {
	return journal.Note(ctx, tx, by, journal.Act{Verb: verb, SubjectType: "user", SubjectRef: u.Ref, Reason: reason, Details: map[string]any{"rescue": r.Ref}})
}

// RescueOf returns the open rescue of whoever waits halfway, else store.ErrNotFound.
func (h Halfway) RescueOf(ctx context.Context, db *gorm.DB) (Rescue, error) {
	return store.From[Rescue](db).Where("user_id = ? and state in ?", h.UserID, opened).Take(ctx)
}

var opened = []RescueState{RescueAsked, RescueApproved}

// Rescues are the open ones, the oldest first, with their people. Only operators see them.
func Rescues(ctx context.Context, db *gorm.DB, by people.User) ([]Rescue, error) {
	if !by.Is(people.Operator) {
		return nil, store.ErrNotFound
	}
	return store.From[Rescue](db).Joins(clause.Has("User"), nil).Joins(clause.LeftJoin.Association("Approver1"), nil).Joins(clause.LeftJoin.Association("Approver2"), nil).
		Where("rescues.state in ?", opened).Order("rescues.id").Limit(100).Find(ctx)
}

// LoadRescue returns a rescue by id, for jobs.
func LoadRescue(ctx context.Context, db *gorm.DB, id uint) (Rescue, error) {
	return store.From[Rescue](db).Joins(clause.Has("User"), nil).Where("rescues.id = ?", id).Take(ctx)
}

// RescueByRef returns an open rescue, for the link in a letter; ErrExpired when it is over.
func RescueByRef(ctx context.Context, db *gorm.DB, ref string) (Rescue, error) {
	r, err := store.From[Rescue](db).Joins(clause.Has("User"), nil).Where("rescues.ref = ? and rescues.state in ?", ref, opened).Take(ctx)
	if errors.Is(err, store.ErrNotFound) {
		err = ErrExpired
	}
	return r, err
}

var forUpdate = clause.Locking{Strength: "UPDATE"}

// turning runs an act on an open rescue that nobody else changes meanwhile; one that is over is store.ErrConflict.
func turning(ctx context.Context, db *gorm.DB, ref string, act func(tx *gorm.DB, r *Rescue, u people.User) error) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		r, err := store.From[Rescue](tx, forUpdate).Where("ref = ?", ref).Take(ctx)
		if err != nil {
			return err
		}
		if !r.Open() {
			return store.ErrConflict
		}
		u, err := store.From[people.User](tx).Where("id = ?", r.UserID).Take(ctx)
		if err != nil {
			return err
		}
		if err := act(tx, &r, u); err != nil {
			return err
		}
		return tx.WithContext(ctx).Omit("User", "Approver1", "Approver2").Save(&r).Error
	})
}

// ApproveRescue is the word of one of two people of the host who know that it is really the person. With the second word the delay begins.
func ApproveRescue(ctx context.Context, db *gorm.DB, by people.User, ref string) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	return turning(ctx, db, ref, func(tx *gorm.DB, r *Rescue, u people.User) error {
		now := store.Now(tx)
		switch {
		case r.State != RescueAsked:
			return store.ErrConflict
		case by.ID == r.UserID:
			return store.Invalid{"approve": {Key: "factors.wrong.own_rescue"}}
		case r.Approver1ID == nil:
			r.Approver1ID, r.Approved1At = &by.ID, &now
		case *r.Approver1ID == by.ID:
			return store.Invalid{"approve": {Key: "factors.wrong.second_person"}}
		default:
			due := now.Add(RescueDelay)
			r.Approver2ID, r.Approved2At, r.DueAt, r.State = &by.ID, &now, &due, RescueApproved
			if err := store.Enqueue(tx, RescueTurned{r.ID, r.State}); err != nil {
				return err
			}
		}
		return r.note(ctx, tx, by.Actor(), u, "factor_rescue_approved", "")
	})
}

// RefuseRescue ends a request for a reason that the person reads.
func RefuseRescue(ctx context.Context, db *gorm.DB, by people.User, ref, reason string) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		return store.Invalid{"refusal_reason": {Key: "error.required"}}
	}
	if utf8.RuneCountInString(reason) > 500 {
		return store.Invalid{"refusal_reason": {Key: "error.too_long", Args: map[string]any{"Max": 500}}}
	}
	return turning(ctx, db, ref, func(tx *gorm.DB, r *Rescue, u people.User) error {
		now := store.Now(tx)
		r.State, r.RefusedByID, r.Answer, r.EndedAt = RescueRefused, &by.ID, reason, &now
		if err := store.Enqueue(tx, RescueTurned{r.ID, r.State}); err != nil {
			return err
		}
		return r.note(ctx, tx, by.Actor(), u, "factor_rescue_refused", reason)
	})
}

// StopRescue ends a request by the link in one of its letters: it was not the person who asked, or they found what they had lost.
func StopRescue(ctx context.Context, db *gorm.DB, ref string) error {
	err := turning(ctx, db, ref, func(tx *gorm.DB, r *Rescue, u people.User) error {
		now := store.Now(tx)
		r.State, r.EndedAt = RescueStopped, &now
		return r.note(ctx, tx, journal.Actor{}, u, "factor_rescue_stopped", "")
	})
	if errors.Is(err, store.ErrConflict) {
		return ErrExpired
	}
	return err
}

// endRescue stops the open rescue of a person who just showed their second means.
func endRescue(ctx context.Context, tx *gorm.DB, u people.User) error {
	now := store.Now(tx)
	n, err := store.From[Rescue](tx).Where("user_id = ? and state in ?", u.ID, opened).Select("State", "EndedAt").Updates(ctx, Rescue{State: RescueStopped, EndedAt: &now})
	if err != nil || n == 0 {
		return err
	}
	return journal.Note(ctx, tx, u.Actor(), journal.Act{Verb: "factor_rescue_stopped", SubjectType: "user", SubjectRef: u.Ref})
}

// RescuesDue is the hourly turn over rescues.
type RescuesDue struct{}

// Kind names it.
func (RescuesDue) Kind() string { return "rescues_due" }

// TurnRescues takes away the second means of those whose delay is over, with all their sessions, and ends requests nobody approved in time.
func TurnRescues(ctx context.Context, db *gorm.DB) error {
	now := store.Now(db)
	ripe, err := store.From[Rescue](db).Where("(state = ? and due_at <= ?) or (state = ? and created_at <= ?)", RescueApproved, now, RescueAsked, now.Add(-RescueLife)).
		Order("id").Limit(100).Find(ctx)
	if err != nil {
		return err
	}
	for _, one := range ripe {
		err := turning(ctx, db, one.Ref, func(tx *gorm.DB, r *Rescue, u people.User) error { return r.ripen(ctx, tx, u, now) })
		if err != nil && !errors.Is(err, store.ErrConflict) {
			return err
		}
	}
	return nil
}

func (r *Rescue) ripen(ctx context.Context, tx *gorm.DB, u people.User, now time.Time) error {
	r.EndedAt = &now
	if r.State == RescueAsked {
		r.State = RescueExpired
		return store.Enqueue(tx, RescueTurned{r.ID, r.State})
	}
	r.State = RescueDone
	if err := forgetFactors(ctx, tx, u.ID); err != nil {
		return err
	}
	if err := EndAll(ctx, tx, u.ID); err != nil {
		return err
	}
	return tellChange(ctx, tx, journal.Actor{}, u, Rescued, 0)
}

// AddressesOf are all addresses at which a person may still read: the present one, and those it replaced within three months.
func AddressesOf(ctx context.Context, db *gorm.DB, u people.User) ([]string, error) {
	all := []string{u.Email}
	changes, err := store.From[people.EmailChange](db).Where("user_id = ? and used_at > ?", u.ID, store.Now(db).AddDate(0, -3, 0)).Order("id desc").Find(ctx)
	for _, c := range changes {
		if c.OldEmail != u.Email {
			all = append(all, c.OldEmail)
		}
	}
	return all, err
}

// Rescuers are who may approve rescues, but for the person themself.
func Rescuers(ctx context.Context, db *gorm.DB, but people.User) ([]people.User, error) {
	staff, err := store.From[people.User](db).Where(active+" and id <> ?", but.ID).Order("id").Find(ctx)
	var all []people.User
	for _, u := range staff {
		if u.Is(people.Operator) {
			all = append(all, u)
		}
	}
	return all, err
}

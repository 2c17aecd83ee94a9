package people

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"chatiere/models/journal"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// How long invitations live.
const (
	InvitationDays  = 14 // a one-time invitation
	MaxJoinLinkDays = 60 // a join link, at most
	MaxInvited      = 30 // addresses in one go
)

// Invitation asks people into an organisation: one person by a one-time link, or (Reusable) a group by a join link
// whose arrivals an owner approves one by one. Nothing secret is kept: the link is made from the ref (decisions.md 21).
type Invitation struct {
	ID             uint
	Ref            string
	OrganisationID uint
	Organisation   Organisation `gorm:"foreignKey:OrganisationID"`
	Email          string
	Role           MemberRole
	Reusable       bool
	Cap            int
	Used           int
	CreatedByID    uint
	CreatedBy      User `gorm:"foreignKey:CreatedByID"`
	ExpiresAt      time.Time
	EndedAt        *time.Time
	CreatedAt      time.Time
}

// InvitationMade asks the jobs to write the invitation's letter.
type InvitationMade struct {
	InvitationID uint `json:"invitation_id"`
}

// Kind names the promise.
func (InvitationMade) Kind() string { return "invitation_made" }

// Open reports whether the invitation can still be used.
func (i Invitation) Open(now time.Time) bool {
	return i.EndedAt == nil && now.Before(i.ExpiresAt) && i.Used < i.Cap
}

// InvitationForm invites people by their addresses, one a line or separated by commas.
type InvitationForm struct {
	Addresses string     `form:"addresses"`
	Role      MemberRole `form:"role"`
}

// Emails returns the addresses of the form, each once, and those that are none.
func (f InvitationForm) Emails() (good, bad []string) {
	for _, typed := range strings.FieldsFunc(f.Addresses, func(r rune) bool { return strings.ContainsRune(" \t\r\n,;", r) }) {
		email, ok := CleanEmail(strings.Trim(typed, "<>"))
		switch {
		case !ok:
			bad = append(bad, typed)
		case !slices.Contains(good, email):
			good = append(good, email)
		}
	}
	return good, bad
}

// Check says what is wrong with the form.
func (f InvitationForm) Check() error {
	wrong := store.Invalid{}
	good, bad := f.Emails()
	switch {
	case len(bad) > 0:
		wrong.Add("addresses", "error.emails", "Addresses", strings.Join(bad[:min(len(bad), 5)], ", "))
	case len(good) == 0:
		wrong.Add("addresses", "error.required")
	case len(good) > MaxInvited:
		wrong.Add("addresses", "error.too_many_emails", "Max", MaxInvited)
	}
	if !slices.Contains(MemberRoles, f.Role) {
		wrong.Add("role", "error.choose")
	}
	return wrong.Err()
}

// Invite writes one invitation for each address; an earlier open one to the same address ends. Into an organisation that was closed nobody is
// invited (ErrClosed).
func Invite(ctx context.Context, db *gorm.DB, by User, o Organisation, f InvitationForm) ([]Invitation, error) {
	if !by.Manages(o.ID) {
		return nil, store.ErrForbidden
	}
	if err := f.Check(); err != nil {
		return nil, err
	}
	emails, _ := f.Emails()
	var made []Invitation
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		made = nil
		if _, err := OpenNow(ctx, tx, o.ID); err != nil {
			return err
		}
		for _, email := range emails {
			i, err := invite(ctx, tx, by, o, email, f.Role)
			if err != nil {
				return err
			}
			made = append(made, i)
		}
		return nil
	})
	return made, err
}

// invite writes a one-time invitation and promises its letter.
func invite(ctx context.Context, tx *gorm.DB, by User, o Organisation, email string, role MemberRole) (Invitation, error) {
	now := store.Now(tx)
	_, err := store.From[Invitation](tx).Where(`organisation_id = ? and email = ? and reusable = ? and ended_at is null
		and id not in (select invitation_id from handovers where done_at is null and cancelled_at is null)`, o.ID, email, false).Update(ctx, "ended_at", now)
	if err != nil {
		return Invitation{}, err
	}
	i := Invitation{OrganisationID: o.ID, Email: email, Role: role, Cap: 1, ExpiresAt: now.AddDate(0, 0, InvitationDays)}
	if i, err = i.file(ctx, tx, by); err != nil {
		return i, err
	}
	return i, store.Enqueue(tx, InvitationMade{i.ID})
}

// file writes the row and the journal's line.
func (i Invitation) file(ctx context.Context, tx *gorm.DB, by User) (Invitation, error) {
	i.Ref, i.CreatedByID, i.CreatedAt = store.NewRef(), by.ID, store.Now(tx)
	if err := store.From[Invitation](tx).Omit("Organisation", "CreatedBy").Create(ctx, &i); err != nil {
		return i, err
	}
	return i, journal.Note(ctx, tx, by.Actor(), journal.Act{
		Verb: "invitation_made", SubjectType: "invitation", SubjectRef: i.Ref,
		OrganisationID: i.OrganisationID, Details: map[string]any{"role": i.Role, "reusable": i.Reusable, "cap": i.Cap},
	})
}

// JoinLinkForm makes a link that a whole group can use.
type JoinLinkForm struct {
	Role MemberRole `form:"role"`
	Cap  string     `form:"cap"`
	Days string     `form:"days"`
}

// Check says what is wrong with the form. Nobody becomes an owner by a link that goes round.
func (f JoinLinkForm) Check() error {
	wrong := store.Invalid{}
	if !slices.Contains([]MemberRole{Treasurer, Technical, Member}, f.Role) {
		wrong.Add("role", "error.choose")
	}
	checkRange(wrong, "cap", f.Cap, 500)
	checkRange(wrong, "days", f.Days, MaxJoinLinkDays)
	return wrong.Err()
}

func checkRange(wrong store.Invalid, field, typed string, most int) {
	if n, err := strconv.Atoi(strings.TrimSpace(typed)); err != nil || n < 1 || n > most {
		wrong.Add(field, "error.between", "Min", 1, "Max", most)
	}
}

// MakeJoinLink writes a reusable invitation.
func MakeJoinLink(ctx context.Context, db *gorm.DB, by User, o Organisation, f JoinLinkForm) (Invitation, error) {
	if !by.Manages(o.ID) {
		return Invitation{}, store.ErrForbidden
	}
	if err := f.Check(); err != nil {
		return Invitation{}, err
	}
	most, _ := strconv.Atoi(strings.TrimSpace(f.Cap))
	days, _ := strconv.Atoi(strings.TrimSpace(f.Days))
	var i Invitation
	err := store.InTx(ctx, db, func(tx *gorm.DB) (err error) {
		if _, err := OpenNow(ctx, tx, o.ID); err != nil {
			return err
		}
		i = Invitation{OrganisationID: o.ID, Role: f.Role, Reusable: true, Cap: most, ExpiresAt: store.Now(tx).AddDate(0, 0, days)}
		i, err = i.file(ctx, tx, by)
		return err
	})
	return i, err
}

// InvitationsOf returns the invitations of an organisation that can still be used, newest first.
func InvitationsOf(ctx context.Context, db *gorm.DB, organisationID uint) ([]Invitation, error) {
	return store.From[Invitation](db).Where("organisation_id = ? and ended_at is null and expires_at > ? and used < cap", organisationID, store.Now(db)).
		Order("id desc").Find(ctx)
}

// FindInvitation returns the invitation with that ref in an organisation that by manages, else store.ErrNotFound.
func FindInvitation(ctx context.Context, db *gorm.DB, by User, o Organisation, ref string) (Invitation, error) {
	if !by.Manages(o.ID) {
		return Invitation{}, store.ErrNotFound
	}
	i, err := store.From[Invitation](db).Where("ref = ? and organisation_id = ?", ref, o.ID).Take(ctx)
	i.Organisation = o
	return i, err
}

// ReadInvitation returns the invitation that a link names. The caller has read the ref out of a genuine link.
func ReadInvitation(ctx context.Context, db *gorm.DB, ref string) (Invitation, error) {
	return store.From[Invitation](db).Joins(clause.Has("Organisation"), nil).Joins(clause.Has("CreatedBy"), nil).Where("invitations.ref = ?", ref).Take(ctx)
}

// LoadInvitation returns an invitation by id, for jobs.
func LoadInvitation(ctx context.Context, db *gorm.DB, id uint) (Invitation, error) {
	return store.From[Invitation](db).Joins(clause.Has("Organisation"), nil).Joins(clause.Has("CreatedBy"), nil).Where("invitations.id = ?", id).Take(ctx)
}

// Withdraw ends an invitation: its link works no longer.
func (i Invitation) Withdraw(ctx context.Context, db *gorm.DB, by User) error {
	if !by.Manages(i.OrganisationID) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		n, err := store.From[Invitation](tx).Where("id = ? and ended_at is null", i.ID).Update(ctx, "ended_at", store.Now(tx))
		if err != nil || n == 0 {
			return err
		}
		return journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: "invitation_withdrawn", SubjectType: "invitation", SubjectRef: i.Ref, OrganisationID: i.OrganisationID})
	})
}

// use counts one use of the invitation, or returns store.ErrConflict when it is spent, expired or withdrawn.
func (i Invitation) use(ctx context.Context, tx *gorm.DB) error {
	done := tx.WithContext(ctx).Exec("update invitations set used = used + 1 where id = ? and used < cap and ended_at is null and expires_at > ?", i.ID, store.Now(tx))
	if done.Error == nil && done.RowsAffected == 0 {
		return store.ErrConflict
	}
	return done.Error
}

// Accept makes a person a member by a one-time invitation. Where it was part of a hand-over, the one who leaves leaves now.
// It returns store.ErrConflict when the invitation can no longer be used, and ErrClosed where the organisation was closed: then it is only handed over.
func (i Invitation) Accept(ctx context.Context, db *gorm.DB, who User) error {
	if i.Reusable {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := i.welcome(ctx, tx); err != nil {
			return err
		}
		if err := i.use(ctx, tx); err != nil {
			return err
		}
		if err := join(ctx, tx, who, i.OrganisationID, i.Role); err != nil {
			return err
		}
		if err := i.opens(ctx, tx); err != nil {
			return err
		}
		err := journal.Note(ctx, tx, who.Actor(), journal.Act{Verb: "invitation_accepted", SubjectType: "invitation", SubjectRef: i.Ref, OrganisationID: i.OrganisationID})
		if err != nil {
			return err
		}
		return completeHandover(ctx, tx, i, who)
	})
}

// Shut reports whether the organisation was closed and the invitation lets nobody in any more. One that hands it over still does: somebody answers
// for what is kept.
func (i Invitation) Shut(ctx context.Context, db *gorm.DB) (bool, error) {
	if i.Organisation.ClosedAt == nil {
		return false, nil
	}
	_, err := HandoverBy(ctx, db, i.ID)
	if errors.Is(err, store.ErrNotFound) {
		return true, nil
	}
	return false, err
}

// welcome keeps the organisation for this transaction, if anybody may still come into it by this invitation.
func (i Invitation) welcome(ctx context.Context, tx *gorm.DB) error {
	o, err := OpenNow(ctx, tx, i.OrganisationID)
	if !errors.Is(err, ErrClosed) {
		return err
	}
	i.Organisation = o
	if shut, err := i.Shut(ctx, tx); err != nil || shut {
		return cmp.Or(err, ErrClosed)
	}
	return nil
}

// opens makes usable an organisation that waited for its first owner.
func (i Invitation) opens(ctx context.Context, tx *gorm.DB) error {
	if i.Role != Owner {
		return nil
	}
	_, err := store.From[Organisation](tx).Where("id = ? and usable_at is null", i.OrganisationID).Update(ctx, "usable_at", store.Now(tx))
	return err
}

// join makes a person a member unless they already hold a role that is worth more.
func join(ctx context.Context, tx *gorm.DB, who User, organisationID uint, role MemberRole) error {
	present, err := store.From[Membership](tx).Where("user_id = ? and organisation_id = ? and until_at is null", who.ID, organisationID).Limit(1).Find(ctx)
	if err != nil || len(present) == 1 && (present[0].Role == Owner || role == Member) {
		return err
	}
	_, err = Join(ctx, tx, who.ID, organisationID, role)
	return err
}

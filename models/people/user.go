// Package people holds users, organisations, memberships, invitations and roles: who somebody is and what they may do.
package people

import (
	"context"
	"net/mail"
	"slices"
	"strings"
	"time"

	"chatiere/models/journal"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Role is what a member of the staff does. An admin may do everything.
type Role string

// The staff roles (decisions.md 28: the staff's treasurer is called accountant).
const (
	Agent      Role = "agent"
	Editor     Role = "editor"
	Steward    Role = "steward"
	Accountant Role = "accountant"
	Operator   Role = "operator"
	Admin      Role = "admin"
)

// Roles are all staff roles.
var Roles = []Role{Agent, Editor, Steward, Accountant, Operator, Admin}

// User is a person with an account. The zero User is a visitor.
type User struct {
	ID          uint
	Ref         string
	Email       string // lower case
	Name        string
	Locale      string
	Zone        string
	Roles       string // staff roles, separated by commas
	ConfirmedAt *time.Time
	DisabledAt  *time.Time
	ErasedAt    *time.Time
	Version     int
	CreatedAt   time.Time
	UpdatedAt   time.Time

	Memberships []Membership `gorm:"-"` // present ones, loaded with the session
}

// SignedIn reports whether this is a person rather than a visitor.
func (u User) SignedIn() bool { return u.ID != 0 }

// Is reports whether the person holds one of these staff roles; an admin holds all.
func (u User) Is(roles ...Role) bool {
	for _, r := range strings.Split(u.Roles, ",") {
		if r != "" && (Role(r) == Admin || slices.Contains(roles, Role(r))) {
			return true
		}
	}
	return false
}

// Staff reports whether the person holds any staff role.
func (u User) Staff() bool { return u.Roles != "" }

// Actor is the person as the journal names them.
func (u User) Actor() journal.Actor { return journal.Actor{ID: u.ID, Name: u.Called()} }

// Called is what the person is called on pages: the name, or the part of the address before the @.
func (u User) Called() string {
	if u.Name != "" {
		return u.Name
	}
	return strings.SplitN(u.Email, "@", 2)[0]
}

// In returns the person's present membership of an organisation, if any.
func (u User) In(organisationID uint) (Membership, bool) {
	for _, m := range u.Memberships {
		if m.OrganisationID == organisationID && m.UntilAt == nil {
			return m, true
		}
	}
	return Membership{}, false
}

// OrganisationIDs are the organisations the person belongs to.
func (u User) OrganisationIDs() []uint {
	ids := []uint{}
	for _, m := range u.Memberships {
		ids = append(ids, m.OrganisationID)
	}
	return ids
}

// CleanEmail returns the address in lower case without blanks, and whether it can be one.
func CleanEmail(typed string) (string, bool) {
	typed = strings.ToLower(strings.TrimSpace(typed))
	if len(typed) > 254 || strings.ContainsAny(typed, "\r\n\t <>\",;") {
		return typed, false
	}
	a, err := mail.ParseAddress(typed)
	if err != nil || a.Address != typed {
		return typed, false
	}
	host := typed[strings.LastIndex(typed, "@")+1:]
	return typed, strings.Contains(host, ".") && !strings.HasPrefix(host, ".") && !strings.HasSuffix(host, ".")
}

// FindUserByEmail returns the person with that address, else store.ErrNotFound.
func FindUserByEmail(ctx context.Context, db *gorm.DB, email string) (User, error) {
	return store.From[User](db).Where("email = ? and erased_at is null", email).Take(ctx)
}

// LoadUser returns a person by id with their memberships.
func LoadUser(ctx context.Context, db *gorm.DB, id uint) (User, error) {
	u, err := store.From[User](db).Where("id = ?", id).Take(ctx)
	if err != nil {
		return u, err
	}
	u.Memberships, err = membershipsOfUser(ctx, db, id)
	return u, err
}

// Meet returns the person with that address, or makes one whose address is not confirmed yet.
func Meet(ctx context.Context, tx *gorm.DB, email, name, locale string) (User, error) {
	u, err := FindUserByEmail(ctx, tx, email)
	if err == nil {
		return u, nil
	}
	now := store.Now(tx)
	u = User{Ref: store.NewRef(), Email: email, Name: name, Locale: locale, Zone: "Europe/Paris", Version: 1, CreatedAt: now, UpdatedAt: now}
	return u, store.From[User](tx).Create(ctx, &u)
}

// AddressConfirmed: the person reads mail at their address; what waited for that may go on.
type AddressConfirmed struct {
	UserID uint `json:"user_id"`
}

// Kind names the promise.
func (AddressConfirmed) Kind() string { return "address_confirmed" }

// Confirm notes that the person reads mail at their address, makes usable what waited for it, and promises word of it.
func (u *User) Confirm(ctx context.Context, db *gorm.DB) error {
	if u.ConfirmedAt != nil {
		return nil
	}
	now := store.Now(db)
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		if _, err := store.From[User](tx).Where("id = ?", u.ID).Update(ctx, "confirmed_at", now); err != nil {
			return err
		}
		err := tx.WithContext(ctx).Exec(`update organisations set usable_at = ? where usable_at is null and id in
			(select organisation_id from memberships where user_id = ? and role = 'owner' and until_at is null)`, now, u.ID).Error
		if err != nil {
			return err
		}
		return store.Enqueue(tx, AddressConfirmed{u.ID})
	})
	if err == nil {
		u.ConfirmedAt = &now
	}
	return err
}

package people

import (
	"context"
	"slices"
	"strings"

	"chatiere/models/journal"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// UserFilter narrows the staff's list of people.
type UserFilter struct {
	Query string `query:"q"`     // part of a name or an address
	Role  string `query:"role"`  // one staff role, or "staff" for all of them
	State string `query:"state"` // "disabled", "unconfirmed", or nothing
	After string `query:"after"`
}

// FindUsers returns a page of people for the staff, the newest account first, with the organisations they belong to.
func FindUsers(ctx context.Context, db *gorm.DB, by User, f UserFilter) (store.Page[User], error) {
	users, err := findUsers(ctx, db, by, f, store.PageSize+1)
	if err != nil {
		return store.Page[User]{}, err
	}
	return store.Paged(users, store.PageSize, func(u User) string { return store.Key(u.ID) }), nil
}

// MaxExported is how many people one file holds at most.
const MaxExported = 10000

// ExportUsers returns all people the filter finds, for a file; the journal notes who took it.
func ExportUsers(ctx context.Context, db *gorm.DB, by User, f UserFilter) ([]User, error) {
	users, err := findUsers(ctx, db, by, f, MaxExported)
	if err != nil {
		return nil, err
	}
	return users, journal.Note(ctx, db, by.Actor(), journal.Act{Verb: "people_exported", SubjectType: "user", Details: map[string]any{"count": len(users)}})
}

func findUsers(ctx context.Context, db *gorm.DB, by User, f UserFilter, most int) ([]User, error) {
	if !by.Is(Operator, Agent) {
		return nil, store.ErrNotFound
	}
	q := store.From[User](db).Where("erased_at is null").Order("id desc").Limit(most)
	if after := store.FromKey(f.After); after > 0 {
		q = q.Where("id < ?", after)
	}
	if f.Query != "" {
		like := store.Like(strings.TrimSpace(f.Query))
		q = q.Where(`(lower(name) like ? escape '\' or email like ? escape '\')`, like, like)
	}
	switch {
	case f.Role == "staff":
		q = q.Where("roles <> ''")
	case slices.Contains(Roles, Role(f.Role)):
		q = q.Where(`',' || roles || ',' like ?`, "%,"+f.Role+",%")
	}
	switch f.State {
	case "disabled":
		q = q.Where("disabled_at is not null")
	case "unconfirmed":
		q = q.Where("confirmed_at is null")
	}
	users, err := q.Find(ctx)
	if err != nil {
		return nil, err
	}
	return users, withMemberships(ctx, db, users)
}

// withMemberships fills in the present memberships of several people with one statement.
func withMemberships(ctx context.Context, db *gorm.DB, users []User) error {
	if len(users) == 0 {
		return nil
	}
	at, ids := map[uint]int{}, []uint{}
	for i, u := range users {
		at[u.ID] = i
		ids = append(ids, u.ID)
	}
	q := store.From[Membership](db).Joins(clause.Has("Organisation"), nil).Where("memberships.until_at is null").Order("memberships.id")
	if len(ids) <= 100 {
		q = q.Where("memberships.user_id in ?", ids)
	} // for a whole file all of them are read at once
	all, err := q.Find(ctx)
	for _, m := range all {
		if i, listed := at[m.UserID]; listed {
			users[i].Memberships = append(users[i].Memberships, m)
		}
	}
	return err
}

// FindUser returns the person with that ref for the staff, else store.ErrNotFound.
func FindUser(ctx context.Context, db *gorm.DB, by User, ref string) (User, error) {
	if !by.Is(Operator, Agent) {
		return User{}, store.ErrNotFound
	}
	users, err := store.From[User](db).Where("ref = ?", ref).Limit(1).Find(ctx)
	if err != nil {
		return User{}, err
	}
	if len(users) == 0 {
		return User{}, store.ErrNotFound
	}
	return users[0], WithMemberships(ctx, db, &users[0])
}

// WithMemberships fills in a person's present memberships, in one statement.
func WithMemberships(ctx context.Context, db *gorm.DB, u *User) (err error) {
	u.Memberships, err = membershipsOfUser(ctx, db, u.ID)
	return err
}

// RoleList are the staff roles of a person.
func (u User) RoleList() []Role {
	var list []Role
	for _, r := range strings.Split(u.Roles, ",") {
		if r != "" {
			list = append(list, Role(r))
		}
	}
	return list
}

// RolesForm gives staff roles to a person, with the reason the journal keeps.
type RolesForm struct {
	Roles   []Role `form:"roles"`
	Reason  string `form:"reason"`
	Version int    `form:"version"`
}

// SaveRoles changes a person's staff roles; only an admin may, and one admin always remains.
// Call it through identity.GrantRoles, which also ends the sessions that had the old rights.
func (u User) SaveRoles(ctx context.Context, tx *gorm.DB, by User, f RolesForm) error {
	if !by.Is(Admin) {
		return store.ErrForbidden
	}
	wrong := store.Invalid{}
	var roles []string
	for _, r := range Roles { // in one order, each once
		if slices.Contains(f.Roles, r) {
			roles = append(roles, string(r))
		}
	}
	if slices.ContainsFunc(f.Roles, func(r Role) bool { return !slices.Contains(Roles, r) }) {
		wrong.Add("roles", "error.choose")
	}
	needed(wrong, "reason", &f.Reason, 500)
	if err := wrong.Err(); err != nil {
		return err
	}
	return store.InTx(ctx, tx, func(tx *gorm.DB) error {
		n, err := store.From[User](tx).Where("id = ? and version = ?", u.ID, f.Version).Select("Roles", "Version", "UpdatedAt").
			Updates(ctx, User{Roles: strings.Join(roles, ","), Version: f.Version + 1, UpdatedAt: store.Now(tx)})
		if err != nil {
			return err
		}
		if n == 0 {
			return store.ErrConflict
		}
		if err := keepAnAdmin(ctx, tx, "roles"); err != nil {
			return err
		}
		return journal.Note(ctx, tx, by.Actor(), journal.Act{
			Verb: "roles_changed", SubjectType: "user", SubjectRef: u.Ref, Reason: f.Reason,
			Details: map[string]any{"from": u.Roles, "to": strings.Join(roles, ",")},
		})
	})
}

// Disable keeps a person out until they are enabled again. Call it through identity.Disable, which also ends their sessions.
func (u User) Disable(ctx context.Context, tx *gorm.DB, by User, reason string) error {
	return u.setDisabled(ctx, tx, by, reason, "user_disabled", true)
}

// Enable lets a disabled person in again.
func (u User) Enable(ctx context.Context, db *gorm.DB, by User, reason string) error {
	return u.setDisabled(ctx, db, by, reason, "user_enabled", false)
}

func (u User) setDisabled(ctx context.Context, db *gorm.DB, by User, reason, verb string, disabled bool) error {
	if !by.Is(Operator) || u.Is(Admin) && !by.Is(Admin) {
		return store.ErrForbidden
	}
	wrong := store.Invalid{}
	needed(wrong, "reason", &reason, 500)
	if by.ID == u.ID {
		wrong.Add("reason", "error.not_oneself")
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		next := User{UpdatedAt: store.Now(tx)}
		if disabled {
			next.DisabledAt = now(tx)
		}
		if _, err := store.From[User](tx).Where("id = ?", u.ID).Select("DisabledAt", "UpdatedAt").Updates(ctx, next); err != nil {
			return err
		}
		if u.Is(Admin) {
			if err := keepAnAdmin(ctx, tx, "reason"); err != nil {
				return err
			}
		}
		return journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: verb, SubjectType: "user", SubjectRef: u.Ref, Reason: reason})
	})
}

// keepAnAdmin refuses a change after which nobody could give roles any more.
func keepAnAdmin(ctx context.Context, tx *gorm.DB, field string) error {
	n, err := store.From[User](tx).Where(`disabled_at is null and erased_at is null and ',' || roles || ',' like ?`, "%,"+string(Admin)+",%").Count(ctx, "id")
	if err == nil && n == 0 {
		return store.Invalid{field: {Key: "error.last_admin"}}
	}
	return err
}

// StaffAs returns the active people who hold a staff role; an admin counts for every one.
func StaffAs(ctx context.Context, db *gorm.DB, role Role) ([]User, error) {
	return store.From[User](db).Where("disabled_at is null and erased_at is null and (',' || roles || ',' like ? or ',' || roles || ',' like '%,admin,%')",
		"%,"+string(role)+",%").Order("id").Find(ctx)
}

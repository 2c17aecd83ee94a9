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

// Manages reports whether the person may change who belongs to the organisation: its owners, and the operators of the portal.
func (u User) Manages(organisationID uint) bool {
	m, in := u.In(organisationID)
	return in && m.Role == Owner || u.Is(Operator)
}

// MembersOf returns the present members of an organisation with their names: owners first, then in order of arrival.
func MembersOf(ctx context.Context, db *gorm.DB, organisationID uint) ([]Membership, error) {
	return store.From[Membership](db).Joins(clause.Has("User"), nil).
		Where("memberships.organisation_id = ? and memberships.until_at is null", organisationID).
		Order("case memberships.role when 'owner' then 0 when 'treasurer' then 1 when 'technical' then 2 else 3 end, memberships.id").Find(ctx)
}

// MemberFilter narrows the list of an organisation's members.
type MemberFilter struct {
	Query string     `query:"q"` // part of a name; of an address too, for those who manage the organisation
	Role  MemberRole `query:"role"`
}

// FindMembers returns the present members that the filter lets through, in the same order.
func FindMembers(ctx context.Context, db *gorm.DB, by User, organisationID uint, f MemberFilter) ([]Membership, error) {
	all, err := MembersOf(ctx, db, organisationID)
	wanted := strings.ToLower(strings.TrimSpace(f.Query))
	return slices.DeleteFunc(all, func(m Membership) bool {
		said := strings.ToLower(m.User.Called())
		if by.Manages(organisationID) {
			said += " " + m.User.Email
		}
		return f.Role != "" && m.Role != f.Role || !strings.Contains(said, wanted)
	}), err
}

// FormerMembersOf returns the places that have ended, the latest first: the history of the board.
func FormerMembersOf(ctx context.Context, db *gorm.DB, organisationID uint) ([]Membership, error) {
	return store.From[Membership](db).Joins(clause.Has("User"), nil).
		Where("memberships.organisation_id = ? and memberships.until_at is not null", organisationID).
		Order("memberships.until_at desc, memberships.id desc").Limit(50).Find(ctx)
}

// OwnersOf returns the people who answer for an organisation.
func OwnersOf(ctx context.Context, db *gorm.DB, organisationID uint) ([]User, error) {
	return store.From[User](db).Where(`disabled_at is null and id in
		(select user_id from memberships where organisation_id = ? and role = 'owner' and until_at is null)`, organisationID).Order("id").Find(ctx)
}

// FindMembership returns the present place with that ref in an organisation that by manages, else store.ErrNotFound.
func FindMembership(ctx context.Context, db *gorm.DB, by User, o Organisation, ref string) (Membership, error) {
	if !by.Manages(o.ID) {
		return Membership{}, store.ErrNotFound
	}
	m, err := store.From[Membership](db).Joins(clause.Has("User"), nil).
		Where("memberships.ref = ? and memberships.organisation_id = ? and memberships.until_at is null", ref, o.ID).Take(ctx)
	m.Organisation = o
	return m, err
}

// ChangeRole gives a member another role; the old place ends and stays in the history. The last owner cannot become anything else. In an
// organisation that was closed it is ErrClosed: its owner hands it over instead.
func (m Membership) ChangeRole(ctx context.Context, db *gorm.DB, by User, role MemberRole) error {
	if !by.Manages(m.OrganisationID) {
		return store.ErrForbidden
	}
	if !slices.Contains(MemberRoles, role) {
		return store.Invalid{"role": {Key: "error.choose"}}
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if _, err := OpenNow(ctx, tx, m.OrganisationID); err != nil {
			return err
		}
		if _, err := Join(ctx, tx, m.UserID, m.OrganisationID, role); err != nil {
			return err
		}
		if err := keepAnOwner(ctx, tx, m.OrganisationID, "role"); err != nil {
			return err
		}
		return journal.Note(ctx, tx, by.Actor(), journal.Act{
			Verb: "role_changed", SubjectType: "membership", SubjectRef: m.Ref,
			OrganisationID: m.OrganisationID, Details: map[string]any{"from": m.Role, "to": role},
		})
	})
}

// End takes a member out of the organisation, or lets them leave; their place stays in the history. The last owner hands over first.
func (m Membership) End(ctx context.Context, db *gorm.DB, by User, reason string) error {
	if by.ID != m.UserID && !by.Manages(m.OrganisationID) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := lockOrganisation(ctx, tx, m.OrganisationID); err != nil {
			return err
		}
		n, err := store.From[Membership](tx).Where("id = ? and until_at is null", m.ID).Update(ctx, "until_at", store.Now(tx))
		if err != nil || n == 0 {
			return err
		}
		if err := keepAnOwner(ctx, tx, m.OrganisationID, "member"); err != nil {
			return err
		}
		return journal.Note(ctx, tx, by.Actor(), journal.Act{
			Verb: "membership_ended", SubjectType: "membership", SubjectRef: m.Ref,
			OrganisationID: m.OrganisationID, Reason: reason,
		})
	})
}

// lockOrganisation makes changes of one organisation wait for each other, so that two owners cannot remove each other at once.
func lockOrganisation(ctx context.Context, tx *gorm.DB, id uint) error {
	return tx.WithContext(ctx).Exec("update organisations set version = version where id = ?", id).Error
}

// keepAnOwner refuses a change after which nobody would answer for the organisation.
func keepAnOwner(ctx context.Context, tx *gorm.DB, organisationID uint, field string) error {
	n, err := store.From[Membership](tx).Where("organisation_id = ? and role = 'owner' and until_at is null", organisationID).Count(ctx, "id")
	if err == nil && n == 0 {
		return store.Invalid{field: {Key: "error.last_owner"}}
	}
	return err
}

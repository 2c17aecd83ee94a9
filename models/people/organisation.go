package people

import (
	"context"
	"time"

	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Sort is what kind of organisation it is; it decides mentions and rights (a consumer-like group may withdraw).
type Sort string

// The sorts of organisations.
const (
	Association Sort = "association"
	Informal    Sort = "informal"
	Network     Sort = "network"
	Company     Sort = "company"
	PublicBody  Sort = "public_body"
)

// FiscalStatus is how a buyer stands towards VAT.
type FiscalStatus string

// The fiscal statuses (billing.md 1).
const (
	FiscalUnknown FiscalStatus = "unknown"
	NotSubject    FiscalStatus = "not_subject"
	ExemptTaxable FiscalStatus = "exempt_taxable"
	Liable        FiscalStatus = "liable"
)

// Organisation is an association (or informal group, network head, company, public body) that subscribes or sponsors.
type Organisation struct {
	ID             uint
	Ref            string
	Name           string
	LegalName      string
	Sort           Sort
	Street         string
	Postcode       string
	City           string
	Country        string
	RegistryNumber string
	VATNumber      string `gorm:"column:vat_number"`
	VATVerified    string `gorm:"column:vat_verified"` // the number that a register knew; it counts while it is the present one
	FiscalStatus   FiscalStatus
	Locale         string
	TreasurerEmail string
	BuyerReference string     // what it wants written on its invoices: for an administration the code of its service
	PurchaseOrder  string     // the number of its order or commitment
	NetworkID      *uint      // its network head
	MemberQuota    int        // as a network head: how many members it may have; 0 for any other
	UsableAt       *time.Time // nil until the address of its first owner is confirmed
	DetailsAt      *time.Time // when the billing details became complete
	ClosedAt       *time.Time
	Version        int
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// Usable reports whether its owner's address was confirmed.
func (o Organisation) Usable() bool { return o.UsableAt != nil }

// Acting reports whether anything new may be done in its name: it is usable and was not closed.
func (o Organisation) Acting() bool { return o.Usable() && o.ClosedAt == nil }

// Registered reports whether the register of the Union knew its present VAT number (billing.md TAX3).
func (o Organisation) Registered() bool { return o.VATNumber != "" && o.VATVerified == o.VATNumber }

// Complete reports whether an invoice may be numbered for it: name and address, and a VAT number where it is liable.
func (o Organisation) Complete() bool {
	return o.LegalName != "" && o.Street != "" && o.Postcode != "" && o.City != "" && o.FiscalStatus != FiscalUnknown &&
		(o.FiscalStatus != Liable || o.VATNumber != "")
}

// MemberRole is what a person does in an organisation.
type MemberRole string

// The roles in an organisation.
const (
	Owner     MemberRole = "owner"
	Treasurer MemberRole = "treasurer"
	Technical MemberRole = "technical"
	Member    MemberRole = "member"
)

// MemberRoles are all roles in an organisation.
var MemberRoles = []MemberRole{Owner, Treasurer, Technical, Member}

// Membership is a person's place in an organisation, from a day until a day.
type Membership struct {
	ID             uint
	Ref            string
	UserID         uint
	User           User `gorm:"foreignKey:UserID"`
	OrganisationID uint
	Organisation   Organisation `gorm:"foreignKey:OrganisationID"`
	Role           MemberRole
	FromAt         time.Time
	UntilAt        *time.Time
	CreatedAt      time.Time
}

// May reports whether the membership carries one of these roles; an owner may do everything.
func (m Membership) May(roles ...MemberRole) bool {
	if m.Role == Owner {
		return true
	}
	for _, r := range roles {
		if m.Role == r {
			return true
		}
	}
	return false
}

func membershipsOfUser(ctx context.Context, db *gorm.DB, userID uint) ([]Membership, error) {
	return membershipsOfUsers(ctx, db, []uint{userID})
}

// membershipsOfUsers returns the present memberships of several people with their organisations.
func membershipsOfUsers(ctx context.Context, db *gorm.DB, userIDs []uint) ([]Membership, error) {
	return store.From[Membership](db).Joins(clause.Has("Organisation"), nil).
		Where("memberships.user_id in ? and memberships.until_at is null", userIDs).Order("memberships.id").Find(ctx)
}

// FindOrganisation returns the organisation with that ref if u belongs to it or is staff, else store.ErrNotFound.
func FindOrganisation(ctx context.Context, db *gorm.DB, u User, ref string) (Organisation, error) {
	q := store.From[Organisation](db).Where("ref = ?", ref)
	if !u.Is(Operator, Agent, Accountant) {
		q = q.Where("id in ?", append(u.OrganisationIDs(), 0))
	}
	return q.Take(ctx)
}

// AllOrganisations returns all organisations that are not closed, by name, for those of the staff who deal with any of them.
func AllOrganisations(ctx context.Context, db *gorm.DB, by User) ([]Organisation, error) {
	if !by.Is(Operator, Agent, Accountant) {
		return nil, store.ErrForbidden
	}
	return store.From[Organisation](db).Where("closed_at is null and usable_at is not null").Order("lower(name), id").Limit(2000).Find(ctx)
}

// LoadOrganisation returns an organisation by id, for jobs and other areas that already know it may be seen.
func LoadOrganisation(ctx context.Context, db *gorm.DB, id uint) (Organisation, error) {
	return store.From[Organisation](db).Where("id = ?", id).Take(ctx)
}

// NewOrganisation files an organisation with owner as its first owner. It becomes usable when the owner's address is confirmed.
func NewOrganisation(ctx context.Context, tx *gorm.DB, o Organisation, owner User) (Organisation, error) {
	now := store.Now(tx)
	o.Ref, o.CreatedAt, o.UpdatedAt, o.Version = store.NewRef(), now, now, 1
	if o.Sort == "" {
		o.Sort = Association
	}
	if o.FiscalStatus == "" {
		o.FiscalStatus = FiscalUnknown
	}
	if owner.ConfirmedAt != nil {
		o.UsableAt = &now
	}
	if err := store.From[Organisation](tx).Create(ctx, &o); err != nil {
		return o, err
	}
	_, err := Join(ctx, tx, owner.ID, o.ID, Owner)
	return o, err
}

// Join makes a person a member from now on; a present membership gets the role instead.
func Join(ctx context.Context, tx *gorm.DB, userID, organisationID uint, role MemberRole) (Membership, error) {
	now := store.Now(tx)
	rows, err := store.From[Membership](tx).Where("user_id = ? and organisation_id = ? and until_at is null", userID, organisationID).Limit(1).Find(ctx)
	if err != nil {
		return Membership{}, err
	}
	if len(rows) == 1 && rows[0].Role == role {
		return rows[0], nil
	}
	if len(rows) == 1 { // history is kept: the old place ends, the new one begins
		if _, err := store.From[Membership](tx).Where("id = ?", rows[0].ID).Update(ctx, "until_at", now); err != nil {
			return Membership{}, err
		}
	}
	m := Membership{Ref: store.NewRef(), UserID: userID, OrganisationID: organisationID, Role: role, FromAt: now, CreatedAt: now}
	return m, store.From[Membership](tx).Omit("User", "Organisation").Create(ctx, &m)
}

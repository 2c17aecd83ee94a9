package people

import (
	"context"
	"strings"
	"time"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// ImportUser makes a person for an importer, inside its transaction: their address counts as confirmed since they came.
func ImportUser(ctx context.Context, tx *gorm.DB, f AppointForm, since time.Time) (User, error) {
	if err := f.Check(); err != nil {
		return User{}, err
	}
	roles := make([]string, len(f.Roles))
	for i, r := range f.Roles {
		roles[i] = string(r)
	}
	u := User{
		Ref: store.NewRef(), Email: f.Email, Name: f.Name, Locale: f.Locale, Zone: "Europe/Paris", Roles: strings.Join(roles, ","),
		ConfirmedAt: &since, Version: 1, CreatedAt: since, UpdatedAt: since,
	}
	return u, store.From[User](tx).Create(ctx, &u)
}

// ImportOrganisation makes an organisation for an importer, inside its transaction: usable at once, and complete if its details are.
func ImportOrganisation(ctx context.Context, tx *gorm.DB, f DetailsForm, locale string, networkID *uint, since time.Time) (Organisation, error) {
	if err := f.CheckKnown(); err != nil {
		return Organisation{}, err
	}
	o := Organisation{
		Ref: store.NewRef(), Name: f.Name, LegalName: f.LegalName, Sort: f.Sort, Street: f.Street, Postcode: f.Postcode, City: f.City,
		Country: f.Country, RegistryNumber: f.RegistryNumber, VATNumber: f.VATNumber, FiscalStatus: f.FiscalStatus, Locale: locale,
		TreasurerEmail: f.TreasurerEmail, NetworkID: networkID, UsableAt: &since, Version: 1, CreatedAt: since, UpdatedAt: since,
	}
	if o.Complete() {
		o.DetailsAt = &since
	}
	return o, store.From[Organisation](tx).Create(ctx, &o)
}

// CheckKnown says what is wrong with the details that are known: the rest may be asked of the organisation later.
func (f *DetailsForm) CheckKnown() error {
	wrong, ok := store.AsInvalid(f.Check())
	if !ok {
		return nil
	}
	for field, unknown := range map[string]bool{
		"legal_name": f.LegalName == "", "street": f.Street == "", "postcode": f.Postcode == "",
		"city": f.City == "", "fiscal_status": f.FiscalStatus == FiscalUnknown,
	} {
		if unknown {
			delete(wrong, field)
		}
	}
	return wrong.Err()
}

// ImportMembership gives a person a place in an organisation for an importer, inside its transaction; until is nil while it lasts.
func ImportMembership(ctx context.Context, tx *gorm.DB, userID, organisationID uint, role MemberRole, from time.Time, until *time.Time) (Membership, error) {
	m := Membership{Ref: store.NewRef(), UserID: userID, OrganisationID: organisationID, Role: role, FromAt: from, UntilAt: until, CreatedAt: from}
	return m, store.From[Membership](tx).Omit("User", "Organisation").Create(ctx, &m)
}

// MoveInUsers makes many people for an importer, inside its transaction: address, name and language are given, checked by the caller; the
// addresses count as confirmed.
func MoveInUsers(ctx context.Context, tx *gorm.DB, all *[]User) error {
	now := store.Now(tx)
	for n := range *all {
		u := &(*all)[n]
		u.Ref, u.Zone, u.ConfirmedAt, u.Version, u.CreatedAt, u.UpdatedAt = store.NewRef(), "Europe/Paris", &now, 1, now, now
	}
	return store.From[User](tx).CreateInBatches(ctx, all, 500)
}

// MoveInOrganisations makes many organisations for an importer, inside its transaction: usable at once, complete if their details are.
func MoveInOrganisations(ctx context.Context, tx *gorm.DB, all *[]Organisation) error {
	now := store.Now(tx)
	for n := range *all {
		o := &(*all)[n]
		o.Ref, o.UsableAt, o.Version, o.CreatedAt, o.UpdatedAt = store.NewRef(), &now, 1, now, now
		if o.Complete() {
			o.DetailsAt = &now
		}
	}
	return store.From[Organisation](tx).CreateInBatches(ctx, all, 500)
}

// MoveInMemberships gives many people their places for an importer, inside its transaction.
func MoveInMemberships(ctx context.Context, tx *gorm.DB, all *[]Membership) error {
	now := store.Now(tx)
	for n := range *all {
		m := &(*all)[n]
		m.Ref, m.FromAt, m.CreatedAt = store.NewRef(), now, now
	}
	return store.From[Membership](tx).Omit("User", "Organisation").CreateInBatches(ctx, all, 500)
}

// FirstAdmin returns an admin who can come in, else store.ErrNotFound: in whose name the server's own commands act.
func FirstAdmin(ctx context.Context, db *gorm.DB) (User, error) {
	return store.From[User](db).Where(`',' || roles || ',' like '%,admin,%' and disabled_at is null and erased_at is null`).Order("id").Limit(1).Take(ctx)
}

// ImportPlace says for an importer, inside its transaction, what place an organisation has in networks: how many members it may have as a
// head, and since when it belongs to its own head.
func ImportPlace(ctx context.Context, tx *gorm.DB, o Organisation, quota int, since time.Time) error {
	if quota > 0 {
		if _, err := store.From[Organisation](tx).Where("id = ?", o.ID).Update(ctx, "member_quota", quota); err != nil {
			return err
		}
	}
	if o.NetworkID == nil {
		return nil
	}
	a := Affiliation{Ref: store.NewRef(), HeadID: *o.NetworkID, MemberID: &o.ID, State: AffiliationActive, DecidedAt: &since, Version: 1, CreatedAt: since}
	return store.From[Affiliation](tx).Omit("Head", "Member").Create(ctx, &a)
}

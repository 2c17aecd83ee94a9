package people

import (
	"context"

	"chatiere/models/journal"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// LastOwnerOf returns the organisations that would have no owner without the person: they hand over before they leave.
func (u User) LastOwnerOf(ctx context.Context, db *gorm.DB) ([]Organisation, error) {
	return store.From[Organisation](db).Where(`closed_at is null and id in
		(select organisation_id from memberships where user_id = ? and role = 'owner' and until_at is null) and id not in
		(select organisation_id from memberships where user_id <> ? and role = 'owner' and until_at is null)`, u.ID, u.ID).Order("name, id").Find(ctx)
}

// Erase takes the person's name and address out of the house: memberships end, sums and acts stay without a name.
// The last owner of an organisation hands over first, the last admin names another one: both are told so by store.Invalid.
func (u User) Erase(ctx context.Context, tx *gorm.DB) error {
	return store.InTx(ctx, tx, func(tx *gorm.DB) error {
		alone, err := u.LastOwnerOf(ctx, tx)
		if err != nil {
			return err
		}
		if len(alone) > 0 {
			return store.Invalid{"erase": {Key: "error.last_owner"}}
		}
		if _, err := store.From[Membership](tx).Where("user_id = ? and until_at is null", u.ID).Update(ctx, "until_at", store.Now(tx)); err != nil {
			return err
		}
		if err := u.forget(ctx, tx); err != nil {
			return err
		}
		if u.Is(Admin) {
			if err := keepAnAdmin(ctx, tx, "erase"); err != nil {
				return err
			}
		}
		err = journal.Note(ctx, tx, journal.Actor{ID: u.ID}, journal.Act{Verb: "user_erased", SubjectType: "user", SubjectRef: u.Ref})
		if err != nil {
			return err
		}
		return journal.Forget(ctx, tx, u.ID)
	})
}

// forget empties what names the person in the tables of this area.
func (u User) forget(ctx context.Context, tx *gorm.DB) error {
	gone := u.Ref + "@erased.invalid" // an address that belongs to nobody (RFC 2606)
	if _, err := store.From[User](tx).Where("id = ?", u.ID).Select("Email", "Name", "Roles", "ErasedAt", "DisabledAt", "UpdatedAt").
		Updates(ctx, User{Email: gone, ErasedAt: now(tx), DisabledAt: now(tx), UpdatedAt: store.Now(tx)}); err != nil {
		return err
	}
	if _, err := store.From[EmailChange](tx).Where("user_id = ?", u.ID).Delete(ctx); err != nil {
		return err
	}
	if _, err := store.From[Arrival](tx).Where("user_id = ?", u.ID).Delete(ctx); err != nil {
		return err
	}
	if _, err := store.From[Organisation](tx).Where("treasurer_email = ?", u.Email).Update(ctx, "treasurer_email", ""); err != nil {
		return err
	}
	if _, err := store.From[Affiliation](tx).Where("email = ?", u.Email).Select("State", "Email").Updates(ctx, Affiliation{State: AffiliationDeclined}); err != nil {
		return err
	}
	_, err := store.From[Invitation](tx).Where("email = ?", u.Email).Update(ctx, "email", gone)
	return err
}

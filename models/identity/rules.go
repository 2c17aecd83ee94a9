package identity

import (
	"context"
	"time"

	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Owes reports whether a person must have shown a second means to act as one of the staff.
func Owes(host collective.Collective, u people.User, now time.Time) bool {
	return u.Staff() && host.StaffFactorsOn != "" && now.In(host.Location()).Format(time.DateOnly) >= host.StaffFactorsOn
}

// Colleague is one of the staff, and whether they have a second means.
type Colleague struct {
	people.User
	Protected bool
}

// Colleagues returns a page of the staff, the oldest accounts first. Only operators see it.
func Colleagues(ctx context.Context, db *gorm.DB, by people.User, after uint) (store.Page[Colleague], error) {
	if !by.Is(people.Operator) {
		return store.Page[Colleague]{}, store.ErrNotFound
	}
	var all []Colleague
	q := db.WithContext(ctx).Table("users").Select("users.*, " + holds + " as protected").Where(active).Order("users.id").Limit(store.PageSize + 1)
	if after > 0 {
		q = q.Where("users.id > ?", after)
	}
	err := q.Scan(&all).Error
	return store.Paged(all, store.PageSize, func(c Colleague) string { return store.Key(c.ID) }), err
}

// active is the condition on users of whoever is of the staff and may come in.
const active = "users.roles <> '' and users.disabled_at is null and users.erased_at is null"

// Unprotected counts the staff without a second means.
func Unprotected(ctx context.Context, db *gorm.DB) (int64, error) {
	return store.From[people.User](db).Where(active+" and not "+holds).Count(ctx, "id")
}

// approving are the roles that approve payments to projects (an admin holds all).
var approving = []people.Role{people.Steward, people.Operator, people.Accountant, people.Admin}

// Approvers counts those who may approve payments and have a second means.
func Approvers(ctx context.Context, db *gorm.DB) (n int, err error) {
	staff, err := store.From[people.User](db).Where(active + " and " + holds).Find(ctx)
	for _, u := range staff {
		if u.Is(approving...) {
			n++
		}
	}
	return n, err
}

// SaveFactorRules keeps who must show a second means. Nobody demands of others what they have not set up themselves, and payments to
// projects ask for two means only once two people could approve one.
func SaveFactorRules(ctx context.Context, db *gorm.DB, by people.User, f collective.FactorRules) error {
	if !by.Is(people.Admin) {
		return store.ErrForbidden
	}
	wrong := f.Check()
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		has, err := HasFactor(ctx, tx, by.ID)
		if err != nil {
			return err
		}
		if f.StaffOn != "" && !has {
			wrong.Add("staff_on", "factors.wrong.own_first")
		}
		n, err := Approvers(ctx, tx)
		if err != nil {
			return err
		}
		if f.Payouts && n < 2 {
			wrong.Add("payouts", "factors.wrong.two_approvers")
		}
		if len(wrong) > 0 {
			return wrong
		}
		return collective.SaveFactorRules(ctx, tx, by.Actor(), f)
	})
}

package people

import (
	"context"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// HowMany counts the people who hold a staff role and may sign in; admins hold all of them.
func HowMany(ctx context.Context, db *gorm.DB, role Role) (int, error) {
	n, err := holding(db, role).Count(ctx, "*")
	return int(n), err
}

// Holders are those people, at most 200.
func Holders(ctx context.Context, db *gorm.DB, role Role) ([]User, error) {
	return holding(db, role).Order("id").Limit(200).Find(ctx)
}

func holding(db *gorm.DB, role Role) store.Rows[User] {
	return store.From[User](db).Where("disabled_at is null and erased_at is null and (',' || roles || ',' like ? or ',' || roles || ',' like ?)",
		"%,"+string(role)+",%", "%,"+string(Admin)+",%")
}

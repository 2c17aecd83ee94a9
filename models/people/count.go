package people

import (
	"context"

	"gorm.io/gorm"
)

// HowMany counts the people who hold a staff role and may sign in; admins hold all of them.
func HowMany(ctx context.Context, db *gorm.DB, role Role) (int, error) {
	n, err := gorm.G[User](db).Where("disabled_at is null and erased_at is null and (',' || roles || ',' like ? or ',' || roles || ',' like ?)",
		"%,"+string(role)+",%", "%,"+string(Admin)+",%").Count(ctx, "*")
	return int(n), err
}

package store

import (
	"context"
	"slices"
	"strings"

	"gorm.io/gorm"
)

// MigrateUntil brings the database at address to the schema before a step, for tests of what that step does to rows that are there.
func MigrateUntil(ctx context.Context, address, step string) error {
	h, err := openForMigration(ctx, address)
	if err != nil {
		return err
	}
	defer h.Close()
	n := slices.IndexFunc(migrations, func(m Migration) bool { return strings.HasPrefix(m.ID, step) })
	return h.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		_, err := migrateIn(tx, migrations[:n])
		return err
	})
}

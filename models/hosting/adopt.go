package hosting

import (
	"context"

	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Adopt attaches services that exist already to their subscriptions, for an importer, inside its transaction: subscription, service,
// organisation and address are given. Nothing is provisioned, no step waits for anybody, nobody is told (billing.md DLV6).
func Adopt(ctx context.Context, tx *gorm.DB, all *[]Deployment) error {
	now := store.Now(tx)
	for n := range *all {
		d := &(*all)[n]
		d.Ref, d.State, d.Settled, d.ReadyAt, d.TurnedAt = store.NewRef(), Active, Active, &now, now
		d.Version, d.CreatedAt, d.UpdatedAt = 1, now, now
	}
	return store.From[Deployment](tx).Omit(clause.Associations).CreateInBatches(ctx, all, 500)
}

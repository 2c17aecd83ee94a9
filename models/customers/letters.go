package customers

import (
	"context"
	"slices"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Arrived is somebody whose space moved here, with the organisations they came with.
type Arrived struct {
	User          people.User
	Organisations []people.Organisation
}

// LoadBatch returns a batch, for jobs.
func LoadBatch(ctx context.Context, db *gorm.DB, id uint) (Batch, error) {
	return store.From[Batch](db).Where("id = ?", id).Take(ctx)
}

// ArrivedWith are people of a batch by their id, after one of them, so many at most.
func ArrivedWith(ctx context.Context, db *gorm.DB, b Batch, after uint, most int) ([]Arrived, error) {
	var ids []uint
	err := db.WithContext(ctx).Model(&people.Membership{}).Where("id in (?) and until_at is null and user_id > ?", b.made(db, AMembership), after).
		Distinct("user_id").Order("user_id").Limit(most).Pluck("user_id", &ids).Error
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	rows, err := store.From[people.Membership](db).Joins(clause.Has("User"), nil).Joins(clause.Has("Organisation"), nil).
		Where("memberships.id in (?) and memberships.until_at is null and memberships.user_id in ?", b.made(db, AMembership), ids).Order("memberships.user_id, memberships.id").Find(ctx)
	var all []Arrived
	for _, r := range rows {
		n := slices.IndexFunc(all, func(a Arrived) bool { return a.User.ID == r.UserID })
		if n < 0 {
			all = append(all, Arrived{User: r.User})
			n = len(all) - 1
		}
		all[n].Organisations = append(all[n].Organisations, r.Organisation)
	}
	return all, err
}

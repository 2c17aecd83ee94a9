package commons

import (
	"context"

	"chatiere/models/people"

	"gorm.io/gorm"
)

// Kin are the contributions that tell the same facts before and after one: what it puts right or decides anew, and what took its place. A ref
// is empty where there is none, or none that the reader may see.
type Kin struct{ Before, After string }

// KinOf finds them, in one statement, and in none where there cannot be any.
func KinOf(ctx context.Context, db *gorm.DB, u people.User, c Contribution) (Kin, error) {
	var kin Kin
	if c.CorrectsID == nil && !c.Counts() && c.SupersededByID == nil && c.State != Reversed {
		return kin, nil
	}
	ended := []State{Draft, Withdrawn, Rejected, Lapsed} // they take no place
	if c.State == Reversed {
		ended = ended[:2]
	}
	condition, args := seenBy(db, u)
	var rows []struct {
		Ref   string
		Later bool
	}
	err := db.WithContext(ctx).Model(&Contribution{}).Select("contributions.ref, contributions.id > ? as later", c.ID).Where(condition, args...).
		Where("contributions.id = ? or contributions.corrects_id = ? and contributions.state not in ?", number64(c.CorrectsID), c.ID, ended).
		Order("contributions.id").Limit(20).Scan(&rows).Error
	for _, r := range rows {
		if r.Later {
			kin.After = r.Ref
		} else {
			kin.Before = r.Ref
		}
	}
	return kin, err
}

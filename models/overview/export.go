package overview

import (
	"context"
	"strings"

	"chatiere/models/billing"
	"chatiere/models/commons"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/post"
	"chatiere/models/store"
	"chatiere/models/support"

	"gorm.io/gorm"
)

// exportMost is how many rows of one table an export holds at most; nobody wrote more by hand.
const exportMost = 10000

// Export returns everything the portal holds about a person, by table, as PersonalData maps it (GDPR art. 15 and 20).
func Export(ctx context.Context, db *gorm.DB, u people.User) (map[string][]map[string]any, error) {
	all := map[string][]map[string]any{}
	for _, k := range PersonalData {
		if k.Owner == "" {
			continue
		}
		var rows []map[string]any
		err := db.WithContext(ctx).Table(k.Table).Select(k.Columns).Where(k.Owner, owners(k.Owner, u)...).Limit(exportMost).Find(&rows).Error
		if err != nil {
			return nil, err
		}
		if len(rows) > 0 {
			all[k.Table] = rows
		}
	}
	return all, nil
}

// owners gives the person's id to each question mark.
func owners(condition string, u people.User) []any {
	ids := make([]any, strings.Count(condition, "?"))
	for i := range ids {
		ids[i] = u.ID
	}
	return ids
}

// Erase takes a person out of the house: names and addresses leave, sums and acts stay. The last owner of an organisation and the last admin hand over first.
func Erase(ctx context.Context, db *gorm.DB, u people.User) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := identity.Forget(ctx, tx, u); err != nil {
			return err
		}
		if err := post.Forget(ctx, tx, u); err != nil {
			return err
		}
		if err := support.Forget(ctx, tx, u); err != nil {
			return err
		}
		if err := commons.Forget(ctx, tx, u); err != nil {
			return err
		}
		if err := billing.Forget(ctx, tx, u); err != nil {
			return err
		}
		return u.Erase(ctx, tx)
	})
}

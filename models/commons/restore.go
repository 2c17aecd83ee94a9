package commons

import (
	"context"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// giveBack ends that this contribution, which does not stand any more, keeps the place of others. The one of them that was accepted counts
// again, in the sums and in the books, as it did before; nil where there is none. So at any time at most one version of the same facts counts.
func (c *Contribution) giveBack(ctx context.Context, tx *gorm.DB, by people.User) (*Contribution, error) {
	var stands *Contribution
	for id := c.CorrectsID; id != nil; {
		old, err := take(ctx, tx, *id)
		if err != nil {
			return nil, err
		}
		if old.SupersededByID == nil || *old.SupersededByID != c.ID {
			break
		}
		old.SupersededByID = nil
		if err := old.save(ctx, tx, "SupersededByID"); err != nil {
			return nil, err
		}
		if old.Counts() {
			stands = &old
			if err := old.standAgain(ctx, tx, by); err != nil {
				return nil, err
			}
		}
		id = old.CorrectsID
	}
	return stands, nil
}

// standAgain counts a contribution once more, and posts anew what its acceptance had posted: as it was valued then, whatever the rules say now.
func (c *Contribution) standAgain(ctx context.Context, tx *gorm.DB, by people.User) error {
	if err := c.tally(ctx, tx, 1); err != nil {
		return err
	}
	posted, err := store.From[Effect](tx).Where("contribution_id = ?", c.ID).Order("id").Find(ctx)
	if err != nil {
		return err
	}
	last, times := map[string]Effect{}, map[string]int{}
	for _, e := range posted {
		last[e.Sort], times[e.Sort] = e, times[e.Sort]+1
	}
	if c.stood = times["time"]; c.stood > 0 {
		if err := c.postTime(ctx, tx, by); err != nil {
			return err
		}
	}
	if c.stood = times["class8"]; c.stood == 0 {
		return nil
	}
	key, _ := c.Effective()
	kind, err := kindOf(ctx, tx, key)
	if err != nil {
		return err
	}
	e := last["class8"]
	return c.postInKind(ctx, tx, by, kind, *e.RuleID, *e.Cents)
}

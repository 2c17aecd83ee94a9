package collective

import (
	"context"
	"time"

	"chatiere/models/journal"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// FactorRules say who must show a second means of signing in, and for what. Version is the collective's when the form was opened.
type FactorRules struct {
	Version int    `form:"version"`
	StaffOn string `form:"staff_on"` // YYYY-MM-DD; empty: never
	Payouts bool   `form:"payouts"`
}

// FactorRules are the rules as they are now.
func (c Collective) FactorRules() FactorRules {
	return FactorRules{Version: c.Version, StaffOn: c.StaffFactorsOn, Payouts: c.PayoutFactors}
}

// Check says what is wrong with the rules.
func (f FactorRules) Check() store.Invalid {
	wrong := store.Invalid{}
	if _, err := time.Parse(time.DateOnly, f.StaffOn); f.StaffOn != "" && err != nil {
		wrong.Add("staff_on", "error.date")
	}
	return wrong
}

// SaveFactorRules keeps the rules; when somebody changed the collective meanwhile it is store.ErrConflict. Call it through
// identity.SaveFactorRules, which looks first whether they can be kept.
func SaveFactorRules(ctx context.Context, tx *gorm.DB, by journal.Actor, f FactorRules) error {
	c, err := Find(ctx, tx)
	if err != nil {
		return err
	}
	if c.ID == 0 || c.Version != f.Version {
		return store.ErrConflict
	}
	c.StaffFactorsOn, c.PayoutFactors, c.UpdatedAt = f.StaffOn, f.Payouts, store.Now(tx)
	c.Version++
	if err := tx.WithContext(ctx).Save(&c).Error; err != nil {
		return err
	}
	if err := store.Published(tx); err != nil {
		return err
	}
	return journal.Note(ctx, tx, by, journal.Act{
		Verb: "factor_rules_changed", SubjectType: "collective", SubjectRef: "collective", Details: map[string]any{"staff_on": f.StaffOn, "payouts": f.Payouts},
	})
}

package commons

import (
	"context"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Ahead is what stands between an account that a project is paid at and its first payment: who can verify it, from which day it can be paid, and
// whether somebody is missing who approves (decisions 33).
type Ahead struct {
	Verifiers  []people.User // who can say how it is known that the account is the project's
	VerifiedBy *people.User  // who said so, while they still belong to the collective's staff
	PayableOn  time.Time     // the earliest day: fourteen days after it is verified, today if it is not yet
	Missing    bool          // a batch takes two people of the council, one of whom neither made nor changed the account: there are not
}

// AheadOf looks at a channel that stands, as the collective's staff is now.
func AheadOf(ctx context.Context, db *gorm.DB, c PayoutChannel) (Ahead, error) {
	a := Ahead{PayableOn: store.Now(db).Add(Cooldown)}
	switch {
	case c.State == ChannelActive:
		a.PayableOn = store.Now(db)
	case c.State == ChannelCooling && c.CooldownUntil != nil:
		a.PayableOn = *c.CooldownUntil
	}
	staff, err := store.From[people.User](db).Where("roles <> '' and disabled_at is null and erased_at is null").Order("id").Find(ctx)
	approvers, free := 0, false
	for n, u := range staff {
		if KeepsPayouts(u) {
			a.Verifiers = append(a.Verifiers, u)
		}
		if c.VerifiedByID != nil && *c.VerifiedByID == u.ID {
			a.VerifiedBy = &staff[n]
		}
		if Council(u) {
			approvers++
			free = free || !c.touchedBy(u)
		}
	}
	a.Missing = approvers < 2 || !free
	return a, err
}

// touchedBy reports whether a person made the channel, or changed it last.
func (c PayoutChannel) touchedBy(u people.User) bool {
	return c.CreatedByID != nil && *c.CreatedByID == u.ID || c.ChangedByID != nil && *c.ChangedByID == u.ID
}

package hosting

import (
	"context"
	"slices"

	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Reshape brings the services of a subscription after its offer: what it newly holds is asked for, what it no longer holds is removed
// by people, one step after the other. Told twice, it changes nothing.
func Reshape(ctx context.Context, db *gorm.DB, subscriptionID uint) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		s, err := billing.LoadSubscription(ctx, tx, subscriptionID)
		if err != nil || s.State == billing.Ended {
			return err
		}
		if err := Ask(ctx, tx, s.ID); err != nil {
			return err
		}
		services, err := catalogue.ServiceIDsOf(ctx, tx, s.OfferID)
		if err != nil {
			return err
		}
		all, err := OfSubscription(ctx, tx, s.ID)
		if err != nil {
			return err
		}
		return reshape(ctx, tx, s, all, services)
	})
}

func reshape(ctx context.Context, tx *gorm.DB, s billing.Subscription, all []Deployment, services []uint) error {
	ready := false
	for i := range all {
		d, held := &all[i], slices.Contains(services, all[i].ServiceID)
		var err error
		switch {
		case !held && d.State != Deleting && d.State != Deleted:
			err = d.turn(ctx, tx, Deleting, Remove, d.Level)
		case held && d.State == Deleting:
			err = d.turn(ctx, tx, Resuming, Resume, d.Level)
		case held && d.State == Active:
			ready = true
		}
		if err != nil {
			return err
		}
	}
	if !ready || s.State != billing.Accepted {
		return nil
	}
	return all[0].delivered(ctx, tx, people.User{}) // what was still missing is not wanted any more
}

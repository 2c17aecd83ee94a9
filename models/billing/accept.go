package billing

import (
	"context"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Accept is the word of the person who asked: yes, that was me. Their organisation becomes usable and the service may be delivered.
// Only that person may say it, signed in; anybody else finds nothing.
func (p ProForma) Accept(ctx context.Context, db *gorm.DB, by people.User) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		s, err := store.From[Subscription](tx, forUpdate).Where("id = ? and requested_by_id = ?", p.SubscriptionID, by.ID).Take(ctx)
		if err != nil || s.State != Requested {
			return err
		}
		if by.ConfirmedAt == nil {
			return store.ErrForbidden
		}
		return s.accept(ctx, tx, by)
	})
}

// AcceptOf accepts what a person asked for before their address was confirmed, once people.User.Confirm made their organisations usable.
func AcceptOf(ctx context.Context, db *gorm.DB, userID uint) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		u, err := people.LoadUser(ctx, tx, userID)
		if err != nil || u.ConfirmedAt == nil {
			return err
		}
		waiting, err := store.From[Subscription](tx, forUpdate).Where("requested_by_id = ? and state = ? and organisation_id in (?)", userID, Requested,
			tx.Table("organisations").Select("id").Where("usable_at is not null")).Order("id").Find(ctx)
		if err != nil {
			return err
		}
		for i := range waiting {
			if err := waiting[i].accept(ctx, tx, u); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Subscription) accept(ctx context.Context, tx *gorm.DB, by people.User) error {
	now := store.Now(tx)
	s.State, s.AcceptedAt = Accepted, &now
	if err := s.save(ctx, tx, "state", "accepted_at"); err != nil {
		return err
	}
	if _, err := store.From[people.Organisation](tx).Where("id = ? and usable_at is null", s.OrganisationID).Update(ctx, "usable_at", now); err != nil {
		return err
	}
	if err := s.note(ctx, tx, by.Actor(), "subscription_accepted", ""); err != nil {
		return err
	}
	if err := s.keepGift(ctx, tx, by); err != nil {
		return err
	}
	return store.Enqueue(tx, SubscriptionAccepted{s.ID})
}

package billing

import (
	"context"
	"strconv"
	"time"

	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// WishOutcome is what became of a change that somebody sent to the owners.
type WishOutcome string

// The outcomes; none while it waits.
const (
	WishMade     WishOutcome = "made"     // an owner changed the subscription, in this way or in another
	WishDeclined WishOutcome = "declined" // an owner said no, or its sender thought better of it
	WishReplaced WishOutcome = "replaced" // another one was sent
)

// ChangeWish is a change of a subscription that somebody who keeps the organisation's money looked at and sent to its owners, with what it
// brought on that day. It changes nothing by itself: an owner is shown what it brings now.
type ChangeWish struct {
	ID             uint
	Ref            string
	SubscriptionID uint
	OrganisationID uint
	Choice         string // offer and tier, as the form says them
	To             Plan   `gorm:"embedded"`
	DueCents       int64  // that it cost when it was sent, tax included
	ByID           uint
	By             people.User `gorm:"foreignKey:ByID"`
	Outcome        WishOutcome
	CreatedAt      time.Time
	SettledAt      *time.Time
	SettledByID    *uint
}

// Form is the wish as whoever sent it filled it in.
func (w ChangeWish) Form() ChangeForm {
	return ChangeForm{Plan: w.Choice, Period: w.To.Period, Quantity: strconv.FormatInt(w.To.Quantity, 10)}
}

// Brings reports whether some terms are those of this wish, whatever they cost by now.
func (w ChangeWish) Brings(t Terms) bool {
	return w.ID != 0 && w.To.OfferID == t.To.OfferID && w.To.Tier == t.To.Tier && w.To.Period == t.To.Period && w.To.Quantity == t.To.Quantity
}

// Moved reports whether terms cost something else at once than when the wish was sent.
func (w ChangeWish) Moved(t Terms) bool { return w.DueCents != t.DueCents }

// Repriced reports whether the plan has another price than when the wish was sent: one that waits for its term costs nothing at once.
func (w ChangeWish) Repriced(t Terms) bool { return w.To.UnitCents != t.To.UnitCents }

// SendChange sends to an organisation's owners a change that the person was shown: the digest is that of its terms. ErrOutdated with the
// terms of now, and nothing sent, when they are others. One waits at a time: another one takes its place.
func (s Subscription) SendChange(ctx context.Context, db *gorm.DB, by people.User, f ChangeForm, digest string, why Because) (Changed, error) {
	if !keeps(by, s.OrganisationID) {
		return Changed{}, store.ErrForbidden
	}
	shown, err := PreviewChange(ctx, db, by, s, f, why)
	if err != nil {
		return shown, err
	}
	if shown.Digest() != digest {
		return shown, ErrOutdated
	}
	return shown, store.InTx(ctx, db, func(tx *gorm.DB) error {
		fresh, err := store.From[Subscription](tx, forUpdate).Where("id = ?", s.ID).Take(ctx)
		if err != nil {
			return err
		}
		if err := fresh.settleWish(ctx, tx, by, WishReplaced); err != nil {
			return err
		}
		w := ChangeWish{
			Ref: store.NewRef(), SubscriptionID: s.ID, OrganisationID: s.OrganisationID, Choice: f.Plan, To: shown.To, DueCents: shown.DueCents,
			ByID: by.ID, CreatedAt: store.Now(tx),
		}
		if err := store.From[ChangeWish](tx).Omit("By").Create(ctx, &w); err != nil {
			return err
		}
		if err := fresh.wishes(ctx, tx, &w.ID); err != nil {
			return err
		}
		if err := journal.Note(ctx, tx, by.Actor(), journal.Act{
			Verb: "change_sent", SubjectType: "subscription", SubjectRef: s.Ref, OrganisationID: s.OrganisationID, Details: map[string]any{"to": w.To, "due": w.DueCents},
		}); err != nil {
			return err
		}
		return store.Enqueue(tx, ChangeSent{w.ID})
	})
}

// DeclineChange puts aside the change that was sent to the owners: one of them says no, or whoever sent it thinks better of it.
func (s Subscription) DeclineChange(ctx context.Context, db *gorm.DB, by people.User) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		fresh, err := store.From[Subscription](tx, forUpdate).Where("id = ?", s.ID).Take(ctx)
		if err != nil {
			return err
		}
		w, err := WishOf(ctx, tx, fresh)
		switch {
		case err != nil:
			return err
		case w.ID == 0:
			return store.ErrConflict
		case !mayEnd(by, fresh) && (w.ByID != by.ID || !keeps(by, fresh.OrganisationID)):
			return store.ErrForbidden
		}
		if err := fresh.settleWish(ctx, tx, by, WishDeclined); err != nil {
			return err
		}
		if err := fresh.note(ctx, tx, by.Actor(), "change_declined", ""); err != nil || w.ByID == by.ID {
			return err
		}
		return store.Enqueue(tx, ChangeDeclined{w.ID})
	})
}

// settleWish ends the wish that waits, if one does.
func (s *Subscription) settleWish(ctx context.Context, tx *gorm.DB, by people.User, outcome WishOutcome) error {
	if s.ChangeWishID == nil {
		return nil
	}
	now := store.Now(tx)
	w := ChangeWish{ID: *s.ChangeWishID, Outcome: outcome, SettledAt: &now}
	if by.SignedIn() {
		w.SettledByID = &by.ID
	}
	if err := tx.WithContext(ctx).Model(&w).Select("outcome", "settled_at", "settled_by_id").Updates(&w).Error; err != nil {
		return err
	}
	return s.wishes(ctx, tx, nil)
}

// wishes notes which wish waits. The subscription itself is what it was, and keeps its version.
func (s *Subscription) wishes(ctx context.Context, tx *gorm.DB, id *uint) error {
	s.ChangeWishID = id
	return tx.WithContext(ctx).Model(&Subscription{}).Where("id = ?", s.ID).UpdateColumn("change_wish_id", id).Error
}

// WishOf is the change that waits for an owner of a subscription's organisation; a zero one when none does.
func WishOf(ctx context.Context, db *gorm.DB, s Subscription) (ChangeWish, error) {
	if s.ChangeWishID == nil {
		return ChangeWish{}, nil
	}
	return loadWish(ctx, db, *s.ChangeWishID)
}

func loadWish(ctx context.Context, db *gorm.DB, id uint) (ChangeWish, error) {
	return store.From[ChangeWish](db).Joins(clause.Has("By"), nil).Where("change_wishes.id = ?", id).Take(ctx)
}

// LoadWish returns a change that was sent to the owners, with its subscription, for jobs.
func LoadWish(ctx context.Context, db *gorm.DB, id uint) (ChangeWish, Subscription, error) {
	w, err := loadWish(ctx, db, id)
	if err != nil {
		return w, Subscription{}, err
	}
	s, err := LoadSubscription(ctx, db, w.SubscriptionID)
	return w, s, err
}

// ChangeSent: a change waits for the owners; tell them.
type ChangeSent struct {
	WishID uint `json:"wish_id"`
}

// Kind names the promise.
func (ChangeSent) Kind() string { return "change_sent" }

// ChangeDeclined: an owner does not want a change; tell whoever had sent it.
type ChangeDeclined struct {
	WishID uint `json:"wish_id"`
}

// Kind names the promise.
func (ChangeDeclined) Kind() string { return "change_declined" }

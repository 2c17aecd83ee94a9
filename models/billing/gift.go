package billing

import (
	"context"
	"errors"
	"time"

	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// GiftState is how far the use of a code has come (CPN3).
type GiftState string

// The states of a gift.
const (
	GiftReserved GiftState = "reserved" // for a day, while somebody subscribes
	GiftKept     GiftState = "kept"     // the contract is concluded at that price; no document yet
	GiftCounted  GiftState = "counted"  // a document was lowered, or a period was free
	GiftFreed    GiftState = "freed"    // nothing came of it: somebody else may have it
)

// reservation is how long a code waits for somebody who subscribes to confirm.
const reservation = 24 * time.Hour

// Gift is a code that a subscription has.
type Gift struct {
	ID             uint
	GiftCodeID     uint
	OrganisationID uint
	SubscriptionID uint
	State          GiftState
	ExpiresAt      time.Time // of the reservation
	CountedAt      *time.Time
	CreatedAt      time.Time

	Code GiftCode  `gorm:"foreignKey:GiftCodeID"`
	Uses []GiftUse `gorm:"-"` // oldest first
}

// Lapsed reports whether nobody confirmed in time: somebody else may have the use.
func (g Gift) Lapsed(now time.Time) bool { return g.State == GiftReserved && !g.ExpiresAt.After(now) }

// GiftHeld returns the code of a subscription; a zero gift when there is none.
func GiftHeld(ctx context.Context, db *gorm.DB, s Subscription) (Gift, error) {
	g, err := store.From[Gift](db).Joins(clause.InnerJoin.Association("Code"), nil).Where("gifts.subscription_id = ? and gifts.state <> ?", s.ID, GiftFreed).Take(ctx)
	if errors.Is(err, store.ErrNotFound) || err == nil && g.Lapsed(store.Now(db)) {
		return Gift{}, nil
	}
	return g, err
}

// GiftOf returns the code of a subscription with what it lowered so far; a zero gift when there is none.
func GiftOf(ctx context.Context, db *gorm.DB, s Subscription) (Gift, error) {
	g, err := GiftHeld(ctx, db, s)
	if err != nil || g.ID == 0 {
		return g, err
	}
	g.Uses, err = store.From[GiftUse](db).Where("gift_id = ?", g.ID).Order("id").Find(ctx)
	if first, begun := s.Current(day(s.AnchorOn)); begun {
		for n := range g.Uses {
			if g.Uses[n].PeriodTo == "" { // from before anything was delivered
				g.Uses[n].PeriodFrom, g.Uses[n].PeriodTo = first.From.Format(time.DateOnly), first.To.Format(time.DateOnly)
			}
		}
	}
	return g, err
}

// reserveGift keeps a use of a code for a subscription that is being asked for.
func (s Subscription) reserveGift(ctx context.Context, tx *gorm.DB, typed string) error {
	code := CleanGiftCode(typed)
	if code == "" {
		return nil
	}
	c, err := store.From[GiftCode](tx, forUpdate).Where("code = ?", code).Take(ctx)
	if errors.Is(err, store.ErrNotFound) {
		return noGift("error.gift_unknown")
	}
	if err != nil {
		return err
	}
	if err := c.mayBeTaken(ctx, tx, s); err != nil {
		return err
	}
	now := store.Now(tx)
	g := Gift{GiftCodeID: c.ID, OrganisationID: s.OrganisationID, SubscriptionID: s.ID, State: GiftReserved, ExpiresAt: now.Add(reservation), CreatedAt: now}
	return store.From[Gift](tx).Omit("Code").Create(ctx, &g)
}

func noGift(key string) store.Invalid { return store.Invalid{"gift": {Key: key}} }

// mayBeTaken says why a code cannot be had by a subscription. Its row is locked, so that the last use is granted once (CPN3).
func (c *GiftCode) mayBeTaken(ctx context.Context, tx *gorm.DB, s Subscription) error {
	host, err := collective.Find(ctx, tx)
	if err != nil {
		return err
	}
	today := store.Today(tx, host.Location()).Format(time.DateOnly)
	switch {
	case c.StoppedAt != nil:
		return noGift("error.gift_stopped")
	case c.StartsOn != "" && today < c.StartsOn:
		return noGift("error.gift_early")
	case c.EndsOn != "" && today > c.EndsOn:
		return noGift("error.gift_over")
	case !c.For(s.OfferID) || c.Currency != s.Currency:
		return noGift("error.gift_other_offer")
	}
	return c.hasPlace(ctx, tx, s)
}

func (c GiftCode) hasPlace(ctx context.Context, tx *gorm.DB, s Subscription) error {
	taken := store.From[Gift](tx).Where("gift_code_id = ? and subscription_id <> ? and (state in ? or state = ? and expires_at > ?)",
		c.ID, s.ID, []GiftState{GiftKept, GiftCounted}, GiftReserved, store.Now(tx))
	if c.UsesMost > 0 {
		if n, err := taken.Count(ctx, "id"); err != nil || n >= int64(c.UsesMost) {
			return orElse(err, noGift("error.gift_used_up"))
		}
	}
	if c.EachMost > 0 {
		if n, err := taken.Where("organisation_id = ?", s.OrganisationID).Count(ctx, "id"); err != nil || n >= int64(c.EachMost) {
			return orElse(err, noGift("error.gift_had"))
		}
	}
	if c.Newcomers {
		n, err := store.From[Subscription](tx).Where("organisation_id = ? and id <> ? and state <> ?", s.OrganisationID, s.ID, Requested).Count(ctx, "id")
		if err != nil || n > 0 {
			return orElse(err, noGift("error.gift_newcomers"))
		}
	}
	return nil
}

// orElse is the error there is, else another one.
func orElse(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// keepGift holds the use of a code for a contract that is being concluded. One whose day is over is taken again if there is still
// one; if not, the pro forma is drawn again without it.
func (s *Subscription) keepGift(ctx context.Context, tx *gorm.DB, by people.User) error {
	g, err := store.From[Gift](tx).Where("subscription_id = ? and state = ?", s.ID, GiftReserved).Take(ctx)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	lapsed := g.Lapsed(store.Now(tx))
	if g.State = GiftKept; lapsed {
		c, err := store.From[GiftCode](tx, forUpdate).Where("id = ?", g.GiftCodeID).Take(ctx)
		if err != nil {
			return err
		}
		err = c.mayBeTaken(ctx, tx, *s)
		if _, gone := store.AsInvalid(err); gone {
			return s.loseGift(ctx, tx, by, g, c)
		}
		if err != nil {
			return err
		}
	}
	return g.turn(ctx, tx, "state")
}

// loseGift gives the use back and draws the pro forma again at the full price.
func (s *Subscription) loseGift(ctx context.Context, tx *gorm.DB, by people.User, g Gift, c GiftCode) error {
	g.State = GiftFreed
	if err := g.turn(ctx, tx, "state"); err != nil {
		return err
	}
	a := amendment{by: by, s: *s}
	if err := a.load(ctx, tx); err != nil {
		return err
	}
	if err := a.askAgain(ctx, tx); err != nil {
		return err
	}
	return s.noteGift(ctx, tx, by.Actor(), "gift_lapsed", map[string]any{"code": c.Code})
}

func (s Subscription) noteGift(ctx context.Context, tx *gorm.DB, by journal.Actor, verb string, details map[string]any) error {
	return journal.Note(ctx, tx, by, journal.Act{Verb: verb, SubjectType: "subscription", SubjectRef: s.Ref, OrganisationID: s.OrganisationID, Details: details})
}

func (g *Gift) turn(ctx context.Context, tx *gorm.DB, columns ...string) error {
	return tx.WithContext(ctx).Model(g).Select(columns).Omit("Code").Updates(g).Error
}

// freeGift gives back a use that lowered nothing: the contract is over before.
func (s Subscription) freeGift(ctx context.Context, tx *gorm.DB) error {
	_, err := store.From[Gift](tx).Where("subscription_id = ? and state in ?", s.ID, []GiftState{GiftReserved, GiftKept}).Update(ctx, "state", GiftFreed)
	return err
}

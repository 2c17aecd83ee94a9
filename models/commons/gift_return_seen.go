package commons

import (
	"context"
	"errors"
	"fmt"

	"chatiere/models/billing"
	"chatiere/models/billing/cashier"
	"chatiere/models/journal"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// SeeGiftRefund draws the conclusions from a look at money of a gift sent back. One that nobody here asked for was made on the cashier's own pages:
// a person is told. store.ErrNotFound means that it is no gift of ours.
func SeeGiftRefund(ctx context.Context, db *gorm.DB, seen cashier.Refund) (changed bool, err error) {
	err = store.InTx(ctx, db, func(tx *gorm.DB) error {
		_, g, err := takeGiftOf(ctx, tx, seen.Intent)
		if err != nil {
			return err
		}
		q := store.From[GiftReturn](tx).Where("gift_payment_id = ? and kind = ?", g.ID, GiftRefund)
		if seen.Ours && seen.Ref != "" {
			q = q.Where("ref = ?", seen.Ref)
		} else {
			q = q.Where("provider_id = ?", seen.ID)
		}
		r, err := q.Take(ctx)
		if errors.Is(err, store.ErrNotFound) {
			changed = true
			r, err = g.sentOutside(ctx, tx, seen)
		}
		if err != nil {
			return err
		}
		turned, err := g.turnRefund(ctx, tx, r, seen)
		changed = changed || turned
		return err
	})
	return changed, err
}

// sentOutside notes a refund that somebody made without us.
func (g *GiftPayment) sentOutside(ctx context.Context, tx *gorm.DB, seen cashier.Refund) (GiftReturn, error) {
	now := store.Now(tx)
	r := GiftReturn{
		Ref: store.NewRef(), GiftPaymentID: g.ID, Kind: GiftRefund, ProviderID: &seen.ID, State: string(billing.RefundAsked), Cents: seen.Cents, GoneCents: seen.Cents, Outside: true, CreatedAt: now, UpdatedAt: now,
	}
	if err := store.From[GiftReturn](tx).Create(ctx, &r); err != nil {
		return r, err
	}
	if err := g.note(ctx, tx, journal.Actor{}, "gift_refund_seen", ""); err != nil {
		return r, err
	}
	if err := g.moved(ctx, tx, r, "gift_refund:"+r.Ref, 0); err != nil {
		return r, err
	}
	return r, g.wonder(ctx, tx, billing.OutsideRefund, r, seen.Cents)
}

// turnRefund brings a refund to a later state; one that failed is a gift again.
func (g *GiftPayment) turnRefund(ctx context.Context, tx *gorm.DB, r GiftReturn, seen cashier.Refund) (bool, error) {
	to := billing.RefundStateOf(seen.Status)
	if !billing.RefundState(r.State).Before(to) && r.ProviderID != nil {
		return false, nil
	}
	r.ProviderID, r.Problem = &seen.ID, seen.Problem
	if billing.RefundState(r.State).Before(to) {
		r.State = string(to)
	}
	if to == billing.RefundBack {
		return true, g.cameBack(ctx, tx, r)
	}
	if err := r.save(ctx, tx); err != nil || to != billing.RefundDone || r.Outside {
		return true, err
	}
	return true, store.Enqueue(tx, GiftSentBack{r.ID})
}

// SeeGiftDispute draws the conclusions from a look at a gift that its giver contests: while its money is withdrawn it is no gift, nothing more is
// taken from that method, and a person is told; if it is won everything is as before. Looks in any order end in the same state.
func SeeGiftDispute(ctx context.Context, db *gorm.DB, seen cashier.Dispute) (changed bool, err error) {
	err = store.InTx(ctx, db, func(tx *gorm.DB) error {
		p, g, err := takeGiftOf(ctx, tx, seen.Intent)
		if err != nil {
			return err
		}
		r, err := store.From[GiftReturn](tx).Where("provider_id = ?", seen.ID).Take(ctx)
		if errors.Is(err, store.ErrNotFound) {
			changed = true
			r, err = g.contested(ctx, tx, p, seen)
		}
		if err != nil {
			return err
		}
		to := billing.DisputeStateOf(seen.Status)
		if seen.Moves < r.Moves || seen.Moves == r.Moves && !billing.DisputeState(r.State).Before(to) {
			return nil // an older look, or nothing new
		}
		changed = true
		fee := seen.Fee - r.FeeCents
		r.State, r.Reason, r.Cents, r.GoneCents, r.FeeCents, r.Moves = string(to), seen.Reason, seen.Cents, max(0, -seen.Moved), seen.Fee, seen.Moves
		if err := r.save(ctx, tx); err != nil {
			return err
		}
		return g.moved(ctx, tx, r, fmt.Sprintf("gift_dispute:%s:%d", seen.ID, seen.Moves), fee)
	})
	return changed, err
}

// contested notes a dispute for the first time: the method is left alone until its giver acts.
func (g *GiftPayment) contested(ctx context.Context, tx *gorm.DB, p Pledge, seen cashier.Dispute) (GiftReturn, error) {
	now := store.Now(tx)
	r := GiftReturn{
		Ref: store.NewRef(), GiftPaymentID: g.ID, Kind: GiftDispute, ProviderID: &seen.ID, State: string(billing.Warned), Cents: seen.Cents, Reason: seen.Reason, Outside: true, CreatedAt: now, UpdatedAt: now,
	}
	if err := store.From[GiftReturn](tx).Create(ctx, &r); err != nil {
		return r, err
	}
	if err := g.note(ctx, tx, journal.Actor{}, "gift_contested", ""); err != nil {
		return r, err
	}
	if _, err := store.From[GiftMethod](tx).Where("pledge_id = ? and removed_at is null and stopped_at is null", p.ID).Update(ctx, "stopped_at", now); err != nil {
		return r, err
	}
	return r, g.wonder(ctx, tx, billing.DisputeOpened, r, seen.Cents)
}

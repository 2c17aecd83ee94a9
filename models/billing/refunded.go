package billing

import (
	"context"
	"errors"
	"time"

	"chatiere/models/billing/cashier"
	"chatiere/models/journal"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// SeeRefund draws the conclusions from a look at money sent back. One that nobody here asked for was made on the cashier's own pages:
// what it had settled is due again, and a person is told. store.ErrNotFound means that the payment is not ours.
func SeeRefund(ctx context.Context, db *gorm.DB, seen cashier.Refund) (changed bool, err error) {
	err = store.InTx(ctx, db, func(tx *gorm.DB) error {
		c, err := CollectionOfIntent(ctx, tx, seen.Intent)
		if err != nil {
			return err
		}
		if c, err = takeCollection(ctx, tx, c.ID); err != nil {
			return err
		}
		if c.PaymentID == nil {
			return errUnsettled
		}
		r, err := findRefund(ctx, tx, seen)
		if errors.Is(err, store.ErrNotFound) {
			changed = true
			r, err = c.outside(ctx, tx, seen)
		}
		if err != nil {
			return err
		}
		turned, err := r.turn(ctx, tx, seen)
		changed = changed || turned
		return err
	})
	return changed, refused(err)
}

// errUnsettled says that news came before the news it builds upon: later.
var errUnsettled = errors.New("billing: the payment itself is not noted yet")

func findRefund(ctx context.Context, tx *gorm.DB, seen cashier.Refund) (Refund, error) {
	if seen.Ours && seen.Ref != "" {
		return store.From[Refund](tx).Where("ref = ?", seen.Ref).Take(ctx)
	}
	return store.From[Refund](tx).Where("refund_id = ?", seen.ID).Take(ctx)
}

// outside notes a refund that somebody made without us.
func (c Collection) outside(ctx context.Context, tx *gorm.DB, seen cashier.Refund) (Refund, error) {
	p, err := LoadPayment(ctx, tx, *c.PaymentID)
	if err != nil {
		return Refund{}, err
	}
	now := store.Now(tx)
	r := Refund{
		Ref: store.NewRef(), OrganisationID: c.OrganisationID, PaymentID: p.ID, AmountCents: seen.Cents, Currency: seen.Currency, State: RefundPending, RefundID: &seen.ID,
		Outside: true, IdempotencyKey: "stripe:" + seen.ID, CreatedAt: now, UpdatedAt: now,
	}
	if err := store.From[Refund](tx).Create(ctx, &r); err != nil {
		return r, err
	}
	if err := r.leave(ctx, tx, journal.Actor{}, p); err != nil {
		return r, err
	}
	if err := p.note(ctx, tx, journal.Actor{}, "refund_seen", ""); err != nil {
		return r, err
	}
	if r.RepaidCents == r.AmountCents {
		return r, nil // it was owed, and somebody has sent it there
	}
	return r, ask(ctx, tx, MoneyQuestion{
		Kind: OutsideRefund, Subject: seen.ID, OrganisationID: &c.OrganisationID, PaymentID: c.PaymentID, AmountCents: seen.Cents, Currency: seen.Currency,
	})
}

// turn brings the refund to a later state; one that failed is owed again.
func (r *Refund) turn(ctx context.Context, tx *gorm.DB, seen cashier.Refund) (bool, error) {
	to := RefundStateOf(seen.Status)
	if to.rank() <= r.State.rank() && r.RefundID != nil {
		return false, nil
	}
	r.RefundID, r.Problem, r.UpdatedAt = &seen.ID, seen.Problem, store.Now(tx)
	if to.rank() > r.State.rank() {
		r.State = to
	}
	if err := tx.WithContext(ctx).Model(r).Select("refund_id", "problem", "state", "updated_at").Updates(r).Error; err != nil {
		return true, err
	}
	switch {
	case r.State == RefundBack:
		return true, r.failed(ctx, tx)
	case r.State == RefundDone && r.RepaymentID != nil:
		return true, store.Enqueue(tx, RepaymentSent{r.ID})
	}
	return true, nil
}

func (r Refund) failed(ctx context.Context, tx *gorm.DB) error {
	if err := r.comeBack(ctx, tx, time.Time{}); err != nil {
		return err
	}
	if err := (Payment{Ref: r.Ref, OrganisationID: r.OrganisationID, AmountCents: r.AmountCents}).note(ctx, tx, journal.Actor{}, "refund_failed", ""); err != nil {
		return err
	}
	return ask(ctx, tx, MoneyQuestion{
		Kind: RefundFailed, Subject: r.Ref, OrganisationID: &r.OrganisationID, PaymentID: &r.PaymentID, AmountCents: r.AmountCents, Currency: r.Currency, Note: r.Problem,
	})
}

// RefundRefused notes that the cashier will not send it back: it is owed again.
func RefundRefused(ctx context.Context, db *gorm.DB, id uint, why string) error {
	return refused(store.InTx(ctx, db, func(tx *gorm.DB) error {
		r, err := store.From[Refund](tx).Where("id = ?", id).Take(ctx)
		if err != nil {
			return err
		}
		if err := oneAtATime(tx, r.OrganisationID); err != nil {
			return err
		}
		if r, err = store.From[Refund](tx, forUpdate).Where("id = ?", id).Take(ctx); err != nil || r.State != RefundAsked {
			return err
		}
		r.State, r.Problem, r.UpdatedAt = RefundBack, why, store.Now(tx)
		if err := tx.WithContext(ctx).Model(&r).Select("problem", "state", "updated_at").Updates(&r).Error; err != nil {
			return err
		}
		return r.failed(ctx, tx)
	}))
}

package billing

import (
	"context"
	"errors"
	"slices"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// fresh is the repayment as it is in this transaction, with what is held for it; nobody else settles money of its organisation meanwhile.
func (r Repayment) fresh(ctx context.Context, tx *gorm.DB) (Repayment, error) {
	if err := oneAtATime(tx, r.OrganisationID); err != nil {
		return r, err
	}
	return LoadRepayment(ctx, tx, r.ID)
}

// SendBack promises to send what is held of a collected payment back the way it came, through the cashier. The same form sent twice is one refund.
func (r Repayment) SendBack(ctx context.Context, db *gorm.DB, by people.User, paymentRef string, f RefundForm) (Refund, error) {
	if !by.Is(people.Operator) {
		return Refund{}, store.ErrForbidden
	}
	f.Key = keyOr(f.Key)
	var sent Refund
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		r, err := r.fresh(ctx, tx)
		if err != nil {
			return err
		}
		sent, err = store.From[Refund](tx).Where("idempotency_key = ?", f.Key).Take(ctx)
		if err == nil || !errors.Is(err, store.ErrNotFound) {
			return err
		}
		at := slices.IndexFunc(r.Held, func(h Held) bool { return h.Payment.Ref == paymentRef })
		if at < 0 || !r.Held[at].Payment.Collected() {
			return store.ErrConflict // somebody was quicker, or it came by our own bank
		}
		p, f := r.Held[at].Payment, RefundForm{Cents: r.Held[at].Cents, Reason: r.why(), Sure: f.Sure, Key: f.Key}
		if p.Risky(store.Now(tx)) && !f.Sure {
			return store.Invalid{"sure": {Key: "error.refund_twice"}}
		}
		if err := p.uncontested(ctx, tx, "sure"); err != nil {
			return err
		}
		sent, err = p.giveBack(ctx, tx, by, f, &r.ID)
		return err
	})
	return sent, refused(err)
}

// KeepingForm is the wish of an organisation to keep as credit what it could have back.
type KeepingForm struct {
	Wish string `form:"wish"` // its words, or where they are found
	Left int64  `form:"left"` // what was left when the form was drawn
}

// Keep lets what is left settle the organisation's next invoices instead: its treasurers may say so themselves; an operator writes down where the
// organisation said it.
func (r Repayment) Keep(ctx context.Context, db *gorm.DB, by people.User, f KeepingForm) error {
	mine := keeps(by, r.OrganisationID)
	if !mine && !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	wrong := store.Invalid{}
	if f.Wish = oneLine(f.Wish); f.Wish == "" && !mine {
		wrong.Add("wish", "error.required")
	}
	if len([]rune(f.Wish)) > 500 {
		wrong.Add("wish", "error.too_long", "Max", 500)
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	return refused(store.InTx(ctx, db, func(tx *gorm.DB) error {
		r, err := r.fresh(ctx, tx)
		if err != nil {
			return err
		}
		if !r.Open() || f.Left != r.LeftCents {
			return store.ErrConflict
		}
		for _, h := range r.Held {
			if _, err := h.Payment.letGo(ctx, tx, &r.ID, h.Cents, "kept:"+r.Ref); err != nil {
				return err
			}
		}
		if err := tx.WithContext(ctx).Model(&Repayment{}).Where("id = ?", r.ID).Updates(map[string]any{"kept_reason": f.Wish, "kept_by_id": by.ID}).Error; err != nil {
			return err
		}
		if err := r.note(ctx, tx, by.Actor(), "repayment_kept", f.Wish, r.LeftCents); err != nil {
			return err
		}
		return store.Enqueue(tx, RepaymentKept{r.ID})
	}))
}

// KeptCents is how much of it became account credit.
func (r Repayment) KeptCents(ctx context.Context, db *gorm.DB) (cents int64, err error) {
	err = db.WithContext(ctx).Raw("select cast(coalesce(-sum(cents), 0) as bigint) from repayment_holds where source = ?", "kept:"+r.Ref).Scan(&cents).Error
	return cents, err
}

package commons

import (
	"context"
	"errors"
	"time"

	"chatiere/models/billing"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// OffsetReversal is that an offset was taken back: what it settled is due again, and what settled it is owed again.
type OffsetReversal struct {
	ID        uint
	OffsetID  uint
	PaymentID uint // the contrary row
	OnDay     string
	Reason    string
	ByID      uint
	CreatedAt time.Time
}

// offsetStands is the condition on a row o of offsets that nobody took back.
const offsetStands = "not exists (select 1 from offset_reversals r where r.offset_id = o.id)"

// Stands reports whether nobody took the offset back.
func (o Offset) Stands() bool { return o.Reversal.ID == 0 }

// TakeBackForm says which offset is taken back, and why.
type TakeBackForm struct {
	Offset string `form:"taken"` // ref
	Reason string `form:"taken_reason"`
}

// TakeBack takes an offset of the agreement back, by somebody who keeps the collective's money: once, by a contrary entry of today, for a
// reason. What lies in a closed period stays as it was told. Sent twice, it happens once.
func (a Agreement) TakeBack(ctx context.Context, db *gorm.DB, by people.User, f TakeBackForm) error {
	if !keepsAgreements(by) {
		return store.ErrForbidden
	}
	if a.OrganisationID == nil {
		return ErrNoCreditForVolunteers
	}
	bad := store.Invalid{}
	if f.Reason = oneLine(f.Reason); f.Reason == "" {
		bad.Add("taken_reason", "error.required")
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := billing.LockAccount(tx, *a.OrganisationID); err != nil {
			return err
		}
		o, err := store.From[Offset](tx).Where("offsets.ref = ? and agreement_id = ?", f.Offset, a.ID).Joins(joined("Invoice"), nil).Joins(perhaps("Reversal"), nil).Take(ctx)
		if errors.Is(err, store.ErrNotFound) {
			bad.Add("taken", "error.choose")
			err = nil
		}
		if err == nil {
			err = bad.Err()
		}
		if err != nil || !o.Stands() {
			return err
		}
		return o.takeBack(ctx, tx, by, a, f.Reason)
	})
}

func (o Offset) takeBack(ctx context.Context, tx *gorm.DB, by people.User, a Agreement, reason string) error {
	if closed, err := ledger.Closed(tx, o.OnDay); err != nil || closed {
		if err == nil {
			err = wrong("taken", "error.offset_closed")
		}
		return err
	}
	back, err := billing.Unnet(ctx, tx, by, o.PaymentID, reason)
	if errors.Is(err, ledger.ErrPeriodClosed) {
		return wrong("taken", "error.period_closed")
	}
	if err != nil {
		return err
	}
	r := OffsetReversal{OffsetID: o.ID, PaymentID: back.ID, OnDay: back.ReceivedOn, Reason: reason, ByID: by.ID, CreatedAt: store.Now(tx)}
	if err := store.From[OffsetReversal](tx).Create(ctx, &r); err != nil {
		return err
	}
	return a.note(ctx, tx, by, "offset_taken_back", reason, map[string]any{"cents": o.Cents, "invoice": o.Invoice.FullName()})
}

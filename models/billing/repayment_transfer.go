package billing

import (
	"context"
	"time"

	"chatiere/models/billing/period"
	"chatiere/models/billing/reference"
	"chatiere/models/collective"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// RepaidForm says that an operator made a transfer of what is left.
type RepaidForm struct {
	SentOn    string `form:"sent_on"`
	Agreed    string `form:"agreed"` // how the payer agreed to another means than the one they had paid by
	Sure      bool   `form:"sure"`   // knows that the payer's bank may give the same money back as well (SDD3)
	Reference string `form:"reference"`
	Left      int64  `form:"left"` // what was left when the form was drawn
	Key       string `form:"key"`
}

// opensOn says at a field that the books of a day are closed.
func opensOn(tx *gorm.DB, field, day string) error {
	closed, err := ledger.Closed(tx, day)
	if err == nil && closed {
		return store.Invalid{field: {Key: "error.period_closed"}}
	}
	return err
}

func (f *RepaidForm) check(r Repayment, today string, now time.Time) error {
	wrong := store.Invalid{}
	if f.Left != r.LeftCents || !r.Open() {
		return store.ErrConflict // it was something else when the form was drawn
	}
	_, err := period.Day(f.SentOn)
	switch {
	case f.SentOn == "":
		wrong.Add("sent_on", "error.required")
	case err != nil:
		wrong.Add("sent_on", "error.date")
	case f.SentOn > today:
		wrong.Add("sent_on", "error.date_future")
	}
	if f.Agreed = oneLine(f.Agreed); f.Agreed == "" && r.NeedsAgreement() {
		wrong.Add("agreed", "error.repay_agreed")
	}
	if r.Risky(now) && !f.Sure {
		wrong.Add("sure", "error.refund_twice")
	}
	return wrong.Err()
}

// Transferred notes that an operator paid all that is left back by a transfer: one refund for each payment it came by, under one reference, by which
// the bank's line is found later. The books learn it now; the line does not tell them again.
func (r Repayment) Transferred(ctx context.Context, db *gorm.DB, by people.User, f RepaidForm) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		r, err := r.fresh(ctx, tx)
		if err != nil {
			return err
		}
		if !reference.Valid(f.Reference) {
			return store.ErrConflict
		}
		done, err := store.From[Refund](tx).Where("reference = ?", f.Reference).Count(ctx, "id")
		if err != nil || done > 0 { // the same form, sent twice
			return err
		}
		host, err := collective.Find(ctx, tx)
		if err != nil {
			return err
		}
		if err := f.check(r, ledger.Day(store.Today(tx, host.Location())), store.Now(tx)); err != nil {
			return err
		}
		if err := opensOn(tx, "sent_on", f.SentOn); err != nil {
			return err
		}
		return r.transfer(ctx, tx, by, f)
	})
	return refused(err)
}

func (r Repayment) transfer(ctx context.Context, tx *gorm.DB, by people.User, f RepaidForm) error {
	now, last := store.Now(tx), uint(0)
	for _, h := range r.Held {
		if err := h.Payment.uncontested(ctx, tx, "sent_on"); err != nil {
			return err
		}
		sent := Refund{
			Ref: store.NewRef(), OrganisationID: r.OrganisationID, PaymentID: h.Payment.ID, AmountCents: h.Cents, Currency: r.Currency, State: RefundDone, Reason: f.Agreed,
			AskedByID: &by.ID, RepaymentID: &r.ID, ByTransfer: true, SentOn: f.SentOn, Reference: f.Reference, CreatedAt: now, UpdatedAt: now,
		}
		if sent.Reason == "" {
			sent.Reason = r.why()
		}
		sent.IdempotencyKey = "repaid:" + sent.Ref
		if err := store.From[Refund](tx).Create(ctx, &sent); err != nil {
			return err
		}
		if err := sent.leave(ctx, tx, by.Actor(), h.Payment); err != nil {
			return err
		}
		last = sent.ID
	}
	if err := r.note(ctx, tx, by.Actor(), "repayment_transferred", f.Agreed, r.LeftCents); err != nil {
		return err
	}
	return store.Enqueue(tx, RepaymentSent{last})
}

// RepaidBackForm says that a transfer came back.
type RepaidBackForm struct {
	Reference string `form:"reference"`
	On        string `form:"back_on"`
	Reason    string `form:"back_reason"`
}

// CameBack notes that a transfer of ours came back, for a reason (a closed account): the money is owed again, and the credit note stands (CRN3).
func (r Repayment) CameBack(ctx context.Context, db *gorm.DB, by people.User, f RepaidBackForm) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		r, err := r.fresh(ctx, tx)
		if err != nil {
			return err
		}
		host, err := collective.Find(ctx, tx)
		if err != nil {
			return err
		}
		if err := f.check(ledger.Day(store.Today(tx, host.Location()))); err != nil {
			return err
		}
		if err := opensOn(tx, "back_on", f.On); err != nil {
			return err
		}
		return r.cameBack(ctx, tx, by, f)
	})
	return refused(err)
}

func (f *RepaidBackForm) check(today string) error {
	wrong := store.Invalid{}
	if f.Reason = oneLine(f.Reason); f.Reason == "" {
		wrong.Add("back_reason", "error.required")
	}
	_, err := period.Day(f.On)
	switch {
	case f.On == "":
		wrong.Add("back_on", "error.required")
	case err != nil:
		wrong.Add("back_on", "error.date")
	case f.On > today:
		wrong.Add("back_on", "error.date_future")
	}
	return wrong.Err()
}

// cameBack turns the refunds of one transfer.
func (r Repayment) cameBack(ctx context.Context, tx *gorm.DB, by people.User, f RepaidBackForm) error {
	sent, err := store.From[Refund](tx, forUpdate).Where("repayment_id = ? and reference = ? and by_transfer and state = ?", r.ID, f.Reference, RefundDone).Order("id").Find(ctx)
	if err != nil {
		return err
	}
	if len(sent) == 0 {
		return store.ErrConflict
	}
	var cents int64
	for _, one := range sent {
		if one.SentOn > f.On {
			return store.Invalid{"back_on": {Key: "error.repaid_before"}}
		}
		one.State, one.Problem, one.UpdatedAt = RefundBack, f.Reason, store.Now(tx)
		if err := tx.WithContext(ctx).Model(&one).Select("problem", "state", "updated_at").Updates(&one).Error; err != nil {
			return err
		}
		if err := one.comeBack(ctx, tx, day(f.On).Add(12*time.Hour)); err != nil {
			return err
		}
		cents += one.AmountCents
	}
	return r.note(ctx, tx, by.Actor(), "repayment_came_back", f.Reason, cents)
}

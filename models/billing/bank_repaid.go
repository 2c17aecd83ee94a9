package billing

import (
	"context"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// repaid notes that a line is a transfer by which we paid back, found by its reference; or one by which it came back: then the money is owed again.
func (l BankLine) repaid(ctx context.Context, tx *gorm.DB, by people.User, f MovementForm) error {
	all, err := store.From[Refund](tx).Where("by_transfer and reference = ?", f.Moves).Order("id").Find(ctx)
	if err != nil {
		return err
	}
	if len(all) == 0 || all[0].RepaymentID == nil {
		return store.ErrConflict // it was there when the page was drawn
	}
	var sum int64
	for _, r := range all {
		sum += r.AmountCents
	}
	if l.Incoming() && all[0].State == RefundDone {
		if err := l.bringsBack(ctx, tx, by, *all[0].RepaymentID, f.Moves); err != nil {
			return err
		}
	}
	sign := int64(1)
	if !l.Incoming() {
		sign = -1
	}
	if l.LeftCents != l.AmountCents || l.LeftCents != sign*sum || l.Currency != all[0].Currency {
		return ErrMatched
	}
	for _, r := range all {
		err := l.matched(ctx, tx, by, BankMatch{IdempotencyKey: f.Key + ":" + r.Ref, Kind: AsideMatch, AmountCents: sign * r.AmountCents, RefundID: &r.ID, Reason: r.Reference})
		if err != nil {
			return err
		}
	}
	return l.note(ctx, tx, by, "bank_line_repaid", f.Moves)
}

// bringsBack notes on the day of the line that a transfer came back.
func (l BankLine) bringsBack(ctx context.Context, tx *gorm.DB, by people.User, repaymentID uint, reference string) error {
	r, err := LoadRepayment(ctx, tx, repaymentID)
	if err != nil {
		return err
	}
	f := RepaidBackForm{Reference: reference, On: l.BookedOn, Reason: brief(l.Label)}
	if f.Reason == "" {
		f.Reason = l.Ref
	}
	if r, err = r.fresh(ctx, tx); err != nil {
		return err
	}
	return r.cameBack(ctx, tx, by, f)
}

package billing

import (
	"context"
	"slices"
	"time"

	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// hold is one row of what is held of a payment for a repayment: above nought while it waits, below when it left, was kept, or is gone. Rows of
// one source that add up to nought undid each other.
type hold struct {
	ID          uint
	RepaymentID uint
	PaymentID   uint
	Cents       int64
	Source      string
	CreatedAt   time.Time
}

// TableName is where they are kept.
func (hold) TableName() string { return "repayment_holds" }

// freed is what of a payment settles nothing any more, because what it had settled was credited.
type freed struct {
	paymentID uint
	cents     int64
}

// sumFreed is all of it.
func sumFreed(all []freed) (cents int64) {
	for _, f := range all {
		cents += f.cents
	}
	return cents
}

// owe writes down that what was freed is to be paid back within fourteen days of an instant, holds it, and promises word. Nothing freed is nothing owed.
func (r Repayment) owe(ctx context.Context, tx *gorm.DB, by journal.Actor, all []freed, since time.Time) error {
	if r.AmountCents = sumFreed(all); r.AmountCents <= 0 {
		return nil
	}
	host, err := collective.Find(ctx, tx)
	if err != nil {
		return err
	}
	r.Ref, r.LeftCents, r.CreatedAt = store.NewRef(), r.AmountCents, store.Now(tx)
	r.DueOn = dayIn(since, host.Location()).AddDate(0, 0, repayWithin).Format(time.DateOnly)
	if by.ID != 0 {
		r.ByID = &by.ID
	}
	if err := store.From[Repayment](tx).Omit("Organisation", "Notice", "CreditNote").Create(ctx, &r); err != nil {
		return err
	}
	for _, f := range all {
		h := hold{RepaymentID: r.ID, PaymentID: f.paymentID, Cents: f.cents, CreatedAt: r.CreatedAt}
		if err := store.From[hold](tx).Create(ctx, &h); err != nil {
			return err
		}
		if err := heldMore(ctx, tx, f.paymentID, f.cents); err != nil {
			return err
		}
	}
	if err := r.note(ctx, tx, by, "repayment_owed", "", r.AmountCents); err != nil {
		return err
	}
	return store.Enqueue(tx, RepaymentOwed{r.ID})
}

// heldMore adds to what of a payment is held; the database refuses more than settles nothing.
func heldMore(ctx context.Context, tx *gorm.DB, paymentID uint, cents int64) error {
	return refused(tx.WithContext(ctx).Model(&Payment{}).Where("id = ?", paymentID).Update("held_cents", gorm.Expr("held_cents + ?", cents)).Error)
}

// letGo takes up to an amount out of what is held of a payment, of one repayment or else of those that are due first, and says how much it was.
func (p Payment) letGo(ctx context.Context, tx *gorm.DB, repaymentID *uint, cents int64, source string) (let int64, err error) {
	q := tx.WithContext(ctx).Table("repayment_holds h").Joins("join repayments r on r.id = h.repayment_id").
		Select("h.repayment_id, cast(sum(h.cents) as bigint) as cents").Where("h.payment_id = ?", p.ID)
	if repaymentID != nil {
		q = q.Where("h.repayment_id = ?", *repaymentID)
	}
	var rows []hold
	if err := q.Group("h.repayment_id, r.due_on").Having("sum(h.cents) > 0").Order("r.due_on, h.repayment_id").Scan(&rows).Error; err != nil {
		return 0, err
	}
	for _, row := range rows {
		part := min(row.Cents, cents-let)
		if part <= 0 {
			break
		}
		if err := moveHold(ctx, tx, hold{RepaymentID: row.RepaymentID, PaymentID: p.ID, Cents: -part, Source: source}); err != nil {
			return let, err
		}
		let += part
	}
	return let, nil
}

// repaidBy is the repayment that a refund pays back, the first where there are several; nil for none.
func repaidBy(ctx context.Context, tx *gorm.DB, r Refund) (*uint, error) {
	if r.RepaymentID != nil {
		return r.RepaymentID, nil
	}
	rows, err := store.From[hold](tx).Where("source = ?", refundSource(r)).Order("id").Limit(1).Find(ctx)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return &rows[0].RepaymentID, nil
}

// oweAgain takes back up to an amount of what a source had let go: it is owed again.
func oweAgain(ctx context.Context, tx *gorm.DB, source string, cents int64) error {
	var rows []hold
	err := tx.WithContext(ctx).Table("repayment_holds").Select("repayment_id, payment_id, cast(sum(cents) as bigint) as cents").Where("source = ?", source).
		Group("repayment_id, payment_id").Having("sum(cents) < 0").Order("repayment_id, payment_id").Scan(&rows).Error
	for _, row := range rows {
		part := min(-row.Cents, cents)
		if part <= 0 {
			break
		}
		if err := moveHold(ctx, tx, hold{RepaymentID: row.RepaymentID, PaymentID: row.PaymentID, Cents: part, Source: source}); err != nil {
			return err
		}
		cents -= part
	}
	return err
}

// moveHold writes a row and counts it: on the payment, and in what is left of the repayment.
func moveHold(ctx context.Context, tx *gorm.DB, h hold) error {
	h.CreatedAt = store.Now(tx)
	if err := store.From[hold](tx).Create(ctx, &h); err != nil {
		return err
	}
	if err := heldMore(ctx, tx, h.PaymentID, h.Cents); err != nil {
		return err
	}
	r, err := store.From[Repayment](tx, forUpdate).Where("id = ?", h.RepaymentID).Take(ctx)
	if err != nil {
		return err
	}
	r.LeftCents += h.Cents
	if r.SettledAt = nil; r.LeftCents == 0 {
		r.SettledAt = &h.CreatedAt
	}
	return tx.WithContext(ctx).Model(&r).Select("left_cents", "settled_at").Updates(&r).Error
}

// together adds up what was freed of the same payment, in the order of payments.
func together(all []freed) []freed {
	var sums []freed
	for _, f := range all {
		at := slices.IndexFunc(sums, func(s freed) bool { return s.paymentID == f.paymentID })
		if at < 0 {
			sums = append(sums, f)
			continue
		}
		sums[at].cents += f.cents
	}
	slices.SortFunc(sums, func(a, b freed) int { return int(a.paymentID) - int(b.paymentID) })
	return slices.DeleteFunc(sums, func(s freed) bool { return s.cents <= 0 })
}

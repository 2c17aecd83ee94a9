package billing

import (
	"context"
	"errors"
	"time"

	"chatiere/models/billing/money"
	"chatiere/models/journal"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// RefundState is how far money on its way back has come.
type RefundState string

// The states of a refund. One that has arrived may still come back: then it is owed again (CRN3).
const (
	RefundAsked   RefundState = "asked"
	RefundPending RefundState = "pending"
	RefundDone    RefundState = "succeeded"
	RefundBack    RefundState = "failed"
)

func (s RefundState) rank() int {
	switch s {
	case RefundAsked:
		return 0
	case RefundPending:
		return 1
	case RefundDone:
		return 2
	}
	return 3
}

// Refund is money sent back to whoever paid it. It is another thing than a credit note: one may fail while the other stands.
type Refund struct {
	ID             uint
	Ref            string
	OrganisationID uint
	PaymentID      uint
	AmountCents    int64
	BeyondCents    int64 // of these, more than was left of the payment: its payer got the same money twice
	Currency       string
	State          RefundState
	RefundID       *string // the cashier's name for it
	Outside        bool    // made on the cashier's own pages
	Reason         string
	Problem        string
	AskedByID      *uint
	RepaymentID    *uint  // what it pays back, when it was asked for from there
	RepaidCents    int64  // of these, what was held to be paid back
	ByTransfer     bool   // it went from our own bank, not through the cashier
	SentOn         string // the day of the transfer
	Reference      string // ours, by which the bank's line is found
	IdempotencyKey string
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// RefundForm is how much is to be sent back, and why.
type RefundForm struct {
	Amount string `form:"amount"` // as typed; the page reads it into Cents
	Reason string `form:"reason"`
	Sure   bool   `form:"sure"` // knows that the payer's bank may give the same money back as well (SDD3)
	Key    string `form:"key"`

	Cents int64 `form:"-"`
}

// refundRisk is how long a payer may have a debit given back by their bank, without reason and without appeal (SDD2).
const refundRisk = 56 * 24 * time.Hour

// Risky reports whether sending the payment back may pay its payer twice (SDD3).
func (p Payment) Risky(now time.Time) bool {
	return p.Method == BySEPA && now.Before(p.CreatedAt.Add(refundRisk))
}

// Rest is what of a payment settles nothing, did not leave again, and is not held to be paid back. Its allocations must be loaded.
func (p Payment) Rest() int64 {
	if p.Reversed || p.ReversesID != nil {
		return 0
	}
	rest := p.AmountCents - p.ReturnedCents - p.HeldCents
	for _, a := range p.Allocations {
		rest -= a.AmountCents
	}
	return rest
}

// Refund promises to send back what of a collected payment settles nothing; a settled part must be freed by a credit note first. The
// money is held at once, so that nobody else uses it. The same form sent twice is one refund.
func (p Payment) Refund(ctx context.Context, db *gorm.DB, by people.User, f RefundForm) (Refund, error) {
	if !by.Is(people.Operator) {
		return Refund{}, store.ErrForbidden
	}
	if f.Key == "" {
		f.Key = store.NewRef()
	}
	var r Refund
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := oneAtATime(tx, p.OrganisationID); err != nil {
			return err
		}
		before, err := store.From[Refund](tx).Where("idempotency_key = ?", f.Key).Take(ctx)
		if err == nil || !errors.Is(err, store.ErrNotFound) {
			r = before
			return err
		}
		fresh, err := LoadPayment(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		if err := f.check(fresh, store.Now(tx)); err != nil {
			return err
		}
		if err := fresh.uncontested(ctx, tx, "amount"); err != nil {
			return err
		}
		r, err = fresh.giveBack(ctx, tx, by, f, nil)
		return err
	})
	return r, refused(err)
}

// uncontested says at a field that a payment is contested: its payer may get the money from the bank (SDD3).
func (p Payment) uncontested(ctx context.Context, tx *gorm.DB, field string) error {
	contested, err := store.From[Dispute](tx).Where("payment_id = ? and state in ('warning','open')", p.ID).Count(ctx, "id")
	if err == nil && contested > 0 {
		return store.Invalid{field: store.Wrong{Key: "error.payment_contested"}}
	}
	return err
}

func (f *RefundForm) check(p Payment, now time.Time) error {
	wrong := store.Invalid{}
	if !p.Collected() {
		return store.ErrConflict
	}
	switch {
	case f.Cents < 1 || f.Cents > money.Limit:
		wrong.Add("amount", "error.money")
	case f.Cents > p.Rest():
		wrong.Add("amount", "error.refund_too_much")
	}
	if f.Reason = oneLine(f.Reason); f.Reason == "" {
		wrong.Add("reason", "error.required")
	}
	if p.Risky(now) && !f.Sure {
		wrong.Add("sure", "error.refund_twice")
	}
	return wrong.Err()
}

// giveBack writes the refund; one that pays back what is held says for which repayment.
func (p Payment) giveBack(ctx context.Context, tx *gorm.DB, by people.User, f RefundForm, repaymentID *uint) (Refund, error) {
	now := store.Now(tx)
	r := Refund{
		Ref: store.NewRef(), OrganisationID: p.OrganisationID, PaymentID: p.ID, AmountCents: f.Cents, Currency: p.Currency, State: RefundAsked, Reason: f.Reason,
		AskedByID: &by.ID, RepaymentID: repaymentID, IdempotencyKey: f.Key, CreatedAt: now, UpdatedAt: now,
	}
	if err := store.From[Refund](tx).Create(ctx, &r); err != nil {
		return r, err
	}
	if err := r.leave(ctx, tx, by.Actor(), p); err != nil {
		return r, err
	}
	if err := p.note(ctx, tx, by.Actor(), "refund_asked", f.Reason); err != nil {
		return r, err
	}
	return r, store.Enqueue(tx, RefundPromised{r.ID})
}

// account is where its money lay.
func (r Refund) account() string {
	if r.ByTransfer {
		return "asset:bank"
	}
	return onCard
}

// leave counts the money as gone: from what was held or from the organisation's credit, out of the account where it lay.
func (r *Refund) leave(ctx context.Context, tx *gorm.DB, by journal.Actor, p Payment) error {
	var err error
	if r.RepaymentID != nil || r.Outside { // what somebody sent on the cashier's pages pays back what waits for it
		if r.RepaidCents, err = p.letGo(ctx, tx, r.RepaymentID, r.AmountCents, refundSource(*r)); err != nil {
			return err
		}
		if r.RepaymentID, err = repaidBy(ctx, tx, *r); err != nil {
			return err
		}
	}
	if r.BeyondCents, err = p.leaves(ctx, tx, r.AmountCents); err != nil {
		return err
	}
	if err := tx.WithContext(ctx).Model(r).Select("beyond_cents", "repaid_cents", "repayment_id").Updates(r).Error; err != nil {
		return err
	}
	at := time.Time{}
	if r.SentOn != "" {
		at = day(r.SentOn).Add(12 * time.Hour)
	}
	return bookOnce(ctx, tx, ledger.Entry{Kind: "refund", Key: "refund:" + r.Ref, Actor: by.ID, PieceRef: "refund " + r.Ref, SubjectType: "payment", SubjectID: p.ID}, at,
		gone(p, r.account(), r.AmountCents, r.BeyondCents)...)
}

// comeBack counts it as the organisation's again, at an instant or today; what it had paid back is owed again.
func (r Refund) comeBack(ctx context.Context, tx *gorm.DB, at time.Time) error {
	p, err := LoadPayment(ctx, tx, r.PaymentID)
	if err != nil {
		return err
	}
	if err := p.comesBack(ctx, tx, r.AmountCents-r.BeyondCents); err != nil {
		return err
	}
	if err := oweAgain(ctx, tx, refundSource(r), r.AmountCents-r.BeyondCents); err != nil {
		return err
	}
	return bookOnce(ctx, tx, ledger.Entry{Kind: "refund_failed", Key: "refund_failed:" + r.Ref, PieceRef: "refund " + r.Ref, SubjectType: "payment", SubjectID: p.ID}, at,
		gone(p, r.account(), -r.AmountCents, -r.BeyondCents)...)
}

// LoadRefund returns a refund with the payment it sends back and the collection that had brought it, for the job that tells the cashier.
func LoadRefund(ctx context.Context, db *gorm.DB, id uint) (Refund, Collection, error) {
	r, err := store.From[Refund](db).Where("id = ?", id).Take(ctx)
	if err != nil {
		return r, Collection{}, err
	}
	c, err := store.From[Collection](db).Where("payment_id = ?", r.PaymentID).Take(ctx)
	return r, c, err
}

// RefundsOf returns what was sent back of a payment, newest first.
func RefundsOf(ctx context.Context, db *gorm.DB, paymentID uint) ([]Refund, error) {
	return store.From[Refund](db).Where("payment_id = ?", paymentID).Order("id desc").Find(ctx)
}

// SentRefund returns a refund with the repayment that it pays back, and all that was sent with it under one reference, for the letter about it.
func SentRefund(ctx context.Context, db *gorm.DB, id uint) (Refund, Repayment, error) {
	r, err := store.From[Refund](db).Where("id = ? and repayment_id is not null", id).Take(ctx)
	if err != nil {
		return r, Repayment{}, err
	}
	whole, err := LoadRepayment(ctx, db, *r.RepaymentID)
	for _, other := range whole.Refunds {
		if r.ByTransfer && other.Reference == r.Reference && other.ID != r.ID {
			r.AmountCents += other.AmountCents
		}
	}
	return r, whole, err
}

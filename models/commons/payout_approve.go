package commons

import (
	"context"
	"strings"
	"time"

	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// PayoutBatchSubmitted tells the council that a batch waits for two of them.
type PayoutBatchSubmitted struct {
	BatchID uint `json:"batch_id"`
}

// Kind names the promise.
func (PayoutBatchSubmitted) Kind() string { return "payout_batch_submitted" }

// PayoutPlanned tells a maintainer that money is about to come.
type PayoutPlanned struct {
	PaymentID uint `json:"payment_id"`
}

// Kind names the promise.
func (PayoutPlanned) Kind() string { return "payout_planned" }

// keeping runs an act of whoever prepares batches on one that the bank does not have.
func (b *Batch) keeping(ctx context.Context, db *gorm.DB, by people.User, f func(tx *gorm.DB) error) error {
	if !KeepsPayouts(by) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := b.hold(ctx, tx); err != nil {
			return err
		}
		if !b.Open() {
			return ErrMoved
		}
		return f(tx)
	})
}

// Submit ends the draft: the maintainers are told, and two people may approve.
func (b *Batch) Submit(ctx context.Context, db *gorm.DB, by people.User) error {
	return b.keeping(ctx, db, by, func(tx *gorm.DB) error {
		if b.State != BatchDraft || b.Rows == 0 {
			return ErrMoved
		}
		b.State, b.SubmittedAt = BatchSubmitted, stamp(tx)
		if err := b.keep(ctx, tx, "State", "SubmittedAt"); err != nil {
			return err
		}
		for _, p := range b.Planned() {
			if err := store.Enqueue(tx, PayoutPlanned{p.ID}); err != nil {
				return err
			}
		}
		if err := b.note(ctx, tx, by, "payment_batch_submitted", ""); err != nil {
			return err
		}
		return store.Enqueue(tx, PayoutBatchSubmitted{b.ID})
	})
}

// Remove takes a payment out, for a reason: the project is owed it still.
func (b *Batch) Remove(ctx context.Context, db *gorm.DB, by people.User, ref, reason string) error {
	if reason = oneLine(reason); reason == "" {
		return wrong("remove_reason", "error.required")
	}
	return b.keeping(ctx, db, by, func(tx *gorm.DB) error {
		for _, p := range b.Planned() {
			if p.Ref == ref {
				return b.remove(ctx, tx, by, p.ID, reason)
			}
		}
		return store.ErrNotFound
	})
}

// Reschedule gives the batch another day; what was approved is approved anew.
func (b *Batch) Reschedule(ctx context.Context, db *gorm.DB, by people.User, on string) error {
	return b.keeping(ctx, db, by, func(tx *gorm.DB) error {
		now, err := today(ctx, tx)
		if err != nil {
			return err
		}
		bad := store.Invalid{}
		if payday(bad, on, now); len(bad) > 0 {
			return bad
		}
		if b.ExecuteOn == on {
			return nil
		}
		b.ExecuteOn = on
		if err := b.changed(ctx, tx); err != nil {
			return err
		}
		return b.note(ctx, tx, by, "payment_batch_rescheduled", on)
	})
}

// ProofAge is how long ago, at most, somebody who approves proved who they are.
const ProofAge = 10 * time.Minute

// ApprovalForm is one approval: of the content as it was shown, by somebody without an interest in the projects.
type ApprovalForm struct {
	SHA256     string    `form:"sha256"`
	NoInterest bool      `form:"no_interest"`
	ProvenAt   time.Time `form:"-"` // when the person last proved who they are
	Factors    int       `form:"-"` // by how many means
}

// Approve says, as one of two different people, that the batch is right. One of the two neither made nor changed a channel in it, neither is
// paid by it, and both proved lately who they are. What changed since it was shown is looked at again (reciprocity.md 7.6).
func (b *Batch) Approve(ctx context.Context, db *gorm.DB, by people.User, f ApprovalForm) error {
	if !Council(by) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := b.hold(ctx, tx); err != nil {
			return err
		}
		if b.State != BatchSubmitted {
			return ErrMoved
		}
		if f.SHA256 != b.SHA256 || b.digest() != b.SHA256 {
			return store.ErrConflict
		}
		if err := b.mayApprove(ctx, tx, by, f); err != nil {
			return err
		}
		if b.Approver1ID == nil {
			b.Approver1ID, b.Approved1At = &by.ID, stamp(tx)
		} else {
			b.Approver2ID, b.Approved2At, b.State = &by.ID, stamp(tx), BatchApproved
		}
		if err := b.keep(ctx, tx, "State", "Approver1ID", "Approved1At", "Approver2ID", "Approved2At"); err != nil {
			return err
		}
		if f.Factors < 2 {
			flag := PayoutFlag{SubjectType: aBatch, SubjectID: b.ID, SubjectVersion: b.Version, Rule: No2FA, Level: Low}
			if err := raisePayout(ctx, tx, flag); err != nil {
				return err
			}
		}
		return b.note(ctx, tx, by, "payment_batch_approved", "")
	})
}

// proven refuses somebody who did not prove lately who they are, or by one means only where the collective asks for two.
func (f ApprovalForm) proven(ctx context.Context, tx *gorm.DB) error {
	if store.Now(tx).Sub(f.ProvenAt) >= ProofAge {
		return wrong("approve", "payouts.wrong.approve_proof")
	}
	if f.Factors >= 2 {
		return nil
	}
	host, err := collective.Find(ctx, tx)
	if err == nil && host.PayoutFactors {
		err = wrong("approve", "payouts.wrong.approve_factor")
	}
	return err
}

func (b Batch) mayApprove(ctx context.Context, tx *gorm.DB, by people.User, f ApprovalForm) error {
	if b.Approver1ID != nil && *b.Approver1ID == by.ID {
		return wrong("approve", "payouts.wrong.approve_twice")
	}
	if err := f.proven(ctx, tx); err != nil {
		return err
	}
	if !f.NoInterest {
		return wrong("no_interest", "payouts.wrong.approve_interest")
	}
	for _, p := range b.Planned() {
		if strings.EqualFold(p.ContactEmail, by.Email) {
			return wrong("approve", "payouts.wrong.approve_paid", "Name", p.Upstream.Name)
		}
	}
	switch name, err := b.interest(ctx, tx, by); {
	case err != nil:
		return err
	case name != "":
		return wrong("approve", "error.approve_interest", "Project", name)
	}
	if b.Approver1ID == nil {
		return nil
	}
	touched, err := b.touched(ctx, tx)
	if err != nil {
		return err
	}
	if touched[by.ID] && touched[*b.Approver1ID] {
		return wrong("approve", "payouts.wrong.approve_channels")
	}
	return nil
}

// touched are the people who made or last changed a channel in the batch.
func (b Batch) touched(ctx context.Context, tx *gorm.DB) (map[uint]bool, error) {
	var ids []uint
	for _, p := range b.Planned() {
		ids = append(ids, p.ChannelID)
	}
	channels, err := store.From[PayoutChannel](tx).Where("id in ?", ids).Find(ctx)
	all := map[uint]bool{}
	for _, c := range channels {
		for _, id := range []*uint{c.CreatedByID, c.ChangedByID} {
			if id != nil {
				all[*id] = true
			}
		}
	}
	return all, err
}

// Reject ends a batch for a reason: nothing of it is paid, and the projects are owed all of it still.
func (b *Batch) Reject(ctx context.Context, db *gorm.DB, by people.User, reason string) error {
	if !Council(by) {
		return store.ErrForbidden
	}
	if reason = oneLine(reason); reason == "" {
		return wrong("reject_reason", "error.required")
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := b.hold(ctx, tx); err != nil {
			return err
		}
		if !b.Open() {
			return ErrMoved
		}
		_, err := store.From[UpstreamPayment](tx).Where("batch_id = ? and state = ?", b.ID, PaymentPlanned).Select("State", "RemovedReason").
			Updates(ctx, UpstreamPayment{State: PaymentRemoved, RemovedReason: "rejected"})
		if err != nil {
			return err
		}
		b.State, b.Reason = BatchRejected, reason
		if err := b.keep(ctx, tx, "State", "Reason"); err != nil {
			return err
		}
		return b.note(ctx, tx, by, "payment_batch_rejected", reason)
	})
}

// PaysProjects reports whether any project has a channel by which it is paid, for the doctor.
func PaysProjects(ctx context.Context, db *gorm.DB) (bool, error) {
	n, err := store.From[PayoutChannel](db).Where("state <> 'revoked'").Count(ctx, "id")
	return n > 0, err
}

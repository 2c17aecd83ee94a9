package billing

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"chatiere/models/billing/cashier"
	"chatiere/models/journal"
	"chatiere/models/ledger"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// DisputeState is where a contested payment stands.
type DisputeState string

// The states of a dispute. A warning moves no money.
const (
	Warned        DisputeState = "warning"
	Contested     DisputeState = "open"
	DisputeLost   DisputeState = "lost"
	DisputeWon    DisputeState = "won"
	WarningClosed DisputeState = "closed"
)

func (s DisputeState) rank() int {
	switch s {
	case Warned:
		return 0
	case Contested:
		return 1
	}
	return 2
}

// Dispute is a payment that its payer contests, or a debit that their bank gave back.
type Dispute struct {
	ID             uint
	Ref            string
	OrganisationID uint
	PaymentID      uint
	DisputeID      string // the cashier's name for it
	State          DisputeState
	Reason         string // the bank's word
	AmountCents    int64
	WithdrawnCents int64 // what is taken from us now
	BeyondCents    int64 // of these, more than was left of the payment
	FeeCents       int64
	Moves          int // how many lines on the cashier's account were told
	OpenedAt       time.Time
	UpdatedAt      time.Time
}

// disputeState reads the cashier's word.
func disputeState(status string) DisputeState {
	switch {
	case status == "warning_closed":
		return WarningClosed
	case strings.HasPrefix(status, "warning"):
		return Warned
	case status == "won":
		return DisputeWon
	case status == "lost":
		return DisputeLost
	}
	return Contested
}

// SeeDispute draws the conclusions from a look at a contested payment: while its money is withdrawn it settles nothing, and what it had
// settled is due again, two weeks from now; if it is won everything is as before. Looks in any order end in the same state.
// store.ErrNotFound means that the payment is not ours.
func SeeDispute(ctx context.Context, db *gorm.DB, seen cashier.Dispute) (changed bool, err error) {
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
		d, err := store.From[Dispute](tx).Where("dispute_id = ?", seen.ID).Take(ctx)
		if errors.Is(err, store.ErrNotFound) {
			changed = true
			d, err = c.contested(ctx, tx, seen)
		}
		if err != nil {
			return err
		}
		to := disputeState(seen.Status)
		if seen.Moves < d.Moves || seen.Moves == d.Moves && to.rank() <= d.State.rank() {
			return nil // an older look, or nothing new
		}
		changed = true
		return d.turn(ctx, tx, c, to, seen)
	})
	return changed, refused(err)
}

func (c Collection) contested(ctx context.Context, tx *gorm.DB, seen cashier.Dispute) (Dispute, error) {
	d := Dispute{
		Ref: store.NewRef(), OrganisationID: c.OrganisationID, PaymentID: *c.PaymentID, DisputeID: seen.ID, State: Warned, Reason: seen.Reason, AmountCents: seen.Cents,
		OpenedAt: store.Now(tx), UpdatedAt: store.Now(tx),
	}
	if err := store.From[Dispute](tx).Create(ctx, &d); err != nil {
		return d, err
	}
	return d, ask(ctx, tx, MoneyQuestion{
		Kind: DisputeOpened, Subject: seen.ID, OrganisationID: &c.OrganisationID, PaymentID: c.PaymentID, AmountCents: seen.Cents, Currency: seen.Currency, Note: seen.Reason,
	})
}

// turn moves the money that was withdrawn or reinstated since the last look, and keeps the state.
func (d *Dispute) turn(ctx context.Context, tx *gorm.DB, c Collection, to DisputeState, seen cashier.Dispute) error {
	p, err := LoadPayment(ctx, tx, d.PaymentID)
	if err != nil {
		return err
	}
	more, fee, begins := max(0, -seen.Moved)-d.WithdrawnCents, seen.Fee-d.FeeCents, d.WithdrawnCents == 0
	d.State, d.Reason, d.AmountCents, d.WithdrawnCents, d.FeeCents, d.Moves, d.UpdatedAt = to, seen.Reason, seen.Cents, d.WithdrawnCents+more, seen.Fee, seen.Moves, store.Now(tx)
	beyond, err := d.moves(ctx, tx, p, more)
	if err != nil {
		return err
	}
	d.BeyondCents += beyond
	entry := ledger.Entry{Kind: "dispute", Key: fmt.Sprintf("dispute:%s:%d", seen.ID, seen.Moves), PieceRef: seen.ID, SubjectType: "payment", SubjectID: p.ID}
	if err := bookOnce(ctx, tx, entry, time.Time{}, append(gone(p, onCard, more, beyond), ledger.Transfer{Debit: costs, Credit: onCard, Unit: p.Currency, Amount: fee})...); err != nil {
		return err
	}
	columns := []string{"state", "reason", "amount_cents", "withdrawn_cents", "beyond_cents", "fee_cents", "moves", "updated_at"}
	if err := tx.WithContext(ctx).Model(d).Select(columns).Updates(d).Error; err != nil {
		return err
	}
	switch {
	case more < 0:
		return p.settleAgain(ctx, tx)
	case more > 0 && begins:
		return d.begins(ctx, tx, c, p)
	}
	return nil
}

// moves takes money out of a payment, what is held to be paid back first: its payer got it from the bank. Below nought it gives it back, and
// what was owed is owed again. It says how much is beyond what was left.
func (d Dispute) moves(ctx context.Context, tx *gorm.DB, p Payment, cents int64) (beyond int64, err error) {
	source := "dispute:" + d.Ref
	switch {
	case cents > 0:
		if _, err := p.letGo(ctx, tx, nil, cents, source); err != nil {
			return 0, err
		}
		return p.leaves(ctx, tx, cents)
	case cents < 0:
		beyond = -min(d.BeyondCents, -cents)
		if err := p.comesBack(ctx, tx, -cents+beyond); err != nil {
			return beyond, err
		}
		return beyond, oweAgain(ctx, tx, source, -cents+beyond)
	}
	return 0, nil
}

// begins stops debits of the same account until its owner acts, and lets those know who keep the organisation's money.
func (d Dispute) begins(ctx context.Context, tx *gorm.DB, c Collection, p Payment) error {
	if err := c.stopMethods(ctx, tx); err != nil {
		return err
	}
	if err := p.note(ctx, tx, journal.Actor{}, "payment_contested", ""); err != nil {
		return err
	}
	return store.Enqueue(tx, PaymentContested{d.ID})
}

// LoadDispute returns a dispute, for jobs.
func LoadDispute(ctx context.Context, db *gorm.DB, id uint) (Dispute, error) {
	return store.From[Dispute](db).Where("id = ?", id).Take(ctx)
}

// DisputesOf returns the disputes about a payment, newest first.
func DisputesOf(ctx context.Context, db *gorm.DB, paymentID uint) ([]Dispute, error) {
	return store.From[Dispute](db).Where("payment_id = ?", paymentID).Order("id desc").Find(ctx)
}

// ReopenedBy are the invoices that a payment had settled and that are due, oldest first.
func ReopenedBy(ctx context.Context, db *gorm.DB, p Payment) ([]Invoice, error) {
	rows, err := store.From[Invoice](db).Where("id in (select invoice_id from allocations where payment_id = ?)", p.ID).
		Where("id in (select invoice_id from invoice_dues where due_cents > 0)").Order("due_on, id").Find(ctx)
	if err == nil {
		err = settled(ctx, db, rows)
	}
	return rows, err
}

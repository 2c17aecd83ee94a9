package billing

import (
	"context"
	"errors"
	"time"

	"chatiere/models/billing/cashier"
	"chatiere/models/ledger"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Payout is money on its way from the cashier to our bank: on the bank's statement it is no payment of anybody's.
type Payout struct {
	ID          uint
	PayoutID    string // the cashier's name for it
	AmountCents int64
	Currency    string
	State       string // under_way, paid, failed
	ArrivesOn   string
	CreatedAt   time.Time
	UpdatedAt   time.Time
}

// payoutState reads the cashier's word.
func payoutState(status string) string {
	switch status {
	case "paid":
		return "paid"
	case "failed", "canceled":
		return "failed"
	}
	return "under_way"
}

func payoutRank(state string) int {
	return map[string]int{"under_way": 0, "paid": 1, "failed": 2}[state]
}

// SeePayout draws the conclusions from a look at a payout: money that arrived lies at the bank, money that came back does not.
func SeePayout(ctx context.Context, db *gorm.DB, seen cashier.Payout) (changed bool, err error) {
	err = store.InTx(ctx, db, func(tx *gorm.DB) error {
		to := payoutState(seen.Status)
		p, err := store.From[Payout](tx, forUpdate).Where("payout_id = ?", seen.ID).Take(ctx)
		if errors.Is(err, store.ErrNotFound) {
			changed = true
			p = Payout{
				PayoutID: seen.ID, AmountCents: seen.Cents, Currency: seen.Currency, State: "under_way", ArrivesOn: ledger.Day(seen.ArrivesAt),
				CreatedAt: store.Now(tx), UpdatedAt: store.Now(tx),
			}
			err = store.From[Payout](tx).Create(ctx, &p)
		}
		if err != nil {
			return err
		}
		before := p.State
		if payoutRank(to) <= payoutRank(before) {
			return nil
		}
		changed = true
		at := seen.ArrivesAt
		if to == "failed" {
			at = time.Time{}
		}
		if err := p.arrive(ctx, tx, to, before, seen, at); err != nil {
			return err
		}
		p.State, p.UpdatedAt = to, store.Now(tx)
		return tx.WithContext(ctx).Model(&p).Select("state", "updated_at").Updates(&p).Error
	})
	if errors.Is(err, store.ErrConflict) { // somebody else saw it first
		return SeePayout(ctx, db, seen)
	}
	return changed, refused(err)
}

// arrive tells the ledger that the money reached the bank, or went back after it had. That it went back is told today when the cashier says so, and on
// the day of the bank's line.
func (p Payout) arrive(ctx context.Context, tx *gorm.DB, to, before string, seen cashier.Payout, at time.Time) error {
	if !bookable(p.Currency) {
		return nil
	}
	transfer := ledger.Transfer{Debit: "asset:bank", Credit: onCard, Unit: p.Currency, Amount: p.AmountCents}
	entry := ledger.Entry{Kind: "collected_paid_out", Key: "payout:" + seen.ID, PieceRef: seen.ID, SubjectType: "payout", SubjectID: p.ID}
	switch {
	case to == "paid":
		return bookOnce(ctx, tx, entry, at, transfer)
	case to == "failed" && before == "paid":
		entry.Kind, entry.Key, transfer.Amount = "collected_payout_failed", "payout_failed:"+seen.ID, -transfer.Amount
		return bookOnce(ctx, tx, entry, at, transfer)
	}
	return nil
}

// PayoutsUnderWay are those that did not arrive yet.
func PayoutsUnderWay(ctx context.Context, db *gorm.DB) ([]Payout, error) {
	return store.From[Payout](db).Where("state = ?", "under_way").Order("id").Find(ctx)
}

package billing

import (
	"context"
	"time"

	"chatiere/models/billing/cashier"
	"chatiere/models/collective"
	"chatiere/models/ledger"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Where collected money lies until it is paid out, what collecting costs, and where money waits that nobody can explain yet.
const (
	onCard   = "asset:card"
	suspense = "asset:suspense"
	costs    = "expense:bank_fees"
)

// held is where the money of a payment lies.
func (p Payment) held() string {
	if p.Collected() {
		return onCard
	}
	return "asset:bank"
}

// Collected reports whether the cashier collected it, rather than our own bank.
func (p Payment) Collected() bool { return p.Method == ByCard || p.Method == BySEPA }

// bookingDay is the day an event counts for: its own where the collective is, today when it has none or when the books of its day are closed.
func bookingDay(ctx context.Context, tx *gorm.DB, at time.Time) (string, error) {
	host, err := collective.Find(ctx, tx)
	if err != nil {
		return "", err
	}
	today := ledger.Day(store.Today(tx, host.Location()))
	if at.IsZero() {
		return today, nil
	}
	day := min(ledger.Day(at.In(host.Location())), today)
	closed, err := ledger.Closed(tx, day)
	if closed {
		day = today
	}
	return day, err
}

// bookOnce tells the ledger an event of the cashier's account, once for each key whatever the day it is told on. A sum below nought goes
// the other way; nothing is told of nothing.
func bookOnce(ctx context.Context, tx *gorm.DB, e ledger.Entry, at time.Time, transfers ...ledger.Transfer) error {
	if _, told, err := ledger.EntryWithKey(tx, e.Key); err != nil || told {
		return err
	}
	for _, t := range transfers {
		if t.Amount < 0 {
			t.Debit, t.Credit, t.Amount = t.Credit, t.Debit, -t.Amount
		}
		if t.Amount > 0 {
			e.Transfers = append(e.Transfers, t)
		}
	}
	if len(e.Transfers) == 0 {
		return nil
	}
	var err error
	if e.EffectiveOn, err = bookingDay(ctx, tx, at); err != nil {
		return err
	}
	e.Journal = ledger.Bank
	_, err = ledger.Post(ctx, tx, e)
	return err
}

// bookFee tells the ledger what was taken from a line on the cashier's account.
func bookFee(ctx context.Context, tx *gorm.DB, m cashier.Movement) error {
	if m.ID == "" || m.Fee == 0 || !bookable(m.Currency) {
		return nil
	}
	return bookOnce(ctx, tx, ledger.Entry{Kind: "collecting_fee", Key: "stripe_fee:" + m.ID, PieceRef: m.ID}, m.CreatedAt,
		ledger.Transfer{Debit: costs, Credit: onCard, Unit: m.Currency, Amount: m.Fee})
}

// bookable reports whether the books are kept in that currency.
func bookable(currency string) bool { return currency == "EUR" }

// Accounted draws the conclusions from a line on the cashier's account that belongs to no payment, refund, dispute or payout of ours: a
// fee is booked as one, anything else waits for a person, and the books follow the account all the same. It reports whether it was news.
func Accounted(ctx context.Context, db *gorm.DB, m cashier.Movement) (news bool, err error) {
	err = store.InTx(ctx, db, func(tx *gorm.DB) error {
		key := "stripe_movement:" + m.ID
		_, told, err := ledger.EntryWithKey(tx, key)
		if err != nil || told || !bookable(m.Currency) {
			return err
		}
		news = true
		other := suspense
		if m.Type == "stripe_fee" || m.Type == "stripe_fx_fee" || m.Type == "tax_fee" {
			other = costs
		} else if err := ask(ctx, tx, MoneyQuestion{Kind: UnknownMoney, Subject: m.ID, AmountCents: m.Cents, Currency: m.Currency, Note: m.Type}); err != nil {
			return err
		}
		return bookOnce(ctx, tx, ledger.Entry{Kind: "collecting_other", Key: key, PieceRef: m.ID}, m.CreatedAt,
			ledger.Transfer{Debit: onCard, Credit: other, Unit: m.Currency, Amount: m.Cents},
			ledger.Transfer{Debit: costs, Credit: onCard, Unit: m.Currency, Amount: m.Fee})
	})
	return news, refused(err)
}

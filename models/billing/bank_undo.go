package billing

import (
	"context"
	"errors"

	"chatiere/models/collective"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Undo takes a match back for a reason: its payment or its entry is taken back by a contrary one, and the line waits again.
func (m BankMatch) Undo(ctx context.Context, db *gorm.DB, by people.User, reason string) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	if reason = brief(reason); reason == "" {
		return store.Invalid{"undo_reason": store.Wrong{Key: "error.required"}}
	}
	if !m.Reversible() {
		return store.ErrConflict
	}
	if m.Kind == PaymentMatch {
		p, err := LoadPayment(ctx, db, *m.PaymentID)
		if err != nil {
			return err
		}
		return p.Undo(ctx, db, by, reason) // it reopens its line
	}
	host, err := collective.Find(ctx, db)
	if err != nil {
		return err
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if m.Kind == MovementMatch {
			today := ledger.Day(store.Today(tx, host.Location()))
			if _, err := ledger.ReverseOn(ctx, tx, *m.EntryID, by.ID, "", today); err != nil {
				return err
			}
		}
		return m.undone(ctx, tx, by, reason)
	})
}

// undone marks the match; the database gives the line back what it took.
func (m BankMatch) undone(ctx context.Context, tx *gorm.DB, by people.User, reason string) error {
	now := store.Now(tx)
	done := tx.WithContext(ctx).Model(&BankMatch{}).Where("id = ? and undone_at is null", m.ID).
		Updates(map[string]any{"undone_at": now, "undone_by_id": by.ID, "undone_reason": reason})
	if done.Error == nil && done.RowsAffected == 0 {
		return store.ErrConflict
	}
	if done.Error != nil {
		return done.Error
	}
	l, err := store.From[BankLine](tx).Where("id = ?", m.LineID).Take(ctx)
	if err != nil {
		return err
	}
	return l.note(ctx, tx, by, "bank_match_undone", reason)
}

// reopenLine lets the line wait again whose payment was taken back, wherever that was done.
func reopenLine(ctx context.Context, tx *gorm.DB, by people.User, p Payment, reason string) error {
	m, err := store.From[BankMatch](tx).Where("payment_id = ? and undone_at is null", p.ID).Take(ctx)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return m.undone(ctx, tx, by, reason)
}

// ReturnForm says which line a bank took back.
type ReturnForm struct {
	Line string `form:"line"` // its ref
	Key  string `form:"key"`
}

// Return matches a line that went out with the one that it takes back: every payment that came with that one is taken back, on the day of
// the return, and what they settled is due again.
func (l BankLine) Return(ctx context.Context, db *gorm.DB, by people.User, f ReturnForm) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	first, err := FindBankLine(ctx, db, by, f.Line)
	if err != nil {
		return err
	}
	f.Key = keyOr(f.Key)
	err = store.InTx(ctx, db, func(tx *gorm.DB) error {
		l, done, err := l.fresh(ctx, tx, f.Key)
		if err != nil || done {
			return err
		}
		payments, err := paymentsWith(ctx, tx, first)
		if err != nil {
			return err
		}
		if l.LeftCents != -first.AmountCents || len(payments) == 0 {
			return store.ErrConflict
		}
		for _, p := range payments {
			back, err := p.undoOnce(ctx, tx, by, "bank: "+brief(l.Label), l.BookedOn)
			if err != nil {
				return err
			}
			if err := l.matched(ctx, tx, by, BankMatch{IdempotencyKey: f.Key + ":" + p.Ref, Kind: ReversalMatch, AmountCents: back.AmountCents, PaymentID: &back.ID}); err != nil {
				return err
			}
		}
		return l.note(ctx, tx, by, "bank_line_returned", first.Ref)
	})
	return inClosedPeriod(refused(err), "return")
}

// paymentsWith are the standing payments that came with a line.
func paymentsWith(ctx context.Context, tx *gorm.DB, l BankLine) ([]Payment, error) {
	return store.From[Payment](tx).Where(`id in (select payment_id from bank_matches where line_id = ? and kind = 'payment' and undone_at is null)
		and not exists (select 1 from payments r where r.reverses_id = payments.id)`, l.ID).Order("organisation_id, id").Find(ctx)
}

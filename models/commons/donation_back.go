package commons

import (
	"context"

	"chatiere/models/billing"
	"chatiere/models/journal"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// GiftLine is a line of the bank that is in the books as a gift and belongs to no donor yet.
type GiftLine struct {
	Ref          string
	MatchID      uint
	EntryID      uint
	Cents        int64
	BookedOn     string
	Counterparty string
	Label        string
}

// Lines are those lines, the latest first.
func (d Donation) Lines(ctx context.Context, db *gorm.DB) (all []GiftLine, err error) {
	err = db.WithContext(ctx).Raw(`select l.ref, m.id as match_id, m.entry_id, m.amount_cents as cents, l.booked_on, l.counterparty, l.label from bank_matches m join bank_lines l on l.id = m.line_id
		where m.kind = 'movement' and m.category = 'gift' and m.undone_at is null and not exists (select 1 from donations g where g.bank_match_id = m.id) order by m.id desc limit 30`).Scan(&all).Error
	return all, err
}

// TakeBack says that a gift was noted by mistake, or paid back: the books take it back too. A receipt for it must be void first.
func (d Donation) TakeBack(ctx context.Context, db *gorm.DB, by people.User, reason string) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	if reason = oneLine(reason); reason == "" {
		return wrong("reason", "error.required")
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		var fresh Donation
		if err := locked(tx.WithContext(ctx)).Where("id = ?", d.ID).Take(&fresh).Error; err != nil {
			return err
		}
		online, err := store.From[GiftPayment](tx).Where("donation_id = ? and state = ?", d.ID, billing.Collected).Count(ctx, "id")
		if err != nil {
			return err
		}
		if fresh.State != DonationReceived || fresh.EntryID == nil || online > 0 { // what was paid online is sent back there
			return store.ErrConflict
		}
		receipts, err := store.From[GiftReceipt](tx).Where("donation_id = ? and voided_at is null", d.ID).Count(ctx, "id")
		if err != nil {
			return err
		}
		if receipts > 0 {
			return wrong("reason", "error.receipt_first")
		}
		if fresh.BankMatchID == nil { // what the bank's line booked is taken back where the line is
			on, err := today(ctx, tx)
			if err != nil {
				return err
			}
			if _, err := ledger.ReverseOn(ctx, tx, *fresh.EntryID, by.ID, reason, on); err != nil {
				return err
			}
		}
		fresh.State, fresh.Reason, fresh.BankMatchID = DonationReturned, reason, nil
		if err := fresh.keep(ctx, tx, "state", "reason", "bank_match_id"); err != nil {
			return err
		}
		return fresh.note(ctx, tx, by, "donation_returned", reason)
	})
}

// keep writes some columns, and lets public pages know.
func (d *Donation) keep(ctx context.Context, tx *gorm.DB, columns ...string) error {
	d.UpdatedAt = store.Now(tx)
	if err := tx.WithContext(ctx).Model(d).Omit("Pledge", "Space", "Organisation", "User").Select(append(columns, "updated_at")).Updates(d).Error; err != nil {
		return err
	}
	return store.Published(tx)
}

// note writes an act on the gift in the journal.
func (d Donation) note(ctx context.Context, tx *gorm.DB, by people.User, verb, reason string) error {
	a := journal.Act{Verb: verb, SubjectType: "donation", SubjectRef: d.Ref, Reason: reason, Details: map[string]any{"cents": d.Cents, "received_on": d.ReceivedOn}}
	if d.OrganisationID != nil {
		a.OrganisationID = *d.OrganisationID
	}
	return journal.Note(ctx, tx, by.Actor(), a)
}

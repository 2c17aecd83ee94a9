package commons

import (
	"context"
	"errors"
	"slices"

	"chatiere/models/billing"
	"chatiere/models/billing/reference"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// The reasons that only gifts have, beside those of invoices.
const (
	EarlierReference billing.ReasonCode = "earlier_reference" // the reference of a gift of the same promise that came before: a standing order
	OtherSum         billing.ReasonCode = "other_sum"         // not what was promised: what came counts
)

// GiftProposal is a gift that a line of the bank may be, with why.
type GiftProposal struct {
	Donation Donation
	Sureness billing.Sureness
	Reasons  []billing.Reason
}

// giftsLimit is how many gifts are compared with the lines of a page.
const giftsLimit = 500

// GiftsFor says of each line which promised gift it may be, the surer first; by the line's id. A gift that came is never proposed again.
func GiftsFor(ctx context.Context, db *gorm.DB, by people.User, lines []billing.BankLine) (map[uint][]GiftProposal, error) {
	if !by.Is(people.Operator, people.Accountant) {
		return nil, store.ErrForbidden
	}
	var references []string
	var sums []int64
	for _, l := range lines {
		if l.Payable() {
			references, sums = append(references, l.References()...), append(sums, l.LeftCents)
		}
	}
	all := map[uint][]GiftProposal{}
	if len(sums) == 0 {
		return all, nil
	}
	pool, err := donations(db).Where(`donations.payment_reference in @references or donations.state = 'asked' and (donations.cents in @sums
		or donations.pledge_id in (select e.pledge_id from donations e where e.payment_reference in @references))`, map[string]any{"references": references, "sums": sums}).
		Order("donations.id").Limit(giftsLimit).Find(ctx)
	for _, l := range lines {
		if found := giftsOf(l, pool); l.Payable() && len(found) > 0 {
			all[l.ID] = found
		}
	}
	return all, err
}

// giftsOf compares one line with the gifts: those its references name, else those whose donor and amount it names.
func giftsOf(l billing.BankLine, pool []Donation) (found []GiftProposal) {
	references := l.References()
	for _, d := range pool {
		switch {
		case slices.Contains(references, d.PaymentReference):
			found = append(found, d.named(l, pool)...)
		case len(references) == 0 && d.State == DonationAsked && d.Cents == l.LeftCents && l.Names(d.Name()):
			found = append(found, GiftProposal{d, billing.Likely, []billing.Reason{{Code: billing.ByName, Text: d.Name()}, {Code: billing.ByAmount}}})
		}
	}
	if len(found) > 1 { // two gifts of one name, or two references in one text: a person says which
		for n := range found {
			found[n].Sureness = billing.Likely
		}
	}
	return found[:min(len(found), 3)]
}

// named is the gift whose reference stands on a line; where it came already, the one of the same promise that is waited for now.
func (d Donation) named(l billing.BankLine, pool []Donation) []GiftProposal {
	fits := billing.Reason{Code: OtherSum}
	if d.Waits() {
		if d.Cents == l.LeftCents {
			return []GiftProposal{{d, billing.Certain, []billing.Reason{{Code: billing.ByReference, Text: reference.Spaced(d.PaymentReference)}, {Code: billing.ByAmount}}}}
		}
		return []GiftProposal{{d, billing.Likely, []billing.Reason{{Code: billing.ByReference, Text: reference.Spaced(d.PaymentReference)}, fits}}}
	}
	for _, next := range pool {
		if next.PledgeID == d.PledgeID && next.State == DonationAsked {
			if next.Cents == l.LeftCents {
				fits.Code = billing.ByAmount
			}
			return []GiftProposal{{next, billing.Likely, []billing.Reason{{Code: EarlierReference, Text: reference.Spaced(d.PaymentReference)}, fits}}}
		}
	}
	return nil
}

// Waits reports whether the gift may still come.
func (d Donation) Waits() bool { return d.State == DonationAsked || d.State == DonationDropped }

// ArriveBy notes that a line of the bank is the gift: the line enters the books as income from gifts and the donor is thanked, in one step.
// Sent twice, it is once; a line or a gift that was matched meanwhile is store.ErrConflict.
func (d Donation) ArriveBy(ctx context.Context, db *gorm.DB, by people.User, l billing.BankLine, key string) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		done, err := store.From[Donation](tx).Where("id = ? and bank_match_id in (select id from bank_matches where line_id = ? and undone_at is null)", d.ID, l.ID).Count(ctx, "id")
		if err != nil || done > 0 {
			return err
		}
		if l, err = billing.FindBankLine(ctx, tx, by, l.Ref); err != nil {
			return err
		}
		if !l.Payable() {
			return billing.ErrMatched
		}
		if err := l.Book(ctx, tx, by, billing.MovementForm{Category: billing.GiftCategory, Key: key}); err != nil {
			return err
		}
		return d.Arrive(ctx, tx, by, ArrivalForm{Cents: l.LeftCents, ReceivedOn: l.BookedOn, Method: "transfer", Line: l.Ref})
	})
}

// ConfirmCertain confirms the certain proposals of some lines, gifts and invoices, each in its own transaction, and says how many.
func ConfirmCertain(ctx context.Context, db *gorm.DB, by people.User, refs []string) (int, error) {
	if !by.Is(people.Operator) {
		return 0, store.ErrForbidden
	}
	done := 0
	var others []string
	for _, ref := range refs[:min(len(refs), 200)] {
		gift, err := confirmGift(ctx, db, by, ref)
		if _, bad := store.AsInvalid(err); err != nil && !bad && !errors.Is(err, store.ErrConflict) && !errors.Is(err, store.ErrNotFound) {
			return done, err // else somebody was quicker, or its day is closed: a person looks
		}
		if gift {
			done++
			continue
		}
		others = append(others, ref)
	}
	more, err := billing.ConfirmCertain(ctx, db, by, others)
	return done + more, err
}

// confirmGift notes that a line is the gift it certainly is.
func confirmGift(ctx context.Context, db *gorm.DB, by people.User, ref string) (bool, error) {
	l, err := billing.FindBankLine(ctx, db, by, ref)
	if err != nil {
		return false, err
	}
	found, err := GiftsFor(ctx, db, by, []billing.BankLine{l})
	if gifts := found[l.ID]; err == nil && len(gifts) == 1 && gifts[0].Sureness == billing.Certain {
		err = gifts[0].Donation.ArriveBy(ctx, db, by, l, store.NewRef())
		return err == nil, err
	}
	return false, err
}

// UndoMatch takes back what was decided of a line. A gift that came by it is waited for again; a receipt for it must be void first.
func UndoMatch(ctx context.Context, db *gorm.DB, by people.User, m billing.BankMatch, reason string) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := m.Undo(ctx, tx, by, reason); err != nil {
			return err
		}
		found, err := store.From[Donation](tx).Where("bank_match_id = ?", m.ID).Limit(1).Find(ctx)
		if err != nil || len(found) == 0 {
			return err
		}
		return found[0].waitAgain(ctx, tx, by, reason)
	})
}

// waitAgain forgets that the gift came. Where its promise is over nobody is reminded of it.
func (d Donation) waitAgain(ctx context.Context, tx *gorm.DB, by people.User, reason string) error {
	_, p, err := takePledge(ctx, tx, d.PledgeID)
	if err != nil {
		return err
	}
	receipts, err := store.From[GiftReceipt](tx).Where("donation_id = ? and voided_at is null", d.ID).Count(ctx, "id")
	if err != nil {
		return err
	}
	if receipts > 0 {
		return wrong("undo_reason", "error.receipt_first")
	}
	d.State, d.Method, d.ReceivedOn, d.EntryID, d.BankMatchID, d.RecordedByID = DonationAsked, "", "", nil, nil, nil
	if !p.Open() {
		d.State = DonationDropped
	}
	if err := d.keep(ctx, tx, "state", "method", "received_on", "entry_id", "bank_match_id", "recorded_by_id"); err != nil {
		return err
	}
	return d.note(ctx, tx, by, "donation_waits_again", reason)
}

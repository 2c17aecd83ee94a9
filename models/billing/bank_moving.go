package billing

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"chatiere/models/billing/cashier"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// The cashier's payouts reach the bank in a few days, sometimes a little before they were announced.
const (
	payoutEarly = 3
	payoutLate  = 7
)

// cashierWords are how the cashier signs on a statement.
const cashierWord = "stripe"

// movingMoney selects, as the pool of proposals does, the payouts of some amounts that no line of the bank is yet.
const movingMoney = `select 'payout', y.id, y.payout_id, '', '', 0, '', '', '', y.currency, y.amount_cents, y.amount_cents, y.arrives_on, y.arrives_on
		from payouts y where y.amount_cents in ? and y.state <> 'failed'
			and not exists (select 1 from bank_matches m where m.payout_id = y.id and m.undone_at is null)`

// apart keeps what may have been paid from our own money on its way.
func apart(all []candidate) (payable, moving []candidate) {
	for _, c := range all {
		if c.Kind == "payout" {
			moving = append(moving, c)
		} else {
			payable = append(payable, c)
		}
	}
	return payable, moving
}

// FromCashier reports whether the line names whoever collects for us: it is nobody's payment.
func (l BankLine) FromCashier() bool { return slices.Contains(wordsOf(l.Words()), cashierWord) }

// carried are the payouts that a line may be, and whether nothing else is to be looked for: a line that names one of our references is a
// customer's even when its amount is that of a payout, and one that names the cashier is nobody's.
func (p pool) carried(l BankLine) ([]Proposal, bool) {
	if !l.Open() || l.Currency != euros {
		return nil, false
	}
	var all []Proposal
	for _, c := range p.moving {
		if l.LeftCents != l.AmountCents || !c.payoutOf(l) {
			continue
		}
		one := Proposal{Sureness: Likely, Moves: &c.Payable, Reasons: []Reason{{Code: ByAmount}, {Code: ByDay}}}
		if l.FromCashier() || strings.Contains(strings.ToLower(l.Words()), c.Ref) {
			one.Reasons = append([]Reason{{Code: ByCashier}}, one.Reasons...)
			one.Sureness = Certain
		}
		all = append(all, one)
	}
	if len(all) > 1 { // two of the same amount: a person says which
		for n := range all {
			all[n].Sureness = Likely
		}
	}
	if l.FromCashier() {
		return all[:min(len(all), 3)], true
	}
	return all[:min(len(all), 3)], len(all) > 0 && len(referencesIn(l)) == 0
}

// payoutOf reports whether a payout may be a line: its amount, about its day.
func (c candidate) payoutOf(l BankLine) bool {
	if c.DueCents != l.LeftCents || c.Currency != l.Currency {
		return false
	}
	days := int(day(l.BookedOn).Sub(day(c.Since)) / (24 * time.Hour))
	return days >= -payoutEarly && days <= payoutLate
}

// payout is the one payout that a line must be; empty when there is none or more than one.
func (l BankLine) payout(ctx context.Context, db *gorm.DB, by people.User) string {
	p, err := poolFor(ctx, db, []BankLine{l})
	if all, _ := p.carried(l); err == nil && len(all) == 1 {
		return all[0].Moves.Ref
	}
	return ""
}

// carries notes that a line is a payout of the cashier. The transfer between the cashier's account and the bank is told to the books once:
// by the payout when it arrived before its line, else now.
func (l BankLine) carries(ctx context.Context, db *gorm.DB, by people.User, f MovementForm) error {
	f.Key = keyOr(f.Key)
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		l, done, err := l.fresh(ctx, tx, f.Key)
		if err != nil || done {
			return err
		}
		p, err := store.From[Payout](tx, forUpdate).Where("payout_id = ?", f.Moves).Take(ctx)
		if errors.Is(err, store.ErrNotFound) {
			return store.ErrConflict // it was there when the page was drawn
		}
		if err != nil {
			return err
		}
		if l.LeftCents != p.AmountCents || l.LeftCents != l.AmountCents || l.Currency != p.Currency || p.State == "failed" {
			return ErrMatched
		}
		if err := p.seenAtBank(ctx, tx, l); err != nil {
			return err
		}
		if err := l.matched(ctx, tx, by, BankMatch{
			IdempotencyKey: f.Key, Kind: AsideMatch, AmountCents: l.LeftCents, PayoutID: &p.ID, Category: CardCategory, Reason: p.PayoutID,
		}); err != nil {
			return err
		}
		return l.note(ctx, tx, by, "bank_line_booked", string(CardCategory))
	})
	return inClosedPeriod(refused(err), "category")
}

// seenAtBank tells the books that a payout arrived, when the cashier did not say so yet: the bank's own line is proof.
func (p Payout) seenAtBank(ctx context.Context, tx *gorm.DB, l BankLine) error {
	if p.State == "paid" {
		return nil
	}
	if err := p.arrive(ctx, tx, "paid", p.State, cashier.Payout{ID: p.PayoutID, ArrivesAt: day(l.BookedOn).Add(12 * time.Hour)}); err != nil {
		return err
	}
	p.State, p.UpdatedAt = "paid", store.Now(tx)
	return tx.WithContext(ctx).Model(&p).Select("state", "updated_at").Updates(&p).Error
}

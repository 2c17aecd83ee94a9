package billing

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"chatiere/models/billing/cashier"
	"chatiere/models/billing/reference"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// cashierWord is how the cashier signs on a statement.
const cashierWord = "stripe"

// ownMoney are our own sums that a line of the bank may be, each with how many days before and after it was announced the line may come: a
// payout of the cashier or its going back, a transfer by which we paid back or its coming back.
var ownMoney = map[string]struct{ early, late int }{"payout": {3, 7}, "payout_back": {0, 45}, "repaid": {5, 15}, "repaid_back": {0, 60}}

// movingMoney selects, as the pool of proposals does, our own sums of some amounts that no line of the bank is yet. A payout that failed is two
// lines when the books know that it had arrived: one by which it came, one by which it went back.
const movingMoney = `select 'payout', y.id, y.payout_id, '', '', 0, '', '', '', y.currency, y.amount_cents, y.amount_cents, y.arrives_on, y.arrives_on, '', ''
		from payouts y where y.amount_cents in @sums and (y.state <> 'failed' or ` + payoutTold + `)
			and not exists (select 1 from bank_matches m where m.payout_id = y.id and m.amount_cents > 0 and m.undone_at is null)
	union all select 'payout_back', y.id, y.payout_id, '', '', 0, '', '', '', y.currency, -y.amount_cents, -y.amount_cents, y.arrives_on, y.arrives_on, '', ''
		from payouts y where y.amount_cents in @backs and ` + payoutTold + `
			and not exists (select 1 from bank_matches m where m.payout_id = y.id and m.amount_cents < 0 and m.undone_at is null)
	union all select 'repaid', min(r.id), r.reference, '', '', min(r.organisation_id), '', '', '', min(r.currency), -cast(sum(r.amount_cents) as bigint), -cast(sum(r.amount_cents) as bigint), min(r.sent_on), min(r.sent_on), '', ''
		from refunds r where r.by_transfer and not exists (select 1 from bank_matches m where m.refund_id = r.id and m.amount_cents < 0 and m.undone_at is null)
		group by r.reference having cast(sum(r.amount_cents) as bigint) in @backs
	union all select 'repaid_back', min(r.id), r.reference, '', '', min(r.organisation_id), '', '', '', min(r.currency), cast(sum(r.amount_cents) as bigint), cast(sum(r.amount_cents) as bigint), min(r.sent_on), min(r.sent_on), '', ''
		from refunds r where r.by_transfer and not exists (select 1 from bank_matches m where m.refund_id = r.id and m.amount_cents > 0 and m.undone_at is null)
		group by r.reference having cast(sum(r.amount_cents) as bigint) in @sums`

// payoutTold is the condition on a payout y that the books know that it arrived.
const payoutTold = "exists (select 1 from ledger_entries e where e.idempotency_key = 'payout:' || y.payout_id)"

// apart keeps what may have been paid from our own money on its way, and from what was noted by hand.
func apart(all []candidate) (payable, moving, noted []candidate) {
	for _, c := range all {
		if _, own := ownMoney[c.Kind]; own {
			moving = append(moving, c)
		} else if c.Kind == notedPayment {
			noted = append(noted, c)
		} else {
			payable = append(payable, c)
		}
	}
	return payable, moving, noted
}

// FromCashier reports whether the line names whoever collects for us: it is nobody's payment.
func (l BankLine) FromCashier() bool { return slices.Contains(wordsOf(l.Words()), cashierWord) }

// carried is our own money that a line may be, and whether nothing else is to be looked for: a line that names a reference of a customer's is
// theirs even when its amount is that of a payout, and one that names the cashier is nobody's.
func (p pool) carried(l BankLine) ([]Proposal, bool) {
	if !l.Open() || l.Currency != euros {
		return nil, false
	}
	all := p.ownMoneyOf(l)
	if l.FromCashier() {
		return all, true
	}
	return all, len(all) > 0 && (len(referencesIn(l)) == 0 || all[0].Sureness == Certain)
}

// ownMoneyOf compares a line with what of ours is on its way, at most three.
func (p pool) ownMoneyOf(l BankLine) (all []Proposal) {
	for _, c := range p.moving {
		if l.LeftCents != l.AmountCents || !c.movedAs(l) {
			continue
		}
		one := Proposal{Sureness: Likely, Moves: &c.Payable, Reasons: []Reason{{Code: ByAmount}, {Code: ByDay}}}
		named := slices.Contains(referencesIn(l), c.Ref)
		switch {
		case c.Kind == "repaid_back" && !named && !l.Reversal:
			continue // somebody's payment of the same amount, rather
		case named:
			one.Reasons = append([]Reason{{Code: ByReference, Text: reference.Spaced(c.Ref)}}, one.Reasons...)
			one.Sureness = Certain
		case strings.HasPrefix(c.Kind, "payout") && (l.FromCashier() || strings.Contains(strings.ToLower(l.Words()), c.Ref)):
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
	return all[:min(len(all), 3)]
}

// movedAs reports whether our own money may be a line: its amount, about its day.
func (c candidate) movedAs(l BankLine) bool {
	if c.DueCents != l.LeftCents || c.Currency != l.Currency {
		return false
	}
	days := int(day(l.BookedOn).Sub(day(c.Since)) / (24 * time.Hour))
	return days >= -ownMoney[c.Kind].early && days <= ownMoney[c.Kind].late
}

// payout is the one payout that a line must be; empty when there is none. Where there are several a person has to say which: booked by its
// category alone it would be told twice.
func (l BankLine) payout(ctx context.Context, db *gorm.DB) (string, error) {
	p, err := poolFor(ctx, db, []BankLine{l})
	if err != nil {
		return "", err
	}
	all := slices.DeleteFunc(p.ownMoneyOf(l), func(one Proposal) bool { return !strings.HasPrefix(one.Moves.Kind, "payout") })
	switch len(all) {
	case 0:
		return "", nil
	case 1:
		return all[0].Moves.Ref, nil
	}
	return "", store.Invalid{"category": store.Wrong{Key: "error.which_payout"}}
}

// carries notes that a line is our own money: a payout of the cashier, or a transfer by which we paid back. What it moved between our accounts is told to the
// books once: by itself when it was known before its line, else now.
func (l BankLine) carries(ctx context.Context, db *gorm.DB, by people.User, f MovementForm) error {
	f.Key = keyOr(f.Key)
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		l, done, err := l.fresh(ctx, tx, f.Key)
		if err != nil || done {
			return err
		}
		if noted, err := store.From[Payment](tx).Where("ref = ?", f.Moves).Take(ctx); !errors.Is(err, store.ErrNotFound) {
			if err != nil {
				return err
			}
			return l.isNoted(ctx, tx, by, noted, f.Key)
		}
		p, err := store.From[Payout](tx, forUpdate).Where("payout_id = ?", f.Moves).Take(ctx)
		if errors.Is(err, store.ErrNotFound) {
			return l.repaid(ctx, tx, by, f)
		}
		if err != nil {
			return err
		}
		return l.paidOut(ctx, tx, by, p, f)
	})
	return inClosedPeriod(refused(err), "category")
}

// paidOut notes that a line is a payout, or by which it went back.
func (l BankLine) paidOut(ctx context.Context, tx *gorm.DB, by people.User, p Payout, f MovementForm) error {
	cents := p.AmountCents
	if !l.Incoming() {
		cents = -cents
	}
	if l.LeftCents != cents || l.LeftCents != l.AmountCents || l.Currency != p.Currency {
		return ErrMatched
	}
	if err := p.seenAtBank(ctx, tx, l); err != nil {
		return err
	}
	err := l.matched(ctx, tx, by, BankMatch{IdempotencyKey: f.Key, Kind: AsideMatch, AmountCents: l.LeftCents, PayoutID: &p.ID, Category: CardCategory, Reason: p.PayoutID})
	if err != nil {
		return err
	}
	return l.note(ctx, tx, by, "bank_line_booked", string(CardCategory))
}

// seenAtBank tells the books that a payout arrived or went back, when the cashier did not say so yet: the bank's own line is proof.
func (p Payout) seenAtBank(ctx context.Context, tx *gorm.DB, l BankLine) error {
	told, err := p.told(ctx, tx)
	to := "paid"
	if !l.Incoming() {
		to = "failed"
	}
	switch {
	case err != nil:
		return err
	case l.Incoming() && told, !l.Incoming() && p.State == "failed" && told:
		return nil
	case l.Incoming() && p.State == "failed", !l.Incoming() && !told:
		return ErrMatched // nobody counted it as arrived: the line is another one's
	}
	if err := p.arrive(ctx, tx, to, p.State, cashier.Payout{ID: p.PayoutID}, day(l.BookedOn).Add(12*time.Hour)); err != nil {
		return err
	}
	p.State, p.UpdatedAt = to, store.Now(tx)
	return tx.WithContext(ctx).Model(&p).Select("state", "updated_at").Updates(&p).Error
}

// told reports whether the books know that it arrived.
func (p Payout) told(ctx context.Context, tx *gorm.DB) (bool, error) {
	var n int64
	err := tx.WithContext(ctx).Raw("select count(*) from ledger_entries where idempotency_key = ?", "payout:"+p.PayoutID).Scan(&n).Error
	return n > 0, err
}

package billing

import (
	"context"
	"slices"
	"time"

	"chatiere/models/billing/reference"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// notedPayment is the kind of a candidate that is no debt but a payment: an operator confirmed it by hand before its line came. Confirmed
// once more by its line it would be told twice.
const notedPayment = "noted"

// How far the day that was typed and that of the bank's line may be apart: a cheque is noted long before the bank counts it, a transfer
// some days after. Within near days a name is enough to think of the same money.
const (
	notedBefore = 45
	notedAfter  = 15
	notedNear   = 10
)

// notedMoney selects, as the pool of proposals does, payments of some amounts that were typed by hand and that no line of the bank is yet.
const notedMoney = `select 'noted', y.id, y.ref, '',
			coalesce((select min(i.payment_reference) from allocations a join invoices i on i.id = a.invoice_id where a.payment_id = y.id),
				(select f.payment_reference from pro_formas f where f.id = y.pro_forma_id), ''),
			o.id, o.name, o.legal_name, o.ref, y.currency, y.amount_cents, y.amount_cents, y.received_on, y.received_on, '', ''
		from payments y join organisations o on o.id = y.organisation_id
		where y.amount_cents in @sums and y.received_on between @from and @until and y.method in ('transfer','cheque') and y.state = 'succeeded' and y.reverses_id is null
			and not exists (select 1 from payments r where r.reverses_id = y.id) and not exists (select 1 from bank_matches m where m.payment_id = y.id)`

// notedSpan are the first and the last day on which a payment may have been noted that one of some lines is.
func notedSpan(lines []BankLine) (from, until string) {
	for _, l := range lines {
		first, last := day(l.BookedOn).AddDate(0, 0, -notedBefore), day(l.BookedOn).AddDate(0, 0, notedAfter)
		if on := first.Format(time.DateOnly); from == "" || on < from {
			from = on
		}
		until = max(until, last.Format(time.DateOnly))
	}
	return from, until
}

// notedAs are the payments noted by hand that a line may be: certain when it carries their reference, likely when it names who paid.
func (p pool) notedAs(l BankLine) (all []Proposal) {
	for _, c := range p.noted {
		days := int(day(l.BookedOn).Sub(day(c.Since)) / (24 * time.Hour))
		if l.LeftCents != l.AmountCents || c.DueCents != l.LeftCents || c.Currency != l.Currency || days > notedBefore || days < -notedAfter {
			continue
		}
		one := Proposal{Sureness: Maybe, Moves: &c.Payable, Reasons: []Reason{{Code: ByAmount}, {Code: ByDay}}}
		switch {
		case c.PaymentReference != "" && slices.Contains(referencesIn(l), c.PaymentReference):
			one.Sureness, one.Reasons = Certain, append([]Reason{{Code: ByReference, Text: reference.Spaced(c.PaymentReference)}}, one.Reasons...)
		case slices.Contains(p.accounts[l.CounterAccount], c.OrganisationID):
			one.Sureness, one.Reasons = nearly(days), append([]Reason{{Code: ByAccount, Text: c.Organisation}}, one.Reasons...)
		case alike(l.Words(), c.Organisation) || c.LegalName != "" && alike(l.Words(), c.LegalName):
			one.Sureness, one.Reasons = nearly(days), append([]Reason{{Code: ByName, Text: c.Organisation}}, one.Reasons...)
		}
		all = append(all, one)
	}
	if len(all) > 1 { // two of the same amount: a person says which
		for n := range all {
			if all[n].Sureness == Certain {
				all[n].Sureness = Likely
			}
		}
	}
	return all
}

// nearly is how sure a name makes a payment of some days ago: one that pays every month is the next one rather.
func nearly(days int) Sureness {
	if days > notedNear || days < -notedNear {
		return Maybe
	}
	return Likely
}

// isNoted notes that a line is a payment that was confirmed by hand before: nothing is paid or booked again.
func (l BankLine) isNoted(ctx context.Context, tx *gorm.DB, by people.User, p Payment, key string) error {
	if err := oneAtATime(tx, p.OrganisationID); err != nil {
		return err
	}
	p, err := LoadPayment(ctx, tx, p.ID)
	if err != nil {
		return err
	}
	if p.Reversed || p.ReversesID != nil || p.State != Succeeded || p.Collected() || p.Method == ByOffset ||
		l.LeftCents != p.AmountCents || l.LeftCents != l.AmountCents || l.Currency != p.Currency {
		return ErrMatched
	}
	n, err := store.From[BankMatch](tx).Where("payment_id = ?", p.ID).Count(ctx, "id")
	if err != nil {
		return err
	}
	if n > 0 {
		return ErrMatched
	}
	if err := l.matched(ctx, tx, by, BankMatch{IdempotencyKey: key, Kind: PaymentMatch, AmountCents: l.LeftCents, PaymentID: &p.ID, Told: notedPayment}); err != nil {
		return err
	}
	return l.note(ctx, tx, by, "bank_line_matched", notedPayment)
}

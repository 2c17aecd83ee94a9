package commons

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"chatiere/models/billing"
	"chatiere/models/journal"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// FindUpstreamPayment returns the payment with that ref and its batch for the council, else store.ErrNotFound.
func FindUpstreamPayment(ctx context.Context, db *gorm.DB, u people.User, ref string) (UpstreamPayment, Batch, error) {
	if !Council(u) {
		return UpstreamPayment{}, Batch{}, store.ErrNotFound
	}
	p, err := store.From[UpstreamPayment](db).Where("upstream_payments.ref = ?", ref).Joins(joined("Upstream"), nil).Take(ctx)
	if err != nil {
		return p, Batch{}, err
	}
	b, err := store.From[Batch](db).Where("id = ?", p.BatchID).Take(ctx)
	return p, b, err
}

// LoadUpstreamPayment returns a payment by id, for jobs.
func LoadUpstreamPayment(ctx context.Context, db *gorm.DB, id uint) (UpstreamPayment, error) {
	return store.From[UpstreamPayment](db).Where("upstream_payments.id = ?", id).Joins(joined("Upstream"), nil).Take(ctx)
}

func (p UpstreamPayment) note(ctx context.Context, tx *gorm.DB, by people.User, verb, reason string) error {
	return journal.Note(ctx, tx, by.Actor(), journal.Act{
		Verb: verb, SubjectType: "upstream_payment", SubjectRef: p.Ref, Reason: reason, Details: map[string]any{"id": p.EndToEndID, "cents": p.Cents, "project": p.Upstream.Name},
	})
}

// keep writes columns of the payment if it is still in that state.
func (p *UpstreamPayment) keep(ctx context.Context, tx *gorm.DB, from PaymentState, columns ...any) error {
	n, err := store.From[UpstreamPayment](tx).Where("id = ? and state = ?", p.ID, from).Select("State", columns...).Omit("Upstream").Updates(ctx, *p)
	if err == nil && n == 0 {
		return ErrMoved
	}
	return err
}

// ConfirmForm is what the bank said, as a person read it.
type ConfirmForm struct {
	On        string `form:"confirmed_on"`
	Reference string `form:"bank_reference"`
}

// Confirm says that the payment left the account (reciprocity.md 10.4 row 13).
func (p *UpstreamPayment) Confirm(ctx context.Context, db *gorm.DB, by people.User, f ConfirmForm) error {
	if !KeepsPayouts(by) {
		return store.ErrForbidden
	}
	f.Reference = oneLine(f.Reference)
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := p.dayOf(ctx, tx, f.On, "confirmed_on"); err != nil {
			return err
		}
		if f.Reference == "" {
			return wrong("bank_reference", "error.required")
		}
		_, err := p.confirm(ctx, tx, by, f)
		return err
	})
}

// dayOf says what is wrong with the day of the bank: it is neither before the payment was made nor to come.
func (p UpstreamPayment) dayOf(ctx context.Context, tx *gorm.DB, typed, field string) error {
	now, err := today(ctx, tx)
	if err != nil {
		return err
	}
	switch _, err := time.Parse(time.DateOnly, typed); {
	case typed == "":
		return wrong(field, "error.required")
	case err != nil:
		return wrong(field, "error.date")
	case typed > now:
		return wrong(field, "error.date_future")
	case typed < ledger.Day(p.CreatedAt.AddDate(0, 0, -1)):
		return wrong(field, "error.date_past")
	}
	return nil
}

func (p *UpstreamPayment) confirm(ctx context.Context, tx *gorm.DB, by people.User, f ConfirmForm) (ledger.Entry, error) {
	p.State, p.ConfirmedOn, p.ConfirmedByID, p.BankReference = PaymentConfirmed, f.On, &by.ID, f.Reference
	if err := p.keep(ctx, tx, PaymentSent, "ConfirmedOn", "ConfirmedByID", "BankReference"); err != nil {
		return ledger.Entry{}, err
	}
	e, err := ledger.Post(ctx, tx, ledger.Entry{
		Journal: ledger.Bank, Kind: "payout_confirmed", Key: "payout:ok:" + p.EndToEndID, EffectiveOn: f.On, Actor: by.ID, PieceRef: p.EndToEndID, SubjectType: "upstream_payment", SubjectID: p.ID,
		Memo: "redistributed share paid", Transfers: []ledger.Transfer{{Debit: inTransit, Credit: "asset:bank", Unit: string(Cents), Amount: p.Cents}},
	})
	if err != nil {
		return e, bookError(err, "confirmed_on")
	}
	if err := p.note(ctx, tx, by, "payout_confirmed", f.Reference); err != nil {
		return e, err
	}
	return e, p.settle(ctx, tx)
}

// settle ends the batch when nothing of it is awaited any more. What is public is drawn anew.
func (p UpstreamPayment) settle(ctx context.Context, tx *gorm.DB) error {
	err := tx.WithContext(ctx).Exec(`update payment_batches set state = 'settled', version = version + 1 where id = ? and state = 'exported'
		and not exists (select 1 from upstream_payments p where p.batch_id = payment_batches.id and p.state in ('planned','sent'))`, p.BatchID).Error
	if err != nil {
		return err
	}
	return store.Published(tx)
}

// ReturnPayoutForm is why money came back, and when.
type ReturnPayoutForm struct {
	On     string `form:"returned_on"`
	Reason string `form:"return_reason"`
}

// Return says that the money came back, or never left: the project is owed it again (reciprocity.md 10.4 row 14).
func (p *UpstreamPayment) Return(ctx context.Context, db *gorm.DB, by people.User, f ReturnPayoutForm) error {
	if !KeepsPayouts(by) {
		return store.ErrForbidden
	}
	f.Reason = oneLine(f.Reason)
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := p.dayOf(ctx, tx, f.On, "returned_on"); err != nil {
			return err
		}
		if f.Reason == "" {
			return wrong("return_reason", "error.required")
		}
		_, err := p.back(ctx, tx, by, f)
		return err
	})
}

func (p *UpstreamPayment) back(ctx context.Context, tx *gorm.DB, by people.User, f ReturnPayoutForm) (ledger.Entry, error) {
	was := p.State
	book, from := ledger.Miscellaneous, inTransit // it never left the account
	if was == PaymentConfirmed {
		book, from = ledger.Bank, "asset:bank"
	} else if was != PaymentSent {
		return ledger.Entry{}, ErrMoved
	}
	p.State, p.ReturnedOn, p.ReturnReason = PaymentReturned, f.On, f.Reason
	if err := p.keep(ctx, tx, was, "ReturnedOn", "ReturnReason"); err != nil {
		return ledger.Entry{}, err
	}
	e, err := ledger.Post(ctx, tx, ledger.Entry{
		Journal: book, Kind: "payout_returned", Key: "payout:ret:" + p.EndToEndID, EffectiveOn: f.On, Actor: by.ID, PieceRef: p.EndToEndID, SubjectType: "upstream_payment", SubjectID: p.ID,
		Memo: "redistributed share came back", Transfers: []ledger.Transfer{{Debit: from, Credit: ledger.Project("liability:upstream", p.UpstreamID), Unit: string(Cents), Amount: p.Cents}},
	})
	if err != nil {
		return e, bookError(err, "returned_on")
	}
	if err := p.note(ctx, tx, by, "payout_returned", f.Reason); err != nil {
		return e, err
	}
	return e, p.settle(ctx, tx)
}

// ReadBank confirms what the imported lines of the bank say, by end-to-end id and amount to the cent, one payment or a whole batch a line; and
// takes back what came back. Nothing is guessed: what two lines could be waits, as do all others. It returns how many payments were moved.
func ReadBank(ctx context.Context, db *gorm.DB, by people.User) (int, error) {
	if !KeepsPayouts(by) {
		return 0, store.ErrForbidden
	}
	moved := 0
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		out, err := store.From[UpstreamPayment](tx).Where("upstream_payments.state = ?", PaymentSent).Joins(joined("Upstream"), nil).Order("upstream_payments.id").Limit(1000).Find(ctx)
		if err != nil {
			return err
		}
		if moved, err = left(ctx, tx, by, out); err != nil {
			return err
		}
		since := ledger.Day(store.Now(tx).AddDate(-1, 0, 0))
		paid, err := store.From[UpstreamPayment](tx).Where("upstream_payments.state = ? and confirmed_on >= ?", PaymentConfirmed, since).Joins(joined("Upstream"), nil).Order("upstream_payments.id").Limit(1000).Find(ctx)
		if err != nil {
			return err
		}
		more, err := cameBack(ctx, tx, by, paid)
		moved += more
		return err
	})
	return moved, err
}

// names reports whether a line carries an id as a word of its own.
func names(l billing.BankLine, id string) bool {
	return slices.Contains(strings.FieldsFunc(strings.ToUpper(l.Words()), func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z')
	}), strings.ToUpper(id))
}

// only is the one line that names an id and has an amount.
func only(lines []billing.BankLine, id string, cents int64) (billing.BankLine, bool) {
	var one billing.BankLine
	n := 0
	for _, l := range lines {
		if l.AmountCents == cents && names(l, id) {
			one, n = l, n+1
		}
	}
	return one, n == 1
}

// left confirms what left the account.
func left(ctx context.Context, tx *gorm.DB, by people.User, sent []UpstreamPayment) (int, error) {
	whole := map[uint][]*UpstreamPayment{}
	sums, amounts := map[uint]int64{}, []int64{0}
	for i := range sent {
		p := &sent[i]
		amounts = append(amounts, -p.Cents)
		if p.Type == ByIBAN {
			whole[p.BatchID], sums[p.BatchID] = append(whole[p.BatchID], p), sums[p.BatchID]+p.Cents
		}
	}
	for _, sum := range sums {
		amounts = append(amounts, -sum)
	}
	lines, err := billing.LinesOfAmounts(ctx, tx, amounts)
	if err != nil || len(lines) == 0 {
		return 0, err
	}
	moved := 0
	for i := range sent {
		if l, ok := only(lines, sent[i].EndToEndID, -sent[i].Cents); ok {
			if err := sent[i].by(ctx, tx, by, l); err != nil {
				return moved, err
			}
			moved++
		}
	}
	for _, id := range slices.Sorted(maps.Keys(whole)) { // the books are written in one order
		payments := whole[id]
		b, err := store.From[Batch](tx).Where("id = ?", id).Take(ctx)
		if err != nil {
			return moved, err
		}
		l, ok := only(lines, b.MessageID, -sums[id])
		if !ok || slices.ContainsFunc(payments, func(p *UpstreamPayment) bool { return p.State != PaymentSent }) {
			continue
		}
		for _, p := range payments {
			if err := p.by(ctx, tx, by, l); err != nil {
				return moved, err
			}
			moved++
		}
	}
	return moved, nil
}

// by confirms a payment by a line of the bank.
func (p *UpstreamPayment) by(ctx context.Context, tx *gorm.DB, by people.User, l billing.BankLine) error {
	e, err := p.confirm(ctx, tx, by, ConfirmForm{On: l.BookedOn, Reference: bankReference(l)})
	if err != nil {
		return err
	}
	return l.BelongsTo(ctx, tx, by, e.ID, -p.Cents, "payout-ok-"+p.Ref)
}

func bankReference(l billing.BankLine) string {
	if l.BankReference != "" {
		return l.BankReference
	}
	return fmt.Sprintf("bank %s", l.Ref)
}

// cameBack takes back confirmed payments whose money a line brings again.
func cameBack(ctx context.Context, tx *gorm.DB, by people.User, paid []UpstreamPayment) (int, error) {
	amounts := []int64{0}
	for _, p := range paid {
		amounts = append(amounts, p.Cents)
	}
	lines, err := billing.LinesOfAmounts(ctx, tx, amounts)
	if err != nil || len(lines) == 0 {
		return 0, err
	}
	moved := 0
	for i := range paid {
		p := &paid[i]
		l, ok := only(lines, p.EndToEndID, p.Cents)
		if !ok {
			continue
		}
		e, err := p.back(ctx, tx, by, ReturnPayoutForm{On: l.BookedOn, Reason: "bank: " + oneLine(l.Label+" "+l.Counterparty)})
		if err != nil {
			return moved, err
		}
		if err := l.BelongsTo(ctx, tx, by, e.ID, p.Cents, "payout-ret-"+p.Ref); err != nil {
			return moved, err
		}
		moved++
	}
	return moved, nil
}

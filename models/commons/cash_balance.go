package commons

import (
	"context"
	"errors"
	"time"

	"chatiere/models/billing"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// CounterPayment is a piece of an accepted invoice of the other side that was paid in money: the cash balance (soulte) that is left once the two
// debts met (reciprocity.md 2.2).
type CounterPayment struct {
	ID               uint
	Ref              string
	CounterInvoiceID uint
	CounterInvoice   CounterInvoice
	Cents            int64
	OnDay            string
	Reference        string // of the transfer, as the bank knows it
	EntryID          uint
	ByID             uint
	IdempotencyKey   string
	CreatedAt        time.Time

	Reversal CounterPaymentReversal `gorm:"foreignKey:CounterPaymentID"` // zero: it stands
}

// CounterPaymentReversal is that such a payment was noted by mistake: the piece is owed again.
type CounterPaymentReversal struct {
	ID               uint
	CounterPaymentID uint
	EntryID          uint
	OnDay            string
	Reason           string
	ByID             uint
	CreatedAt        time.Time
}

// restStands is the condition on a row y of counter_payments that nobody took back.
const restStands = "not exists (select 1 from counter_payment_reversals b where b.counter_payment_id = y.id)"

// CountersWait is the condition on organisations that an invoice of theirs waits for our answer, or that we still owe a piece of one.
const CountersWait = `exists (select 1 from counter_invoices where counter_invoices.organisation_id = organisations.id and (counter_invoices.state = 'sent' or counter_invoices.state = 'accepted'
	and counter_invoices.total_cents > ` + counterUsed + ` + ` + counterPaid + `))`

// Stands reports whether nobody took the payment back.
func (p CounterPayment) Stands() bool { return p.Reversal.ID == 0 }

// RestForm says what was paid of which invoice of the other side, and when. Without an amount it is all that is left.
type RestForm struct {
	Counter   string `form:"rest_counter"` // ref
	Amount    string `form:"rest_amount"`
	OnDay     string `form:"rest_on"`
	Reference string `form:"rest_reference"`
	Key       string `form:"key"`

	Cents int64 `form:"-"`
}

func (f *RestForm) check(c CounterInvoice, day string) error {
	f.Reference = oneLine(f.Reference)
	bad := store.Invalid{}
	switch _, err := time.Parse(time.DateOnly, f.OnDay); {
	case err != nil:
		bad.Add("rest_on", "error.date")
	case f.OnDay > day:
		bad.Add("rest_on", "error.date_future")
	case f.OnDay < c.IssuedOn:
		bad.Add("rest_on", "error.date_order")
	}
	switch {
	case f.Amount != "" && f.Cents < 1:
		bad.Add("rest_amount", "error.money")
	case f.Amount != "" && f.Cents > c.LeftCents():
		bad.Add("rest_amount", "error.offset_most", "Amount", Cash(c.LeftCents()))
	case f.Amount == "":
		f.Cents = c.LeftCents()
	}
	if len([]rune(f.Reference)) > 100 {
		bad.Add("rest_reference", "error.too_long", "Max", 100)
	}
	return bad.Err()
}

// CountersOf returns the invoices handed in under an agreement, each with what of it met invoices or was paid in money, and those payments; the latest
// first, in one statement.
func CountersOf(ctx context.Context, db *gorm.DB, a Agreement) (all []CounterInvoice, paid []CounterPayment, err error) {
	var rows []struct {
		CounterInvoice `gorm:"embedded"`
		RestID, BackID uint
		RestRef        string
		RestCents      int64
		RestOn, BackOn string
		RestReference  string
		BackReason     string
	}
	err = db.WithContext(ctx).Raw("select "+countersWithUse+`, coalesce(p.id, 0) as rest_id, coalesce(p.ref, '') as rest_ref, coalesce(p.cents, 0) as rest_cents, coalesce(p.on_day, '') as rest_on,
		coalesce(p.reference, '') as rest_reference, coalesce(r.id, 0) as back_id, coalesce(r.on_day, '') as back_on, coalesce(r.reason, '') as back_reason from counter_invoices left join counter_payments p on p.counter_invoice_id = counter_invoices.id
		left join counter_payment_reversals r on r.counter_payment_id = p.id where counter_invoices.agreement_id = ? order by counter_invoices.id desc, p.id desc limit 400`, a.ID).Scan(&rows).Error
	for _, row := range rows {
		if len(all) == 0 || all[len(all)-1].ID != row.ID {
			all = append(all, row.CounterInvoice)
		}
		if row.RestID != 0 {
			one := CounterPayment{ID: row.RestID, Ref: row.RestRef, CounterInvoiceID: row.ID, CounterInvoice: row.CounterInvoice, Cents: row.RestCents, OnDay: dayOf(row.RestOn), Reference: row.RestReference}
			one.Reversal = CounterPaymentReversal{ID: row.BackID, OnDay: dayOf(row.BackOn), Reason: row.BackReason}
			paid = append(paid, one)
		}
	}
	return all, paid, err
}

func paymentsUnder(db *gorm.DB, a Agreement) store.Rows[CounterPayment] {
	return store.From[CounterPayment](db).Joins(joined("CounterInvoice"), store.Only("id", "ref", "number")).Joins(perhaps("Reversal"), nil).
		Where("counter_payments.counter_invoice_id in (select id from counter_invoices where agreement_id = ?)", a.ID)
}

// PayRest notes that the collective paid in money what is left of an accepted invoice of the other side, or a piece of it: never more than is left.
// By somebody who keeps the collective's money. Sent twice, it is noted once.
func (a Agreement) PayRest(ctx context.Context, db *gorm.DB, by people.User, f RestForm) error {
	if !keepsAgreements(by) {
		return store.ErrForbidden
	}
	if a.OrganisationID == nil || a.LegalBasis != Compensation {
		return ErrMoved
	}
	if f.Key == "" {
		f.Key = store.NewRef()
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := billing.LockAccount(tx, *a.OrganisationID); err != nil {
			return err
		}
		n, err := store.From[CounterPayment](tx).Where("idempotency_key = ?", f.Key).Count(ctx, "id")
		if err != nil || n > 0 {
			return err
		}
		c, err := FindCounterInvoice(ctx, tx, a, f.Counter)
		if err != nil || c.LeftCents() <= 0 {
			return wrong("rest_counter", "error.choose")
		}
		day, err := today(ctx, tx)
		if err != nil {
			return err
		}
		if err := f.check(c, day); err != nil {
			return err
		}
		return c.pay(ctx, tx, by, a, f)
	})
}

// pay books it: what was owed is less, and so is what lies at the bank.
func (c CounterInvoice) pay(ctx context.Context, tx *gorm.DB, by people.User, a Agreement, f RestForm) error {
	e, err := ledger.Post(ctx, tx, ledger.Entry{
		Journal: ledger.Bank, Kind: "supplier_payment", Key: "rest:" + f.Key, EffectiveOn: f.OnDay, Actor: by.ID,
		PieceRef: c.Number, PieceOn: f.OnDay, SubjectType: "counter_invoice", SubjectID: c.ID, Memo: c.Number,
		Transfers: []ledger.Transfer{{Debit: ledger.Party("payable", c.OrganisationID), Credit: "asset:bank", Unit: string(Cents), Amount: f.Cents}},
	})
	if errors.Is(err, ledger.ErrPeriodClosed) {
		return wrong("rest_on", "error.period_closed")
	}
	if err != nil {
		return err
	}
	p := CounterPayment{Ref: store.NewRef(), CounterInvoiceID: c.ID, Cents: f.Cents, OnDay: f.OnDay, Reference: f.Reference, EntryID: e.ID, ByID: by.ID, IdempotencyKey: f.Key, CreatedAt: store.Now(tx)}
	if err := tx.WithContext(ctx).Omit(clause.Associations).Create(&p).Error; err != nil {
		return err
	}
	return a.note(ctx, tx, by, "counter_invoice_paid", "", map[string]any{"number": c.Number, "cents": p.Cents})
}

// RestBackForm says which payment was noted by mistake, and why.
type RestBackForm struct {
	Payment string `form:"rest_taken"` // ref
	Reason  string `form:"rest_reason"`
}

// TakeRestBack takes back a payment that was noted by mistake, by a contrary entry of today: the piece is owed again. Sent twice, it happens once.
func (a Agreement) TakeRestBack(ctx context.Context, db *gorm.DB, by people.User, f RestBackForm) error {
	if !keepsAgreements(by) {
		return store.ErrForbidden
	}
	bad := store.Invalid{}
	if f.Reason = oneLine(f.Reason); f.Reason == "" {
		bad.Add("rest_reason", "error.required")
	}
	if len([]rune(f.Reason)) > 200 {
		bad.Add("rest_reason", "error.too_long", "Max", 200)
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if a.OrganisationID == nil {
			return ErrMoved
		}
		if err := billing.LockAccount(tx, *a.OrganisationID); err != nil {
			return err
		}
		p, err := paymentsUnder(tx, a).Where("counter_payments.ref = ?", f.Payment).Take(ctx)
		if errors.Is(err, store.ErrNotFound) {
			bad.Add("rest_taken", "error.choose")
			err = nil
		}
		if err == nil {
			err = bad.Err()
		}
		if err != nil || !p.Stands() {
			return err
		}
		return p.takeBack(ctx, tx, by, a, f.Reason)
	})
}

func (p CounterPayment) takeBack(ctx context.Context, tx *gorm.DB, by people.User, a Agreement, reason string) error {
	day, err := today(ctx, tx)
	if err != nil {
		return err
	}
	e, err := ledger.ReverseOn(ctx, tx, p.EntryID, by.ID, reason, day)
	if errors.Is(err, ledger.ErrPeriodClosed) {
		return wrong("rest_taken", "error.period_closed")
	}
	if err != nil {
		return err
	}
	r := CounterPaymentReversal{CounterPaymentID: p.ID, EntryID: e.ID, OnDay: day, Reason: reason, ByID: by.ID, CreatedAt: store.Now(tx)}
	if err := store.From[CounterPaymentReversal](tx).Create(ctx, &r); err != nil {
		return err
	}
	return a.note(ctx, tx, by, "counter_invoice_unpaid", reason, map[string]any{"number": p.CounterInvoice.Number, "cents": p.Cents})
}

package billing

import (
	"context"
	"errors"
	"slices"
	"time"

	"chatiere/models/billing/money"
	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// PaymentForm is what the operator read on the bank's statement.
type PaymentForm struct {
	For        string `form:"for"`    // ref of a pro forma or an invoice
	Amount     string `form:"amount"` // as typed; the page reads it into Cents
	ReceivedOn string `form:"received_on"`
	Reference  string `form:"reference"` // what the bank wrote
	Reason     string `form:"reason"`
	Method     Method `form:"method"` // a transfer, if nothing is said; or a cheque
	Key        string `form:"key"`    // the same form sent twice is one payment

	Cents int64 `form:"-"`
}

// ByHand are the ways of paying that an operator notes; the others are noted by whoever collects for us, or by a setting off.
var ByHand = []Method{ByTransfer, ByCheque}

// Check says what is wrong on a day.
func (f *PaymentForm) Check(today time.Time) error {
	wrong := store.Invalid{}
	if f.Cents < 1 || f.Cents > money.Limit {
		wrong.Add("amount", "error.money")
	}
	switch on, err := time.Parse(time.DateOnly, f.ReceivedOn); {
	case f.ReceivedOn == "":
		wrong.Add("received_on", "error.required")
	case err != nil || on.Year() < 2000:
		wrong.Add("received_on", "error.date")
	case on.After(today):
		wrong.Add("received_on", "error.date_future")
	}
	if f.Method == "" {
		f.Method = ByTransfer
	}
	if !slices.Contains(ByHand, f.Method) {
		wrong.Add("method", "error.choose")
	}
	f.Reference, f.Reason = oneLine(f.Reference), oneLine(f.Reason)
	if len(f.Reference) > 4*longest || len(f.Reason) > 4*longest {
		wrong.Add("reference", "error.too_long", "Max", longest)
	}
	return wrong.Err()
}

// ConfirmTransfer notes that money came in for a pro forma or an invoice: it settles what is due, what is too much waits as account
// credit (PAY2), too little is a normal state (PAY3). A pro forma that is paid and complete becomes an invoice in the same
// transaction. The same form sent twice is one payment.
func ConfirmTransfer(ctx context.Context, db *gorm.DB, by people.User, f PaymentForm) (Payment, error) {
	host, err := collective.Find(ctx, db)
	if err != nil {
		return Payment{}, err
	}
	if !by.Is(people.Operator) { // an accountant reads and exports
		return Payment{}, store.ErrForbidden
	}
	if err := f.Check(store.Today(db, host.Location())); err != nil {
		return Payment{}, err
	}
	if f.Key == "" {
		f.Key = store.NewRef()
	}
	var p Payment
	err = store.InTx(ctx, db, func(tx *gorm.DB) error {
		var err error
		p, err = confirm(ctx, tx, by, f)
		return err
	})
	return p, inClosedPeriod(refused(err), "received_on")
}

func confirm(ctx context.Context, tx *gorm.DB, by people.User, f PaymentForm) (Payment, error) {
	target, err := findTarget(ctx, tx, f.For)
	if err != nil {
		return Payment{}, err
	}
	if err := allAtOnce(tx, target.organisationID, nil); err != nil {
		return Payment{}, err
	}
	if before, err := confirmedBefore(ctx, tx, target, f); err == nil || !errors.Is(err, store.ErrNotFound) {
		return before, err
	}
	p, err := target.payment(ctx, tx, by, f)
	if err != nil {
		return p, err
	}
	i, err := target.invoice(ctx, tx, by.Actor(), p)
	if err != nil {
		return p, err
	}
	a := Allocation{}
	if i.ID != 0 {
		if a, err = allocate(ctx, tx, &i, Allocation{PaymentID: &p.ID, AmountCents: p.AmountCents}); err != nil {
			return p, err
		}
	}
	if err := bookPayment(ctx, tx, by.Actor(), p, a.AmountCents); err != nil {
		return p, err
	}
	if err := p.note(ctx, tx, by.Actor(), "payment_received", f.Reason); err != nil {
		return p, err
	}
	return p, store.Enqueue(tx, PaymentReceived{p.ID})
}

// target is what a payment is for.
type target struct {
	organisationID uint
	currency       string
	proFormaID     *uint
	invoiceID      uint
}

// findTarget finds a pro forma or an invoice by ref; a pro forma that became an invoice is that invoice.
func findTarget(ctx context.Context, tx *gorm.DB, ref string) (target, error) {
	p, err := store.From[ProForma](tx).Where("ref = ? and state <> ?", ref, Cancelled).Take(ctx)
	if err == nil {
		return target{p.OrganisationID, p.Currency, &p.ID, 0}, nil
	}
	if !errors.Is(err, store.ErrNotFound) {
		return target{}, err
	}
	i, err := store.From[Invoice](tx).Where("ref = ? and state = ? and kind = ?", ref, Final, AnInvoice).Take(ctx)
	return target{i.OrganisationID, i.Currency, nil, i.ID}, err
}

// confirmedBefore returns the payment that the same form already made.
func confirmedBefore(ctx context.Context, tx *gorm.DB, t target, f PaymentForm) (Payment, error) {
	p, err := store.From[Payment](tx).Where("idempotency_key = ?", f.Key).Take(ctx)
	if err == nil && (p.OrganisationID != t.organisationID || p.AmountCents != f.Cents || p.ReceivedOn != f.ReceivedOn) {
		return p, store.ErrConflict
	}
	return p, err
}

func (t target) payment(ctx context.Context, tx *gorm.DB, by people.User, f PaymentForm) (Payment, error) {
	p := Payment{
		Ref: store.NewRef(), OrganisationID: t.organisationID, ProFormaID: t.proFormaID, Method: f.Method, AmountCents: f.Cents, Currency: t.currency,
		State: Succeeded, ReceivedOn: f.ReceivedOn, Reference: f.Reference, Reason: f.Reason, RecordedByID: &by.ID,
		IdempotencyKey: f.Key, CreatedAt: store.Now(tx),
	}
	return p, store.From[Payment](tx).Omit("Organisation").Create(ctx, &p)
}

// invoice is what the payment settles: the invoice named, or the one its pro forma was or now becomes; none while that is not ready.
func (t target) invoice(ctx context.Context, tx *gorm.DB, by journal.Actor, p Payment) (Invoice, error) {
	if t.proFormaID == nil {
		return LoadInvoice(ctx, tx, t.invoiceID)
	}
	i, err := finalise(ctx, tx, by, *t.proFormaID, false)
	if errors.Is(err, ErrNotReady) {
		return Invoice{}, nil
	}
	if err != nil || i.DueCents() == 0 {
		return i, err
	}
	return i, settleFromAdvances(ctx, tx, &i, p.ID)
}

// note writes an act on the payment in the journal.
func (p Payment) note(ctx context.Context, tx *gorm.DB, by journal.Actor, verb, reason string) error {
	return journal.Note(ctx, tx, by, journal.Act{
		Verb: verb, SubjectType: "payment", SubjectRef: p.Ref, OrganisationID: p.OrganisationID, Reason: reason,
		Details: map[string]any{"cents": p.AmountCents, "received_on": p.ReceivedOn},
	})
}

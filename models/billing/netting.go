package billing

import (
	"context"
	"fmt"
	"strings"

	"chatiere/models/collective"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// netted begins the key of a payment in which no money moved.
const netted = "offset:"

// offsetApplied is the kind of the entry in which two debts meet.
const offsetApplied = "offset_apply"

// Netting is a piece of an invoice that is settled without money: by what the collective owes the same organisation.
type Netting struct {
	OrganisationID uint
	InvoiceID      uint
	Cents          int64
	From           string // the account of the ledger that holds what the collective owes: payable:party/N or liability:credit:party/N
	Reference      string // of what settles it, as its page says it
	Key            string
}

// Netted reports whether no money moved: two debts met. Nothing of it was received, so nothing of it is shared.
func (p Payment) Netted() bool {
	return p.Method == ByOffset && strings.HasPrefix(p.IdempotencyKey, netted)
}

// Net settles a piece of a final invoice without money, inside the caller's transaction. The invoice stays as it was issued: total, lines and
// tax; more than is due is store.ErrConflict (reciprocity.md 2.3).
func Net(ctx context.Context, tx *gorm.DB, by people.User, n Netting) (Payment, error) {
	if err := oneAtATime(tx, n.OrganisationID); err != nil {
		return Payment{}, err
	}
	i, err := LoadInvoice(ctx, tx, n.InvoiceID)
	if err != nil {
		return Payment{}, err
	}
	if i.State != Final || i.Kind != AnInvoice || i.OrganisationID != n.OrganisationID || n.Cents > i.DueCents() {
		return Payment{}, store.ErrConflict
	}
	host, err := collective.Find(ctx, tx)
	if err != nil {
		return Payment{}, err
	}
	p := Payment{
		Ref: store.NewRef(), OrganisationID: i.OrganisationID, Method: ByOffset, AmountCents: n.Cents, Currency: i.Currency, State: Succeeded,
		ReceivedOn: ledger.Day(store.Today(tx, host.Location())), Reference: n.Reference, RecordedByID: &by.ID, IdempotencyKey: netted + n.Key, CreatedAt: store.Now(tx),
	}
	if err := store.From[Payment](tx).Omit("Organisation").Create(ctx, &p); err != nil {
		return p, refused(err)
	}
	a, err := allocate(ctx, tx, &i, Allocation{PaymentID: &p.ID, AmountCents: n.Cents})
	if err != nil {
		return p, err
	}
	return p, move(ctx, tx, i, a, offsetApplied, n.From, receivable(i.OrganisationID))
}

// Unnet takes a netting back, inside the caller's transaction: the piece of the invoice is due again, and the collective owes again what had
// settled it, by a contrary entry of today. It happens once.
func Unnet(ctx context.Context, tx *gorm.DB, by people.User, paymentID uint, reason string) (Payment, error) {
	p, err := LoadPayment(ctx, tx, paymentID)
	if err != nil {
		return p, err
	}
	if !p.Netted() {
		return p, store.ErrConflict
	}
	if err := oneAtATime(tx, p.OrganisationID); err != nil {
		return p, err
	}
	pieces, err := standing(ctx, tx, "payment_id = ?", p.ID)
	if err != nil {
		return p, err
	}
	if len(pieces) == 0 {
		return p, ErrReversed
	}
	host, err := collective.Find(ctx, tx)
	if err != nil {
		return p, err
	}
	day := ledger.Day(store.Today(tx, host.Location()))
	for _, a := range pieces {
		if err := unmove(ctx, tx, by, a, day, reason); err != nil {
			return p, err
		}
	}
	if _, err := p.takeBackAll(ctx, tx); err != nil {
		return p, err
	}
	back := Payment{
		Ref: store.NewRef(), OrganisationID: p.OrganisationID, Method: ByOffset, AmountCents: -p.AmountCents, Currency: p.Currency, State: Succeeded, ReceivedOn: day,
		Reference: p.Reference, Reason: reason, RecordedByID: &by.ID, ReversesID: &p.ID, IdempotencyKey: "undo:" + p.Ref, CreatedAt: store.Now(tx),
	}
	err = store.From[Payment](tx).Omit("Organisation").Create(ctx, &back)
	return back, refused(err)
}

// unmove writes the contrary of the entry with which a piece was netted.
func unmove(ctx context.Context, tx *gorm.DB, by people.User, a Allocation, day, reason string) error {
	e, found, err := ledger.EntryWithKey(tx, fmt.Sprintf("%s:%d", offsetApplied, a.ID))
	if err == nil && !found {
		err = store.ErrNotFound
	}
	if err != nil {
		return err
	}
	_, err = ledger.ReverseOn(ctx, tx, e.ID, by.ID, reason, day)
	return err
}

// LockAccount makes acts on the money of one organisation wait for each other, until the transaction ends.
func LockAccount(tx *gorm.DB, organisationID uint) error { return oneAtATime(tx, organisationID) }

// Settling is how an invoice stands: total − offsets − payments − credit notes = due.
type Settling struct {
	TotalCents    int64
	OffsetCents   int64
	PaidCents     int64
	CreditedCents int64
	LostCents     int64 // written off
	DueCents      int64
}

// SettlingOf adds up what settled an invoice, by its pieces and the payments behind them.
func SettlingOf(i Invoice, pieces []Allocation, payments map[uint]Payment) Settling {
	s := Settling{TotalCents: i.TotalCents, LostCents: i.WrittenCents, DueCents: i.DueCents()}
	for _, a := range pieces {
		switch {
		case a.PaymentID == nil:
			s.CreditedCents += a.AmountCents
		case payments[*a.PaymentID].Method == ByOffset:
			s.OffsetCents += a.AmountCents
		default:
			s.PaidCents += a.AmountCents
		}
	}
	return s
}

// OpenInvoicesOf returns the invoices of an organisation that are not settled yet, the oldest first.
func OpenInvoicesOf(ctx context.Context, db *gorm.DB, organisationID uint) ([]Invoice, error) {
	all, err := store.From[Invoice](db).Where("organisation_id = ? and state = ? and kind = ?", organisationID, Final, AnInvoice).
		Where("id in (select invoice_id from invoice_dues where organisation_id = ? and due_cents > 0)", organisationID).Order("issued_on, id").Limit(200).Find(ctx)
	if err != nil {
		return nil, err
	}
	return all, settled(ctx, db, all)
}

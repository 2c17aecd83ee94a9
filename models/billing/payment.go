package billing

import (
	"context"
	"fmt"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Method is how money came.
type Method string

// The methods of payment.
const (
	ByTransfer Method = "transfer"
	ByCard     Method = "card"
	BySEPA     Method = "sepa"
	ByCheque   Method = "cheque"
	ByOffset   Method = "offset"
)

// MoneyState is how far a payment has come.
type MoneyState string

// The states of a payment.
const (
	Processing MoneyState = "processing"
	Succeeded  MoneyState = "succeeded"
	FailedPay  MoneyState = "failed"
	Refunded   MoneyState = "refunded"
	Disputed   MoneyState = "disputed"
)

// Payment is money that came in. It is never changed: a mistake is taken back by a contrary row with its reason.
type Payment struct {
	ID             uint
	Ref            string
	OrganisationID uint
	Organisation   people.Organisation `gorm:"foreignKey:OrganisationID"`
	ProFormaID     *uint
	Method         Method
	AmountCents    int64 // negative in a contrary row
	ReturnedCents  int64 // what left again: refunds, and disputes that took the money back
	HeldCents      int64 // what waits to be paid back and settles nothing else
	Currency       string
	State          MoneyState
	ReceivedOn     string
	Reference      string // what the bank wrote
	Reason         string
	RecordedByID   *uint
	ReversesID     *uint
	IdempotencyKey string
	CreatedAt      time.Time

	Allocations []Allocation `gorm:"-"`
	Reversed    bool         `gorm:"-"`
}

// Allocation is a piece of a payment or of a credit note that settles a piece of an invoice; a contrary row takes it back.
type Allocation struct {
	ID             uint
	OrganisationID uint
	PaymentID      *uint
	CreditNoteID   *uint
	InvoiceID      uint
	AmountCents    int64
	NetCents       int64 // the part before tax; the pieces of an invoice make its net exactly (decisions.md 5)
	ReversesID     *uint
	CreatedAt      time.Time
}

// Source names a piece for ever, for what is set aside of it: allocation:12.
func (a Allocation) Source() string { return fmt.Sprintf("allocation:%d", a.ID) }

// Takes is the source that a contrary piece takes back; empty for an ordinary one.
func (a Allocation) Takes() string {
	if a.ReversesID == nil {
		return ""
	}
	return Allocation{ID: *a.ReversesID}.Source()
}

// LoadPayment returns a payment with what it settled, for jobs and other areas.
func LoadPayment(ctx context.Context, db *gorm.DB, id uint) (Payment, error) {
	p, err := store.From[Payment](db).Where("id = ?", id).Preload("Organisation", nil).Take(ctx)
	if err != nil {
		return p, err
	}
	return p.whole(ctx, db)
}

// whole is the payment with what it settled, and whether it was taken back.
func (p Payment) whole(ctx context.Context, db *gorm.DB) (Payment, error) {
	var err error
	if p.Allocations, err = store.From[Allocation](db).Where("payment_id = ?", p.ID).Order("id").Find(ctx); err != nil {
		return p, err
	}
	back, err := store.From[Payment](db).Where("reverses_id = ?", p.ID).Count(ctx, "id")
	p.Reversed = back > 0
	return p, err
}

// FindPayment returns the payment with that ref for the people who keep the collective's money, else store.ErrNotFound.
func FindPayment(ctx context.Context, db *gorm.DB, u people.User, ref string) (Payment, error) {
	if !u.Is(people.Operator, people.Accountant) {
		return Payment{}, store.ErrNotFound
	}
	p, err := store.From[Payment](db).Where("ref = ?", ref).Preload("Organisation", nil).Take(ctx)
	if err != nil {
		return p, err
	}
	return p.whole(ctx, db)
}

// FindPaymentOf returns a payment of an organisation by its ref, for its people.
func FindPaymentOf(ctx context.Context, db *gorm.DB, o people.Organisation, ref string) (Payment, error) {
	p, err := store.From[Payment](db).Where("organisation_id = ? and ref = ?", o.ID, ref).Take(ctx)
	if err != nil {
		return p, err
	}
	return LoadPayment(ctx, db, p.ID)
}

// PaymentFilter narrows the list of payments.
type PaymentFilter struct {
	Query string // part of an organisation's name, or of what the bank wrote
	Cents int64  // or this amount; 0 when it is not one
	Year  string // of receipt
	After uint
	All   bool // many at once, for a file
}

func (f PaymentFilter) apply(q store.Rows[Payment]) store.Rows[Payment] {
	q = span(q, "payments", "received_on", f.Year, f.After)
	if f.Query != "" {
		q = q.Where(`(payments.organisation_id in (select id from organisations where lower(name) like ? escape '\') or lower(payments.reference) like ? escape '\' or payments.amount_cents = ?)`, store.Like(f.Query), store.Like(f.Query), f.Cents)
	}
	return q
}

// Payments returns a page of payments for the people who keep the collective's money, newest first, contrary rows among them.
func Payments(ctx context.Context, db *gorm.DB, u people.User, f PaymentFilter) (store.Page[Payment], error) {
	if !u.Is(people.Operator, people.Accountant) {
		return store.Page[Payment]{}, store.ErrForbidden
	}
	most := rowsAtOnce(f.All)
	rows, err := f.apply(store.From[Payment](db).Order("payments.id desc").Limit(most+1)).Preload("Organisation", store.OnlyThese("id", "ref", "name")).Find(ctx)
	return store.Paged(rows, most, func(p Payment) string { return store.Key(p.ID) }), err
}

// LoadAllocation returns one piece, for the redistributed share.
func LoadAllocation(ctx context.Context, db *gorm.DB, id uint) (Allocation, error) {
	return store.From[Allocation](db).Where("id = ?", id).Take(ctx)
}

// OfferPaidBy is the offer whose subscription a piece of a payment settled; 0 when there is none.
func OfferPaidBy(ctx context.Context, db *gorm.DB, a Allocation) (uint, error) {
	var offer uint
	err := db.WithContext(ctx).Raw("select s.offer_id from invoices i join subscriptions s on s.id = i.subscription_id where i.id = ?", a.InvoiceID).Scan(&offer).Error
	return offer, err
}

// SettlementsOf returns what settled an invoice, oldest first, with what pages tell of the payments behind it, in one statement.
func SettlementsOf(ctx context.Context, db *gorm.DB, i Invoice) ([]Allocation, map[uint]Payment, error) {
	var rows []struct {
		Allocation     `gorm:"embedded"`
		PaidRef        string
		PaidMethod     Method
		PaidReceivedOn string
		PaidReference  string
	}
	err := db.WithContext(ctx).Raw(`select a.*, coalesce(p.ref, '') as paid_ref, coalesce(p.method, '') as paid_method, coalesce(p.received_on, '') as paid_received_on, coalesce(p.reference, '') as paid_reference
		from allocations a left join payments p on p.id = a.payment_id where a.invoice_id = ? order by a.id`, i.ID).Scan(&rows).Error
	pieces, by := make([]Allocation, len(rows)), map[uint]Payment{}
	for n, r := range rows {
		if pieces[n] = r.Allocation; r.PaymentID != nil {
			by[*r.PaymentID] = Payment{ID: *r.PaymentID, Ref: r.PaidRef, Method: r.PaidMethod, ReceivedOn: dayOnly(r.PaidReceivedOn), Reference: r.PaidReference}
		}
	}
	return pieces, by, err
}

// InvoicesSettledBy returns the invoices that a payment settles or settled, by id.
func InvoicesSettledBy(ctx context.Context, db *gorm.DB, p Payment) (map[uint]Invoice, error) {
	by := map[uint]Invoice{}
	var ids []uint
	for _, a := range p.Allocations {
		ids = append(ids, a.InvoiceID)
	}
	if len(ids) == 0 {
		return by, nil
	}
	found, err := store.From[Invoice](db).Where("id in ?", ids).Find(ctx)
	for _, i := range found {
		by[i.ID] = i
	}
	return by, err
}

// receivedFor is what came in for a pro forma, or for one that it replaces, and was not taken back.
func receivedFor(ctx context.Context, db *gorm.DB, proFormaID uint) (int64, error) {
	var sum int64
	err := db.WithContext(ctx).Model(&Payment{}).Where("pro_forma_id in ("+proFormasReplaced("p.id = ?")+") and state = ?", proFormaID, Succeeded).
		Select("cast(coalesce(sum(amount_cents - returned_cents), 0) as bigint)").Scan(&sum).Error
	return sum, err
}

// proFormasReplaced selects a pro forma p and those of its subscription that others took the place of.
func proFormasReplaced(condition string) string {
	return "select q.id from pro_formas q join pro_formas p on p.subscription_id = q.subscription_id where (q.id = p.id or q.state = 'cancelled') and " + condition
}

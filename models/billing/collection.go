package billing

import (
	"context"
	"time"

	"chatiere/models/billing/cashier"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// CollectionKind is how a sum is collected.
type CollectionKind string

// The kinds of collections.
const (
	ByPage   CollectionKind = "page"   // somebody pays on a hosted page
	BySetup  CollectionKind = "setup"  // somebody leaves a method on a hosted page, without paying
	ByCharge CollectionKind = "charge" // a saved method is charged while its owner is away
)

// CollectionState is how far it has come. States only go forward (rank), so that news in any order end in the same one (11.2, 5).
type CollectionState string

// The states of a collection.
const (
	Preparing  CollectionState = "preparing"  // nobody was asked yet, or the answer was lost
	OnPage     CollectionState = "open"       // the page waits for somebody
	Collecting CollectionState = "processing" // a debit is under way: neither paid nor overdue (SDD1)
	Asking     CollectionState = "asks"       // the bank wants the payer to confirm on a page (SCA1)
	NotPaid    CollectionState = "failed"
	PageOver   CollectionState = "expired"
	Collected  CollectionState = "succeeded"
	Questioned CollectionState = "questioned" // money came that is not what was asked: a person looks at it
)

// rank orders the states: a later look never undoes what an earlier one has seen.
func (s CollectionState) rank() int {
	switch s {
	case Preparing:
		return 0
	case OnPage:
		return 1
	case Collecting:
		return 2
	case Asking, NotPaid, PageOver:
		return 3
	}
	return 4
}

// Collection is a sum that the cashier collects for invoices or for a pro forma. Whoever knows its ref may see it: it shows numbers and
// amounts only.
type Collection struct {
	ID             uint
	Ref            string
	OrganisationID uint
	Kind           CollectionKind
	State          CollectionState
	ProFormaID     *uint
	UpgradeID      *uint // of an upgrade that waits for this sum
	PayLinkID      *uint
	SavedMethodID  *uint
	AmountCents    int64
	Currency       string
	Save           bool // the payer lets the method be charged later
	Locale         string
	Kinds          string // what may be paid with, in the cashier's words: "card sepa_debit"
	CustomerID     string // of the cashier; empty for a payer unknown to us
	Live           bool
	SessionID      *string // the hosted page
	IntentID       *string // the sum, as the cashier calls it
	ChargeID       string
	Method         Method
	Last4          string `gorm:"column:last4"`
	Problem        string // the bank's word when it said no
	PaymentID      *uint
	Ending         bool // another page took its place
	ByID           *uint
	ExpiresAt      time.Time
	EndedAt        *time.Time
	CreatedAt      time.Time
	UpdatedAt      time.Time

	Parts []CollectionPart `gorm:"foreignKey:CollectionID"`
}

// CollectionPart is one document of a collection, with what was due for it then.
type CollectionPart struct {
	ID           uint
	CollectionID uint
	InvoiceID    *uint  // nil for a pro forma, and for an upgrade that is not made yet
	Label        string // its number, or its payment reference
	AmountCents  int64
}

// FindCollection returns a collection with its parts by its ref: whoever holds it was given it.
func FindCollection(ctx context.Context, db *gorm.DB, ref string) (Collection, error) {
	return store.From[Collection](db).Where("ref = ?", ref).Preload("Parts", inOrder).Take(ctx)
}

// LoadCollection returns a collection with its parts, for jobs.
func LoadCollection(ctx context.Context, db *gorm.DB, id uint) (Collection, error) {
	return store.From[Collection](db).Where("id = ?", id).Preload("Parts", inOrder).Take(ctx)
}

// CollectionOfIntent returns the collection that a sum of the cashier's belongs to, else store.ErrNotFound: then it is not ours.
func CollectionOfIntent(ctx context.Context, db *gorm.DB, intent string) (Collection, error) {
	return store.From[Collection](db).Where("intent_id = ?", intent).Preload("Parts", inOrder).Take(ctx)
}

func inOrder(q *gorm.DB) *gorm.DB { return q.Order("id") }

// OpenCollections are those whose end the cashier has not told yet, oldest first, for the nightly comparison.
func OpenCollections(ctx context.Context, db *gorm.DB) ([]Collection, error) {
	return store.From[Collection](db).Where("state in ('preparing','open','processing')").Order("id").Find(ctx)
}

// Underway is a debit that the bank has not answered yet.
type Underway struct {
	InvoiceID   *uint
	ProFormaID  *uint
	AmountCents int64
	Last4       string
	Since       time.Time
}

// UnderwayOf returns what is being debited for an organisation's documents.
func UnderwayOf(ctx context.Context, db *gorm.DB, organisationID uint) (all []Underway, err error) {
	err = db.WithContext(ctx).Raw(`select p.invoice_id, c.pro_forma_id, p.amount_cents, c.last4, c.updated_at as since
		from collections c join collection_parts p on p.collection_id = c.id
		where c.organisation_id = ? and c.state = 'processing' order by c.id`, organisationID).Scan(&all).Error
	return all, err
}

// underway sums what is being debited for one invoice.
func underway(ctx context.Context, tx *gorm.DB, invoiceID uint) (int64, error) {
	var sum int64
	err := tx.WithContext(ctx).Raw(`select cast(coalesce(sum(p.amount_cents), 0) as bigint) from collection_parts p
		join collections c on c.id = p.collection_id where p.invoice_id = ? and c.state = 'processing'`, invoiceID).Scan(&sum).Error
	return sum, err
}

// Order is what the cashier is told to collect.
func (c Collection) Order(attempt int) cashier.Order {
	o := cashier.Order{
		Ref: c.Ref, Attempt: attempt, Customer: c.CustomerID, Currency: c.Currency, Kinds: splitWords(c.Kinds), Save: c.Save, Locale: c.Locale, Until: c.ExpiresAt,
	}
	for _, p := range c.Parts {
		o.Lines = append(o.Lines, cashier.Line{Label: p.Label, Cents: p.AmountCents})
	}
	return o
}

// Over reports whether nothing more will come of it.
func (c Collection) Over() bool { return c.State.Over() }

// Labels are the numbers of what is paid.
func (c Collection) Labels() []string {
	var all []string
	for _, p := range c.Parts {
		all = append(all, p.Label)
	}
	return all
}

// save writes some columns.
func (c *Collection) save(ctx context.Context, tx *gorm.DB, columns ...string) error {
	c.UpdatedAt = store.Now(tx)
	return tx.WithContext(ctx).Model(c).Select(append(columns, "updated_at")).Updates(c).Error
}

// takeCollection takes a collection for this transaction: first its organisation, then the row, so that nobody waits in a circle.
func takeCollection(ctx context.Context, tx *gorm.DB, id uint) (Collection, error) {
	c, err := store.From[Collection](tx).Where("id = ?", id).Take(ctx)
	if err != nil {
		return c, err
	}
	if err := oneAtATime(tx, c.OrganisationID); err != nil {
		return c, err
	}
	return store.From[Collection](tx, forUpdate).Where("id = ?", id).Preload("Parts", inOrder).Take(ctx)
}

// CollectionsOf are the latest sums collected for an organisation, for its people and the staff.
func CollectionsOf(ctx context.Context, db *gorm.DB, o people.Organisation) ([]Collection, error) {
	return store.From[Collection](db).Where("organisation_id = ? and kind <> 'setup'", o.ID).Preload("Parts", inOrder).Order("id desc").Limit(25).Find(ctx)
}

// CollectedBy reports whether a charge of the cashier's belongs to one of our collections.
func CollectedBy(ctx context.Context, db *gorm.DB, charge string) (bool, error) {
	n, err := store.From[Collection](db).Where("charge_id = ?", charge).Count(ctx, "id")
	return n > 0, err
}

// CollectedSince is when anything was first collected here, at the earliest since: what the cashier's account did before is not ours to explain.
func CollectedSince(ctx context.Context, db *gorm.DB, since time.Time) (time.Time, error) {
	first, err := store.From[Collection](db).Order("id").Limit(1).Find(ctx)
	if err != nil || len(first) == 0 {
		return store.Now(db), err
	}
	if first[0].CreatedAt.After(since) {
		return first[0].CreatedAt, nil
	}
	return since, nil
}

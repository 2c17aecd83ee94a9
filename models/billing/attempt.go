package billing

import (
	"context"
	"errors"
	"time"

	"chatiere/models/billing/cashier"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// AttemptState is what became of an act told to the cashier.
type AttemptState string

// The states of an attempt. One that is begun and never ended had its answer lost: the same number tells the same key again.
const (
	Begun         AttemptState = "begun"
	AttemptDone   AttemptState = "done"
	AttemptFailed AttemptState = "refused"
)

// Attempt is an act told to the cashier, written before it is told (STR4): after a lost answer the same attempt is made again, after a
// definite no the next one.
type Attempt struct {
	ID         uint
	Object     string // collection, refund, customer
	ObjectRef  string
	Purpose    string
	Attempt    int
	State      AttemptState
	ProviderID string // what it made
	Problem    string
	BegunAt    time.Time
	EndedAt    *time.Time

	Again bool `gorm:"-"` // it was told before, in this attempt or an earlier one: look before telling it again
}

// TableName names the table.
func (Attempt) TableName() string { return "payment_attempts" }

// BeginAttempt writes down that an act is about to be told.
func BeginAttempt(ctx context.Context, db *gorm.DB, object, ref, purpose string) (Attempt, error) {
	var a Attempt
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		last, err := store.From[Attempt](tx).Where("object = ? and object_ref = ? and purpose = ?", object, ref, purpose).Order("attempt desc").Take(ctx)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if err == nil && last.State != AttemptFailed {
			a = last
			a.Again = last.State == Begun
			return nil
		}
		a = Attempt{Object: object, ObjectRef: ref, Purpose: purpose, Attempt: last.Attempt + 1, State: Begun, BegunAt: store.Now(tx)}
		a.Again = a.Attempt > 1
		return store.From[Attempt](tx).Create(ctx, &a)
	})
	if errors.Is(err, store.ErrConflict) { // somebody else began it at the same moment: it is the same act
		return BeginAttempt(ctx, db, object, ref, purpose)
	}
	return a, err
}

// Ended writes down what became of it. Where nobody can say, it stays begun.
func (a Attempt) Ended(ctx context.Context, db *gorm.DB, providerID string, failed error) error {
	a.State, a.ProviderID = AttemptDone, providerID
	if failed != nil {
		var why cashier.Trouble
		if !errors.As(failed, &why) || !why.Answered() {
			return nil
		}
		a.State, a.Problem = AttemptFailed, string(why)
	}
	now := store.Now(db)
	a.EndedAt = &now
	return db.WithContext(ctx).Model(&a).Select("state", "provider_id", "problem", "ended_at").Where("state = ?", Begun).Updates(&a).Error
}

// customer is an organisation as the cashier knows it, once for each currency and mode (HOS6).
type customer struct {
	ID             uint
	OrganisationID uint
	Currency       string
	Live           bool
	CustomerID     string
	CreatedAt      time.Time
}

// TableName names the table.
func (customer) TableName() string { return "payment_customers" }

// CustomerOf returns the cashier's name of an organisation, else store.ErrNotFound.
func CustomerOf(ctx context.Context, db *gorm.DB, organisationID uint, currency string, live bool) (string, error) {
	c, err := store.From[customer](db).Where("organisation_id = ? and currency = ? and live = ?", organisationID, currency, live).Take(ctx)
	return c.CustomerID, err
}

// KeepCustomer keeps the cashier's name of an organisation; told twice, the first one stays.
func KeepCustomer(ctx context.Context, db *gorm.DB, organisationID uint, currency string, live bool, name string) (string, error) {
	row := customer{OrganisationID: organisationID, Currency: currency, Live: live, CustomerID: name, CreatedAt: store.Now(db)}
	err := store.InTx(ctx, db, func(tx *gorm.DB) error { return store.From[customer](tx).Create(ctx, &row) })
	if errors.Is(err, store.ErrConflict) {
		return CustomerOf(ctx, db, organisationID, currency, live)
	}
	return name, err
}

// organisationOfCustomer returns whose customer it is.
func organisationOfCustomer(ctx context.Context, tx *gorm.DB, name string) (customer, error) {
	return store.From[customer](tx).Where("customer_id = ?", name).Take(ctx)
}

package billing

import (
	"context"
	"errors"
	"fmt"
	"time"

	"chatiere/models/billing/cashier"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// MandateState is whether an account may be debited.
type MandateState string

// The states of a mandate; a card has none.
const (
	NoMandate       MandateState = ""
	MandatePending  MandateState = "pending"
	MandateActive   MandateState = "active"
	MandateInactive MandateState = "inactive"
)

func (m MandateState) rank() int {
	return map[MandateState]int{NoMandate: 0, MandatePending: 1, MandateActive: 2, MandateInactive: 3}[m]
}

// SavedMethod is a card or an account that an organisation lets us charge. We know its last four figures only.
type SavedMethod struct {
	ID               uint
	Ref              string
	OrganisationID   uint
	CustomerID       string
	MethodID         string // the cashier's name for it
	Kind             Method // card or sepa
	Brand            string
	Last4            string `gorm:"column:last4"`
	ExpMonth         int
	ExpYear          int
	MandateID        string
	MandateReference string // as on the statement of the payer's bank
	MandateState     MandateState
	SignedOn         string // where it is known: the day the mandate was signed
	Live             bool
	Preferred        bool
	StoppedAt        *time.Time // not charged until its owner acts: a debit was given back (SDD2)
	RemovedAt        *time.Time
	CreatedAt        time.Time
	UpdatedAt        time.Time
}

// Expired reports whether a card's time is over on a day.
func (m SavedMethod) Expired(day time.Time) bool {
	return m.ExpYear > 0 && fmt.Sprintf("%04d-%02d", m.ExpYear, m.ExpMonth) < day.Format("2006-01")
}

// Chargeable reports whether it may be charged while its owner is away.
func (m SavedMethod) Chargeable(day time.Time) bool {
	return m.RemovedAt == nil && m.StoppedAt == nil && !m.Expired(day) && (m.Kind == ByCard || m.MandateState == MandateActive)
}

// MethodsOf returns the saved methods of an organisation, the preferred one first.
func MethodsOf(ctx context.Context, db *gorm.DB, o people.Organisation) ([]SavedMethod, error) {
	return store.From[SavedMethod](db).Where("organisation_id = ? and removed_at is null", o.ID).Order("case when preferred then 0 else 1 end, id desc").Limit(50).Find(ctx)
}

// FindMethod returns a saved method of an organisation by its ref, else store.ErrNotFound.
func FindMethod(ctx context.Context, db *gorm.DB, o people.Organisation, ref string) (SavedMethod, error) {
	return store.From[SavedMethod](db).Where("organisation_id = ? and ref = ? and removed_at is null", o.ID, ref).Take(ctx)
}

// LoadMethod returns a saved method, for jobs.
func LoadMethod(ctx context.Context, db *gorm.DB, id uint) (SavedMethod, error) {
	return store.From[SavedMethod](db).Where("id = ?", id).Take(ctx)
}

// MethodKnown reports whether a method of the cashier's is kept here.
func MethodKnown(ctx context.Context, db *gorm.DB, method string) (bool, error) {
	n, err := store.From[SavedMethod](db).Where("method_id = ?", method).Count(ctx, "id")
	return n > 0, err
}

// KeepMethod notes a method that a payer lets us charge, with its mandate if it needs one; the first one is preferred. Told again, or of
// a method that was taken away, it follows what the cashier says. One of a customer that is not ours is left alone.
func KeepMethod(ctx context.Context, db *gorm.DB, seen cashier.Method, mandate cashier.Mandate) error {
	if seen.Kind != "card" && seen.Kind != "sepa_debit" {
		return nil
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		m, err := store.From[SavedMethod](tx, forUpdate).Where("method_id = ?", seen.ID).Take(ctx)
		if errors.Is(err, store.ErrNotFound) {
			m, err = newMethod(ctx, tx, seen)
		}
		if errors.Is(err, store.ErrNotFound) {
			return nil // of a customer that is not ours
		}
		if err != nil {
			return err
		}
		return m.follow(ctx, tx, seen, mandate)
	})
}

func newMethod(ctx context.Context, tx *gorm.DB, seen cashier.Method) (SavedMethod, error) {
	whose, err := organisationOfCustomer(ctx, tx, seen.Customer)
	if err != nil {
		return SavedMethod{}, err
	}
	if err := oneAtATime(tx, whose.OrganisationID); err != nil {
		return SavedMethod{}, err
	}
	others, err := store.From[SavedMethod](tx).Where("organisation_id = ? and preferred", whose.OrganisationID).Count(ctx, "id")
	if err != nil {
		return SavedMethod{}, err
	}
	now := store.Now(tx)
	m := SavedMethod{
		Ref: store.NewRef(), OrganisationID: whose.OrganisationID, CustomerID: seen.Customer, MethodID: seen.ID, Kind: methodOfKind(seen.Kind), Live: whose.Live,
		Preferred: others == 0, CreatedAt: now, UpdatedAt: now,
	}
	if err := store.From[SavedMethod](tx).Create(ctx, &m); err != nil {
		return m, err
	}
	return m, m.note(ctx, tx, journal.Actor{}, "method_saved")
}

// follow brings a method after what the cashier says now. A mandate never comes back to life.
func (m *SavedMethod) follow(ctx context.Context, tx *gorm.DB, seen cashier.Method, mandate cashier.Mandate) error {
	m.Brand, m.Last4, m.ExpMonth, m.ExpYear = seen.Brand, seen.Last4, seen.ExpMonth, seen.ExpYear
	if mandate.ID != "" {
		if to := MandateState(mandate.Status); m.MandateID != mandate.ID || to.rank() > m.MandateState.rank() {
			m.MandateID, m.MandateReference, m.MandateState = mandate.ID, mandate.Reference, to
		}
	}
	if seen.Customer == "" && m.RemovedAt == nil {
		now := store.Now(tx)
		m.RemovedAt, m.Preferred = &now, false
	}
	return m.keep(ctx, tx, "brand", "last4", "exp_month", "exp_year", "mandate_id", "mandate_reference", "mandate_state", "removed_at", "preferred")
}

// SeeMandate notes what became of a mandate; one that is no longer in force asks for another method before the next due date.
func SeeMandate(ctx context.Context, db *gorm.DB, seen cashier.Mandate) (changed bool, err error) {
	err = store.InTx(ctx, db, func(tx *gorm.DB) error {
		m, err := store.From[SavedMethod](tx, forUpdate).Where("mandate_id = ?", seen.ID).Take(ctx)
		if err != nil {
			return err
		}
		to := MandateState(seen.Status)
		if to.rank() <= m.MandateState.rank() {
			return nil
		}
		changed, m.MandateState = true, to
		if err := m.keep(ctx, tx, "mandate_state"); err != nil || to != MandateInactive || m.RemovedAt != nil {
			return err
		}
		return store.Enqueue(tx, MandateEnded{m.ID})
	})
	return changed, err
}

// Prefer makes it the one that is charged; its owner thereby lets it be charged again.
func (m SavedMethod) Prefer(ctx context.Context, db *gorm.DB, by people.User) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := oneAtATime(tx, m.OrganisationID); err != nil {
			return err
		}
		if _, err := store.From[SavedMethod](tx).Where("organisation_id = ? and preferred", m.OrganisationID).Update(ctx, "preferred", false); err != nil {
			return err
		}
		m.Preferred, m.StoppedAt = true, nil
		if err := m.keep(ctx, tx, "preferred", "stopped_at"); err != nil {
			return err
		}
		return m.note(ctx, tx, by.Actor(), "method_preferred")
	})
}

// Remove takes it away at once, and promises that the cashier forgets it too; the newest of the others becomes the preferred one.
func (m SavedMethod) Remove(ctx context.Context, db *gorm.DB, by people.User) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := oneAtATime(tx, m.OrganisationID); err != nil {
			return err
		}
		now, was := store.Now(tx), m.Preferred
		m.RemovedAt, m.Preferred = &now, false
		if err := m.keep(ctx, tx, "removed_at", "preferred"); err != nil {
			return err
		}
		if was {
			next, err := store.From[SavedMethod](tx).Where("organisation_id = ? and removed_at is null", m.OrganisationID).Order("id desc").Take(ctx)
			if err == nil {
				next.Preferred = true
				err = next.keep(ctx, tx, "preferred")
			}
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return err
			}
		}
		if err := m.note(ctx, tx, by.Actor(), "method_removed"); err != nil {
			return err
		}
		return store.Enqueue(tx, MethodForgotten{m.ID})
	})
}

// stopMethods keeps the account of a collection from being debited again until its owner acts.
func (c Collection) stopMethods(ctx context.Context, tx *gorm.DB) error {
	if c.Method != BySEPA {
		return nil
	}
	q := store.From[SavedMethod](tx).Where("organisation_id = ? and kind = ? and last4 = ? and stopped_at is null", c.OrganisationID, BySEPA, c.Last4)
	_, err := q.Update(ctx, "stopped_at", store.Now(tx))
	return err
}

func (m *SavedMethod) keep(ctx context.Context, tx *gorm.DB, columns ...string) error {
	m.UpdatedAt = store.Now(tx)
	return tx.WithContext(ctx).Model(m).Select(append(columns, "updated_at")).Updates(m).Error
}

func (m SavedMethod) note(ctx context.Context, tx *gorm.DB, by journal.Actor, verb string) error {
	return journal.Note(ctx, tx, by, journal.Act{Verb: verb, SubjectType: "saved_method", SubjectRef: m.Ref, OrganisationID: m.OrganisationID})
}

// FollowMethod brings a method that we know after what the cashier says now: a new date on a card, or that it was taken away.
func FollowMethod(ctx context.Context, db *gorm.DB, seen cashier.Method) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		m, err := store.From[SavedMethod](tx, forUpdate).Where("method_id = ?", seen.ID).Take(ctx)
		if err != nil {
			return err
		}
		return m.follow(ctx, tx, seen, cashier.Mandate{})
	})
}

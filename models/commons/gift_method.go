package commons

import (
	"context"
	"errors"
	"fmt"
	"time"

	"chatiere/models/billing"
	"chatiere/models/billing/cashier"
	"chatiere/models/billing/period"
	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// GiftMethod is the card or account from which the gifts of a regular promise are taken, with its giver's leave. We know its last four figures
// only. It ends with the promise.
type GiftMethod struct {
	ID               uint
	Ref              string
	PledgeID         uint
	CustomerID       string
	MethodID         string // the cashier's name for it
	Kind             billing.Method
	Brand            string
	Last4            string `gorm:"column:last4"`
	ExpMonth         int
	ExpYear          int
	MandateID        string
	MandateReference string
	MandateState     billing.MandateState
	Live             bool
	StoppedAt        *time.Time // not charged until its giver acts: a gift was contested
	RemovedAt        *time.Time
	CreatedAt        time.Time
	UpdatedAt        time.Time
}

// Saved is the method in the words of billing: what can be charged there can be charged here.
func (m GiftMethod) Saved() billing.SavedMethod {
	return billing.SavedMethod{
		Ref: m.Ref, CustomerID: m.CustomerID, MethodID: m.MethodID, Kind: m.Kind, Brand: m.Brand, Last4: m.Last4, ExpMonth: m.ExpMonth, ExpYear: m.ExpYear,
		MandateID: m.MandateID, MandateReference: m.MandateReference, MandateState: m.MandateState, Live: m.Live, Preferred: true, StoppedAt: m.StoppedAt, RemovedAt: m.RemovedAt,
	}
}

// MethodOf returns the method of a regular promise; store.ErrNotFound where nothing is taken by itself.
func (p Pledge) MethodOf(ctx context.Context, db *gorm.DB) (GiftMethod, error) {
	return store.From[GiftMethod](db).Where("pledge_id = ? and removed_at is null", p.ID).Take(ctx)
}

// LoadGiftMethod returns a method, for jobs.
func LoadGiftMethod(ctx context.Context, db *gorm.DB, id uint) (GiftMethod, error) {
	return store.From[GiftMethod](db).Where("id = ?", id).Take(ctx)
}

// GiftMethodKnown reports whether a method of the cashier's is kept here, or was.
func GiftMethodKnown(ctx context.Context, db *gorm.DB, method string) (bool, error) {
	n, err := store.From[GiftMethod](db).Where("method_id = ?", method).Count(ctx, "id")
	return n > 0, err
}

// KeepGiftMethod notes the method that a giver lets us charge for the gifts to come; it takes the place of the one before. Of a promise that ended
// meanwhile it is forgotten at once.
func KeepGiftMethod(ctx context.Context, db *gorm.DB, paymentID uint, seen cashier.Method, mandate cashier.Mandate) error {
	if seen.Kind != "card" && seen.Kind != "sepa_debit" {
		return nil
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		p, g, err := takeGift(ctx, tx, paymentID)
		if err != nil {
			return err
		}
		known, err := GiftMethodKnown(ctx, tx, seen.ID)
		if err != nil || known {
			return err
		}
		if err := p.forgetMethod(ctx, tx); err != nil {
			return err
		}
		now := store.Now(tx)
		m := GiftMethod{Ref: store.NewRef(), PledgeID: p.ID, CustomerID: seen.Customer, MethodID: seen.ID, Kind: billing.MethodNamed(seen.Kind), Live: g.Live, CreatedAt: now, UpdatedAt: now}
		m.follow(seen, mandate)
		if err := store.From[GiftMethod](tx).Create(ctx, &m); err != nil {
			return err
		}
		if !p.Open() || p.Every == Once {
			return p.forgetMethod(ctx, tx)
		}
		return m.note(ctx, tx, people.User{}, "gift_method_saved")
	})
}

// follow takes over what the cashier says now.
func (m *GiftMethod) follow(seen cashier.Method, mandate cashier.Mandate) {
	m.Brand, m.Last4, m.ExpMonth, m.ExpYear = seen.Brand, seen.Last4, seen.ExpMonth, seen.ExpYear
	if to := billing.MandateState(mandate.Status); mandate.ID != "" && (m.MandateID != mandate.ID || m.MandateState.Before(to)) {
		m.MandateID, m.MandateReference, m.MandateState = mandate.ID, mandate.Reference, to
	}
}

// FollowGiftMethod brings a method that we know after what the cashier says now: a new date on a card, or that it was taken away.
func FollowGiftMethod(ctx context.Context, db *gorm.DB, seen cashier.Method) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		var m GiftMethod
		if err := locked(tx.WithContext(ctx)).Where("method_id = ?", seen.ID).Take(&m).Error; err != nil {
			return err
		}
		m.follow(seen, cashier.Mandate{})
		if seen.Customer == "" && m.RemovedAt == nil {
			m.RemovedAt = stamp(tx)
		}
		return m.keep(ctx, tx, "brand", "last4", "exp_month", "exp_year", "removed_at")
	})
}

// SeeGiftMandate notes what became of a mandate: one that is no longer in force is not charged any more, and the gift is asked for by letter.
func SeeGiftMandate(ctx context.Context, db *gorm.DB, seen cashier.Mandate) (changed bool, err error) {
	err = store.InTx(ctx, db, func(tx *gorm.DB) error {
		var m GiftMethod
		if err := locked(tx.WithContext(ctx)).Where("mandate_id = ?", seen.ID).Take(&m).Error; err != nil {
			return err
		}
		to := billing.MandateState(seen.Status)
		if !m.MandateState.Before(to) {
			return nil
		}
		changed, m.MandateState = true, to
		return m.keep(ctx, tx, "mandate_state")
	})
	return changed, err
}

// announced is how many days before a gift is taken its giver is told (the mandate of a SEPA debit allows two).
const announced = 3

// TakenOn is the day from which a gift is taken from a method; it was announced when the gift was asked for.
func (d Donation) TakenOn() string {
	day, err := period.Day(d.AskedOn)
	if err != nil {
		return d.AskedOn
	}
	return day.AddDate(0, 0, announced).Format(time.DateOnly)
}

// charge takes a gift that is waited for from the method of its promise, on its day, and again as the bank's answer allows. It reports whether that
// is how the gift comes: then nobody is reminded of it.
func (d Donation) charge(ctx context.Context, tx *gorm.DB, p Pledge, on string) (bool, error) {
	if p.Every == Once || d.State != DonationAsked {
		return false, nil
	}
	m, err := p.MethodOf(ctx, tx)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	keys, err := collective.FindPaymentKeys(ctx, tx)
	if err != nil {
		return false, err
	}
	today, bad := period.Day(on)
	first, worse := period.Day(d.TakenOn())
	if err := errors.Join(bad, worse); err != nil || m.Live != keys.Live || !m.Saved().Chargeable(today) || billing.MeansFor(keys, d.Cents) == "" {
		return false, err
	}
	if today.Before(first) {
		return true, nil
	}
	return d.chargeNow(ctx, tx, keys, m, first, today)
}

// chargeNow begins one charge, unless one is under way or the bank has said no for good.
func (d Donation) chargeNow(ctx context.Context, tx *gorm.DB, keys collective.PaymentKeys, m GiftMethod, first, today time.Time) (bool, error) {
	tried, err := d.PaymentsOf(ctx, tx)
	if err != nil {
		return false, err
	}
	times := 0
	for n := len(tried) - 1; n >= 0; n-- {
		t := tried[n]
		switch {
		case t.State == billing.Collecting || t.Kind == billing.ByCharge && t.State == billing.Preparing:
			return true, nil
		case t.Kind != billing.ByCharge || t.GiftMethodID == nil || *t.GiftMethodID != m.ID:
			continue
		}
		times++
		if t.State != billing.NotPaid || n == 0 && !billing.ChargeAgain(m.Kind, t.Problem, times, first, today) {
			return false, nil
		}
	}
	g, err := d.wish(ctx, tx, keys, "")
	if err != nil {
		return false, err
	}
	g.Kind, g.GiftMethodID, g.CustomerID, g.Method, g.Last4, g.Kinds = billing.ByCharge, &m.ID, m.CustomerID, m.Kind, m.Last4, "card"
	if m.Kind == billing.BySEPA {
		g.Kinds = "sepa_debit"
	}
	if err := g.begin(ctx, tx, journal.Actor{}, "gift_charge_begun"); err != nil {
		return false, err
	}
	return true, store.Enqueue(tx, GiftChargePromised{g.ID})
}

// TakeByHand ends that gifts are taken by themselves: the promise stands, and they are asked for by letter again.
func (p Pledge) TakeByHand(ctx context.Context, db *gorm.DB, by people.User) error {
	if !p.Theirs(by) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		_, fresh, err := takePledge(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		m, err := fresh.MethodOf(ctx, tx)
		if err != nil {
			return err
		}
		if err := fresh.forgetMethod(ctx, tx); err != nil {
			return err
		}
		return m.note(ctx, tx, by, "gift_method_removed")
	})
}

// forgetMethod takes the method of a promise away, and promises that the cashier forgets it too.
func (p Pledge) forgetMethod(ctx context.Context, tx *gorm.DB) error {
	m, err := p.MethodOf(ctx, tx)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	m.RemovedAt = stamp(tx)
	if err := m.keep(ctx, tx, "removed_at"); err != nil {
		return err
	}
	return store.Enqueue(tx, GiftMethodForgotten{m.ID})
}

func (m *GiftMethod) keep(ctx context.Context, tx *gorm.DB, columns ...string) error {
	m.UpdatedAt = store.Now(tx)
	return tx.WithContext(ctx).Model(m).Select(append(columns, "updated_at")).Updates(m).Error
}

func (m GiftMethod) note(ctx context.Context, tx *gorm.DB, by people.User, verb string) error {
	return journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: verb, SubjectType: "gift_method", SubjectRef: m.Ref, Details: map[string]any{"kind": fmt.Sprint(m.Kind)}})
}

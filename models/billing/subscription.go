package billing

import (
	"context"
	"time"

	"chatiere/models/billing/period"
	"chatiere/models/catalogue"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// State is where the contract stands. It says nothing of delivery or payment.
type State string

// The states of a subscription.
const (
	Requested State = "requested" // nobody has confirmed the address yet
	Accepted  State = "accepted"  // somebody real stands behind it: deliver
	Running   State = "running"   // delivered; periods are counted
	Ended     State = "ended"
)

// Access is what the people of a subscription may do.
type Access string

// The degrees of access (billing.md 8).
const (
	NoAccess   Access = "none"
	FullAccess Access = "full"
	ReadOnly   Access = "read_only"
	ExportOnly Access = "export_only"
)

// Subscription is an organisation × an offer at one of its prices.
type Subscription struct {
	ID             uint
	Ref            string
	OrganisationID uint
	Organisation   people.Organisation `gorm:"foreignKey:OrganisationID"`
	OfferID        uint
	PriceID        uint
	Tier           catalogue.Tier
	Period         period.Interval
	Quantity       int64
	UnitCents      int64 // one period, before tax; may be an amount agreed upon
	Currency       string
	State          State
	Access         Access
	RequestedByID  uint
	RequestedBy    people.User `gorm:"foreignKey:RequestedByID"`
	AcceptedAt     *time.Time
	TurnedAt       *time.Time // when access last changed after delivery
	StartsFrom     string     // not delivered before that day: the withdrawal period, unless an early start was asked for
	DeliveredOn    string
	AnchorOn       string // the day periods are counted from
	CancelOn       string // the first day without it, when it was cancelled
	EndedOn        string
	ChangeOn       string // the day a change of it waits for
	ChangeWishID   *uint  // a change that waits for the yes of an owner
	RepriceOn      string // the day another price that was announced begins
	InvoicedUntil  string // of one that moved in: the first day that the system before did not invoice
	Moving         bool   // it moves in and waits for the word: nothing is invoiced or announced
	HeldFor        string // why access is reduced: held by an operator, or by an unpaid invoice
	IdempotencyKey string
	Version        int
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// NotBefore is the day before which it is not to be delivered, as nobody asked for an early start; empty when it may be on a day, or was.
func (s Subscription) NotBefore(today time.Time) string {
	if s.State != Requested && s.State != Accepted || s.StartsFrom <= today.Format(time.DateOnly) {
		return ""
	}
	return s.StartsFrom
}

// LoadSubscription returns a subscription with its organisation and the person who asked, for jobs and other areas.
func LoadSubscription(ctx context.Context, db *gorm.DB, id uint) (Subscription, error) {
	return store.From[Subscription](db).Where("id = ?", id).Preload("Organisation", nil).Preload("RequestedBy", nil).Take(ctx)
}

// FindSubscription returns the subscription with that ref if u is a member of its organisation or an operator, else store.ErrNotFound.
func FindSubscription(ctx context.Context, db *gorm.DB, u people.User, ref string) (Subscription, error) {
	q := store.From[Subscription](db).Where("ref = ?", ref)
	if !u.Is(people.Operator, people.Accountant, people.Agent) {
		q = q.Where("organisation_id in ?", append(u.OrganisationIDs(), 0))
	}
	return q.Preload("Organisation", nil).Take(ctx)
}

// SubscriptionOf returns the subscription of an organisation with that ref, else store.ErrNotFound. Who may see it was asked at the door.
func SubscriptionOf(ctx context.Context, db *gorm.DB, o people.Organisation, ref string) (Subscription, error) {
	s, err := store.From[Subscription](db).Where("ref = ? and organisation_id = ?", ref, o.ID).Take(ctx)
	s.Organisation = o
	return s, err
}

// SubscriptionsOf returns the subscriptions of an organisation, newest first; ended ones are last.
func SubscriptionsOf(ctx context.Context, db *gorm.DB, o people.Organisation) ([]Subscription, error) {
	return store.From[Subscription](db).Where("organisation_id = ?", o.ID).Order("case state when 'ended' then 1 else 0 end, id desc").Limit(100).Find(ctx)
}

// Delivered notes that the service is there from a day on: periods are counted from it (FIN2), its people get in, and the pro forma
// becomes an invoice if it can. Told twice, it changes nothing.
func Delivered(ctx context.Context, tx *gorm.DB, by journal.Actor, subscriptionID uint, day time.Time) error {
	return store.InTx(ctx, tx, func(tx *gorm.DB) error {
		s, err := store.From[Subscription](tx, forUpdate).Where("id = ?", subscriptionID).Take(ctx)
		if err != nil || s.State == Running {
			return err
		}
		if s.State != Accepted {
			return store.ErrConflict
		}
		on := day.Format(time.DateOnly)
		s.State, s.Access, s.DeliveredOn, s.AnchorOn = Running, FullAccess, on, on
		if err := s.save(ctx, tx, "state", "access", "delivered_on", "anchor_on"); err != nil {
			return err
		}
		if err := s.note(ctx, tx, by, "subscription_delivered", ""); err != nil {
			return err
		}
		if err := store.Enqueue(tx, AccessChanged{s.ID}); err != nil {
			return err
		}
		if err := finaliseReady(ctx, tx, s.ID); err != nil {
			return err
		}
		return s.beginFree(ctx, tx)
	})
}

// Suspend leaves the people of a running subscription reading and exporting only; the reason is kept and shown.
func (s *Subscription) Suspend(ctx context.Context, db *gorm.DB, by people.User, reason string) error {
	return s.turn(ctx, db, by, ReadOnly, "subscription_suspended", reason)
}

// Resume gives the people of a suspended subscription everything back.
func (s *Subscription) Resume(ctx context.Context, db *gorm.DB, by people.User, reason string) error {
	return s.turn(ctx, db, by, FullAccess, "subscription_resumed", reason)
}

func (s *Subscription) turn(ctx context.Context, db *gorm.DB, by people.User, access Access, verb, reason string) error {
	if reason == "" {
		wrong := store.Invalid{}
		wrong.Add("reason", "error.required")
		return wrong
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		fresh, err := store.From[Subscription](tx, forUpdate).Where("id = ?", s.ID).Take(ctx)
		if err != nil {
			return err
		}
		if fresh.State != Running {
			return store.ErrConflict
		}
		s.State, s.Access, s.Version = fresh.State, fresh.Access, fresh.Version
		if s.Access == access {
			return nil
		}
		now := store.Now(tx)
		s.Access, s.TurnedAt, s.HeldFor = access, &now, heldBy(access)
		if err := s.save(ctx, tx, "access", "turned_at", "held_for"); err != nil {
			return err
		}
		if err := s.note(ctx, tx, by.Actor(), verb, reason); err != nil {
			return err
		}
		return store.Enqueue(tx, AccessChanged{s.ID})
	})
}

// heldBy is who reduced access by hand: nobody once it is full again.
func heldBy(access Access) string {
	if access == FullAccess {
		return ""
	}
	return "operator"
}

// save writes some columns and the row's version.
func (s *Subscription) save(ctx context.Context, tx *gorm.DB, columns ...string) error {
	s.Version, s.UpdatedAt = s.Version+1, store.Now(tx)
	columns = append(columns, "version", "updated_at")
	return tx.WithContext(ctx).Model(s).Select(columns).Updates(s).Error
}

// note writes an act on the subscription in the journal.
func (s Subscription) note(ctx context.Context, tx *gorm.DB, by journal.Actor, verb, reason string) error {
	return journal.Note(ctx, tx, by, journal.Act{
		Verb: verb, SubjectType: "subscription", SubjectRef: s.Ref, OrganisationID: s.OrganisationID, Reason: reason,
	})
}

// Suspended reports whether its people may only read or export.
func (s Subscription) Suspended() bool { return s.Access == ReadOnly || s.Access == ExportOnly }

// Turned reports whether its access was changed since it was delivered: suspended, or resumed after that.
func (s Subscription) Turned() bool {
	return s.Suspended() || s.Access == FullAccess && s.TurnedAt != nil
}

// Delivered reports whether the service is or was there.
func (s Subscription) Delivered() bool { return s.DeliveredOn != "" }

// Current is the period a day lies in, once the service is there.
func (s Subscription) Current(day time.Time) (period.Period, bool) {
	anchor, err := period.Day(s.AnchorOn)
	if err != nil {
		return period.Period{}, false
	}
	p, _ := period.Holding(anchor, s.Period, day)
	return p, true
}

package billing

import (
	"context"
	"errors"
	"time"

	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// ChangeState is how far a change has come.
type ChangeState string

// The states of a change.
const (
	Scheduled ChangeState = "scheduled" // waits for its day; one a subscription
	Done      ChangeState = "done"
	Dropped   ChangeState = "dropped" // replaced, or the organisation keeps what it has
)

// SubscriptionChange is a change of a subscription: made, waiting for its day, or dropped.
type SubscriptionChange struct {
	ID             uint
	Ref            string
	SubscriptionID uint
	OrganisationID uint
	Direction      Direction
	State          ChangeState
	OnDay          string
	To             Plan `gorm:"embedded"`
	From           Plan `gorm:"embedded;embeddedPrefix:from_"`
	DueCents       int64
	CreditedCents  int64
	NextOn         string
	NextCents      int64
	ByID           uint
	CreatedAt      time.Time
	SettledAt      *time.Time
}

// Waiting reports whether the change waits for its day.
func (c SubscriptionChange) Waiting() bool { return c.ID != 0 && c.State == Scheduled }

// waitingChange is the change that waits for the end of a period of a subscription; a zero one when none does.
func waitingChange(ctx context.Context, db *gorm.DB, subscriptionID uint) (SubscriptionChange, error) {
	c, err := store.From[SubscriptionChange](db).Where("subscription_id = ? and state = ?", subscriptionID, Scheduled).Take(ctx)
	if errors.Is(err, store.ErrNotFound) {
		return SubscriptionChange{}, nil
	}
	return c, err
}

// ScheduledChangeOf is the change that waits for its day; a zero one when none does.
func ScheduledChangeOf(ctx context.Context, db *gorm.DB, s Subscription) (SubscriptionChange, error) {
	if s.ChangeOn == "" {
		return SubscriptionChange{}, nil
	}
	return waitingChange(ctx, db, s.ID)
}

// LoadChange returns a change with its subscription, for jobs.
func LoadChange(ctx context.Context, db *gorm.DB, id uint) (SubscriptionChange, Subscription, error) {
	c, err := store.From[SubscriptionChange](db).Where("id = ?", id).Take(ctx)
	if err != nil {
		return c, Subscription{}, err
	}
	s, err := LoadSubscription(ctx, db, c.SubscriptionID)
	return c, s, err
}

// With is a subscription to another plan, to be named.
func (s Subscription) With(p Plan) Subscription {
	s.take(p, s.AnchorOn)
	return s
}

// file keeps the change.
func (a *amendment) file(ctx context.Context, tx *gorm.DB, state ChangeState) error {
	now := store.Now(tx)
	c := SubscriptionChange{
		Ref: store.NewRef(), SubscriptionID: a.s.ID, OrganisationID: a.o.ID, Direction: a.done.Direction, State: state, OnDay: a.done.OnDay,
		To: a.done.To, From: a.done.From, ByID: a.by.ID, CreatedAt: now,
	}
	if c.OnDay == "" {
		c.OnDay = a.today.Format(time.DateOnly)
	}
	if state == Done {
		c.SettledAt = &now
	}
	a.done.Change = c
	return store.From[SubscriptionChange](tx).Create(ctx, &a.done.Change)
}

// settle notes that a change was made or dropped.
func (c *SubscriptionChange) settle(ctx context.Context, tx *gorm.DB, state ChangeState) error {
	now := store.Now(tx)
	c.State, c.SettledAt = state, &now
	return tx.WithContext(ctx).Model(c).Select("state", "settled_at").Updates(c).Error
}

// Keep drops the change that waits: the subscription stays as it is. What was already invoiced at the price to come is invoiced again at
// the present one.
func (s Subscription) Keep(ctx context.Context, db *gorm.DB, by people.User, why Because) error {
	if !mayEnd(by, s) && !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	return refused(store.InTx(ctx, db, func(tx *gorm.DB) error {
		fresh, err := s.taken(ctx, tx)
		if err != nil {
			return err
		}
		a := amendment{by: by, why: why, s: fresh}
		if err := a.load(ctx, tx); err != nil {
			return err
		}
		if !a.pending.Waiting() || fresh.Settled() {
			return store.ErrConflict
		}
		return a.stay(ctx, tx)
	}))
}

func (a *amendment) stay(ctx context.Context, tx *gorm.DB) error {
	a.done.Version = a.s.Version
	if err := a.replace(ctx, tx); err != nil {
		return err
	}
	if err := a.s.save(ctx, tx, "change_on"); err != nil {
		return err
	}
	current, _ := a.s.Current(a.today)
	invoiced, err := a.s.invoicedFrom(ctx, tx, current)
	if err != nil {
		return err
	}
	if err := a.rebill(ctx, tx, ahead(invoiced, current.To), a.s); err != nil {
		return err
	}
	return a.s.note(ctx, tx, a.by.Actor(), "subscription_kept", "")
}

// ApplyChanges makes the changes whose day has come, each in its own transaction (BAT1). What they cost was invoiced when it was time.
// It returns how many were made.
func ApplyChanges(ctx context.Context, db *gorm.DB) (int, error) {
	host, err := collective.Find(ctx, db)
	if err != nil {
		return 0, err
	}
	today := store.Today(db, host.Location()).Format(time.DateOnly)
	due, err := store.From[SubscriptionChange](db).Where("state = ? and on_day <= ?", Scheduled, today).Order("id").Find(ctx)
	made, faults := 0, []error{err}
	for _, c := range due {
		err := store.InTx(ctx, db, func(tx *gorm.DB) error { return c.apply(ctx, tx) })
		if faults = append(faults, err); err == nil {
			made++
		}
	}
	return made, errors.Join(faults...)
}

func (c SubscriptionChange) apply(ctx context.Context, tx *gorm.DB) error {
	if err := oneAtATime(tx, c.OrganisationID); err != nil {
		return err
	}
	s, err := store.From[Subscription](tx, forUpdate).Where("id = ?", c.SubscriptionID).Take(ctx)
	if err != nil {
		return err
	}
	if c, err = waitingChange(ctx, tx, s.ID); err != nil || c.ID == 0 { // somebody was quicker
		return err
	}
	if s.ChangeOn = ""; s.State != Running || s.CancelOn != "" && s.CancelOn <= c.OnDay {
		if err := s.save(ctx, tx, "change_on"); err != nil {
			return err
		}
		return c.settle(ctx, tx, Dropped)
	}
	s.take(c.To, c.OnDay)
	if err := s.save(ctx, tx, "offer_id", "price_id", "tier", "period", "quantity", "unit_cents", "anchor_on", "change_on"); err != nil {
		return err
	}
	if err := c.settle(ctx, tx, Done); err != nil {
		return err
	}
	if err := s.note(ctx, tx, journal.Actor{}, "subscription_change_applied", ""); err != nil {
		return err
	}
	return store.Enqueue(tx, PlanChanged{s.ID})
}

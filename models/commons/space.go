package commons

import (
	"context"
	"time"

	"chatiere/models/billing"
	"chatiere/models/billing/period"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// SpaceState is how far a shared space has come.
type SpaceState string

// The states of a shared space (reciprocity.md 6).
const (
	SpaceDraft     SpaceState = "draft"
	SpaceOpen      SpaceState = "open"      // pledges are gathered, nothing is asked of anybody
	SpaceFunded    SpaceState = "funded"    // enough was promised
	SpaceRunning   SpaceState = "running"   // parts are invoiced, gifts are asked for
	SpaceClosed    SpaceState = "closed"    // its end was decided
	SpaceAbandoned SpaceState = "abandoned" // not enough was promised in time
)

// Mode is what happens to what is promised beyond the goal.
type Mode string

// The modes of a shared space.
const (
	Fixed    Mode = "fixed"    // promises stay as they are; what is more is the space's reserve
	Adaptive Mode = "adaptive" // every part shrinks to the goal
	Cascade  Mode = "cascade"  // the rest is proposed to another space, and each says yes or no
)

// Modes are all of them.
var Modes = []Mode{Fixed, Adaptive, Cascade}

// SharedSpace is one service that several carry: a goal for each period, who promised what, until when it is gathered. With a subscription
// behind it, money promised becomes a part of its bill; without one it is a gift to the collective.
type SharedSpace struct {
	ID             uint
	Ref            string
	Title          string
	About          string
	SubscriptionID *uint
	OrganisationID *uint // whose subscription it is
	Organisation   *people.Organisation
	GoalCents      int64 // of each period, before tax
	GoalMinutes    int64 // of each period; 0: no time is asked for
	Period         period.Interval
	ThresholdBP    int `gorm:"column:threshold_bp"`
	Mode           Mode
	CascadeToID    *uint
	Deadline       string
	State          SpaceState
	OpenedAt       *time.Time
	FundedAt       *time.Time
	StartedAt      *time.Time
	StartedOn      string // periods of gifts are counted from that day
	EndedAt        *time.Time
	CarriedNote    string // the collective states in writing that it carries what nobody does
	CarriedByID    *uint
	CarriedAt      *time.Time
	GapToldOn      string
	CreatedByID    uint
	Version        int
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// Invoices reports whether money for it is invoiced, as a part of a service; else it is given.
func (s SharedSpace) Invoices() bool { return s.SubscriptionID != nil }

// Gathers reports whether somebody may still promise something.
func (s SharedSpace) Gathers() bool {
	return s.State == SpaceOpen || s.State == SpaceFunded || s.State == SpaceRunning
}

// Over reports whether nothing more comes of it.
func (s SharedSpace) Over() bool { return s.State == SpaceClosed || s.State == SpaceAbandoned }

// CarriedByHost reports whether the collective said that it carries the gap.
func (s SharedSpace) CarriedByHost() bool { return s.CarriedNote != "" }

func spaces(db *gorm.DB) store.Rows[SharedSpace] {
	return store.From[SharedSpace](db).Joins(clause.JoinTarget{Association: "Organisation", Type: clause.LeftJoin}, nil)
}

// FindSpace returns the shared space with that ref: a draft for operators only, else store.ErrNotFound.
func FindSpace(ctx context.Context, db *gorm.DB, u people.User, ref string) (SharedSpace, error) {
	q := spaces(db).Where("shared_spaces.ref = ?", ref)
	if !u.Is(people.Operator) {
		q = q.Where("shared_spaces.state <> 'draft'")
	}
	return q.Take(ctx)
}

// LoadSpace returns a shared space by id, for jobs.
func LoadSpace(ctx context.Context, db *gorm.DB, id uint) (SharedSpace, error) {
	return spaces(db).Where("shared_spaces.id = ?", id).Take(ctx)
}

// SpaceOfSubscription returns the shared space of a subscription that is not over, else store.ErrNotFound.
func SpaceOfSubscription(ctx context.Context, db *gorm.DB, subscriptionID uint) (SharedSpace, error) {
	return spaces(db).Where("shared_spaces.subscription_id = ? and shared_spaces.state in ('open','funded','running')", subscriptionID).Take(ctx)
}

// SpaceFilter narrows the desk's list.
type SpaceFilter struct {
	Query string     `query:"q"`
	State SpaceState `query:"state"`
	After string     `query:"after"`
}

// DeskSpaces returns a page of all shared spaces for the operators, newest first.
func DeskSpaces(ctx context.Context, db *gorm.DB, u people.User, f SpaceFilter) (store.Page[SharedSpace], error) {
	if !u.Is(people.Operator) {
		return store.Page[SharedSpace]{}, store.ErrNotFound
	}
	q := spaces(db).Order("shared_spaces.id desc").Limit(store.PageSize + 1)
	if after := store.FromKey(f.After); after > 0 {
		q = q.Where("shared_spaces.id < ?", after)
	}
	if f.State != "" {
		q = q.Where("shared_spaces.state = ?", f.State)
	}
	if f.Query != "" {
		q = q.Where(`lower(shared_spaces.title) like ? escape '\'`, store.Like(f.Query))
	}
	rows, err := q.Find(ctx)
	return store.Paged(rows, store.PageSize, func(s SharedSpace) string { return store.Key(s.ID) }), err
}

// SpacesToCascade are those that could take what another has too much, the oldest first.
func SpacesToCascade(ctx context.Context, db *gorm.DB, but uint) ([]SharedSpace, error) {
	return spaces(db).Where("shared_spaces.state in ('draft','open','funded','running') and shared_spaces.id <> ?", but).Order("shared_spaces.id").Limit(100).Find(ctx)
}

// takeSpace takes a shared space for this transaction: whoever changes it or a pledge to it begins with it.
func takeSpace(ctx context.Context, tx *gorm.DB, id uint) (SharedSpace, error) {
	var s SharedSpace
	err := locked(tx.WithContext(ctx)).Where("id = ?", id).Take(&s).Error
	return s, err
}

// save writes some columns and the row's version, and lets public pages know.
func (s *SharedSpace) save(ctx context.Context, tx *gorm.DB, columns ...string) error {
	s.Version, s.UpdatedAt = s.Version+1, store.Now(tx)
	columns = append(columns, "version", "updated_at")
	if err := tx.WithContext(ctx).Model(s).Omit("Organisation").Select(columns).Updates(s).Error; err != nil {
		return err
	}
	return store.Published(tx)
}

// note writes an act on the space in the journal.
func (s SharedSpace) note(ctx context.Context, tx *gorm.DB, by people.User, verb, reason string) error {
	a := journal.Act{Verb: verb, SubjectType: "shared_space", SubjectRef: s.Ref, Reason: reason}
	if s.OrganisationID != nil {
		a.OrganisationID = *s.OrganisationID
	}
	return journal.Note(ctx, tx, by.Actor(), a)
}

// subscription is what its money pays for.
func (s SharedSpace) subscription(ctx context.Context, db *gorm.DB) (billing.Subscription, error) {
	return billing.LoadSubscription(ctx, db, *s.SubscriptionID)
}

// PeriodOn is the day on which the period under way began; empty before anything runs.
func (s SharedSpace) PeriodOn(today time.Time) string {
	anchor, err := period.Day(s.StartedOn)
	if err != nil {
		return ""
	}
	p, _ := period.Holding(anchor, s.Period, today)
	return p.From.Format(time.DateOnly)
}

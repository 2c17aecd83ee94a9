// Package hosting delivers: one deployment for each service of a subscription, its steps and states. Delivery is never payment.
// The manual driver (deployment.md 12) is a checklist that people tick; later drivers share the same states and steps.
package hosting

import (
	"context"
	"slices"
	"time"

	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// State is where a deployment stands (deployment.md 3).
type State string

// The states of a deployment.
const (
	Requested    State = "requested"
	Provisioning State = "provisioning"
	Active       State = "active"
	Suspending   State = "suspending"
	Suspended    State = "suspended"
	Resuming     State = "resuming"
	Deleting     State = "deleting"
	Deleted      State = "deleted"
)

// Level is how far a suspension goes.
type Level string

// The levels of a suspension.
const (
	NotSuspended Level = ""
	ReadOnly     Level = "read_only"
	Closed       Level = "closed"
)

// Deployment is one service running for one subscription.
type Deployment struct {
	ID             uint
	Ref            string
	SubscriptionID uint
	Subscription   billing.Subscription `gorm:"foreignKey:SubscriptionID"`
	ServiceID      uint
	Service        catalogue.Service `gorm:"-"` // with its words
	OrganisationID uint
	Organisation   people.Organisation `gorm:"foreignKey:OrganisationID"`
	State          State
	Level          Level
	Settled        State // the last state that held, shown while a change is under way
	Address        string
	BlockedReason  string
	PromisedOn     string // the day it is promised for
	ReadyAt        *time.Time
	TurnedAt       time.Time // when the state last changed: the age shown in queues
	Version        int
	CreatedAt      time.Time
	UpdatedAt      time.Time
	Steps          []Step `gorm:"-"` // of the present round
}

// turns are the changes of state that may happen; any other is refused (deployment.md 3).
var turns = map[State][]State{
	Requested:    {Provisioning, Deleted},
	Provisioning: {Active, Deleting},
	Active:       {Suspending, Deleting},
	Suspending:   {Suspended, Resuming, Deleting},
	Suspended:    {Resuming, Deleting, Suspending},
	Resuming:     {Active, Suspending, Deleting},
	Deleting:     {Deleted, Resuming},
	Deleted:      {},
}

// may reports whether the state may become next.
func (s State) may(next State) bool {
	for _, n := range turns[s] {
		if n == next {
			return true
		}
	}
	return false
}

// Working reports whether somebody has steps to do.
func (d Deployment) Working() bool {
	switch d.State {
	case Requested, Provisioning, Suspending, Resuming, Deleting:
		return true
	}
	return false
}

// Usable reports whether people get in: it is there, and not closed.
func (d Deployment) Usable() bool {
	return d.ReadyAt != nil && d.State != Deleted && d.Level != Closed
}

// FindDeployment returns the deployment with that ref, with its steps, if u belongs to its organisation or is an operator or agent.
func FindDeployment(ctx context.Context, db *gorm.DB, lang string, u people.User, ref string) (Deployment, error) {
	q := store.From[Deployment](db).Joins(clause.Has("Organisation"), nil).Where("deployments.ref = ?", ref)
	if !u.Is(people.Operator, people.Agent) {
		q = q.Where("deployments.organisation_id in ?", append(u.OrganisationIDs(), 0))
	}
	d, err := q.Preload("Subscription", nil).Take(ctx)
	if err != nil {
		return d, err
	}
	if d.Steps, err = stepsOf(ctx, db, d.ID); err != nil {
		return d, err
	}
	d.Service, err = catalogue.LoadService(ctx, db, lang, d.ServiceID)
	return d, err
}

// named gives each deployment its service, with its words in a language.
func named(ctx context.Context, db *gorm.DB, lang string, all []Deployment) error {
	var ids []uint
	for _, d := range all {
		if !slices.Contains(ids, d.ServiceID) {
			ids = append(ids, d.ServiceID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	services, err := catalogue.LoadServices(ctx, db, lang, ids)
	if err != nil {
		return err
	}
	byID := map[uint]catalogue.Service{}
	for _, s := range services {
		byID[s.ID] = s
	}
	for i := range all {
		all[i].Service = byID[all[i].ServiceID]
	}
	return nil
}

// Of returns the deployments of an organisation, oldest first; deleted ones are left out.
func Of(ctx context.Context, db *gorm.DB, lang string, o people.Organisation) ([]Deployment, error) {
	all, err := store.From[Deployment](db).Where("organisation_id = ? and state <> 'deleted'", o.ID).Order("id").Limit(100).Find(ctx)
	if err != nil {
		return nil, err
	}
	return all, named(ctx, db, lang, all)
}

// WithContracts fills in the subscriptions of deployments.
func WithContracts(ctx context.Context, db *gorm.DB, all []Deployment) error {
	ids := make([]uint, len(all))
	for n, d := range all {
		ids[n] = d.SubscriptionID
	}
	found, err := store.From[billing.Subscription](db).Where("id in ?", append(ids, 0)).Find(ctx)
	for n := range all {
		if k := slices.IndexFunc(found, func(s billing.Subscription) bool { return s.ID == all[n].SubscriptionID }); k >= 0 {
			all[n].Subscription = found[k]
		}
	}
	return err
}

// OfSubscription returns the deployments of one subscription.
func OfSubscription(ctx context.Context, db *gorm.DB, subscriptionID uint) ([]Deployment, error) {
	return store.From[Deployment](db).Where("subscription_id = ?", subscriptionID).Order("id").Find(ctx)
}

// LoadDeployment returns a deployment by id with its organisation, for jobs.
func LoadDeployment(ctx context.Context, db *gorm.DB, id uint) (Deployment, error) {
	return store.From[Deployment](db).Where("id = ?", id).Preload("Organisation", nil).Take(ctx)
}

// Name gives the deployment its service with its words in a language.
func (d *Deployment) Name(ctx context.Context, db *gorm.DB, lang string) (err error) {
	d.Service, err = catalogue.LoadService(ctx, db, lang, d.ServiceID)
	return err
}

// Filter narrows the operators' list.
type Filter struct {
	State State  // empty: those with something to do
	Query string // part of an organisation's name or an address
	After uint
	All   bool // everything at once, for a file
}

// AnyState lets deployments of every state through.
const AnyState State = "any"

// Find returns a page of deployments for operators: what waits longest first.
func Find(ctx context.Context, db *gorm.DB, lang string, f Filter) (store.Page[Deployment], error) {
	q := store.From[Deployment](db).Where("deployments.id > ?", f.After)
	switch f.State {
	case "":
		q = q.Where("state in ('requested','provisioning','suspending','resuming','deleting')")
	case AnyState:
	case LateBack:
		q = q.Where(NotBack, NotBackSince(db))
	default:
		q = q.Where("state = ?", f.State)
	}
	most := store.PageSize
	if f.All {
		most = store.MostRows
	}
	if f.Query != "" {
		like := store.Like(f.Query)
		q = q.Where(`(lower(address) like ? escape '\' or organisation_id in (select id from organisations where lower(name) like ? escape '\'))`, like, like)
	}
	rows, err := q.Preload("Organisation", store.OnlyThese("id", "ref", "name")).Order("deployments.id").Limit(most + 1).Find(ctx)
	if err == nil {
		err = named(ctx, db, lang, rows)
	}
	return store.Paged(rows, most, func(d Deployment) string { return store.Key(d.ID) }), err
}

// Waiting counts what has to be done, and since when the oldest waits.
func Waiting(ctx context.Context, db *gorm.DB) (n int64, oldest *time.Time, err error) {
	var row struct {
		N      int64
		Oldest *time.Time
	}
	err = db.WithContext(ctx).Model(&Deployment{}).Select("count(*) as n, min(turned_at) as oldest").
		Where("state in ('requested','provisioning','suspending','resuming','deleting')").Scan(&row).Error
	return row.N, row.Oldest, err
}

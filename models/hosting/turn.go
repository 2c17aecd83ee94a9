package hosting

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// promisedDays is how long a delivery by hand may take: two working days are said to people, a week-end included.
const promisedDays = 4

// DeploymentTurned: a deployment settled in another state; its people are told.
type DeploymentTurned struct {
	DeploymentID uint  `json:"deployment_id"`
	State        State `json:"state"`
	Version      int   `json:"version"`
}

// Kind names the promise.
func (DeploymentTurned) Kind() string { return "deployment_turned" }

// Ask makes the deployments of a subscription that was accepted: one a service of its offer. Asked twice, it makes none twice.
func Ask(ctx context.Context, db *gorm.DB, subscriptionID uint) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		s, err := billing.LoadSubscription(ctx, tx, subscriptionID)
		if err != nil || s.State == billing.Ended {
			return err
		}
		services, err := catalogue.ServiceIDsOf(ctx, tx, s.OfferID)
		if err != nil {
			return err
		}
		host, err := collective.Find(ctx, tx)
		if err != nil {
			return err
		}
		now := store.Now(tx)
		promised := store.Today(tx, host.Location()).AddDate(0, 0, promisedDays).Format(time.DateOnly)
		if s.StartsFrom > promised {
			promised = s.StartsFrom
		}
		for _, id := range services {
			d := Deployment{
				Ref: store.NewRef(), SubscriptionID: s.ID, ServiceID: id, OrganisationID: s.OrganisationID, State: Provisioning, Settled: Requested,
				PromisedOn: promised, TurnedAt: now, Version: 1, CreatedAt: now, UpdatedAt: now,
			}
			made := tx.WithContext(ctx).Omit(clause.Associations).Clauses(clause.OnConflict{DoNothing: true}).Create(&d)
			if made.Error != nil {
				return made.Error
			}
			if made.RowsAffected == 0 {
				continue
			}
			if err := d.begin(ctx, tx, Install); err != nil {
				return err
			}
			if err := d.note(ctx, tx, journal.Actor{}, "deployment_asked", ""); err != nil {
				return err
			}
		}
		return nil
	})
}

// Follow brings the deployments of a subscription after what its people may now do: read-only, full access again, or the end.
func Follow(ctx context.Context, db *gorm.DB, subscriptionID uint) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		s, err := billing.LoadSubscription(ctx, tx, subscriptionID)
		if err != nil {
			return err
		}
		all, err := OfSubscription(ctx, tx, s.ID)
		if err != nil {
			return err
		}
		for i := range all {
			if err := all[i].follow(ctx, tx, s); err != nil {
				return err
			}
		}
		return nil
	})
}

func (d *Deployment) follow(ctx context.Context, tx *gorm.DB, s billing.Subscription) error {
	suspended := d.State == Suspending || d.State == Suspended
	switch {
	case s.State == billing.Ended && d.State != Deleting && d.State != Deleted:
		return d.turn(ctx, tx, Deleting, Remove, d.Level)
	case s.Access == billing.ReadOnly && d.State == Active:
		return d.turn(ctx, tx, Suspending, Suspend, ReadOnly)
	case s.Access == billing.ExportOnly && (d.State == Active || suspended && d.Level != Closed):
		return d.turn(ctx, tx, Suspending, Suspend, Closed)
	case s.Access == billing.FullAccess && suspended:
		return d.turn(ctx, tx, Resuming, Resume, d.Level)
	}
	return nil
}

// turn begins a change of state and its round of steps.
func (d *Deployment) turn(ctx context.Context, tx *gorm.DB, next State, run Run, level Level) error {
	if !d.State.may(next) {
		return store.ErrConflict
	}
	d.State, d.Level = next, level
	if err := d.save(ctx, tx); err != nil {
		return err
	}
	if err := d.begin(ctx, tx, run); err != nil {
		return err
	}
	return d.note(ctx, tx, journal.Actor{}, "deployment_"+string(next), "")
}

func (d *Deployment) save(ctx context.Context, tx *gorm.DB) error {
	d.Version, d.UpdatedAt, d.TurnedAt = d.Version+1, store.Now(tx), store.Now(tx)
	return tx.WithContext(ctx).Model(d).Omit(clause.Associations).
		Select("state", "level", "settled", "address", "blocked_reason", "ready_at", "turned_at", "version", "updated_at").Updates(d).Error
}

func (d Deployment) note(ctx context.Context, tx *gorm.DB, by journal.Actor, verb, reason string) error {
	return journal.Note(ctx, tx, by, journal.Act{Verb: verb, SubjectType: "deployment", SubjectRef: d.Ref, OrganisationID: d.OrganisationID, Reason: reason})
}

// WorkForm is what an operator sends from a checklist: the steps ticked, a note, and the address where the service is.
type WorkForm struct {
	Done    []string `form:"done"` // refs of ticked steps
	Note    string   `form:"note"`
	Address string   `form:"address"`
	Blocked string   `form:"blocked"` // why it cannot be done now
}

// Work ticks steps; the last one settles the deployment. An installation needs the address where people find the service.
func (d *Deployment) Work(ctx context.Context, db *gorm.DB, by people.User, f WorkForm) error {
	wrong := store.Invalid{}
	f.Address = strings.TrimSpace(f.Address)
	if f.Address != "" && !webAddress(f.Address) {
		wrong.Add("address", "error.web_address")
	}
	if len([]rune(f.Note)) > 1000 {
		wrong.Add("note", "error.too_long", "Max", 1000)
	}
	if len([]rune(f.Blocked)) > 500 {
		wrong.Add("blocked", "error.too_long", "Max", 500)
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	d.Steps = slices.Clone(d.Steps) // a form that is refused is shown again with the steps as they were
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if !d.Working() {
			return store.ErrConflict
		}
		for i := range d.Steps {
			if err := d.Steps[i].tick(ctx, tx, by, f); err != nil {
				return err
			}
		}
		if f.Address != "" {
			d.Address = f.Address
		}
		d.BlockedReason = strings.TrimSpace(f.Blocked)
		return d.settle(ctx, tx, by)
	})
}

// tick marks the step done, or takes a mark back.
func (s *Step) tick(ctx context.Context, tx *gorm.DB, by people.User, f WorkForm) error {
	wanted := false
	for _, ref := range f.Done {
		wanted = wanted || ref == s.Ref
	}
	if wanted == s.Done() {
		return nil
	}
	s.DoneAt, s.DoneByID, s.Note = nil, nil, ""
	if wanted {
		now := store.Now(tx)
		s.DoneAt, s.DoneByID, s.Note = &now, &by.ID, strings.TrimSpace(f.Note)
	}
	return tx.WithContext(ctx).Model(s).Select("done_at", "done_by_id", "note").Updates(s).Error
}

// settle ends the round when every step is done.
func (d *Deployment) settle(ctx context.Context, tx *gorm.DB, by people.User) error {
	for _, s := range d.Steps {
		if !s.Done() {
			return d.keep(ctx, tx)
		}
	}
	if d.BlockedReason != "" {
		return d.keep(ctx, tx)
	}
	switch d.State {
	case Provisioning, Resuming:
		if d.Address == "" {
			wrong := store.Invalid{}
			wrong.Add("address", "error.required")
			return wrong
		}
		d.State, d.Level = Active, NotSuspended
	case Suspending:
		d.State = Suspended
	case Deleting:
		d.State = Deleted
	}
	first := d.ReadyAt == nil && d.State == Active
	if first {
		now := store.Now(tx)
		d.ReadyAt = &now
	}
	d.Settled = d.State
	if err := d.save(ctx, tx); err != nil {
		return err
	}
	if err := d.note(ctx, tx, by.Actor(), "deployment_"+string(d.State), ""); err != nil {
		return err
	}
	if err := store.Enqueue(tx, DeploymentTurned{d.ID, d.State, d.Version}); err != nil || !first {
		return err
	}
	return d.delivered(ctx, tx, by)
}

// keep saves what was ticked and said so far; the age in the queue stays.
func (d *Deployment) keep(ctx context.Context, tx *gorm.DB) error {
	d.Version++
	return tx.WithContext(ctx).Model(d).Omit(clause.Associations).Select("address", "blocked_reason", "version").Updates(d).Error
}

// delivered tells billing once all services of the subscription are there: its periods are counted from that day.
func (d Deployment) delivered(ctx context.Context, tx *gorm.DB, by people.User) error {
	var missing int64
	if err := tx.WithContext(ctx).Model(&Deployment{}).Where("subscription_id = ? and ready_at is null and state not in ?", d.SubscriptionID, []State{Deleting, Deleted}).Count(&missing).Error; err != nil || missing > 0 {
		return err
	}
	host, err := collective.Find(ctx, tx)
	if err != nil {
		return err
	}
	return billing.Delivered(ctx, tx, by.Actor(), d.SubscriptionID, store.Today(tx, host.Location()))
}

func webAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil && len(s) <= 300 && !strings.ContainsAny(s, " \t\r\n")
}

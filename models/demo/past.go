package demo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"time"

	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/commons"
	"chatiere/models/demo/folder"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// ErrTooLate is returned when the past would have to be told after the present: invoices are numbered in the order of their days.
var ErrTooLate = errors.New("demo: there are invoices already; the past is told before the first one, in a fresh database")

// Keeper keeps, by the clock of db, the promises that an event made.
type Keeper func(ctx context.Context, db *gorm.DB) error

// Telling is how far back a story is told, and with what.
type Telling struct {
	Months int
	Keep   Keeper
	Secret []byte // seals where projects are paid
	Pages  string // the address of the projects' pages as banks write it beside payments
}

// Relive makes the story of a loaded folder happen: what is no older than its months, in its order, by the verbs that people use,
// with the clock set back. Promises are kept as they are made and reach nobody. All of it happens or nothing; told again, nothing happens.
// What the portal cannot do yet (reviewed offers, shared prices) is left out.
func Relive(ctx context.Context, db *gorm.DB, c folder.Collective, telling Telling) (Report, error) {
	var report Report
	err := store.InTx(store.Hold(ctx), db, func(tx *gorm.DB) error {
		t, err := beginStory(tx.Statement.Context, tx, c, telling)
		if err != nil {
			return err
		}
		for _, e := range t.events() {
			if _, told := t.memory[[2]string{storyKind, e.name}]; told {
				report.Same++
				continue
			}
			at := store.AtTime(tx, e.at)
			if err := t.tell(at, e); err != nil {
				return fmt.Errorf("demo: %s: %w", e.name, err)
			}
			if err := telling.Keep(t.ctx, at); err != nil {
				return fmt.Errorf("demo: after %s: %w", e.name, err)
			}
			report.New++
		}
		_, err = commons.TellMonths(t.ctx, tx)
		return err
	})
	return report, err
}

const storyKind = "story"

// teller knows whom a story is about, and when it is told.
type teller struct {
	ctx     context.Context
	folder  folder.Collective
	telling Telling
	memory  memory
	now     time.Time // of the first telling: days are counted back from it
	zone    *time.Location
	days    int // how far back
}

// event is one thing that happened.
type event struct {
	at   time.Time
	name string
	do   func(tx *gorm.DB) (id uint, err error) // what it made
}

// beginStory remembers when the story was told first, so that days are always counted back from then.
func beginStory(ctx context.Context, tx *gorm.DB, c folder.Collective, telling Telling) (*teller, error) {
	host, err := collective.Find(ctx, tx)
	if err != nil {
		return nil, err
	}
	known, err := remember(ctx, tx)
	if err != nil {
		return nil, err
	}
	began, told := known[[2]string{storyKind, "beginning"}]
	if !told {
		if began, err = firstTelling(ctx, tx, telling.Months); err != nil {
			return nil, err
		}
	}
	return &teller{ctx: ctx, folder: c, telling: telling, memory: known, now: began.CreatedAt.UTC(), zone: host.Location(), days: began.Version * 61 / 2}, nil
}

func firstTelling(ctx context.Context, tx *gorm.DB, months int) (Imported, error) {
	n, err := store.From[billing.Invoice](tx).Count(ctx, "id")
	if err == nil && n > 0 {
		err = ErrTooLate
	}
	if err != nil {
		return Imported{}, err
	}
	now := store.Now(tx)
	b := Imported{Kind: storyKind, Name: "beginning", Version: months, CreatedAt: now, UpdatedAt: now}
	return b, store.From[Imported](tx).Create(ctx, &b)
}

// events are all events of the story within its months, in the order of time.
func (t *teller) events() []event {
	var all []event
	add := func(chapter ...event) { // a story does not begin in its middle
		if len(chapter) > 0 && !chapter[0].at.Before(t.now.AddDate(0, 0, -t.days)) {
			all = append(all, chapter...)
		}
	}
	s := t.folder.Story
	for _, sub := range s.Subscriptions {
		add(t.subscription(sub)...)
	}
	for _, p := range s.Pools {
		add(t.pool(p)...)
	}
	for _, gift := range s.Contributions {
		add(t.contribution(gift)...)
	}
	for _, task := range s.Tasks {
		add(t.task(task)...)
	}
	for _, a := range s.Agreements {
		add(t.agreement(a)...)
	}
	for _, space := range s.Spaces {
		add(t.space(space)...)
	}
	for _, ticket := range s.Tickets {
		add(t.ticket(ticket)...)
	}
	for _, incident := range s.Incidents {
		add(t.incident(incident)...)
	}
	if t.days > 0 {
		all = append(all, t.statements(s.Expenses)...) // they number nothing: a year of them is told however short the rest is
	}
	for _, round := range s.Rounds {
		add(t.round(round)...)
	}
	for _, c := range s.Channels {
		add(t.channel(c)...)
	}
	for _, b := range s.Batches {
		add(t.batch(b)...)
	}
	all = slices.DeleteFunc(all, func(e event) bool { return !e.at.Before(t.now) })
	slices.SortStableFunc(all, func(a, b event) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.name, b.name)) })
	return all
}

// tell makes one event happen and remembers it.
func (t *teller) tell(then *gorm.DB, e event) error {
	return store.InTx(t.ctx, then, func(tx *gorm.DB) error {
		id, err := e.do(tx)
		if err != nil {
			return err
		}
		done := Imported{Kind: storyKind, Name: e.name, SubjectID: id, CreatedAt: e.at, UpdatedAt: e.at}
		t.memory[[2]string{storyKind, e.name}] = done
		return store.From[Imported](tx).Create(t.ctx, &done)
	})
}

// made is what an earlier event made.
func (t *teller) made(name string) uint { return t.memory[[2]string{storyKind, name}].SubjectID }

// at is a moment of a working day some days ago; the same name always gives the same hour.
func (t *teller) at(daysAgo int, name string) time.Time {
	h := fnv.New32a()
	_, _ = h.Write([]byte(name)) // cannot fail
	n := int(h.Sum32() % (9 * 60))
	y, m, d := t.now.In(t.zone).Date()
	at := time.Date(y, m, d-daysAgo, 9, n, 0, 0, t.zone).UTC()
	if daysAgo == 0 && !at.Before(t.now) {
		return t.now.Add(-time.Duration(1+n%30) * time.Minute)
	}
	return at
}

// user is somebody the folder names, with their memberships.
func (t *teller) user(tx *gorm.DB, ref string) (people.User, error) {
	return people.LoadUser(t.ctx, tx, t.memory[[2]string{"user", ref}].SubjectID)
}

// idOf is the row of something the folder names.
func (t *teller) idOf(kind, ref string) uint { return t.memory[[2]string{kind, ref}].SubjectID }

// staff is the first person of the folder with a role.
func (t *teller) staff(tx *gorm.DB, role people.Role) (people.User, error) {
	for _, u := range t.folder.People.Users {
		if slices.Contains(u.Staff, string(role)) {
			return t.user(tx, u.Ref)
		}
	}
	return people.User{}, store.ErrNotFound
}

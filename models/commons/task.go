package commons

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"chatiere/models/catalogue"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// TaskState is how far a task is.
type TaskState string

// The states of a task.
const (
	TaskOpen   TaskState = "open"
	TaskTaken  TaskState = "taken"
	TaskDone   TaskState = "done"
	TaskClosed TaskState = "closed" // nobody needs to do it any more
)

// TaskStates are all states, in the order of a task's life.
var TaskStates = []TaskState{TaskOpen, TaskTaken, TaskDone, TaskClosed}

const (
	// TaskKept is how long somebody may keep a task without doing it: then it is free again.
	TaskKept    = 14 * 24 * time.Hour
	tasksAtOnce = 5 // that one person may keep
)

// Task is a small thing somebody could do, in minutes rather than evenings.
type Task struct {
	ID             uint
	Ref            string
	Version        int
	KindKey        string `gorm:"column:kind"`
	Kind           Kind   `gorm:"foreignKey:KindKey;references:Key"`
	UpstreamID     *uint  // for a libre project; nil: for the collective
	Upstream       catalogue.Upstream
	Title          string
	Body           string
	URL            string `gorm:"column:url"` // where to begin
	Minutes        int64  // about how long it takes
	Languages      string // one of which one must speak, separated by commas; empty: any
	Lang           string // in which it is written
	State          TaskState
	TakenByID      *uint
	TakenAt        *time.Time
	ContributionID *uint // that did it
	CreatedByID    *uint
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// Spoken are the languages of which one is needed; none: any will do.
func (t Task) Spoken() []string {
	if t.Languages == "" {
		return nil
	}
	return strings.Split(t.Languages, ",")
}

// Free reports whether somebody may take it: nobody has, or whoever did let it lie too long.
func (t Task) Free(now time.Time) bool {
	return t.State == TaskOpen || t.State == TaskTaken && !t.TakenAt.After(now.Add(-TaskKept))
}

// TakenBy reports whether that person keeps it.
func (t Task) TakenBy(u people.User) bool {
	return u.SignedIn() && t.State == TaskTaken && t.TakenByID != nil && *t.TakenByID == u.ID
}

// FreeAgain is when a task that somebody keeps may be taken by another person.
func (t Task) FreeAgain() time.Time { return t.TakenAt.Add(TaskKept) }

// FindTask returns the task with that ref; one that nobody needs any more is the council's only, and so is who took it.
func FindTask(ctx context.Context, db *gorm.DB, u people.User, ref string) (Task, error) {
	t, err := tasks(db).Where("tasks.ref = ?", ref).Take(ctx)
	if err == nil && t.State == TaskClosed && !Council(u) {
		return Task{}, store.ErrNotFound
	}
	return t.as(u), err
}

func tasks(db *gorm.DB) store.Rows[Task] {
	return store.From[Task](db).Joins(clause.Has("Kind"), nil).Joins(clause.LeftJoin.Association("Upstream"), store.Only("id", "ref", "slug", "name"))
}

// as is the task as u may read it: who took it is for them and the council.
func (t Task) as(u people.User) Task {
	if !t.TakenBy(u) && !Council(u) {
		t.TakenByID = nil
	}
	return t
}

// TaskFilter narrows the list of tasks.
type TaskFilter struct {
	Query  string    `query:"q"`
	Family Family    `query:"family"`
	Most   int       `query:"most"` // minutes
	Spoken string    `query:"spoken"`
	State  TaskState `query:"state"` // of the council only; empty: those that are free
	Mine   bool      `query:"mine"`  // those I took
	After  string    `query:"after"`
	All    bool      // everything at once, for a file
}

// Empty reports whether nothing but being free narrows the list.
func (f TaskFilter) Empty() bool {
	return f.Query == "" && f.Family == "" && f.Most == 0 && f.Spoken == "" && f.State == "" && !f.Mine
}

// Tasks returns a page of what one could do now, newest first.
func Tasks(ctx context.Context, db *gorm.DB, u people.User, f TaskFilter) (store.Page[Task], error) {
	most := store.PageSize
	if f.All {
		most, f.After = store.MostRows, ""
	}
	rows, err := f.apply(tasks(db), u, store.Now(db)).Order("tasks.id desc").Limit(most + 1).Find(ctx)
	for i := range rows {
		rows[i] = rows[i].as(u)
	}
	return store.Paged(rows, most, func(t Task) string { return store.Key(t.ID) }), err
}

func (f TaskFilter) apply(q store.Rows[Task], u people.User, now time.Time) store.Rows[Task] {
	if after := store.FromKey(f.After); after > 0 {
		q = q.Where("tasks.id < ?", after)
	}
	switch {
	case f.Mine:
		q = q.Where("tasks.taken_by_id = ?", u.ID)
	case Council(u) && slices.Contains(TaskStates, f.State):
		q = q.Where("tasks.state = ?", f.State)
	default:
		q = q.Where("(tasks.state = 'open' or tasks.state = 'taken' and tasks.taken_at <= ?)", now.Add(-TaskKept))
	}
	if f.Family != "" {
		q = q.Where("tasks.kind in (select key from contribution_kinds where family = ?)", f.Family)
	}
	if f.Most > 0 {
		q = q.Where("tasks.minutes <= ?", f.Most)
	}
	if f.Spoken != "" {
		q = q.Where(`(tasks.languages = '' or ',' || tasks.languages || ',' like ? escape '\')`, store.Like(","+f.Spoken+","))
	}
	if f.Query != "" {
		q = q.Where(`lower(tasks.title) like ? escape '\'`, store.Like(f.Query))
	}
	return q
}

// Take keeps a task for a person until they do it or give it back; somebody else was faster: store.ErrConflict.
func (t Task) Take(ctx context.Context, db *gorm.DB, by people.User) error {
	return t.change(ctx, db, func(tx *gorm.DB, now *Task) error {
		if err := keepPerson(ctx, tx, by.ID); err != nil {
			return err
		}
		switch {
		case now.TakenBy(by):
			return nil
		case !now.Free(store.Now(tx)):
			return store.ErrConflict
		}
		kept, err := store.From[Task](tx).Where("taken_by_id = ? and taken_at > ?", by.ID, store.Now(tx).Add(-TaskKept)).Count(ctx, "id")
		if err != nil {
			return err
		}
		if kept >= tasksAtOnce {
			return wrong("task", "error.tasks_at_once", "Most", tasksAtOnce)
		}
		return now.keep(ctx, tx, TaskTaken, &by.ID)
	})
}

// Release gives a task back, by whoever took it.
func (t Task) Release(ctx context.Context, db *gorm.DB, by people.User) error {
	return t.change(ctx, db, func(tx *gorm.DB, now *Task) error {
		if !now.TakenBy(by) {
			return store.ErrConflict
		}
		return now.keep(ctx, tx, TaskOpen, nil)
	})
}

// Close says that nobody needs to do it any more; Reopen that somebody could again.
func (t Task) Close(ctx context.Context, db *gorm.DB, by people.User) error {
	return t.turn(ctx, db, by, TaskClosed, "task_closed")
}

// Reopen lets somebody take it again, whatever became of it.
func (t Task) Reopen(ctx context.Context, db *gorm.DB, by people.User) error {
	return t.turn(ctx, db, by, TaskOpen, "task_reopened")
}

func (t Task) turn(ctx context.Context, db *gorm.DB, by people.User, to TaskState, verb string) error {
	if !Council(by) {
		return store.ErrForbidden
	}
	return t.change(ctx, db, func(tx *gorm.DB, now *Task) error {
		if now.State == to {
			return nil
		}
		now.ContributionID = nil
		if err := now.keep(ctx, tx, to, nil); err != nil {
			return err
		}
		return journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: verb, SubjectType: "task", SubjectRef: now.Ref})
	})
}

// change runs a change of a task that this transaction holds.
func (t Task) change(ctx context.Context, db *gorm.DB, f func(tx *gorm.DB, now *Task) error) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		var now Task
		if err := locked(tx.WithContext(ctx)).Where("id = ?", t.ID).Take(&now).Error; err != nil {
			return err
		}
		return f(tx, &now)
	})
}

// keep writes the state and who keeps it.
func (t *Task) keep(ctx context.Context, tx *gorm.DB, state TaskState, by *uint) error {
	t.State, t.TakenByID, t.TakenAt, t.UpdatedAt = state, by, nil, store.Now(tx)
	if by != nil {
		t.TakenAt = stamp(tx)
	}
	err := tx.WithContext(ctx).Model(&Task{}).Where("id = ?", t.ID).Select("State", "TakenByID", "TakenAt", "ContributionID", "UpdatedAt").Updates(t).Error
	if err != nil {
		return err
	}
	return store.Published(tx)
}

// do ties the task with that ref to the contribution that did it; a task that somebody else keeps is theirs to do.
func (c Contribution) do(ctx context.Context, tx *gorm.DB, by people.User, ref string) error {
	if ref == "" {
		return nil
	}
	t, err := FindTask(ctx, tx, by, ref)
	if err != nil {
		return err
	}
	return t.change(ctx, tx, func(tx *gorm.DB, now *Task) error {
		if !now.TakenBy(by) && !now.Free(store.Now(tx)) {
			return wrong("task", "error.task_taken")
		}
		now.ContributionID = &c.ID
		return now.keep(ctx, tx, TaskDone, nil)
	})
}

// undone frees the task that the contribution did.
func (c Contribution) undone(ctx context.Context, tx *gorm.DB) error {
	did, err := store.From[Task](tx).Where("contribution_id = ? and state = ?", c.ID, TaskDone).Find(ctx)
	for _, t := range did {
		err = errors.Join(err, t.change(ctx, tx, func(tx *gorm.DB, now *Task) error {
			now.ContributionID = nil
			return now.keep(ctx, tx, TaskOpen, nil)
		}))
	}
	return err
}

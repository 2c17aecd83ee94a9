package commons

import (
	"context"
	"strconv"
	"strings"

	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// TaskForm is what a steward tells of a task.
type TaskForm struct {
	KindKey   string   `form:"kind"`
	For       string   `form:"for"` // collective, or upstream:REF
	Title     string   `form:"title"`
	Body      string   `form:"body"`
	URL       string   `form:"url"`
	Minutes   string   `form:"minutes"`
	Languages []string `form:"languages"`
	Version   int      `form:"version"`

	Lang string `form:"-"`
}

// TaskMinutes are the lengths a task may have.
var TaskMinutes = []int64{15, 30, 45, 60, 90, 120, 180, 240}

// TaskFormOf is the form as a task fills it.
func TaskFormOf(t Task) TaskForm {
	f := TaskForm{KindKey: t.KindKey, For: "collective", Title: t.Title, Body: t.Body, URL: t.URL, Minutes: strconv.FormatInt(t.Minutes, 10), Languages: t.Spoken(), Version: t.Version, Lang: t.Lang}
	if t.UpstreamID != nil {
		f.For = "upstream:" + t.Upstream.Ref
	}
	return f
}

// WriteTask files a task that anybody may take.
func WriteTask(ctx context.Context, db *gorm.DB, by people.User, f TaskForm, known []string) (Task, error) {
	if !Council(by) {
		return Task{}, store.ErrForbidden
	}
	t := Task{Ref: store.NewRef(), Version: 1, State: TaskOpen, CreatedByID: &by.ID, CreatedAt: store.Now(db)}
	return t, store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := f.read(ctx, tx, &t, known); err != nil {
			return err
		}
		if err := tx.WithContext(ctx).Omit(clause.Associations).Create(&t).Error; err != nil {
			return err
		}
		return t.note(ctx, tx, by, "task_written")
	})
}

// Change replaces what is told of a task; somebody else changed it meanwhile: store.ErrConflict.
func (t Task) Change(ctx context.Context, db *gorm.DB, by people.User, f TaskForm, known []string) error {
	if !Council(by) {
		return store.ErrForbidden
	}
	return t.change(ctx, db, func(tx *gorm.DB, now *Task) error {
		if now.Version != f.Version {
			return store.ErrConflict
		}
		f.Lang = now.Lang
		if err := f.read(ctx, tx, now, known); err != nil {
			return err
		}
		now.Version++
		err := tx.WithContext(ctx).Model(&Task{}).Where("id = ?", now.ID).
			Select("Version", "KindKey", "UpstreamID", "Title", "Body", "URL", "Minutes", "Languages", "UpdatedAt").Updates(now).Error
		if err != nil {
			return err
		}
		return now.note(ctx, tx, by, "task_changed")
	})
}

func (t Task) note(ctx context.Context, tx *gorm.DB, by people.User, verb string) error {
	if err := store.Published(tx); err != nil {
		return err
	}
	return journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: verb, SubjectType: "task", SubjectRef: t.Ref})
}

// read checks the form and writes it into the task; known are the languages one may ask for.
func (f TaskForm) read(ctx context.Context, tx *gorm.DB, t *Task, known []string) error {
	bad := store.Invalid{}
	t.Title, t.Body, t.URL, t.Lang, t.UpdatedAt = oneLine(f.Title), cleaned(f.Body), strings.TrimSpace(f.URL), f.Lang, store.Now(tx)
	k, err := kindOf(ctx, tx, f.KindKey)
	if err != nil || !k.Active || !k.Counts(Minutes) {
		bad.Add("kind", "error.choose")
	}
	t.KindKey, t.Kind = k.Key, k
	t.Minutes, _ = strconv.ParseInt(f.Minutes, 10, 64)
	if !anyOf(TaskMinutes, t.Minutes) {
		bad.Add("minutes", "error.choose")
	}
	for _, l := range f.Languages {
		if !anyOf(known, l) {
			bad.Add("languages", "error.choose")
		}
	}
	t.Languages = strings.Join(f.Languages, ",")
	if err := f.purpose(ctx, tx, t, bad); err != nil {
		return err
	}
	t.words(bad)
	return bad.Err()
}

func anyOf[T comparable](all []T, one T) bool {
	for _, a := range all {
		if a == one {
			return true
		}
	}
	return false
}

func (f TaskForm) purpose(ctx context.Context, tx *gorm.DB, t *Task, bad store.Invalid) error {
	sort, ref, _ := strings.Cut(f.For, ":")
	t.UpstreamID = nil
	switch sort {
	case "", "collective":
		return nil
	case "upstream":
		id, err := upstreamID(ctx, tx, ref)
		if id == 0 {
			bad.Add("for", "error.choose")
		}
		t.UpstreamID = &id
		return err
	}
	bad.Add("for", "error.choose")
	return nil
}

func (t *Task) words(bad store.Invalid) {
	switch {
	case t.Title == "":
		bad.Add("title", "error.required")
	case len([]rune(t.Title)) > LongestTitle:
		bad.Add("title", "error.too_long", "Max", LongestTitle)
	}
	if len([]rune(t.Body)) > LongestBody {
		bad.Add("body", "error.too_long", "Max", LongestBody)
	}
	if _, web := Normal(t.URL); t.URL != "" && !web {
		bad.Add("url", "error.address")
	}
	if len(t.URL) > longestAddress {
		bad.Add("url", "error.too_long", "Max", longestAddress)
	}
	for field, text := range map[string]string{"title": t.Title, "body": t.Body, "url": t.URL} {
		if Secret(text) {
			bad.Add(field, "error.secret")
		}
	}
}

// Form is what a person tells who did the task, as far as it is known before they say so.
func (t Task) Form() Form {
	f := Form{
		Choice: t.Kind.Choice, KindKey: t.KindKey, Hours: strconv.FormatInt(t.Minutes/60, 10), Quarters: strconv.FormatInt(t.Minutes%60, 10),
		For: "collective", Title: t.Title, Evidence: t.URL, Visibility: Public, Task: t.Ref,
	}
	if t.UpstreamID != nil {
		f.For = "upstream:" + t.Upstream.Ref
	}
	return f
}

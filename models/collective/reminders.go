package collective

import (
	"context"
	"strconv"
	"strings"
	"time"

	"chatiere/models/collective/reminder"
	"chatiere/models/journal"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// ReminderForm is other days of reminders, from a day on, as typed. Version is the collective's when the form was opened.
type ReminderForm struct {
	First      string `form:"first"`
	Second     string `form:"second"`
	Last       string `form:"last"`
	ReadOnly   string `form:"read_only"`
	ExportOnly string `form:"export_only"`
	End        string `form:"end"`
	FromOn     string `form:"from_on"`
	ExampleOn  string `form:"example_on"` // an invoice due on that day is the example
	Reason     string `form:"reason"`
	Version    int    `form:"version"`
}

// Typed is what was typed for one of the days.
func (f *ReminderForm) Typed(name reminder.Field) *string {
	return map[reminder.Field]*string{
		reminder.First: &f.First, reminder.Second: &f.Second, reminder.Last: &f.Last,
		reminder.ReadOnly: &f.ReadOnly, reminder.ExportOnly: &f.ExportOnly, reminder.End: &f.End,
	}[name]
}

// RemindersFilled is the form with some days.
func RemindersFilled(d reminder.Days, version int) ReminderForm {
	f := ReminderForm{Version: version}
	for _, name := range reminder.Fields {
		*f.Typed(name) = strconv.Itoa(*d.Of(name))
	}
	return f
}

// Read checks the form on a day and returns the plan it asks for. A plan begins today or later, and after the newest one: what is due
// already keeps the days it was reminded by.
func (f *ReminderForm) Read(plans reminder.Plans, today string) (reminder.Plan, error) {
	wrong := store.Invalid{}
	plan := reminder.Plan{FromOn: strings.TrimSpace(f.FromOn)}
	for _, name := range reminder.Fields {
		text := f.Typed(name)
		*text = strings.TrimSpace(*text)
		days, err := strconv.Atoi(*text)
		*plan.Days.Of(name) = days
		if low, high := plan.Days.Bounds(name); err != nil || days < low || days > high {
			wrong.Add(string(name), "error.between", "Min", low, "Max", high)
		}
	}
	if f.Reason = strings.Join(strings.Fields(f.Reason), " "); f.Reason == "" {
		wrong.Add("reason", "error.required")
	} else if len([]rune(f.Reason)) > 300 {
		wrong.Add("reason", "error.too_long", "Max", 300)
	}
	newest := plans.For("9999-12-31")
	switch _, err := time.Parse(time.DateOnly, plan.FromOn); {
	case err != nil:
		wrong.Add("from_on", "error.date")
	case plan.FromOn < today:
		wrong.Add("from_on", "error.date_past")
	case len(plans) > 0 && plan.FromOn <= plans[len(plans)-1].FromOn:
		wrong.Add("from_on", "error.after_plan")
	case plan.Days == newest:
		wrong.Add(string(reminder.First), "error.same_days")
	}
	if _, err := time.Parse(time.DateOnly, f.ExampleOn); f.ExampleOn != "" && err != nil {
		wrong.Add("example_on", "error.date")
	}
	return plan, wrong.Err()
}

// BeginReminders lets other days hold for invoices due from a day on. When somebody changed the collective meanwhile it is
// store.ErrConflict and nothing is changed.
func BeginReminders(ctx context.Context, db *gorm.DB, by journal.Actor, f ReminderForm) error {
	return remind(ctx, db, by, f.Version, func(c *Collective, today string) (journal.Act, error) {
		before := c.Reminders.For("9999-12-31")
		plan, err := f.Read(c.Reminders, today)
		c.Reminders = append(c.Reminders, plan)
		return journal.Act{Verb: "reminders_changed", Reason: f.Reason, Details: map[string]any{"from_on": plan.FromOn, "before": before, "days": plan.Days}}, err
	})
}

// DropReminders takes the newest plan back, before it begins.
func DropReminders(ctx context.Context, db *gorm.DB, by journal.Actor, version int) error {
	return remind(ctx, db, by, version, func(c *Collective, today string) (journal.Act, error) {
		plan, coming := c.Reminders.Coming(today)
		if !coming {
			return journal.Act{}, store.ErrConflict
		}
		c.Reminders = c.Reminders[:len(c.Reminders)-1]
		return journal.Act{Verb: "reminders_dropped", Details: map[string]any{"from_on": plan.FromOn, "days": plan.Days}}, nil
	})
}

// remind changes the plans of the collective, in one transaction with its act.
func remind(ctx context.Context, db *gorm.DB, by journal.Actor, version int, change func(*Collective, string) (journal.Act, error)) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		c, err := Find(ctx, tx)
		if err != nil {
			return err
		}
		if c.ID == 0 || c.Version != version {
			return store.ErrConflict
		}
		act, err := change(&c, store.Today(tx, c.Location()).Format(time.DateOnly))
		if err != nil {
			return err
		}
		c.Version, c.UpdatedAt = version+1, store.Now(tx)
		done := tx.WithContext(ctx).Model(&Collective{}).Where("id = ? and version = ?", c.ID, version).Select("reminders", "version", "updated_at").Updates(&c)
		if done.Error != nil {
			return done.Error
		}
		if done.RowsAffected == 0 {
			return store.ErrConflict
		}
		if err := store.Published(tx); err != nil {
			return err
		}
		act.SubjectType, act.SubjectRef = "collective", "collective"
		return journal.Note(ctx, tx, by, act)
	})
}

package views

import (
	"context"
	"strconv"
	"time"

	"chatiere/models/billing/period"
	"chatiere/models/collective"
	"chatiere/models/collective/reminder"
	"chatiere/models/store"
	"chatiere/views/ui"
)

// RemindersPage is where the collective chooses the days of reminders.
type RemindersPage struct {
	Form  collective.ReminderForm
	Wrong store.Invalid
	Look  bool // show the example with what was typed
	Stale bool // somebody else saved meanwhile
	Shown reminder.Days
	Plans reminder.Plans
	Today string
}

// example is the day an invoice is due in the example: as asked, or the first of the month after the days begin to hold.
func (p RemindersPage) example() time.Time {
	if on, err := period.Day(p.Form.ExampleOn); err == nil {
		return on
	}
	from, err := period.Day(p.Form.FromOn)
	if err != nil {
		from, _ = period.Day(p.Today)
	}
	return time.Date(from.Year(), from.Month()+1, 1, 0, 0, 0, 0, time.UTC)
}

func (p RemindersPage) calendar() []time.Time {
	return p.Shown.Calendar(p.example(), period.NextWorkingDay)
}

// field is one of the days, with the least it may be.
func (p RemindersPage) field(ctx context.Context, name reminder.Field) ui.Input {
	low, high := p.Shown.Bounds(name)
	return ui.Input{
		Name: string(name), Label: reminderWord(ctx, name), Hint: t(ctx, "reminders.bounds", "Min", low, "Max", high), Value: *p.Form.Typed(name),
		Error: said(ctx, p.Wrong, string(name)), InputMode: "numeric", Unit: t(ctx, "reminders.after"), Short: true, Max: 3,
	}
}

func (p RemindersPage) mistakes(ctx context.Context) []ui.Mistake {
	var labels []string
	for _, name := range reminder.Fields {
		labels = append(labels, string(name), reminderWord(ctx, name))
	}
	return mistakes(ctx, p.Wrong, append(labels, "from_on", t(ctx, "reminders.from_on"), "example_on", t(ctx, "reminders.example_on"), "reason", t(ctx, "reminders.reason"))...)
}

// reminderWord is what comes on one of the days.
func reminderWord(ctx context.Context, name reminder.Field) string {
	switch name {
	case reminder.Second:
		return t(ctx, "reminders.second")
	case reminder.Last:
		return t(ctx, "reminders.last")
	case reminder.ReadOnly:
		return t(ctx, "reminders.read_only")
	case reminder.ExportOnly:
		return t(ctx, "reminders.export_only")
	case reminder.End:
		return t(ctx, "reminders.end")
	}
	return t(ctx, "reminders.first")
}

// reminderAccess is what people of the unpaid service may do from a step on.
func reminderAccess(ctx context.Context, name reminder.Field) string {
	switch name {
	case reminder.ReadOnly:
		return t(ctx, "reminders.access_read_only")
	case reminder.ExportOnly:
		return t(ctx, "reminders.access_export_only")
	case reminder.End:
		return t(ctx, "reminders.access_none")
	}
	return t(ctx, "reminders.access_full")
}

// planRows are the days by when they hold, the newest first; the usual ones are last.
func (p RemindersPage) planRows(ctx context.Context) []planRow {
	rows := []planRow{{reminder.Usual, t(ctx, "reminders.always"), false}}
	for _, plan := range p.Plans {
		rows = append([]planRow{{plan.Days, t(ctx, "reminders.since", "Date", dateOnly(ctx, plan.FromOn)), plan.FromOn > p.Today}}, rows...)
	}
	return rows
}

// planRow is one line of the table of days.
type planRow struct {
	days   reminder.Days
	since  string
	coming bool
}

func (r planRow) day(name reminder.Field) string { return strconv.Itoa(*r.days.Of(name)) }

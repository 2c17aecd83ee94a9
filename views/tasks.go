package views

import (
	"context"
	"strconv"
	"strings"
	"time"

	"chatiere/locales"
	"chatiere/models/catalogue"
	"chatiere/models/commons"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// TaskList is what one could do in a few minutes, with its filter.
type TaskList struct {
	Page   store.Page[commons.Task]
	Filter commons.TaskFilter
	Now    time.Time
}

// kept is what the filter says, as names and values.
func (l TaskList) kept() []string {
	most, mine := "", ""
	if l.Filter.Most > 0 {
		most = strconv.Itoa(l.Filter.Most)
	}
	if l.Filter.Mine {
		mine = "true"
	}
	return []string{"q", l.Filter.Query, "family", string(l.Filter.Family), "most", most, "spoken", l.Filter.Spoken, "state", string(l.Filter.State), "mine", mine}
}

func (l TaskList) tabs(ctx context.Context) []ui.Link {
	return []ui.Link{
		{Href: paths.Tasks(lang(ctx)), Text: t(ctx, "tasks.all"), Current: !l.Filter.Mine},
		{Href: paths.MyTasks(lang(ctx)), Text: t(ctx, "tasks.mine"), Current: l.Filter.Mine},
	}
}

func (l TaskList) next(ctx context.Context) ui.Link {
	return nextPage(ctx, paths.Tasks(lang(ctx)), l.Page.Next, l.kept()...)
}

// mostOptions are the times one may have.
func mostOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, n := range []int64{15, 30, 60, 120} {
		all = append(all, ui.Option{Value: strconv.FormatInt(n, 10), Text: locales.Minutes(lang(ctx), n)})
	}
	return all
}

func spokenOptions() []ui.Option {
	var all []ui.Option
	for _, l := range locales.All() {
		all = append(all, ui.Option{Value: l.Code, Text: l.Name})
	}
	return all
}

func taskStateOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, s := range commons.TaskStates {
		all = append(all, ui.Option{Value: string(s), Text: taskStateName(ctx, s)})
	}
	return all
}

func taskStateName(ctx context.Context, s commons.TaskState) string {
	switch s {
	case commons.TaskTaken:
		return t(ctx, "tasks.state.taken")
	case commons.TaskDone:
		return t(ctx, "tasks.state.done")
	case commons.TaskClosed:
		return t(ctx, "tasks.state.closed")
	}
	return t(ctx, "tasks.state.open")
}

// taskState is how far a task is: one that was kept too long is free again.
func taskState(ctx context.Context, task commons.Task, now time.Time) string {
	if task.Free(now) {
		return taskStateName(ctx, commons.TaskOpen)
	}
	return taskStateName(ctx, task.State)
}

func taskTone(task commons.Task, now time.Time) ui.Tone {
	switch {
	case task.Free(now):
		return ui.Info
	case task.State == commons.TaskDone:
		return ui.Good
	}
	return ui.Plain
}

// taskAbout is the kind, how long, and which languages one must speak.
func taskAbout(ctx context.Context, task commons.Task) string {
	return strings.Join([]string{locales.Minutes(lang(ctx), task.Minutes), kindCalled(ctx, task.Kind), taskSpoken(ctx, task)}, " · ")
}

// taskSpoken are the languages of which one must speak one.
func taskSpoken(ctx context.Context, task commons.Task) string {
	if len(task.Spoken()) == 0 {
		return t(ctx, "tasks.any_language")
	}
	return strings.Join(languageNames(task.Spoken()), ", ")
}

// taskFor is for whom it is.
func taskFor(ctx context.Context, task commons.Task) string {
	if task.UpstreamID != nil {
		return task.Upstream.Name
	}
	return siteName(ctx)
}

// TaskPage is one task.
type TaskPage struct {
	Task  commons.Task
	Now   time.Time
	Wrong store.Invalid
	Moved bool // somebody else was faster
}

// TaskFormPage is where a steward tells of a task.
type TaskFormPage struct {
	Form      commons.TaskForm
	Kinds     []commons.Kind
	Upstreams []catalogue.Upstream
	Wrong     store.Invalid
	Editing   *commons.Task
	Stale     bool
}

func (p TaskFormPage) action(ctx context.Context) string {
	if p.Editing != nil {
		return paths.Task(lang(ctx), *p.Editing)
	}
	return paths.Tasks(lang(ctx))
}

func (p TaskFormPage) title(ctx context.Context) string {
	if p.Editing != nil {
		return t(ctx, "tasks.form.edit")
	}
	return t(ctx, "tasks.form.new")
}

func (p TaskFormPage) version() string { return strconv.Itoa(p.Form.Version) }

// taskHost is where a task begins, short.
func taskHost(task commons.Task) string {
	norm, _ := commons.Normal(task.URL)
	return evidenceHost(commons.Evidence{URLNorm: norm})
}

func (p TaskFormPage) kindOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, k := range p.Kinds {
		if k.Counts(commons.Minutes) {
			all = append(all, ui.Option{Value: k.Key, Text: kindCalled(ctx, k)})
		}
	}
	return all
}

func (p TaskFormPage) forOptions(ctx context.Context) []ui.Option {
	all := []ui.Option{{Value: "collective", Text: siteName(ctx)}}
	for _, u := range p.Upstreams {
		all = append(all, ui.Option{Value: "upstream:" + u.Ref, Text: t(ctx, "commons.form.for_upstream", "Name", u.Name)})
	}
	return all
}

func taskMinuteOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, n := range commons.TaskMinutes {
		all = append(all, ui.Option{Value: strconv.FormatInt(n, 10), Text: locales.Minutes(lang(ctx), n)})
	}
	return all
}

func (p TaskFormPage) mistakes(ctx context.Context) []ui.Mistake {
	return mistakes(ctx, p.Wrong, "title", t(ctx, "tasks.form.title"), "kind", t(ctx, "commons.form.kind"), "minutes", t(ctx, "tasks.form.minutes"), "url", t(ctx, "tasks.form.url"),
		"for", t(ctx, "commons.form.for"), "languages", t(ctx, "tasks.form.languages"), "body", t(ctx, "tasks.form.body"))
}

// TaskRows are tasks as the rows of a file.
func TaskRows(ctx context.Context, all []commons.Task) [][]string {
	rows := [][]string{{
		t(ctx, "commons.file.ref"), t(ctx, "tasks.form.title"), t(ctx, "commons.form.kind"), t(ctx, "tasks.form.minutes"), t(ctx, "tasks.form.languages"), t(ctx, "commons.list.for"),
		t(ctx, "tasks.form.url"), t(ctx, "commons.list.state"),
	}}
	for _, one := range all {
		rows = append(rows, []string{
			one.Ref, one.Title, kindCalled(ctx, one.Kind), strconv.FormatInt(one.Minutes, 10), taskSpoken(ctx, one), taskFor(ctx, one), one.URL, taskStateName(ctx, one.State),
		})
	}
	return rows
}

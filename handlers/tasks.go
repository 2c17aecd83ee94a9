package handlers

import (
	"errors"
	"net/http"

	"chatiere/locales"
	"chatiere/models/catalogue"
	"chatiere/models/commons"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Tasks are small things that somebody could do in a few minutes.
type Tasks struct{ site Site }

// Index lists those that are free.
func (h Tasks) Index(c echo.Context) error {
	l := views.TaskList{Now: store.Now(h.site.DB)}
	err := c.Bind(&l.Filter)
	if err != nil {
		return err
	}
	if l.Page, err = commons.Tasks(ctx(c), h.site.DB, me(c), l.Filter); err != nil {
		return err
	}
	return render(c, views.Tasks(l))
}

// Export sends the same as a file.
func (h Tasks) Export(c echo.Context) error {
	var f commons.TaskFilter
	if err := c.Bind(&f); err != nil {
		return err
	}
	f.All = true
	page, err := commons.Tasks(ctx(c), h.site.DB, me(c), f)
	if err != nil {
		return err
	}
	return sendCSV(c, "tasks", views.TaskRows(ctx(c), page.Items))
}

// Show shows one.
func (h Tasks) Show(c echo.Context) error { return h.site.drawTask(c, http.StatusOK, nil, false) }

// New is where a steward tells of one.
func (h Tasks) New(c echo.Context) error {
	return h.draw(c, http.StatusOK, views.TaskFormPage{Form: commons.TaskForm{For: "collective", Minutes: "15"}})
}

// Create files it.
func (h Tasks) Create(c echo.Context) error {
	form, err := h.read(c)
	if err != nil {
		return err
	}
	made, err := commons.WriteTask(ctx(c), h.site.DB, me(c), form, languageCodes())
	if wrong, ok := store.AsInvalid(err); ok {
		return h.draw(c, http.StatusUnprocessableEntity, views.TaskFormPage{Form: form, Wrong: wrong})
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.Task(lang(c), made))
}

// Edit is where a steward changes it.
func (h Tasks) Edit(c echo.Context) error {
	t, err := commons.FindTask(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	return h.draw(c, http.StatusOK, views.TaskFormPage{Form: commons.TaskFormOf(t), Editing: &t})
}

// Update changes it; when somebody else did meanwhile, what was typed stays.
func (h Tasks) Update(c echo.Context) error {
	t, err := commons.FindTask(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	form, err := h.read(c)
	if err != nil {
		return err
	}
	err = t.Change(ctx(c), h.site.DB, me(c), form, languageCodes())
	if wrong, ok := store.AsInvalid(err); ok {
		return h.draw(c, http.StatusUnprocessableEntity, views.TaskFormPage{Form: form, Wrong: wrong, Editing: &t})
	}
	if errors.Is(err, store.ErrConflict) {
		form.Version = t.Version
		return h.draw(c, http.StatusConflict, views.TaskFormPage{Form: form, Editing: &t, Stale: true})
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.Task(lang(c), t))
}

func (h Tasks) read(c echo.Context) (commons.TaskForm, error) {
	form := commons.TaskForm{Lang: lang(c)}
	return form, c.Bind(&form)
}

func (h Tasks) draw(c echo.Context, status int, p views.TaskFormPage) error {
	var err error
	if p.Kinds, err = commons.Kinds(ctx(c), h.site.DB); err != nil {
		return err
	}
	if p.Upstreams, err = catalogue.Upstreams(ctx(c), h.site.DB); err != nil {
		return err
	}
	return renderStatus(c, status, views.TaskForm(p))
}

// languageCodes are the languages the portal speaks.
func languageCodes() []string {
	var all []string
	for _, l := range locales.All() {
		all = append(all, l.Code)
	}
	return all
}

// drawTask draws the page of the task in the address.
func (s Site) drawTask(c echo.Context, status int, wrong store.Invalid, moved bool) error {
	t, err := commons.FindTask(ctx(c), s.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	return renderStatus(c, status, views.Task(views.TaskPage{Task: t, Now: store.Now(s.DB), Wrong: wrong, Moved: moved}))
}

// onTask does something to the task in the address and shows it again.
func (s Site) onTask(c echo.Context, do func(commons.Task) error) error {
	t, err := commons.FindTask(ctx(c), s.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	err = do(t)
	if wrong, ok := store.AsInvalid(err); ok {
		return s.drawTask(c, http.StatusUnprocessableEntity, wrong, false)
	}
	if errors.Is(err, store.ErrConflict) {
		return s.drawTask(c, http.StatusConflict, nil, true)
	}
	if err != nil {
		return err
	}
	return redirect(c, paths.Task(lang(c), t))
}

// TaskTakings is keeping a task for oneself, and giving it back.
type TaskTakings struct{ site Site }

// Create keeps it.
func (h TaskTakings) Create(c echo.Context) error {
	return h.site.onTask(c, func(t commons.Task) error { return t.Take(ctx(c), h.site.DB, me(c)) })
}

// Destroy gives it back.
func (h TaskTakings) Destroy(c echo.Context) error {
	return h.site.onTask(c, func(t commons.Task) error { return t.Release(ctx(c), h.site.DB, me(c)) })
}

// TaskClosures is saying that nobody needs to do a task any more.
type TaskClosures struct{ site Site }

// Create says it.
func (h TaskClosures) Create(c echo.Context) error {
	return h.site.onTask(c, func(t commons.Task) error { return t.Close(ctx(c), h.site.DB, me(c)) })
}

// Destroy lets somebody take it again.
func (h TaskClosures) Destroy(c echo.Context) error {
	return h.site.onTask(c, func(t commons.Task) error { return t.Reopen(ctx(c), h.site.DB, me(c)) })
}

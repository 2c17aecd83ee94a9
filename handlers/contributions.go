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

// Gifts is what one can give, and how it goes.
type Gifts struct{}

// Show says it.
func (Gifts) Show(c echo.Context) error { return render(c, views.Give()) }

// Contributions are things given, as those who gave them tell and change them.
type Contributions struct{ site Site }

// New asks which of the six it was, or shows the form of one; ?corrects= puts right an accepted one, ?task= tells of a task.
func (h Contributions) New(c echo.Context) error {
	p := views.ContributionFormPage{Form: commons.Form{Choice: commons.Choice(c.QueryParam("choice")), Corrects: c.QueryParam("corrects"), For: "collective", Visibility: commons.Public}}
	if ref := c.QueryParam("task"); ref != "" {
		task, err := commons.FindTask(ctx(c), h.site.DB, me(c), ref)
		if err != nil {
			return err
		}
		p.Form = task.Form()
	}
	p.Form.FromOn = store.Today(h.site.DB, host(c).Location()).Format("2006-01-02")
	if p.Form.Corrects != "" {
		old, err := h.own(c, p.Form.Corrects)
		if err != nil {
			return err
		}
		p.Form = commons.FormOf(old)
		p.Form.Corrects, p.Form.Version = old.Ref, 0
	}
	if !p.Form.Choice.Known() {
		return render(c, views.ChooseContribution())
	}
	return h.draw(c, http.StatusOK, p)
}

// Create files it; what is wrong is said, and nothing typed is lost.
func (h Contributions) Create(c echo.Context) error {
	form, err := h.read(c)
	if err != nil {
		return err
	}
	made, err := commons.LogContribution(ctx(c), h.site.DB, me(c), form)
	if wrong, ok := store.AsInvalid(err); ok {
		return h.draw(c, http.StatusUnprocessableEntity, views.ContributionFormPage{Form: form, Wrong: wrong})
	}
	if err != nil {
		return err
	}
	h.site.flash(c, sentOrKept(form))
	return redirect(c, paths.Contribution(lang(c), made))
}

// Edit shows the form of one's own contribution while it may change.
func (h Contributions) Edit(c echo.Context) error {
	old, err := h.own(c, c.Param("ref"))
	if err != nil {
		return err
	}
	if !old.Editable() {
		return commons.ErrFixed
	}
	return h.draw(c, http.StatusOK, views.ContributionFormPage{Form: commons.FormOf(old), Editing: &old})
}

// Update changes it; when somebody else changed it meanwhile, what was typed stays.
func (h Contributions) Update(c echo.Context) error {
	old, err := h.own(c, c.Param("ref"))
	if err != nil {
		return err
	}
	form, err := h.read(c)
	if err != nil {
		return err
	}
	changed, err := old.Change(ctx(c), h.site.DB, me(c), form)
	if wrong, ok := store.AsInvalid(err); ok {
		return h.draw(c, http.StatusUnprocessableEntity, views.ContributionFormPage{Form: form, Wrong: wrong, Editing: &old})
	}
	if errors.Is(err, store.ErrConflict) && !errors.Is(err, commons.ErrFixed) {
		form.Version, form.Seen = old.Version, old.Written()
		return h.draw(c, http.StatusConflict, views.ContributionFormPage{Form: form, Editing: &old, Stale: true})
	}
	if err != nil {
		return err
	}
	h.site.flash(c, sentOrKept(form))
	return redirect(c, paths.Contribution(lang(c), changed))
}

func sentOrKept(f commons.Form) string {
	if f.Draft != "" {
		return "contribution_kept"
	}
	return "contribution_sent"
}

// own finds a contribution that the person may change.
func (h Contributions) own(c echo.Context, ref string) (commons.Contribution, error) {
	one, err := commons.FindContribution(ctx(c), h.site.DB, me(c), ref)
	if err == nil && !one.Theirs(me(c)) {
		err = store.ErrNotFound
	}
	return one, err
}

// read binds the form, with its amount as people of that language write it, and its files: those that are
// taken are kept, whatever else is wrong.
func (h Contributions) read(c echo.Context) (commons.Form, error) {
	var form commons.Form
	kept, wrong, err := h.site.uploads(c, "files", "drafts")
	if err != nil {
		return form, err
	}
	if err := c.Bind(&form); err != nil {
		return form, err
	}
	form.Cents, form.Lang, form.Files, form.Refused = amountIn(c, form.Amount), lang(c), kept, wrong
	return form, nil
}

// amountIn reads an amount in the reader's language; one that cannot be read is below nought, and refused as such.
func amountIn(c echo.Context, typed string) int64 {
	if typed == "" {
		return 0
	}
	cents, ok := locales.ParseMoney(lang(c), typed)
	if !ok {
		return -1
	}
	return cents
}

// draw shows the form with what can be chosen.
func (h Contributions) draw(c echo.Context, status int, p views.ContributionFormPage) error {
	var err error
	if p.Kinds, err = commons.Kinds(ctx(c), h.site.DB); err != nil {
		return err
	}
	if p.Upstreams, err = catalogue.Upstreams(ctx(c), h.site.DB); err != nil {
		return err
	}
	if p.Neighbours, err = commons.Neighbours(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	if p.Form.Corrects != "" {
		old, err := h.own(c, p.Form.Corrects)
		if err != nil {
			return err
		}
		p.Corrected = &old
	}
	if p.Editing == nil {
		if p.Colleagues, err = commons.Colleagues(ctx(c), h.site.DB, me(c)); err != nil {
			return err
		}
	}
	if p.Form.Task != "" {
		task, err := commons.FindTask(ctx(c), h.site.DB, me(c), p.Form.Task)
		if err != nil {
			return err
		}
		p.Task = &task
	}
	if p.Form.Cents > 0 && p.Form.Amount == "" {
		p.Form.Amount = locales.Decimal(lang(c), p.Form.Cents)
	}
	if !p.Form.Choice.Known() {
		return renderStatus(c, status, views.ChooseContribution())
	}
	return renderStatus(c, status, views.ContributionForm(p))
}

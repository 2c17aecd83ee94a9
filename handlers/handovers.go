package handlers

import (
	"errors"
	"net/http"

	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Handovers is "the board has changed".
type Handovers struct{ site Site }

// New explains it and asks for the next owner; one that is under way is shown instead.
func (h Handovers) New(c echo.Context) error {
	return h.draw(c, people.HandoverForm{Stays: "no"}, nil)
}

// Create invites the next owner.
func (h Handovers) Create(c echo.Context) error {
	var form people.HandoverForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	if wrong, ok := store.AsInvalid(form.Check(me(c))); ok {
		return h.draw(c, form, wrong)
	}
	if email, ok := people.CleanEmail(form.Email); ok {
		if err := h.site.allowInviting(c, email); err != nil {
			return err
		}
	}
	if _, err := people.HandOver(ctx(c), h.site.DB, me(c), org(c), form); err != nil {
		return err
	}
	h.site.flash(c, "handover")
	return redirect(c, paths.Handover(lang(c), org(c)))
}

func (h Handovers) draw(c echo.Context, form people.HandoverForm, wrong store.Invalid) error {
	open, err := people.OpenHandover(ctx(c), h.site.DB, org(c).ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	status := http.StatusOK
	if len(wrong) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return renderStatus(c, status, views.Handover(views.HandoverPage{Org: org(c), Open: open, Form: form, Wrong: wrong, Mine: place(c).Role == people.Owner, Now: store.Now(h.site.DB)}))
}

// HandoverEnds is calling a hand-over off.
type HandoverEnds struct{ site Site }

// Create does so.
func (h HandoverEnds) Create(c echo.Context) error {
	open, err := people.OpenHandover(ctx(c), h.site.DB, org(c).ID)
	if err != nil {
		return err
	}
	if err := open.Cancel(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	h.site.flash(c, "handover_ended")
	return redirect(c, paths.Handover(lang(c), org(c)))
}

// Details is what an invoice must know about the organisation.
type Details struct{ site Site }

// Edit shows it.
func (h Details) Edit(c echo.Context) error {
	return render(c, views.Details(views.DetailsPage{Org: org(c), Form: people.DetailsOf(org(c)), Next: safeNext(c.QueryParam("next"), "")}))
}

// Update saves it; what somebody else saved meanwhile is shown beside what was typed.
func (h Details) Update(c echo.Context) error {
	var form people.DetailsForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	_, err := org(c).SaveDetails(ctx(c), h.site.DB, me(c), &form)
	if wrong, ok := store.AsInvalid(err); ok {
		return renderInvalid(c, views.Details(views.DetailsPage{Org: org(c), Form: form, Wrong: wrong, Next: safeNext(c.FormValue("next"), "")}))
	}
	if errors.Is(err, store.ErrConflict) {
		theirs := people.DetailsOf(org(c))
		form.Version = theirs.Version
		return renderStatus(c, http.StatusConflict, views.Details(views.DetailsPage{Org: org(c), Form: form, Theirs: &theirs, Next: safeNext(c.FormValue("next"), "")}))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, safeNext(c.FormValue("next"), paths.Details(lang(c), org(c))))
}

package handlers

import (
	"errors"
	"net/http"

	"chatiere/models/collective"
	"chatiere/models/identity"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Rescues are the way back of who lost their second means.
type Rescues struct{ site Site }

// New explains it, or shows how far it has come.
func (h Rescues) New(c echo.Context) error {
	return h.draw(c, http.StatusOK, views.RescuePage{})
}

func (h Rescues) draw(c echo.Context, status int, p views.RescuePage) error {
	halfway, err := h.site.halfway(c)
	if err != nil {
		return h.site.fromTheStart(c, err)
	}
	if p.Rescue, err = halfway.RescueOf(ctx(c), h.site.DB); err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return renderStatus(c, status, views.AskRescue(p))
}

// Create asks two people of the host.
func (h Rescues) Create(c echo.Context) error {
	halfway, err := h.site.halfway(c)
	if err != nil {
		return h.site.fromTheStart(c, err)
	}
	form := identity.RescueForm{Reason: c.FormValue("reason")}
	err = halfway.AskRescue(ctx(c), h.site.DB, form)
	if wrong, bad := store.AsInvalid(err); bad {
		return h.draw(c, http.StatusUnprocessableEntity, views.RescuePage{Form: form, Wrong: wrong})
	}
	if err != nil {
		return err
	}
	return redirect(c, paths.AskRescue(lang(c)))
}

// RescueStops end rescues by the link in their letters.
type RescueStops struct{ site Site }

// New is the page with one button.
func (h RescueStops) New(c echo.Context) error {
	secretly(c)
	r, err := h.find(c)
	if err != nil {
		return gone(c, err, views.RescueOver())
	}
	return render(c, views.StopRescue(r, c.Param("token")))
}

// Create stops it.
func (h RescueStops) Create(c echo.Context) error {
	secretly(c)
	r, err := h.find(c)
	if err == nil {
		err = identity.StopRescue(ctx(c), h.site.DB, r.Ref)
	}
	if err != nil {
		return gone(c, err, views.RescueOver())
	}
	return render(c, views.RescueOver())
}

func (h RescueStops) find(c echo.Context) (identity.Rescue, error) {
	ref, err := h.site.sealer().Read(identity.ForRescue, c.Param("token"), store.Now(h.site.DB))
	if err != nil {
		return identity.Rescue{}, err
	}
	return identity.RescueByRef(ctx(c), h.site.DB, ref)
}

// DeskFactors are the second means of the staff.
type DeskFactors struct{ site Site }

// Index shows who has one, who asks for rescue, and the rules.
func (h DeskFactors) Index(c echo.Context) error {
	return h.draw(c, http.StatusOK, views.DeskFactorsPage{Rules: host(c).FactorRules()})
}

func (h DeskFactors) draw(c echo.Context, status int, p views.DeskFactorsPage) error {
	var err error
	if p.Staff, err = identity.Colleagues(ctx(c), h.site.DB, me(c), store.FromKey(c.QueryParam("after"))); err != nil {
		return err
	}
	if p.Rescues, err = identity.Rescues(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	return renderStatus(c, status, views.DeskFactors(p))
}

// Update keeps the rules.
func (h DeskFactors) Update(c echo.Context) error {
	var form collective.FactorRules
	if err := c.Bind(&form); err != nil {
		return err
	}
	err := identity.SaveFactorRules(ctx(c), h.site.DB, me(c), form)
	if wrong, bad := store.AsInvalid(err); bad {
		return h.draw(c, http.StatusUnprocessableEntity, views.DeskFactorsPage{Rules: form, Wrong: wrong})
	}
	if errors.Is(err, store.ErrConflict) {
		saved, err := collective.Find(ctx(c), h.site.DB)
		if err != nil {
			return err
		}
		theirs := saved.FactorRules()
		form.Version = theirs.Version
		return h.draw(c, http.StatusConflict, views.DeskFactorsPage{Rules: form, Theirs: &theirs})
	}
	return h.site.done(c, err, "saved", paths.DeskFactors(lang(c)))
}

// RescueApprovals are the words of those who know the person.
type RescueApprovals struct{ site Site }

// Create is one of the two.
func (h RescueApprovals) Create(c echo.Context) error {
	err := identity.ApproveRescue(ctx(c), h.site.DB, me(c), c.Param("ref"))
	return DeskFactors(h).turned(c, err, "saved", "")
}

// RescueRefusals end requests.
type RescueRefusals struct{ site Site }

// Create ends one, for a reason that the person reads.
func (h RescueRefusals) Create(c echo.Context) error {
	reason := c.FormValue("refusal_reason")
	err := identity.RefuseRescue(ctx(c), h.site.DB, me(c), c.Param("ref"), reason)
	return DeskFactors(h).turned(c, err, "rescue_refused", reason)
}

func (h DeskFactors) turned(c echo.Context, err error, said, reason string) error {
	if wrong, bad := store.AsInvalid(err); bad {
		return h.draw(c, http.StatusUnprocessableEntity, views.DeskFactorsPage{Rules: host(c).FactorRules(), Of: c.Param("ref"), Answer: reason, Wrong: wrong})
	}
	return h.site.done(c, err, said, paths.DeskFactors(lang(c)))
}

package handlers

import (
	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/commons"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// DeskSpaces are the shared spaces for their operators.
type DeskSpaces struct{ site Site }

// Index lists them.
func (h DeskSpaces) Index(c echo.Context) error {
	p := views.DeskSpacesPage{}
	err := c.Bind(&p.Filter)
	if err != nil {
		return err
	}
	if p.Page, err = commons.DeskSpaces(ctx(c), h.site.DB, me(c), p.Filter); err != nil {
		return err
	}
	return render(c, views.DeskSpaces(p))
}

// New asks for what a space needs.
func (h DeskSpaces) New(c echo.Context) error {
	p, err := h.choices(c, views.SpaceFormPage{Form: commons.SpaceForm{Period: "year", Threshold: "80", Mode: commons.Fixed, Subscription: c.QueryParam("subscription")}})
	if err != nil {
		return err
	}
	return render(c, views.NewSpace(p))
}

// Create files a draft.
func (h DeskSpaces) Create(c echo.Context) error {
	p, err := h.bound(c, views.SpaceFormPage{})
	if err != nil {
		return err
	}
	s, err := commons.MakeSpace(ctx(c), h.site.DB, me(c), &p.Form)
	if wrong, bad := store.AsInvalid(err); bad {
		p.Wrong = wrong
		return renderInvalid(c, views.NewSpace(p))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.DeskSpace(lang(c), s))
}

// Edit shows one with what may be done.
func (h DeskSpaces) Edit(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	return render(c, views.DeskSpace(p))
}

// Update keeps changed words.
func (h DeskSpaces) Update(c echo.Context) error {
	p, err := h.page(c)
	if err == nil {
		p.SpaceFormPage, err = h.bound(c, p.SpaceFormPage)
	}
	if err != nil {
		return err
	}
	err = p.Space.Change(ctx(c), h.site.DB, me(c), &p.Form)
	if wrong, bad := store.AsInvalid(err); bad {
		p.Wrong = wrong
		return renderInvalid(c, views.DeskSpace(p))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.DeskSpace(lang(c), *p.Space))
}

func (h DeskSpaces) page(c echo.Context) (views.DeskSpacePage, error) {
	p := views.DeskSpacePage{Today: h.site.today(c)}
	s, err := commons.FindSpace(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return p, err
	}
	p.Space = &s
	if p.Pledges, err = commons.PledgesTo(ctx(c), h.site.DB, s, c.QueryParam("after")); err != nil {
		return p, err
	}
	if p.Carried, err = commons.CarriedOf(ctx(c), h.site.DB, s, h.site.day(c)); err != nil {
		return p, err
	}
	if p.SpaceFormPage, err = h.choices(c, p.SpaceFormPage); err != nil {
		return p, err
	}
	p.Form = s.Filled("", p.CascadeRef())
	p.Form.Goal = locales.Amount(lang(c), s.GoalCents)
	return p, nil
}

// choices are the subscriptions that could be shared and the spaces that could take a surplus.
func (h DeskSpaces) choices(c echo.Context, p views.SpaceFormPage) (views.SpaceFormPage, error) {
	var err error
	but := uint(0)
	if p.Space != nil {
		but = p.Space.ID
	} else if p.Subscriptions, err = billing.ShareableSubscriptions(ctx(c), h.site.DB, me(c)); err != nil {
		return p, err
	}
	p.Others, err = commons.SpacesToCascade(ctx(c), h.site.DB, but)
	return p, err
}

func (h DeskSpaces) bound(c echo.Context, p views.SpaceFormPage) (views.SpaceFormPage, error) {
	p.Form = commons.SpaceForm{}
	if err := c.Bind(&p.Form); err != nil {
		return p, err
	}
	p.Form.Cents, _ = locales.ParseMoney(lang(c), p.Form.Goal)
	if p.Others != nil {
		return p, nil
	}
	return h.choices(c, p)
}

// act does something with a space and comes back to it; what is wrong is said at its field.
func (h DeskSpaces) act(c echo.Context, do func(s commons.SharedSpace) error, flash string) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	err = do(*p.Space)
	if wrong, bad := store.AsInvalid(err); bad {
		p.Wrong = wrong
		return renderInvalid(c, views.DeskSpace(p))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, flash)
	return redirect(c, paths.DeskSpace(lang(c), *p.Space))
}

// SharedSpaceOpenings open drafts for everybody.
type SharedSpaceOpenings struct{ site Site }

// Create opens one.
func (h SharedSpaceOpenings) Create(c echo.Context) error {
	return DeskSpaces(h).act(c, func(s commons.SharedSpace) error { return s.Open(ctx(c), h.site.DB, me(c)) }, "space_opened")
}

// SpaceStarts let funded spaces run.
type SpaceStarts struct{ site Site }

// Create starts one.
func (h SpaceStarts) Create(c echo.Context) error {
	return DeskSpaces(h).act(c, func(s commons.SharedSpace) error { return s.Start(ctx(c), h.site.DB, me(c)) }, "space_started")
}

// SpaceClosures end spaces.
type SpaceClosures struct{ site Site }

// Create closes one, with a reason.
func (h SpaceClosures) Create(c echo.Context) error {
	return DeskSpaces(h).act(c, func(s commons.SharedSpace) error {
		return s.Close(ctx(c), h.site.DB, me(c), c.FormValue("reason"), leftReason)
	}, "space_closed")
}

// SpaceGaps are statements that the collective carries what nobody does.
type SpaceGaps struct{ site Site }

// Create writes one, or takes it back.
func (h SpaceGaps) Create(c echo.Context) error {
	return DeskSpaces(h).act(c, func(s commons.SharedSpace) error { return s.CarryGap(ctx(c), h.site.DB, me(c), c.FormValue("words")) }, "saved")
}

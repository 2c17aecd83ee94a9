package handlers

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
	"gorm.io/gorm"
)

// Pools are how network heads pay for their members.
type Pools struct{ site Site }

// Edit shows the budget with its use, what waits for a yes, and the form.
func (h Pools) Edit(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	return render(c, views.Pool(p))
}

func (h Pools) page(c echo.Context) (p views.PoolPage, err error) {
	if p.Head = org(c); !p.Head.Heads() {
		return p, store.ErrNotFound
	}
	p.Year, p.Keeps, p.Manages = h.site.day(c).Year(), billing.Keeps(me(c), p.Head) && p.Head.ClosedAt == nil, me(c).Manages(p.Head.ID) && p.Head.ClosedAt == nil
	pricing, err := billing.PricingOf(ctx(c), h.site.DB, host(c))
	if err != nil {
		return p, err
	}
	if p.Uses, err = billing.UsesOf(ctx(c), h.site.DB, pricing, p.Head, p.Year); err != nil {
		return p, err
	}
	if p.Waiting, err = billing.WaitingOpenings(ctx(c), h.site.DB, p.Head); err != nil {
		return p, err
	}
	pool, err := billing.PoolOf(ctx(c), h.site.DB, p.Head.ID)
	if p.Form = billing.PoolFormOf(pool, p.Uses); p.Form.BudgetCents > 0 {
		p.Form.Budget = locales.Amount(lang(c), p.Form.BudgetCents)
	}
	if p.Form.ComingCents > 0 {
		p.Form.Coming = locales.Amount(lang(c), p.Form.ComingCents)
	}
	return p, err
}

// Update saves it; what somebody else saved meanwhile is shown beside what was typed.
func (h Pools) Update(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	theirs := p.Form
	p.Form = billing.PoolForm{}
	if err := c.Bind(&p.Form); err != nil {
		return err
	}
	p.Form.BudgetCents, p.Form.BudgetWrong = typedMoney(c, p.Form.Budget)
	p.Form.ComingCents, p.Form.ComingWrong = typedMoney(c, p.Form.Coming)
	err = billing.SavePool(ctx(c), h.site.DB, me(c), p.Head, p.Form)
	if wrong, bad := store.AsInvalid(err); bad {
		p.Wrong = wrong
		return renderInvalid(c, views.Pool(p))
	}
	if errors.Is(err, store.ErrConflict) {
		p.Theirs, p.Form.Version = &theirs, theirs.Version
		return renderStatus(c, http.StatusConflict, views.Pool(p))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.Pool(lang(c), p.Head))
}

// typedMoney reads an amount that may be left out; wrong is true when it is none.
func typedMoney(c echo.Context, typed string) (cents int64, wrong bool) {
	if strings.TrimSpace(typed) == "" {
		return 0, false
	}
	cents, ok := locales.ParseMoney(lang(c), typed)
	return cents, !ok || cents < 0
}

// OpeningApprovals are a head's yes to openings beyond its budget.
type OpeningApprovals struct{ site Site }

// Create says it; the letter goes out.
func (h OpeningApprovals) Create(c echo.Context) error {
	o, err := billing.OpeningOf(ctx(c), h.site.DB, me(c), org(c), c.Param("ref"))
	if err != nil {
		return err
	}
	if err := o.Approve(ctx(c), h.site.DB, me(c), org(c)); err != nil {
		return err
	}
	h.site.flash(c, "network_asked")
	return redirect(c, paths.Pool(lang(c), org(c)))
}

// Carriages are which parts of their members' spaces heads pay.
type Carriages struct{ site Site }

// Edit shows who pays which of a member's spaces, and the form.
func (h Carriages) Edit(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	return render(c, views.Carriage(p))
}

func (h Carriages) page(c echo.Context) (p views.CarriagePage, err error) {
	if p.Affiliation, err = billing.FindCarriage(ctx(c), h.site.DB, me(c), org(c), c.Param("ref")); err != nil {
		return p, err
	}
	p.Form = billing.CarriageFormOf(p.Affiliation)
	p.Spaces, err = billing.CarriedSpaces(ctx(c), h.site.DB, lang(c), p.Affiliation)
	return p, err
}

// Update offers a part, or lowers it.
func (h Carriages) Update(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	theirs := p.Form
	if err := c.Bind(&p.Form); err != nil {
		return err
	}
	err = billing.OfferCarriage(ctx(c), h.site.DB, me(c), p.Affiliation, p.Form)
	if wrong, bad := store.AsInvalid(err); bad {
		p.Wrong = wrong
		return renderInvalid(c, views.Carriage(p))
	}
	if errors.Is(err, store.ErrConflict) {
		p.Theirs, p.Form.Version = &theirs, theirs.Version
		return renderStatus(c, http.StatusConflict, views.Carriage(p))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.Network(lang(c), org(c)))
}

// HeadCarriages are members' yes to what their head offers to pay.
type HeadCarriages struct{ site Site }

// Create says it.
func (h HeadCarriages) Create(c echo.Context) error {
	return h.site.answersHead(c, billing.AcceptCarriage)
}

// HeadCarriageRefusals are their no.
type HeadCarriageRefusals struct{ site Site }

// Create says it.
func (h HeadCarriageRefusals) Create(c echo.Context) error {
	return h.site.answersHead(c, billing.RefuseCarriage)
}

// HeadCarriageEnds let members pay everything themselves again.
type HeadCarriageEnds struct{ site Site }

// Create does it.
func (h HeadCarriageEnds) Create(c echo.Context) error {
	return h.site.answersHead(c, billing.StopCarriage)
}

// answersHead gives an answer to what was on the page: when the head wrote something else meanwhile, nothing happens.
func (s Site) answersHead(c echo.Context, answer func(context.Context, *gorm.DB, people.User, people.Affiliation) error) error {
	a, err := people.HeadOf(ctx(c), s.DB, org(c))
	if err != nil {
		return err
	}
	if a.Version, err = strconv.Atoi(c.FormValue("version")); err != nil {
		return store.ErrConflict
	}
	if err := answer(ctx(c), s.DB, me(c), a); err != nil {
		return err
	}
	s.flash(c, "network_refused")
	return redirect(c, paths.Head(lang(c), org(c)))
}

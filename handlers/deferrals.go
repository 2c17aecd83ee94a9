package handlers

import (
	"chatiere/models/billing"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Deferrals are dates by which an organisation proposes to pay.
type Deferrals struct{ site Site }

// New shows what is late, what comes next, and the form.
func (h Deferrals) New(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	return render(c, views.Deferrals(p))
}

// Create proposes a date.
func (h Deferrals) Create(c echo.Context) error {
	var form billing.DeferralForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	_, err := billing.ProposeDate(ctx(c), h.site.DB, me(c), org(c), form)
	if wrong, bad := store.AsInvalid(err); bad {
		p, err := h.page(c)
		if err != nil {
			return err
		}
		p.Form, p.Wrong = form, wrong
		return renderInvalid(c, views.Deferrals(p))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "date_proposed")
	return redirect(c, paths.Deferrals(lang(c), org(c)))
}

func (h Deferrals) page(c echo.Context) (views.DeferralsPage, error) {
	p := views.DeferralsPage{Organisation: org(c), Today: h.site.day(c)}
	var err error
	if p.Late, err = billing.ChasedOf(ctx(c), h.site.DB, host(c).Reminders, org(c).ID, p.Today); err != nil {
		return p, err
	}
	if p.Disagreement, err = billing.DisagreementOf(ctx(c), h.site.DB, org(c)); err != nil {
		return p, err
	}
	if p.Owed, err = billing.OwedBy(ctx(c), h.site.DB, org(c).ID, h.site.today(c)); err != nil {
		return p, err
	}
	p.Proposed, err = billing.DeferralsOf(ctx(c), h.site.DB, org(c))
	return p, err
}

// DeskDeferrals are the proposed dates that wait for an operator.
type DeskDeferrals struct{ site Site }

// Index lists them, oldest first.
func (h DeskDeferrals) Index(c echo.Context) error {
	all, err := billing.DeferralsToDecide(ctx(c), h.site.DB, me(c))
	if err != nil {
		return err
	}
	return render(c, views.DeskDeferrals(all))
}

// Edit shows one with the decision to take.
func (h DeskDeferrals) Edit(c echo.Context) error {
	d, err := billing.FindDeferral(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	return render(c, views.DeskDeferral(d, billing.DeferralDecision{Version: d.Version}, nil))
}

// Update decides.
func (h DeskDeferrals) Update(c echo.Context) error {
	d, err := billing.FindDeferral(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	var form billing.DeferralDecision
	if err := c.Bind(&form); err != nil {
		return err
	}
	err = d.Decide(ctx(c), h.site.DB, me(c), form)
	if wrong, bad := store.AsInvalid(err); bad {
		return renderInvalid(c, views.DeskDeferral(d, form, wrong))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.DeskDeferrals(lang(c)))
}

package handlers

import (
	"chatiere/models/billing"
	"chatiere/models/people"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// OwnRepricings are other prices that were announced to an organisation.
type OwnRepricings struct{ site Site }

// Show says what is paid now and will be, from which day, and what one can do about it.
func (h OwnRepricings) Show(c echo.Context) error {
	p := views.OwnRepricingPage{Organisation: org(c), Owner: place(c).May(people.Owner)}
	var err error
	if p.Subscription, err = billing.SubscriptionOf(ctx(c), h.site.DB, org(c), c.Param("ref")); err != nil {
		return err
	}
	if p.Part, p.Repricing, err = billing.RepricingOf(ctx(c), h.site.DB, p.Subscription); err != nil {
		return err
	}
	if p.Label, err = billing.LabelOf(ctx(c), h.site.DB, p.Subscription, lang(c)); err != nil {
		return err
	}
	return render(c, views.OwnRepricing(p))
}

// RepricingRefusals are an organisation's no: the contract ends when the other price would begin.
type RepricingRefusals struct{ site Site }

// Create refuses; the acknowledgement says what follows.
func (h RepricingRefusals) Create(c echo.Context) error {
	s, err := billing.SubscriptionOf(ctx(c), h.site.DB, org(c), c.Param("ref"))
	if err != nil {
		return err
	}
	n, err := billing.RefuseRepricing(ctx(c), h.site.DB, me(c), s, lang(c), changeReason)
	if err != nil {
		return err
	}
	return redirect(c, paths.Notice(lang(c), n))
}

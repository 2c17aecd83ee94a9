package handlers

import (
	"errors"
	"net/http"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/identity"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Repricings are announcements of other prices to those who subscribed already.
type Repricings struct{ site Site }

// Index lists them, newest first.
func (h Repricings) Index(c echo.Context) error {
	var p views.RepricingsPage
	var err error
	if p.Found, err = billing.Repricings(ctx(c), h.site.DB, me(c), store.FromKey(c.QueryParam("after"))); err != nil {
		return err
	}
	if p.Offers, err = catalogue.OfferNames(ctx(c), h.site.DB, lang(c)); err != nil {
		return err
	}
	return render(c, views.Repricings(p))
}

// New asks for the day and for why.
func (h Repricings) New(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	return render(c, views.NewRepricing(p))
}

// Create shows whom it concerns; confirmed as it was shown, it is announced. When it would bring something else by now, that is shown instead.
func (h Repricings) Create(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	if p.Form.Token == "" || c.FormValue("look") != "" {
		p.Plan, err = billing.PlanRepricing(ctx(c), h.site.DB, me(c), p.Offer, p.Form)
		return h.show(c, http.StatusOK, p, err)
	}
	digest, err := h.site.sealer().Read(identity.ForRepricing, p.Form.Token, store.Now(h.site.DB))
	if err != nil {
		digest = "" // too old, or not ours: it is shown again
	}
	made, plan, err := billing.Announce(ctx(c), h.site.DB, me(c), p.Offer, p.Form, digest)
	if p.Plan = plan; errors.Is(err, billing.ErrOutdated) {
		p.Outdated = true
		return h.show(c, http.StatusConflict, p, nil)
	}
	if err != nil {
		return h.show(c, http.StatusOK, p, err)
	}
	return h.site.done(c, nil, "repricing_announced", paths.Repricing(lang(c), made))
}

// show draws the dry run with the signed word for it, or the form with what is wrong.
func (h Repricings) show(c echo.Context, status int, p views.NewRepricingPage, err error) error {
	if wrong, bad := store.AsInvalid(err); bad {
		p.Wrong = wrong
		return renderInvalid(c, views.NewRepricing(p))
	}
	if err != nil {
		return err
	}
	p.Form.Token = h.site.sealer().Token(identity.ForRepricing, p.Plan.Digest(), store.Now(h.site.DB).Add(termsHold))
	return renderStatus(c, status, views.RepricingPreview(p))
}

// page gathers what the form shows: the offer with its prices in force, and what was typed.
func (h Repricings) page(c echo.Context) (views.NewRepricingPage, error) {
	p := views.NewRepricingPage{Host: host(c), Today: h.site.today(c)}
	if err := c.Bind(&p.Form); err != nil {
		return p, err
	}
	p.Form.Why = map[string]string{}
	for _, code := range languages() {
		p.Form.Why[code] = c.FormValue("why_" + code)
	}
	var err error
	if p.Offer, err = catalogue.OfferToEdit(ctx(c), h.site.DB, me(c), c.Param("slug")); err != nil {
		return p, err
	}
	if p.Paying, err = billing.PayingByList(ctx(c), h.site.DB, p.Offer.ID); err != nil {
		return p, err
	}
	p.Buying, err = h.site.buying(c)
	return p, err
}

// Show draws one with the subscriptions it is about.
func (h Repricings) Show(c echo.Context) error {
	return h.draw(c, http.StatusOK, billing.StopForm{}, nil)
}

func (h Repricings) draw(c echo.Context, status int, form billing.StopForm, wrong store.Invalid) error {
	p := views.RepricingPage{Form: form, Wrong: wrong, Search: billing.PartSearch{
		Query: c.QueryParam("q"), State: billing.PartState(c.QueryParam("state")), After: store.FromKey(c.QueryParam("after")),
	}}
	var err error
	if p.Repricing, err = billing.FindRepricing(ctx(c), h.site.DB, me(c), c.Param("ref")); err != nil {
		return err
	}
	if p.Found, err = p.Repricing.PartsOf(ctx(c), h.site.DB, p.Search); err != nil {
		return err
	}
	if p.Counts, err = p.Repricing.Counts(ctx(c), h.site.DB); err != nil {
		return err
	}
	if p.Offers, err = catalogue.OfferNames(ctx(c), h.site.DB, lang(c)); err != nil {
		return err
	}
	return renderStatus(c, status, views.Repricing(p))
}

// Export is the subscriptions of one, as a table to save.
func (h Repricings) Export(c echo.Context) error {
	r, err := billing.FindRepricing(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	all, err := r.PartsOf(ctx(c), h.site.DB, billing.PartSearch{Query: c.QueryParam("q"), State: billing.PartState(c.QueryParam("state")), All: true})
	if err != nil {
		return err
	}
	said := c.Request().Context()
	return sendCSV(c, views.RepricingFile(said, r.OnDay), views.PartRows(said, all.Items))
}

// RepricingPlans are dry runs of announcements, as tables to save.
type RepricingPlans struct{ site Site }

// Export is whom one for a day would concern, with the amounts before and after.
func (h RepricingPlans) Export(c echo.Context) error {
	o, err := catalogue.OfferToEdit(ctx(c), h.site.DB, me(c), c.Param("slug"))
	if err != nil {
		return err
	}
	plan, err := billing.PlanRepricing(ctx(c), h.site.DB, me(c), o, billing.RepricingForm{OnDay: c.QueryParam("on_day")})
	if _, bad := store.AsInvalid(err); bad {
		return store.ErrNotFound // there is nothing to save for such a day
	}
	if err != nil {
		return err
	}
	said := c.Request().Context()
	return sendCSV(c, views.RepricingFile(said, plan.Form.OnDay), views.ConcernRows(said, plan))
}

// RepricingStops take announcements back before their day.
type RepricingStops struct{ site Site }

// Create stops one.
func (h RepricingStops) Create(c echo.Context) error {
	var form billing.StopForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	r, err := billing.FindRepricing(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	err = r.Stop(ctx(c), h.site.DB, me(c), form, stopReason)
	if wrong, bad := store.AsInvalid(err); bad {
		return Repricings(h).draw(c, http.StatusUnprocessableEntity, form, wrong)
	}
	return h.site.done(c, err, "repricing_stopped", paths.Repricing(lang(c), r))
}

// stopReason is what a credit note says of an invoice at a price that was taken back.
func stopReason(lang string) string { return locales.T(lang, "repricings.because") }

// PricePromises are promises that those who subscribed at a list keep its prices.
type PricePromises struct{ site Site }

// Create makes one, or makes it longer.
func (h PricePromises) Create(c echo.Context) error {
	var form catalogue.PromiseForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	o, err := catalogue.OfferToEdit(ctx(c), h.site.DB, me(c), c.Param("slug"))
	if err != nil {
		return err
	}
	err = billing.PromisePrices(ctx(c), h.site.DB, me(c), o, form)
	if wrong, bad := store.AsInvalid(err); bad {
		p := Prices(h).start(c, o)
		p.Promise, p.PromiseWrong = form, wrong
		return Prices(h).draw(c, http.StatusUnprocessableEntity, p)
	}
	return h.site.done(c, err, "prices_promised", paths.Prices(lang(c), o))
}

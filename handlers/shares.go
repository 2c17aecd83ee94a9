package handlers

import (
	"errors"
	"fmt"
	"net/http"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// sharing is how several parties carry a subscription: who pays, who is asked, what each carries for others.
func (s Site) sharing(e *echo.Echo) {
	offers, carried := ShareOffers{s}, CarriedShares{s}
	e.GET("/:lang/o/:org/subscriptions/:ref/payers", Payers{s}.Index, inOrganisation(people.Treasurer))
	e.POST("/:lang/o/:org/subscriptions/:ref/payers", Payers{s}.Create, inOrganisation(people.Treasurer))
	e.POST("/:lang/o/:org/subscriptions/:ref/payers/gap", Gaps{s}.Create, inOrganisation(people.Treasurer))
	e.POST("/:lang/o/:org/shares/:ref/withdrawal", ShareWithdrawals{s}.Create, inOrganisation(people.Treasurer))
	e.GET("/:lang/o/:org/carried", carried.Index, inOrganisation(people.Treasurer))
	e.GET("/:lang/o/:org/carried/:ref", carried.Show, inOrganisation(people.Treasurer))
	e.POST("/:lang/o/:org/carried/:ref/acceptance", ShareAcceptances{s}.Create, inOrganisation(people.Treasurer))
	e.POST("/:lang/o/:org/carried/:ref/refusal", ShareRefusals{s}.Create, inOrganisation(people.Treasurer))
	e.POST("/:lang/o/:org/carried/:ref/end", ShareEnds{s}.Create, inOrganisation(people.Treasurer))
	e.POST("/:lang/o/:org/carried/:ref/discretion", ShareDiscretions{s}.Create, inOrganisation(people.Treasurer))
	e.GET("/:lang/shares/:token", offers.Show, everyone)
	e.POST("/:lang/shares/:token", offers.Create, everyone)
	e.POST("/:lang/shares/:token/refusal", ShareOfferRefusals{s}.Create, everyone)
	e.GET("/:lang/shared/:ref", SharedPages{s}.Show, everyone)
}

// Payers are those who pay a subscription of an organisation.
type Payers struct{ site Site }

// Index shows who pays which part, what is open, and the form to share it.
func (h Payers) Index(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	p.Form = billing.SplitForm{Own: locales.Percent(lang(c), int64(p.Sharing.LeftBP())), Version: p.Sharing.Subscription.Version, Rows: make([]billing.SplitRow, billing.SplitRows)}
	return render(c, views.Payers(p))
}

// Create asks others to pay a part.
func (h Payers) Create(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	if err := c.Bind(&p.Form); err != nil {
		return err
	}
	for n := range billing.SplitRows {
		p.Form.Rows = append(p.Form.Rows, billing.SplitRow{Who: c.FormValue(fmt.Sprint("who_", n+1)), Percent: c.FormValue(fmt.Sprint("percent_", n+1))})
	}
	for _, r := range p.Form.Rows {
		if email, ok := people.CleanEmail(r.Who); ok {
			if err := h.site.allowInviting(c, email); err != nil {
				return err
			}
		}
	}
	_, err = p.Sharing.Subscription.Split(ctx(c), h.site.DB, me(c), p.Form)
	if wrong, bad := store.AsInvalid(err); bad {
		p.Wrong = wrong
		return renderInvalid(c, views.Payers(p))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "share_asked")
	return redirect(c, paths.Payers(lang(c), org(c), p.Sharing.Subscription))
}

func (h Payers) page(c echo.Context) (views.PayersPage, error) {
	p := views.PayersPage{Organisation: org(c)}
	s, err := billing.SubscriptionOf(ctx(c), h.site.DB, org(c), c.Param("ref"))
	if err != nil {
		return p, err
	}
	if p.Sharing, err = billing.SharingOf(ctx(c), h.site.DB, s, h.site.day(c)); err != nil {
		return p, err
	}
	p.Sharing.Subscription.Organisation = org(c)
	p.Address = h.site.BaseURL + paths.Shared(lang(c), s)
	p.Label, err = billing.LabelOf(ctx(c), h.site.DB, s, lang(c))
	return p, err
}

// Gaps are parts that nobody pays.
type Gaps struct{ site Site }

// Create lets the organisation carry them itself.
func (h Gaps) Create(c echo.Context) error {
	s, err := billing.SubscriptionOf(ctx(c), h.site.DB, org(c), c.Param("ref"))
	if err == nil {
		err = s.CarryOpen(ctx(c), h.site.DB, me(c))
	}
	return h.site.done(c, err, "gap_carried", paths.Payers(lang(c), org(c), s))
}

// ShareWithdrawals are proposals taken back.
type ShareWithdrawals struct{ site Site }

// Create takes one back.
func (h ShareWithdrawals) Create(c echo.Context) error {
	share, err := billing.ShareOf(ctx(c), h.site.DB, org(c), c.Param("ref"))
	if err == nil {
		err = share.TakeBack(ctx(c), h.site.DB, me(c))
	}
	return h.site.done(c, err, "share_withdrawn", paths.Payers(lang(c), org(c), share.Subscription))
}

// SharedPages are what the parties of a subscription, and whom they show it to, may see of it.
type SharedPages struct{ site Site }

// Show draws one.
func (h SharedPages) Show(c echo.Context) error {
	sharing, err := billing.SharedPage(ctx(c), h.site.DB, c.Param("ref"), h.site.day(c))
	if err != nil {
		return err
	}
	label, err := billing.LabelOf(ctx(c), h.site.DB, sharing.Subscription, lang(c))
	if err != nil {
		return err
	}
	p := views.SharedPage{Sharing: sharing, Label: label}
	space, err := commons.SpaceOfSubscription(ctx(c), h.site.DB, sharing.Subscription.ID)
	if err == nil {
		p.Space = &space
	} else if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	secretly(c)
	return renderStatus(c, http.StatusOK, views.Shared(p))
}

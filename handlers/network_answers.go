package handlers

import (
	"errors"
	"net/http"

	"chatiere/models/billing"
	"chatiere/models/content"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// NetworkProposals are what somebody was asked by a network head.
type NetworkProposals struct{ site Site }

// Show says who asks, what it means, and for which organisation one can answer.
func (h NetworkProposals) Show(c echo.Context) error { return h.draw(c, http.StatusOK, nil) }

func (h NetworkProposals) draw(c echo.Context, status int, wrong store.Invalid) error {
	a, err := people.FindProposal(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	return renderStatus(c, status, views.NetworkProposal(views.ProposalPage{Affiliation: a, Owned: owned(me(c)), Chosen: c.FormValue("organisation"), Wrong: wrong}))
}

// NetworkAcceptances say yes.
type NetworkAcceptances struct{ site Site }

// Create joins the network.
func (h NetworkAcceptances) Create(c echo.Context) error {
	a, err := people.FindProposal(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	chosen := people.Organisation{}
	for _, o := range owned(me(c)) {
		if o.Ref == c.FormValue("organisation") {
			chosen = o
		}
	}
	err = billing.JoinNetwork(ctx(c), h.site.DB, me(c), &a, chosen)
	if wrong, bad := store.AsInvalid(err); bad {
		return NetworkProposals(h).draw(c, http.StatusUnprocessableEntity, wrong)
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "network_joined")
	return redirect(c, paths.Head(lang(c), chosen))
}

// NetworkRefusals say no.
type NetworkRefusals struct{ site Site }

// Create tells the head so.
func (h NetworkRefusals) Create(c echo.Context) error {
	a, err := people.FindProposal(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	if err := a.Decline(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	h.site.flash(c, "network_refused")
	return redirect(c, paths.Account(lang(c)))
}

// SpaceOpenings are spaces that a head opened for an organisation, waiting for its owner's word.
type SpaceOpenings struct{ site Site }

// Show says what was opened, for how much, and under which terms.
func (h SpaceOpenings) Show(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	return render(c, views.Opening(p))
}

func (h SpaceOpenings) page(c echo.Context) (views.OpeningPage, error) {
	var p views.OpeningPage
	var err error
	if p.Opening, err = billing.OpeningFor(ctx(c), h.site.DB, org(c)); err != nil {
		return p, err
	}
	if p.Offered, err = p.Opening.OpeningOffer(ctx(c), h.site.DB, lang(c)); err != nil {
		return p, err
	}
	p.Pricing, err = billing.PricingOf(ctx(c), h.site.DB, host(c))
	return p, err
}

// SpaceAcceptances say yes to such a space.
type SpaceAcceptances struct{ site Site }

// Create concludes the contract.
func (h SpaceAcceptances) Create(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	if err := c.Bind(&p.Form); err != nil {
		return err
	}
	if p.Form.TermsVersion, err = content.Editions(ctx(c), h.site.DB, content.KindLegal, "terms", "processor-contract"); err != nil {
		return err
	}
	_, err = p.Opening.Accept(ctx(c), h.site.DB, me(c), p.Form)
	if wrong, bad := store.AsInvalid(err); bad {
		p.Wrong = wrong
		return renderInvalid(c, views.Opening(p))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "space_accepted")
	return redirect(c, paths.Organisation(lang(c), org(c)))
}

func (h SpaceAcceptances) page(c echo.Context) (views.OpeningPage, error) {
	return SpaceOpenings(h).page(c)
}

// SpaceRefusals say no to it.
type SpaceRefusals struct{ site Site }

// Create tells the head so.
func (h SpaceRefusals) Create(c echo.Context) error {
	o, err := billing.OpeningFor(ctx(c), h.site.DB, org(c))
	if err != nil {
		return err
	}
	if err := o.Decline(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	h.site.flash(c, "network_refused")
	return redirect(c, paths.Organisation(lang(c), org(c)))
}

// entered is where somebody goes who came into an organisation: to the space that was opened for it, if one waits, else to its first page.
func (s Site) entered(c echo.Context, o people.Organisation) error {
	_, err := billing.OpeningFor(ctx(c), s.DB, o)
	if errors.Is(err, store.ErrNotFound) {
		return redirect(c, paths.Organisation(lang(c), o))
	}
	if err != nil {
		return err
	}
	return redirect(c, paths.SpaceOpening(lang(c), o))
}

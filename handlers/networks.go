package handlers

import (
	"errors"

	"chatiere/models/billing"
	"chatiere/models/overview"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Networks are the members of a network head.
type Networks struct{ site Site }

// Show lists them with their spaces.
func (h Networks) Show(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	list, err := people.AffiliationsOf(ctx(c), h.site.DB, p.Head, p.Filter)
	if err != nil {
		return err
	}
	p.Next = list.Next
	if p.Members, err = billing.NetworkMembers(ctx(c), h.site.DB, lang(c), list.Items, p.Today); err != nil {
		return err
	}
	if p.Count, err = people.MemberCount(ctx(c), h.site.DB, p.Head); err != nil {
		return err
	}
	return render(c, views.Network(p))
}

// Export gives them all as a file.
func (h Networks) Export(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	all, err := people.AllAffiliationsOf(ctx(c), h.site.DB, p.Head, p.Filter)
	if err != nil {
		return err
	}
	if p.Members, err = billing.NetworkMembers(ctx(c), h.site.DB, lang(c), all, p.Today); err != nil {
		return err
	}
	return sendCSV(c, "network-"+p.Head.Ref, views.NetworkRows(ctx(c), p))
}

func (h Networks) page(c echo.Context) (views.NetworkPage, error) {
	p := views.NetworkPage{Head: org(c), Today: h.site.day(c), Manages: me(c).Manages(org(c).ID) && org(c).ClosedAt == nil, Money: overview.SeesMoney(me(c), org(c)), Keeps: billing.Keeps(me(c), org(c)) && org(c).ClosedAt == nil}
	if !p.Head.Heads() {
		return p, store.ErrNotFound
	}
	return p, (&echo.DefaultBinder{}).BindQueryParams(c, &p.Filter)
}

// Proposals ask organisations that are here already to join.
type Proposals struct{ site Site }

// New asks for an address.
func (h Proposals) New(c echo.Context) error {
	if !org(c).Heads() {
		return store.ErrNotFound
	}
	return render(c, views.NewProposal(org(c), people.ProposalForm{}, nil))
}

// Create sends the proposal.
func (h Proposals) Create(c echo.Context) error {
	if !org(c).Heads() {
		return store.ErrNotFound
	}
	var form people.ProposalForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	_, err := billing.ProposeAffiliation(ctx(c), h.site.DB, me(c), org(c), form)
	if wrong, bad := store.AsInvalid(err); bad {
		return renderInvalid(c, views.NewProposal(org(c), form, wrong))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "network_asked")
	return redirect(c, paths.Network(lang(c), org(c)))
}

// AffiliationEnds let a member go, or take a proposal back.
type AffiliationEnds struct{ site Site }

// New asks first.
func (h AffiliationEnds) New(c echo.Context) error {
	a, err := people.FindAffiliation(ctx(c), h.site.DB, me(c), org(c), c.Param("ref"))
	if err != nil {
		return err
	}
	return render(c, views.AffiliationEnd(a))
}

// Create does it.
func (h AffiliationEnds) Create(c echo.Context) error {
	a, err := people.FindAffiliation(ctx(c), h.site.DB, me(c), org(c), c.Param("ref"))
	if err != nil {
		return err
	}
	if err := billing.EndAffiliation(ctx(c), h.site.DB, me(c), a); err != nil {
		return err
	}
	h.site.flash(c, "network_ended")
	return redirect(c, paths.Network(lang(c), org(c)))
}

// NetworkHeads are the heads that organisations have.
type NetworkHeads struct{ site Site }

// Show says who it is, what it sees, and how to leave.
func (h NetworkHeads) Show(c echo.Context) error {
	a, err := people.HeadOf(ctx(c), h.site.DB, org(c))
	if err != nil {
		return err
	}
	return render(c, views.NetworkHead(views.HeadPage{Affiliation: a, Manages: me(c).Manages(org(c).ID), Money: overview.SeesMoney(me(c), org(c)), Keeps: billing.Keeps(me(c), org(c))}))
}

// NetworkHeadEnds leave a network.
type NetworkHeadEnds struct{ site Site }

// Create leaves it; the spaces stay.
func (h NetworkHeadEnds) Create(c echo.Context) error {
	a, err := people.HeadOf(ctx(c), h.site.DB, org(c))
	if err != nil {
		return err
	}
	if err := a.End(ctx(c), h.site.DB, me(c), ""); err != nil {
		return err
	}
	h.site.flash(c, "network_left")
	return redirect(c, paths.Organisation(lang(c), org(c)))
}

// DeskNetworks are organisations' places in networks, as operators set them.
type DeskNetworks struct{ site Site }

// Edit shows the form.
func (h DeskNetworks) Edit(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	return render(c, views.DeskNetwork(p))
}

func (h DeskNetworks) page(c echo.Context) (views.DeskNetworkPage, error) {
	var p views.DeskNetworkPage
	var err error
	if p.Organisation, err = people.FindOrganisation(ctx(c), h.site.DB, me(c), c.Param("org")); err != nil {
		return p, err
	}
	if p.Heads, err = people.NetworkHeads(ctx(c), h.site.DB, me(c)); err != nil {
		return p, err
	}
	present, err := people.HeadOf(ctx(c), h.site.DB, p.Organisation)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return p, err
	}
	p.Form = people.NetworkFormOf(p.Organisation, present.Head)
	return p, nil
}

// Update saves it.
func (h DeskNetworks) Update(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	if err := c.Bind(&p.Form); err != nil {
		return err
	}
	err = p.Organisation.SaveNetwork(ctx(c), h.site.DB, me(c), p.Form)
	if wrong, bad := store.AsInvalid(err); bad {
		p.Wrong = wrong
		return renderInvalid(c, views.DeskNetwork(p))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.DeskNetwork(lang(c), p.Organisation))
}

package handlers

import (
	"errors"
	"net/http"

	"chatiere/models/billing"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// keepsMoney reports whether a person keeps the money of an organisation.
func keepsMoney(u people.User, organisationID uint) bool {
	m, in := u.In(organisationID)
	return in && m.May(people.Treasurer) && m.Organisation.Usable()
}

// PayLinks let anybody who holds them pay without signing in (PAY5).
type PayLinks struct{ site Site }

// Index lists those of an organisation that still hold.
func (h PayLinks) Index(c echo.Context) error {
	p := views.PayLinksPage{Organisation: org(c)}
	all, err := billing.PayLinksOf(ctx(c), h.site.DB, org(c))
	for _, l := range all {
		p.Links = append(p.Links, views.PayLinkRow{Link: l, Address: h.site.payAddress(c, l)})
	}
	if err != nil {
		return err
	}
	secretly(c)
	return render(c, views.PayLinks(p))
}

// payAddress is the whole address of a link, sealed with the portal's key.
func (s Site) payAddress(c echo.Context, l billing.PayLink) string {
	return s.BaseURL + paths.PayLink(lang(c), s.sealer().Token(identity.ForPaying, l.Ref, l.ExpiresAt))
}

// Create makes one for the chosen invoices.
func (h PayLinks) Create(c echo.Context) error {
	b, err := billing.BasketOf(ctx(c), h.site.DB, me(c), org(c), ticked(c), lang(c))
	if err == nil {
		_, err = billing.MakePayLink(ctx(c), h.site.DB, me(c), b)
	}
	if wrong, bad := store.AsInvalid(err); bad {
		return h.site.choose(c, wrong)
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "pay_link_made")
	return redirect(c, paths.PayLinks(lang(c), org(c)))
}

// Show is the page behind a link: numbers and amounts, and how to pay.
func (h PayLinks) Show(c echo.Context) error {
	secretly(c)
	l, err := h.site.payLink(c)
	if errors.Is(err, store.ErrNotFound) {
		return renderStatus(c, http.StatusNotFound, views.PayLinkOver())
	}
	if err != nil {
		return err
	}
	p := views.PayLinkPage{Link: l, Today: h.site.today(c), Token: c.Param("token")}
	busy, err := billing.UnderwayOf(ctx(c), h.site.DB, l.OrganisationID)
	if err != nil {
		return err
	}
	if p.Online, err = h.site.online(c, paths.PayLinkCollections(lang(c), p.Token), l.DueCents(), l.Currency(), l.UnderWay(busy)); err != nil {
		return err
	}
	return render(c, views.PayLink(p))
}

// payLink finds what the token of the address leads to: nothing, when it is not ours, too old or taken back.
func (s Site) payLink(c echo.Context) (billing.PayLink, error) {
	ref, err := s.sealer().Read(identity.ForPaying, c.Param("token"), store.Now(s.DB))
	if errors.Is(err, identity.ErrExpired) {
		err = store.ErrNotFound
	}
	if err != nil {
		return billing.PayLink{}, err
	}
	return billing.FindPayLink(ctx(c), s.DB, ref)
}

// PayLinkCollections are invoices paid by a link.
type PayLinkCollections struct{ site Site }

// Create sends to the hosted page.
func (h PayLinkCollections) Create(c echo.Context) error {
	l, err := h.site.payLink(c)
	if err != nil {
		return err
	}
	secretly(c)
	return h.site.collect(c, l.Basket(lang(c)), paths.PayLink(lang(c), c.Param("token")))
}

// PayLinkEnds take links back.
type PayLinkEnds struct{ site Site }

// Create takes one back.
func (h PayLinkEnds) Create(c echo.Context) error {
	l, err := billing.FindPayLinkOf(ctx(c), h.site.DB, org(c), c.Param("ref"))
	if err != nil {
		return err
	}
	if err := l.Revoke(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	h.site.flash(c, "pay_link_revoked")
	return redirect(c, paths.PayLinks(lang(c), org(c)))
}

package handlers

import (
	"strings"

	"chatiere/models/billing"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
	"gorm.io/gorm"
)

// ShareOffers are parts of a bill that somebody is asked to pay by a letter: the link proves their address.
type ShareOffers struct{ site Site }

// Show says what for, for whom, how much, and asks for which organisation.
func (h ShareOffers) Show(c echo.Context) error {
	secretly(c)
	p, err := h.page(c)
	if err != nil {
		return h.spent(c, err)
	}
	if p.Share.Answers(me(c)) {
		return redirect(c, paths.CarriedShare(lang(c), *p.Share.Payer, p.Share))
	}
	return render(c, views.ShareOffer(p))
}

// Create notes the organisation, a new one if need be, and leads to where it answers. Who has an account already signs in first.
func (h ShareOffers) Create(c echo.Context) error {
	secretly(c)
	p, err := h.page(c)
	if err != nil {
		return h.spent(c, err)
	}
	if err := c.Bind(&p.Form); err != nil {
		return err
	}
	if !me(c).SignedIn() {
		if known, err := h.site.known(c, p.Share.Email); err != nil {
			return err
		} else if known {
			return redirect(c, paths.SignInTo(lang(c), paths.ShareOffer(lang(c), p.Token)))
		}
	}
	payer, err := h.claim(c, p)
	if wrong, bad := store.AsInvalid(err); bad {
		p.Wrong = wrong
		return renderInvalid(c, views.ShareOffer(p))
	}
	if err != nil {
		return h.spent(c, err)
	}
	return redirect(c, paths.CarriedShare(lang(c), payer, p.Share))
}

// claim finds or makes the organisation, and for a newcomer the account, in one transaction.
func (h ShareOffers) claim(c echo.Context, p views.ShareOfferPage) (payer people.Organisation, err error) {
	if wrong := p.Form.Check(me(c)); len(wrong) > 0 {
		return payer, wrong
	}
	var entry identity.Entry
	err = store.InTx(ctx(c), h.site.DB, func(tx *gorm.DB) error {
		by := me(c)
		if !by.SignedIn() {
			if entry, err = identity.Enrol(ctx(c), tx, p.Share.Email, strings.TrimSpace(p.Form.Name), lang(c), h.site.visit(c, false)); err != nil {
				return err
			}
			by = entry.User
		}
		if payer, err = p.Form.Organisation(ctx(c), tx, by, lang(c)); err != nil {
			return err
		}
		if err := people.WithMemberships(ctx(c), tx, &by); err != nil {
			return err
		}
		return p.Share.Claim(ctx(c), tx, by, payer)
	})
	if err == nil && entry.User.ID != 0 {
		h.site.letIn(c, entry)
	}
	return payer, err
}

func (h ShareOffers) page(c echo.Context) (views.ShareOfferPage, error) {
	p := views.ShareOfferPage{Token: c.Param("token"), Now: store.Now(h.site.DB), Form: billing.PayerForm{Country: host(c).Country}}
	ref, err := h.site.sealer().Read(identity.ForShare, p.Token, store.Now(h.site.DB))
	if err != nil {
		return p, err
	}
	if p.Share, err = billing.FindShare(ctx(c), h.site.DB, ref); err != nil {
		return p, err
	}
	if p.Offer, err = p.Share.OfferOf(ctx(c), h.site.DB, people.Organisation{}); err != nil {
		return p, err
	}
	p.Label, err = billing.LabelOf(ctx(c), h.site.DB, p.Share.Subscription, lang(c))
	return p, err
}

// spent says that a link has had its time.
func (h ShareOffers) spent(c echo.Context, err error) error {
	return gone(c, err, views.ShareOfferOver())
}

// ShareOfferRefusals are the no of somebody who was written to.
type ShareOfferRefusals struct{ site Site }

// Create says it, with one click.
func (h ShareOfferRefusals) Create(c echo.Context) error {
	secretly(c)
	p, err := ShareOffers(h).page(c)
	if err == nil && p.Share.PayerID == nil {
		err = p.Share.Refuse(ctx(c), h.site.DB, me(c))
	}
	if err != nil {
		return ShareOffers(h).spent(c, err)
	}
	return redirect(c, paths.ShareOffer(lang(c), p.Token))
}

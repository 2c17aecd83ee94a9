package handlers

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// termsHold is how long the terms that were shown may be confirmed (PRV2).
const termsHold = 30 * time.Minute

// Changes are what an organisation changes of a subscription: the offer, the price, the length of a period, how many.
type Changes struct{ site Site }

// New shows what there is now, a change that waits, and the choices with their prices.
func (h Changes) New(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	if p.Form.Plan == "" {
		p.Form = billing.ChangeForm{Plan: p.Now(), Period: p.Subscription.Period, Quantity: strconv.FormatInt(p.Subscription.Quantity, 10)}
	}
	return render(c, views.Change(p))
}

// Create confirms the change as it was shown; when it would bring something else by now, that is shown instead (PRV2).
func (h Changes) Create(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	digest, err := h.site.sealer().Read(identity.ForChange, p.Form.Token, store.Now(h.site.DB))
	if err != nil {
		digest = "" // too old, or not ours: the terms are shown again
	}
	if p.PaysFirst, err = h.paysFirst(c); err != nil {
		return err
	}
	if p.PaysFirst {
		if answered, err := h.pay(c, p, digest); answered || err != nil {
			return err
		}
	}
	done, err := p.Subscription.Change(ctx(c), h.site.DB, me(c), p.Form, digest, changeReason)
	if wrong, bad := store.AsInvalid(err); bad {
		p.Wrong = wrong
		return renderInvalid(c, views.Change(p))
	}
	if errors.Is(err, billing.ErrOutdated) {
		p.Outdated = true
		return h.show(c, http.StatusConflict, p, done)
	}
	if err != nil {
		return err
	}
	return h.sendOn(c, p.Subscription, done)
}

// paysFirst reports whether upgrades are paid before they take effect (CHG3).
func (h Changes) paysFirst(c echo.Context) (bool, error) {
	keys, err := h.site.offers(c)
	if err != nil {
		return false, err
	}
	return billing.PaysUpgrades(ctx(c), h.site.DB, keys, me(c), org(c))
}

// pay sends whoever upgrades to the hosted page, and says whether it answered; a change that costs nothing now is none of its business.
func (h Changes) pay(c echo.Context, p views.ChangePage, digest string) (bool, error) {
	keys, err := h.site.offers(c)
	if err != nil {
		return false, err
	}
	shown, collection, err := p.Subscription.AskUpgrade(ctx(c), h.site.DB, keys, me(c), p.Form, digest, lang(c), changeReason)
	switch {
	case errors.Is(err, billing.ErrOutdated):
		p.Outdated = true
		return true, h.show(c, http.StatusConflict, p, shown)
	case err != nil: // what is wrong with the wish is said below
		_, wrong := store.AsInvalid(err)
		if wrong {
			err = nil
		}
		return false, err
	case collection.ID == 0:
		return false, nil
	}
	return true, h.site.toPage(c, collection, paths.Change(lang(c), org(c), p.Subscription))
}

// sendOn leads to what is to be paid, or back to the subscription.
func (h Changes) sendOn(c echo.Context, s billing.Subscription, done billing.Changed) error {
	if h.site.flash(c, "plan_changed"); done.Direction == billing.Downgrade {
		h.site.flash(c, "plan_scheduled")
	}
	for _, i := range done.Invoices {
		if i.DueCents() > 0 {
			return redirect(c, paths.Invoice(lang(c), org(c), i))
		}
	}
	if done.ProForma.ID != 0 {
		return redirect(c, paths.ProForma(lang(c), done.ProForma))
	}
	return redirect(c, paths.Change(lang(c), org(c), s))
}

// page gathers what the pages of a change show.
func (h Changes) page(c echo.Context) (views.ChangePage, error) {
	p := views.ChangePage{Organisation: org(c), Owner: place(c).May(people.Owner) || me(c).Is(people.Operator)}
	if err := c.Bind(&p.Form); err != nil {
		return p, err
	}
	var err error
	if p.Subscription, err = billing.SubscriptionOf(ctx(c), h.site.DB, org(c), c.Param("ref")); err != nil {
		return p, err
	}
	if p.Waiting, err = billing.ScheduledChangeOf(ctx(c), h.site.DB, p.Subscription); err != nil {
		return p, err
	}
	if p.Wish, err = billing.WishOf(ctx(c), h.site.DB, p.Subscription); err != nil {
		return p, err
	}
	if p.Gift, err = billing.GiftHeld(ctx(c), h.site.DB, p.Subscription); err != nil {
		return p, err
	}
	if p.Choices, err = billing.ChoicesFor(ctx(c), h.site.DB, p.Subscription, lang(c)); err != nil {
		return p, err
	}
	p.Pricing, err = billing.PricingOf(ctx(c), h.site.DB, host(c))
	return p, err
}

// show draws what a change brings, with the signed word for it.
func (h Changes) show(c echo.Context, status int, p views.ChangePage, shown billing.Changed) error {
	p.Shown = shown
	var err error
	if p.PaysFirst, err = h.paysFirst(c); err != nil {
		return err
	}
	if p.PaysFirst {
		h.site.leadsOut(c)
	}
	if p.Carriers, err = billing.Carriers(ctx(c), h.site.DB, p.Subscription, store.Today(h.site.DB, host(c).Location())); err != nil {
		return err
	}
	p.Form.Token = h.site.sealer().Token(identity.ForChange, shown.Digest(), store.Now(h.site.DB).Add(termsHold))
	return renderStatus(c, status, views.ChangePreview(p))
}

// changeReason is what a credit note says of a change.
func changeReason(lang string) string { return locales.T(lang, "changes.because") }

// ChangePreviews say what a change would bring. Nothing is kept.
type ChangePreviews struct{ site Site }

// Create makes the change and takes it back.
func (h ChangePreviews) Create(c echo.Context) error {
	p, err := Changes(h).page(c)
	if err != nil {
		return err
	}
	shown, err := billing.PreviewChange(ctx(c), h.site.DB, me(c), p.Subscription, p.Form, changeReason)
	if wrong, bad := store.AsInvalid(err); bad {
		p.Wrong = wrong
		return renderInvalid(c, views.Change(p))
	}
	if err != nil {
		return err
	}
	return Changes(h).show(c, http.StatusOK, p, shown)
}

// ChangeEnds drop changes that wait for their day or their payment: the organisation keeps what it has.
type ChangeEnds struct{ site Site }

// Create drops one.
func (h ChangeEnds) Create(c echo.Context) error {
	s, err := billing.SubscriptionOf(ctx(c), h.site.DB, org(c), c.Param("ref"))
	if err != nil {
		return err
	}
	forgot, err := s.Forget(ctx(c), h.site.DB, me(c))
	if err != nil {
		return err
	}
	if forgot {
		h.site.flash(c, "plan_kept")
		return redirect(c, paths.Change(lang(c), org(c), s))
	}
	if err := s.Keep(ctx(c), h.site.DB, me(c), changeReason); err != nil {
		return err
	}
	h.site.flash(c, "plan_kept")
	return redirect(c, paths.Change(lang(c), org(c), s))
}

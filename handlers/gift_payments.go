package handlers

import (
	"context"
	"errors"
	"time"

	"chatiere/models/billing"
	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// GiftPayments are gifts being paid online.
type GiftPayments struct{ site Site }

// Create sends whoever promised to the hosted page on which the gift that is waited for is paid.
func (h GiftPayments) Create(c echo.Context) error {
	p, err := commons.FindPledge(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err == nil && !p.Theirs(me(c)) {
		err = store.ErrForbidden
	}
	if err != nil {
		return err
	}
	return h.site.give(c, p, me(c), paths.Pledge(lang(c), p))
}

// Show is where one comes back to: it says thank you only when the portal knows.
func (h GiftPayments) Show(c echo.Context) error {
	g, err := commons.FindGiftPayment(ctx(c), h.site.DB, c.Param("ref"))
	if err != nil {
		return err
	}
	g = h.site.seenGift(c, g)
	secretly(c)
	h.site.leadsOut(c)
	return render(c, views.GiftPayment(views.GiftPaymentPage{Payment: g, Left: c.QueryParam("left") == "true"}))
}

// seenGift asks Stripe how far a gift has come, within a few seconds; when it does not answer, what is known is shown.
func (s Site) seenGift(c echo.Context, g commons.GiftPayment) commons.GiftPayment {
	if s.Till == nil || g.Over() || g.State == billing.Collecting {
		return g
	}
	within, stop := context.WithTimeout(ctx(c), looking)
	defer stop()
	fresh, err := s.Till.LookGift(within, g)
	if err != nil {
		s.Log.Warn("no look at a gift", "request", requestIDOf(c), "error", err.Error())
		return g
	}
	return fresh
}

// give writes down that somebody is about to pay their gift and sends them to the hosted page. Where nothing is waited for it leads back.
func (s Site) give(c echo.Context, p commons.Pledge, by people.User, back string) error {
	keys, err := s.offers(c)
	if err != nil {
		return err
	}
	if !keys.Set() {
		return store.ErrNotFound
	}
	g, err := p.GiveOnline(ctx(c), s.DB, keys, by, c.FormValue("save") == "true", lang(c))
	if errors.Is(err, store.ErrConflict) { // it came meanwhile, or the promise ended
		s.flash(c, "nothing_to_give")
		return redirect(c, back)
	}
	if err != nil {
		return err
	}
	return s.toGift(c, g, back)
}

// toGift sends a person to the hosted page of a gift.
func (s Site) toGift(c echo.Context, g commons.GiftPayment, back string) error {
	return s.leadTo(c, func(within context.Context) (string, error) { return s.Till.OpenGift(within, g) },
		paths.GiftPayment(lang(c), g), views.NoPagePage{Again: paths.GiftPaymentPage(lang(c), g), Back: back})
}

// givesOnline is how the page of a promise offers to give online.
func (s Site) givesOnline(c echo.Context, action string, y commons.PledgeStory) (views.Online, error) {
	d, waits := y.Waits()
	keys, err := s.offers(c)
	if err != nil || !waits || billing.MeansFor(keys, d.Cents) == "" {
		return views.Online{}, err
	}
	s.leadsOut(c)
	return views.Online{Action: action, Cards: keys.Cards, Debits: keys.Debits, Cents: d.Cents, Currency: string(commons.Cents)}, nil
}

// GiftPaymentPages are the hosted pages of gifts.
type GiftPaymentPages struct{ site Site }

// Create leads back to the one that waits; one that is over says so.
func (h GiftPaymentPages) Create(c echo.Context) error {
	g, err := commons.FindGiftPayment(ctx(c), h.site.DB, c.Param("ref"))
	if err != nil {
		return err
	}
	if g.Over() || g.State == billing.Collecting || g.Ending || h.site.Till == nil {
		return redirect(c, paths.GiftPayment(lang(c), g))
	}
	return h.site.toGift(c, g, paths.GiftPayment(lang(c), g))
}

// LinkedGiftPayments are gifts paid by whoever holds the link of a letter.
type LinkedGiftPayments struct{ site Site }

// Create sends to the hosted page, without signing in.
func (h LinkedGiftPayments) Create(c echo.Context) error {
	secretly(c)
	p, err := PledgeLinks(h).page(c)
	if err != nil {
		return PledgeLinks(h).spent(c, err)
	}
	return h.site.give(c, p.Pledge, people.User{}, paths.PledgeLink(lang(c), p.Token))
}

// GiftMethods are what regular gifts are taken from.
type GiftMethods struct{ site Site }

// Destroy ends that: the promise stands, and its gifts are asked for by letter.
func (h GiftMethods) Destroy(c echo.Context) error {
	p, err := commons.FindPledge(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err == nil {
		err = p.TakeByHand(ctx(c), h.site.DB, me(c))
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) || p.ID == 0 {
		return err
	}
	h.site.flash(c, "gifts_by_hand")
	return redirect(c, paths.Pledge(lang(c), p))
}

// DonationRefunds are gifts that were paid online and go back.
type DonationRefunds struct{ site Site }

// Create promises one.
func (h DonationRefunds) Create(c echo.Context) error {
	p, err := Donations(h).page(c)
	if err != nil {
		return err
	}
	if err := c.Bind(&p.Back); err != nil {
		return err
	}
	err = p.Donation.SendBack(ctx(c), h.site.DB, me(c), p.Back)
	if wrong, bad := store.AsInvalid(err); bad {
		p.Wrong = wrong
		return renderInvalid(c, views.Donation(p))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "refund_asked")
	return redirect(c, paths.Donation(lang(c), p.Donation))
}

// risky are the payments whose giver may get the same money from their bank too.
func risky(all []commons.GiftPayment, now time.Time) map[uint]bool {
	those := map[uint]bool{}
	for _, g := range all {
		those[g.ID] = g.Risky(now)
	}
	return those
}

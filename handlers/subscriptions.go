package handlers

import (
	"chatiere/models/billing"
	"chatiere/models/billing/period"
	"chatiere/models/catalogue"
	"chatiere/models/content"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Subscriptions is the way from an offer's card to its pro forma.
type Subscriptions struct{ site Site }

// New shows the form for the tier and period chosen on the card, or for the nearest price the offer has.
func (h Subscriptions) New(c echo.Context) error {
	form := billing.SubscribeForm{
		Offer: c.Param("slug"), Tier: catalogue.Tier(c.QueryParam("tier")), Period: period.Interval(c.QueryParam("period")), For: c.QueryParam("for"),
		Country: c.QueryParam("country"), Gift: c.QueryParam("gift"), Key: store.NewRef(),
	}
	if form.Country == "" {
		form.Country = host(c).Country
	}
	page, err := h.page(c, form)
	if err != nil {
		return err
	}
	if offer := page.Offered.Offer; offer.Entry != catalogue.Direct {
		return redirect(c, paths.TicketAbout(lang(c), offer.Name.Value))
	} else if page.Offered.Price.ID == 0 {
		return redirect(c, paths.Offer(lang(c), offer))
	}
	if len(page.Owned) > 0 && c.QueryParam("for") == "" {
		page.Form.For = page.Owned[0].Ref
	}
	return render(c, views.Subscribe(page))
}

// Create subscribes. The answer is the same whether or not the portal knew the address.
func (h Subscriptions) Create(c echo.Context) error {
	var form billing.SubscribeForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	form.Offer, form.Lang = c.Param("slug"), lang(c)
	page, err := h.page(c, form)
	if err != nil {
		return err
	}
	form = page.Form
	wrong, bad := store.AsInvalid(form.Check(me(c)))
	if page.Offered.Offer.Entry != catalogue.Direct || page.Offered.Price.ID == 0 {
		return store.ErrNotFound
	}
	if !bad && !page.Instead { // nobody subscribes at a price they have not seen
		if err := h.allowed(c, form.Email); err != nil {
			return err
		}
		if form.TermsVersion, err = content.Editions(ctx(c), h.site.DB, content.KindLegal, "terms", "processor-contract"); err != nil {
			return err
		}
		p, err := billing.Subscribe(ctx(c), h.site.DB, me(c), form)
		if wrong, bad = store.AsInvalid(err); !bad {
			if err != nil {
				return err
			}
			return redirect(c, paths.ProForma(lang(c), p))
		}
	}
	page.Form, page.Wrong = form, wrong
	return renderInvalid(c, views.Subscribe(page))
}

// page gathers what the form shows. A tier or period that nobody named is the standard one.
func (h Subscriptions) page(c echo.Context, form billing.SubscribeForm) (views.SubscribePage, error) {
	wished := form
	if form.Tier == "" {
		form.Tier = catalogue.Standard
	}
	if form.Period == "" {
		form.Period = period.Year
	}
	p := views.SubscribePage{Form: form, Owned: owned(me(c))}
	var err error
	if p.Offered, err = billing.NearestOffered(ctx(c), h.site.DB, form.Offer, form.Tier, form.Period, lang(c)); err != nil {
		return p, err
	}
	p.Form.Tier, p.Form.Period = p.Offered.Price.Tier, period.Interval(p.Offered.Price.Period)
	p.Instead = wished.Tier != "" && wished.Tier != p.Form.Tier || wished.Period != "" && wished.Period != p.Form.Period
	p.Pricing, err = billing.PricingOf(ctx(c), h.site.DB, host(c))
	return p, err
}

// allowed slows down whoever sends letters to many addresses.
func (h Subscriptions) allowed(c echo.Context, email string) error {
	if me(c).SignedIn() {
		return nil
	}
	wait, err := identity.Allow(ctx(c), h.site.DB, identity.SigningUp, identity.Account(email), identity.Address(neighbourhood(c.RealIP())))
	if err == nil && wait > 0 {
		return tooMany{wait}
	}
	return err
}

// owned are the organisations a person may subscribe for.
func owned(u people.User) []people.Organisation { return belongs(u, people.Owner) }

// belongs are the organisations in which a person has one of these roles.
func belongs(u people.User, roles ...people.MemberRole) []people.Organisation {
	var all []people.Organisation
	for _, m := range u.Memberships {
		if m.May(roles...) && m.Organisation.Acting() {
			all = append(all, m.Organisation)
		}
	}
	return all
}

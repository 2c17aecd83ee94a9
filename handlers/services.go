package handlers

import (
	"net/http"

	"chatiere/models/catalogue"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Services is the catalogue.
type Services struct{ site Site }

// Index lists the services, searched and filtered.
func (h Services) Index(c echo.Context) error {
	p := views.CataloguePage{Wrong: store.Invalid{}}
	if err := c.Bind(&p.Filter); err != nil {
		return err
	}
	var err error
	if p.Buying, err = h.site.buying(c); err != nil {
		return err
	}
	p.Limit(lang(c))
	if p.Services, err = catalogue.Find(ctx(c), h.site.DB, lang(c), p.Filter.Filter); err != nil {
		return err
	}
	if p.Tools, p.Upstreams, err = catalogue.Facets(ctx(c), h.site.DB); err != nil {
		return err
	}
	return render(c, views.Catalogue(p))
}

// Show draws a service; one that moved is redirected for good.
func (h Services) Show(c echo.Context) error {
	service, err := catalogue.FindService(ctx(c), h.site.DB, me(c), lang(c), c.Param("slug"))
	if err != nil {
		return err
	}
	if service.Slug != c.Param("slug") {
		return c.Redirect(http.StatusMovedPermanently, paths.Service(lang(c), service))
	}
	buying, err := h.site.buying(c)
	if err != nil {
		return err
	}
	return render(c, views.Service(views.ServicePage{Service: service, Buying: buying}))
}

// Offers are what one subscribes to.
type Offers struct{ site Site }

// Index lists the offers and their prices.
func (h Offers) Index(c echo.Context) error {
	offers, err := catalogue.Offers(ctx(c), h.site.DB, people.User{}, lang(c))
	if err != nil {
		return err
	}
	buying, err := h.site.buying(c)
	if err != nil {
		return err
	}
	return render(c, views.Offers(offers, buying))
}

// Show draws an offer with its choice of price and period.
func (h Offers) Show(c echo.Context) error {
	offer, err := catalogue.FindOffer(ctx(c), h.site.DB, me(c), lang(c), c.Param("slug"))
	if err != nil {
		return err
	}
	if offer.Slug != c.Param("slug") {
		return c.Redirect(http.StatusMovedPermanently, paths.Offer(lang(c), offer))
	}
	buying, err := h.site.buying(c)
	if err != nil {
		return err
	}
	price, _ := offer.Nearest(catalogue.Standard, catalogue.Year)
	return render(c, views.Offer(views.OfferPage{Offer: offer, Buying: buying, Tier: price.Tier, Period: price.Period}))
}

package handlers

import (
	"net/http"
	"strings"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Prices are the lists of prices of an offer. A list never changes: a new one is put in force for newcomers.
type Prices struct{ site Site }

// Index shows the list in force as a form for the next one, and the lists before it.
func (h Prices) Index(c echo.Context) error {
	o, err := catalogue.OfferToEdit(ctx(c), h.site.DB, me(c), c.Param("slug"))
	if err != nil {
		return err
	}
	return h.draw(c, http.StatusOK, h.start(c, o))
}

// start is the page with the prices in force typed in.
func (h Prices) start(c echo.Context, o catalogue.Offer) views.PricesDesk {
	p := views.PricesDesk{Offer: o, Form: catalogue.PriceForm{Version: o.Version}, Typed: map[string]string{}}
	for _, price := range o.Prices {
		p.Typed[catalogue.PriceField(price.Tier, price.Period)] = locales.Decimal(lang(c), price.Cents)
	}
	p.Promise.List = o.PriceList
	return p
}

// Create puts a new list in force, or only shows what the public would read.
func (h Prices) Create(c echo.Context) error {
	o, err := catalogue.OfferToEdit(ctx(c), h.site.DB, me(c), c.Param("slug"))
	if err != nil {
		return err
	}
	p := views.PricesDesk{Offer: o, Look: c.FormValue("look") != ""}
	p.Form, p.Typed = priceForm(c)
	if p.Look {
		err = p.Form.Check()
	} else {
		err = o.SetPrices(ctx(c), h.site.DB, me(c), p.Form)
	}
	if err == nil && !p.Look {
		h.site.flash(c, "prices_set")
		return redirect(c, paths.Prices(lang(c), o))
	}
	return h.again(c, p, err)
}

// again shows the form once more: with what is wrong, with what the public would read, or with what somebody else saved meanwhile.
func (h Prices) again(c echo.Context, p views.PricesDesk, err error) error {
	status := http.StatusOK
	if err != nil {
		if p.Wrong, status, err = turnedDown(err); err != nil {
			return err
		}
	}
	if status == http.StatusConflict {
		if p.Offer, err = catalogue.OfferToEdit(ctx(c), h.site.DB, me(c), p.Offer.Slug); err != nil {
			return err
		}
		p.Stale, p.Form.Version = true, p.Offer.Version
	}
	return h.draw(c, status, p)
}

func (h Prices) draw(c echo.Context, status int, p views.PricesDesk) error {
	var err error
	if p.Lists, err = catalogue.PriceListsOf(ctx(c), h.site.DB, p.Offer); err != nil {
		return err
	}
	if p.Paying, err = billing.PayingByList(ctx(c), h.site.DB, p.Offer.ID); err != nil {
		return err
	}
	if p.Buying, err = h.site.buying(c); err != nil {
		return err
	}
	return renderStatus(c, status, views.DeskPrices(p))
}

// priceForm reads the prices and returns what was typed; what cannot be read is -1, which no list takes.
func priceForm(c echo.Context) (catalogue.PriceForm, map[string]string) {
	form := catalogue.PriceForm{Cents: map[catalogue.Tier]map[catalogue.Period]*int64{}, Reason: strings.TrimSpace(c.FormValue("reason")), Version: whole(c.FormValue("version"))}
	typed := map[string]string{}
	for _, tier := range catalogue.Tiers {
		form.Cents[tier] = map[catalogue.Period]*int64{}
		for _, period := range catalogue.Periods {
			name := catalogue.PriceField(tier, period)
			if typed[name] = strings.TrimSpace(c.FormValue(name)); typed[name] == "" {
				continue
			}
			cents, ok := locales.ParseMoney(lang(c), typed[name])
			if !ok {
				cents = -1
			}
			form.Cents[tier][period] = &cents
		}
	}
	return form, typed
}

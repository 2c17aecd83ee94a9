package handlers

import (
	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// GiftCodes are the codes that lower what a subscription costs.
type GiftCodes struct{ site Site }

// Index lists those that can be had, or all.
func (h GiftCodes) Index(c echo.Context) error {
	p := views.GiftCodesPage{Search: billing.GiftSearch{
		Query: c.QueryParam("q"), All: c.QueryParam("all") != "", After: store.FromKey(c.QueryParam("after")), Today: h.site.today(c),
	}}
	var err error
	if p.Found, err = billing.GiftCodes(ctx(c), h.site.DB, me(c), p.Search); err != nil {
		return err
	}
	return render(c, views.GiftCodes(p))
}

// New shows an empty form.
func (h GiftCodes) New(c echo.Context) error {
	return h.form(c, billing.GiftCodeForm{Lasts: "once", EachMost: "1"}, nil)
}

func (h GiftCodes) form(c echo.Context, form billing.GiftCodeForm, wrong store.Invalid) error {
	p := views.NewGiftCodePage{Form: form, Wrong: wrong}
	var err error
	if p.Offers, err = billing.DirectOffers(ctx(c), h.site.DB, lang(c)); err != nil {
		return err
	}
	if len(wrong) > 0 {
		return renderInvalid(c, views.NewGiftCode(p))
	}
	return render(c, views.NewGiftCode(p))
}

// Create makes one.
func (h GiftCodes) Create(c echo.Context) error {
	var form billing.GiftCodeForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	if cents, ok := locales.ParseMoney(lang(c), form.Amount); ok {
		form.Cents = cents
	}
	made, err := billing.MakeGiftCode(ctx(c), h.site.DB, me(c), form)
	if wrong, bad := store.AsInvalid(err); bad {
		return h.form(c, form, wrong)
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.GiftCode(lang(c), made))
}

// Show draws one with who has it.
func (h GiftCodes) Show(c echo.Context) error {
	p := views.GiftCodePage{Today: h.site.today(c), Now: store.Now(h.site.DB)}
	var err error
	if p.Code, err = billing.FindGiftCode(ctx(c), h.site.DB, me(c), c.Param("ref")); err != nil {
		return err
	}
	if p.Offers, err = catalogue.Offers(ctx(c), h.site.DB, me(c), lang(c)); err != nil {
		return err
	}
	if p.Found, err = p.Code.GiftsGranted(ctx(c), h.site.DB, store.FromKey(c.QueryParam("after")), store.PageSize); err != nil {
		return err
	}
	return render(c, views.GiftCode(p))
}

// Export is who has a code, as a table to save.
func (h GiftCodes) Export(c echo.Context) error {
	code, err := billing.FindGiftCode(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	all, err := code.GiftsGranted(ctx(c), h.site.DB, 0, 0)
	if err != nil {
		return err
	}
	said := c.Request().Context()
	return sendCSV(c, views.GiftUsesFile(said, code), views.GiftUseRows(said, all.Items, store.Now(h.site.DB)))
}

// GiftCodeEnds stop codes: nobody takes them any more.
type GiftCodeEnds struct{ site Site }

// Create stops one.
func (h GiftCodeEnds) Create(c echo.Context) error {
	code, err := billing.FindGiftCode(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	if err := code.Stop(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.GiftCode(lang(c), code))
}

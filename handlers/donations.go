package handlers

import (
	"chatiere/locales"
	"chatiere/models/commons"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Donations are gifts of money, for those who keep the collective's.
type Donations struct{ site Site }

// Index lists them.
func (h Donations) Index(c echo.Context) error {
	p := views.DonationsPage{}
	err := c.Bind(&p.Filter)
	if err != nil {
		return err
	}
	if p.Page, err = commons.Donations(ctx(c), h.site.DB, me(c), p.Filter); err != nil {
		return err
	}
	return render(c, views.Donations(p))
}

// Export is the same as a table.
func (h Donations) Export(c echo.Context) error {
	f := commons.DonationFilter{}
	if err := c.Bind(&f); err != nil {
		return err
	}
	f.All = true
	all, err := uncut(func(after string) (store.Page[commons.Donation], error) {
		f.After = after
		return commons.Donations(ctx(c), h.site.DB, me(c), f)
	})
	if err != nil {
		return err
	}
	return sendCSV(c, "donations", views.DonationRows(ctx(c), all))
}

// Show is one, and the form that notes that it came.
func (h Donations) Show(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	return render(c, views.Donation(p))
}

func (h Donations) page(c echo.Context) (views.DonationPage, error) {
	p := views.DonationPage{Host: host(c), Form: commons.ArrivalForm{ReceivedOn: h.site.today(c), Method: "transfer"}}
	var err error
	if p.Donation, err = commons.FindDonation(ctx(c), h.site.DB, me(c), c.Param("ref")); err != nil {
		return p, err
	}
	p.Form.Amount = locales.Amount(lang(c), p.Donation.Cents)
	if p.Lines, err = p.Donation.Lines(ctx(c), h.site.DB); err != nil {
		return p, err
	}
	if p.Payments, err = p.Donation.PaymentsOf(ctx(c), h.site.DB); err != nil || len(p.Payments) == 0 {
		return p, err
	}
	p.Risky = risky(p.Payments, store.Now(h.site.DB))
	p.Returns, err = p.Donation.ReturnsOf(ctx(c), h.site.DB)
	return p, err
}

// DonationArrivals are gifts that came.
type DonationArrivals struct{ site Site }

// Create notes one.
func (h DonationArrivals) Create(c echo.Context) error {
	p, err := Donations(h).page(c)
	if err != nil {
		return err
	}
	p.Form = commons.ArrivalForm{}
	if err := c.Bind(&p.Form); err != nil {
		return err
	}
	p.Form.Cents, _ = locales.ParseMoney(lang(c), p.Form.Amount)
	err = p.Donation.Arrive(ctx(c), h.site.DB, me(c), p.Form)
	if wrong, bad := store.AsInvalid(err); bad {
		p.Wrong = wrong
		return renderInvalid(c, views.Donation(p))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "donation_came")
	return redirect(c, paths.Donations(lang(c)))
}

// DonationReturns are gifts that were noted by mistake or paid back.
type DonationReturns struct{ site Site }

// Create takes one back, with a reason.
func (h DonationReturns) Create(c echo.Context) error {
	p, err := Donations(h).page(c)
	if err != nil {
		return err
	}
	err = p.Donation.TakeBack(ctx(c), h.site.DB, me(c), c.FormValue("reason"))
	if wrong, bad := store.AsInvalid(err); bad {
		p.Wrong = wrong
		return renderInvalid(c, views.Donation(p))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.Donation(lang(c), p.Donation))
}

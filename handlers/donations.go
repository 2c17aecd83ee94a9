package handlers

import (
	"errors"

	"chatiere/locales"
	"chatiere/models/commons"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/papers"
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
	all, err := commons.Donations(ctx(c), h.site.DB, me(c), f)
	if err != nil {
		return err
	}
	return sendCSV(c, "donations", views.DonationRows(ctx(c), all.Items))
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

// GiftReceipts are receipts that donors ask for.
type GiftReceipts struct{ site Site }

// New asks for the full address, which the law demands.
func (h GiftReceipts) New(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	return render(c, views.NewGiftReceipt(p))
}

// Create issues the receipt.
func (h GiftReceipts) Create(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	if err := c.Bind(&p.Form); err != nil {
		return err
	}
	p.Form.Lang = lang(c)
	_, err = p.Donation.Certify(ctx(c), h.site.DB, me(c), &p.Form)
	if wrong, bad := store.AsInvalid(err); bad {
		p.Wrong = wrong
		return renderInvalid(c, views.NewGiftReceipt(p))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "receipt_issued")
	return redirect(c, paths.Pledge(lang(c), p.Donation.Pledge))
}

func (h GiftReceipts) page(c echo.Context) (views.GiftReceiptPage, error) {
	p := views.GiftReceiptPage{Form: commons.ReceiptForm{Name: me(c).Name, Country: host(c).Country}}
	var err error
	if p.Donation, err = commons.OwnDonation(ctx(c), h.site.DB, me(c), c.Param("ref")); err != nil {
		return p, err
	}
	_, err = commons.EligibilityNow(ctx(c), h.site.DB)
	if !p.Donation.Receiptable(err == nil) {
		return p, store.ErrNotFound
	}
	return p, nil
}

// Show is one on paper.
func (h GiftReceipts) Show(c echo.Context) error {
	r, err := commons.FindReceipt(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	pdf, err := papers.Receipt(r, r.CreatedAt)
	if err != nil {
		return err
	}
	return attach(c, papers.FileName(r.Number), "application/pdf", pdf)
}

// DeskReceipts are all receipts, for those who keep the collective's money.
type DeskReceipts struct{ site Site }

// Index lists them with the sums of each year, and the declaration that allows them.
func (h DeskReceipts) Index(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	return render(c, views.GiftReceipts(p))
}

func (h DeskReceipts) page(c echo.Context) (views.GiftReceiptsPage, error) {
	p := views.GiftReceiptsPage{}
	err := echo.QueryParamsBinder(c).String("year", &p.Filter.Year).String("q", &p.Filter.Query).String("after", &p.Filter.After).BindError()
	if err != nil {
		return p, err
	}
	if p.Page, p.Years, err = commons.Receipts(ctx(c), h.site.DB, me(c), p.Filter); err != nil {
		return p, err
	}
	now, err := commons.EligibilityNow(ctx(c), h.site.DB)
	if err == nil {
		p.Now = &now
	} else if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return p, err
}

// Export is the same as a table.
func (h DeskReceipts) Export(c echo.Context) error {
	f := commons.ReceiptFilter{Year: c.QueryParam("year"), Query: c.QueryParam("q"), All: true}
	all, _, err := commons.Receipts(ctx(c), h.site.DB, me(c), f)
	if err != nil {
		return err
	}
	return sendCSV(c, "gift-receipts", views.ReceiptRows(ctx(c), all.Items))
}

// Eligibilities are the collective's declarations that its gifts give right to a tax reduction.
type Eligibilities struct{ site Site }

// Create files one.
func (h Eligibilities) Create(c echo.Context) error {
	p, err := DeskReceipts(h).page(c)
	if err != nil {
		return err
	}
	if err := c.Bind(&p.Form); err != nil {
		return err
	}
	err = commons.Declare(ctx(c), h.site.DB, me(c), &p.Form)
	if wrong, bad := store.AsInvalid(err); bad {
		p.Wrong = wrong
		return renderInvalid(c, views.GiftReceipts(p))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.GiftReceipts(lang(c)))
}

// EligibilityEnds take the declaration back.
type EligibilityEnds struct{ site Site }

// Create ends it.
func (h EligibilityEnds) Create(c echo.Context) error {
	if err := commons.EndEligibility(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.GiftReceipts(lang(c)))
}

// ReceiptVoidings take receipts back.
type ReceiptVoidings struct{ site Site }

// Create makes one void, with a reason.
func (h ReceiptVoidings) Create(c echo.Context) error {
	p, err := DeskReceipts(h).page(c)
	if err != nil {
		return err
	}
	r, err := commons.FindReceipt(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err == nil {
		err = r.Void(ctx(c), h.site.DB, me(c), c.FormValue("reason"))
	}
	if wrong, bad := store.AsInvalid(err); bad {
		p.Wrong, p.Voiding = wrong, r.Ref
		return renderInvalid(c, views.GiftReceipts(p))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.GiftReceipts(lang(c)))
}

package handlers

import (
	"errors"
	"net/http"

	"chatiere/models/commons"
	"chatiere/models/files"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// UpstreamPayments are what projects are paid.
type UpstreamPayments struct{ site Site }

// Show draws one: how to pay it, what became of it.
func (h UpstreamPayments) Show(c echo.Context) error {
	return h.draw(c, http.StatusOK, views.UpstreamPaymentPage{Confirm: commons.ConfirmForm{On: h.site.today(c)}, Return: commons.ReturnPayoutForm{On: h.site.today(c)}})
}

func (h UpstreamPayments) draw(c echo.Context, status int, p views.UpstreamPaymentPage) error {
	var err error
	if p.Payment, p.Batch, err = commons.FindUpstreamPayment(ctx(c), h.site.DB, me(c), c.Param("ref")); err != nil {
		return err
	}
	if p.Keeps = commons.KeepsPayouts(me(c)); p.Keeps && p.Payment.State == commons.PaymentSent {
		if p.Code, p.Address, err = p.Payment.Code(h.site.Secret, h.site.projectPages()); err != nil {
			return err
		}
	}
	if p.Receipt, err = p.Payment.Receipt(ctx(c), h.site.DB); err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	secretly(c)
	return renderStatus(c, status, views.UpstreamPayment(p))
}

// does something to the payment in the address, and shows it again with what is wrong.
func (h UpstreamPayments) does(c echo.Context, p views.UpstreamPaymentPage, act func(*commons.UpstreamPayment) error) error {
	one, _, err := commons.FindUpstreamPayment(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	err = act(&one)
	if wrong, bad := store.AsInvalid(err); bad {
		p.Wrong = wrong
		return h.draw(c, http.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.UpstreamPayment(lang(c), one))
}

// PayoutConfirmations say that money left the account.
type PayoutConfirmations struct{ site Site }

// Create confirms one by hand.
func (h PayoutConfirmations) Create(c echo.Context) error {
	p := views.UpstreamPaymentPage{Return: commons.ReturnPayoutForm{On: h.site.today(c)}}
	if err := c.Bind(&p.Confirm); err != nil {
		return err
	}
	return UpstreamPayments(h).does(c, p, func(one *commons.UpstreamPayment) error { return one.Confirm(ctx(c), h.site.DB, me(c), p.Confirm) })
}

// PayoutReturns say that money came back.
type PayoutReturns struct{ site Site }

// Create gives it back to what the project is owed.
func (h PayoutReturns) Create(c echo.Context) error {
	p := views.UpstreamPaymentPage{Confirm: commons.ConfirmForm{On: h.site.today(c)}}
	if err := c.Bind(&p.Return); err != nil {
		return err
	}
	return UpstreamPayments(h).does(c, p, func(one *commons.UpstreamPayment) error { return one.Return(ctx(c), h.site.DB, me(c), p.Return) })
}

// PayoutReceipts show that projects have the money.
type PayoutReceipts struct{ site Site }

// Create keeps one.
func (h PayoutReceipts) Create(c echo.Context) error {
	p := views.UpstreamPaymentPage{Confirm: commons.ConfirmForm{On: h.site.today(c)}, Return: commons.ReturnPayoutForm{On: h.site.today(c)}}
	up, err := uploaded(c, "receipt")
	if err != nil {
		return err
	}
	p.ReceiptForm = commons.PayoutReceiptForm{URL: c.FormValue("receipt_url"), Upload: files.Upload{Name: up.Name, Content: up.Content}}
	return UpstreamPayments(h).does(c, p, func(one *commons.UpstreamPayment) error { return one.Receive(ctx(c), h.site.DB, me(c), p.ReceiptForm) })
}

// Show sends the file.
func (h PayoutReceipts) Show(c echo.Context) error {
	p, _, err := commons.FindUpstreamPayment(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	f, err := p.Receipt(ctx(c), h.site.DB)
	if err != nil {
		return err
	}
	return h.site.download(c, f)
}

package handlers

import (
	"errors"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Payments is money that came in.
type Payments struct{ site Site }

// Index lists what waits, oldest first, and what was received lately.
func (h Payments) Index(c echo.Context) error {
	p := views.PaymentsPage{Search: c.QueryParam("q"), Year: c.QueryParam("year"), After: c.QueryParam("after") != "", Today: h.site.today(c), Acts: me(c).Is(people.Operator)}
	search := billing.PaymentSearch{Query: p.Search}
	if cents, ok := locales.ParseMoney(lang(c), p.Search); ok {
		search.Cents = cents
	}
	var err error
	if !p.After {
		if p.Waiting, err = billing.PaymentsToConfirm(ctx(c), h.site.DB, me(c), search); err != nil {
			return err
		}
	}
	keys, err := h.site.offers(c)
	if err != nil {
		return err
	}
	p.Online = keys.Set()
	if p.Received, err = billing.Payments(ctx(c), h.site.DB, me(c), paymentFilter(c)); err != nil {
		return err
	}
	return render(c, views.Payments(p))
}

// Export gives what was received as a file.
func (h Payments) Export(c echo.Context) error {
	f := paymentFilter(c)
	f.All = true
	all, err := uncut(func(after string) (store.Page[billing.Payment], error) {
		f.After = store.FromKey(after)
		return billing.Payments(ctx(c), h.site.DB, me(c), f)
	})
	if err != nil {
		return err
	}
	return sendCSV(c, "payments", views.PaymentRows(ctx(c), all))
}

func paymentFilter(c echo.Context) billing.PaymentFilter {
	f := billing.PaymentFilter{Query: c.QueryParam("q"), Year: c.QueryParam("year"), After: store.FromKey(c.QueryParam("after"))}
	if cents, ok := locales.ParseMoney(lang(c), f.Query); ok {
		f.Cents = cents
	}
	return f
}

// New is the form for one payment, filled with what is due.
func (h Payments) New(c echo.Context) error {
	payable, err := billing.FindPayable(ctx(c), h.site.DB, me(c), c.QueryParam("for"))
	if err != nil {
		return err
	}
	return render(c, views.NewPayment(views.NewPaymentPage{Payable: payable, Form: billing.PaymentForm{
		Amount: locales.Amount(lang(c), max(0, payable.DueCents)), ReceivedOn: h.site.today(c), Key: store.NewRef(),
	}}))
}

// Create confirms that money came in.
func (h Payments) Create(c echo.Context) error {
	var form billing.PaymentForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	form.Cents = -1
	if cents, ok := locales.ParseMoney(lang(c), form.Amount); ok {
		form.Cents = cents
	}
	payment, err := billing.ConfirmTransfer(ctx(c), h.site.DB, me(c), form)
	if wrong, bad := store.AsInvalid(err); bad {
		payable, err := billing.FindPayable(ctx(c), h.site.DB, me(c), form.For)
		if err != nil {
			return err
		}
		return renderInvalid(c, views.NewPayment(views.NewPaymentPage{Payable: payable, Form: form, Wrong: wrong}))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "payment_confirmed")
	return redirect(c, paths.Payment(lang(c), payment))
}

// Show draws one payment and what became of it.
func (h Payments) Show(c echo.Context) error {
	payment, err := billing.FindPayment(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	p, err := h.page(c, payment)
	if err != nil {
		return err
	}
	return render(c, views.Payment(p))
}

func (h Payments) page(c echo.Context, payment billing.Payment) (views.PaymentPage, error) {
	p := views.PaymentPage{Payment: payment, Acts: me(c).Is(people.Operator), Refund: billing.RefundForm{Key: store.NewRef()}}
	var err error
	if p.Invoices, err = billing.InvoicesSettledBy(ctx(c), h.site.DB, payment); err != nil {
		return p, err
	}
	if p.Line, err = billing.LineOfPayment(ctx(c), h.site.DB, payment); errors.Is(err, store.ErrNotFound) {
		err = nil // it was typed by hand
	}
	if err != nil || !payment.Collected() && payment.ReturnedCents == 0 {
		return p, err
	}
	p.Risky = payment.Risky(store.Now(h.site.DB))
	p.Refund.Amount = locales.Amount(lang(c), payment.Rest())
	if p.Refunds, err = billing.RefundsOf(ctx(c), h.site.DB, payment.ID); err != nil {
		return p, err
	}
	p.Disputes, err = billing.DisputesOf(ctx(c), h.site.DB, payment.ID)
	return p, err
}

// PaymentReversals take payments back.
type PaymentReversals struct{ site Site }

// Create takes one back, for a reason.
func (h PaymentReversals) Create(c echo.Context) error {
	payment, err := billing.FindPayment(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	reason := c.FormValue("reason")
	err = payment.Undo(ctx(c), h.site.DB, me(c), reason)
	if wrong, bad := store.AsInvalid(err); bad {
		p, err := Payments(h).page(c, payment)
		if err != nil {
			return err
		}
		p.Reason, p.Wrong = reason, wrong
		return renderInvalid(c, views.Payment(p))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "payment_undone")
	return redirect(c, paths.Payment(lang(c), payment))
}

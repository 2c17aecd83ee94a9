package handlers

import (
	"net/http"

	"chatiere/models/billing"
	"chatiere/models/billing/reference"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Repayments are what organisations paid and get back.
type Repayments struct{ site Site }

// Index lists what is to be sent, what is due first before all; or what is settled.
func (h Repayments) Index(c echo.Context) error {
	p := views.RepaymentsPage{Filter: repaymentFilter(c), Today: h.site.today(c)}
	var err error
	if p.Page, err = billing.Repayments(ctx(c), h.site.DB, me(c), p.Filter); err != nil {
		return err
	}
	return render(c, views.Repayments(p))
}

// Export is the list as a table to save.
func (h Repayments) Export(c echo.Context) error {
	f := repaymentFilter(c)
	f.All = true
	all, err := uncut(func(after string) (store.Page[billing.Repayment], error) {
		f.After = after
		return billing.Repayments(ctx(c), h.site.DB, me(c), f)
	})
	if err != nil {
		return err
	}
	return sendCSV(c, views.RepaymentsFileName(ctx(c)), views.RepaymentRows(ctx(c), all, h.site.today(c)))
}

func repaymentFilter(c echo.Context) billing.RepaymentFilter {
	return billing.RepaymentFilter{Query: c.QueryParam("q"), Done: c.QueryParam("done") == "true", After: c.QueryParam("after")}
}

// Show draws one with the ways to send it.
func (h Repayments) Show(c echo.Context) error {
	return h.draw(c, http.StatusOK, func(*views.RepaymentPage) {})
}

func (h Repayments) find(c echo.Context) (billing.Repayment, error) {
	return billing.FindRepayment(ctx(c), h.site.DB, me(c), c.Param("ref"))
}

// draw shows one with what was typed.
func (h Repayments) draw(c echo.Context, status int, typed func(*views.RepaymentPage)) error {
	r, err := h.find(c)
	if err != nil {
		return err
	}
	p := views.RepaymentPage{Repayment: r, Acts: me(c).Is(people.Operator), Now: store.Now(h.site.DB), Today: h.site.today(c), Key: store.NewRef()}
	p.Transfer = billing.RepaidForm{SentOn: p.Today, Reference: reference.New()}
	typed(&p)
	return renderStatus(c, status, views.Repayment(p))
}

// decided goes back to the page with word of what was done, or shows again what was typed.
func (h Repayments) decided(c echo.Context, r billing.Repayment, err error, flash string, typed func(*views.RepaymentPage)) error {
	if wrong, bad := store.AsInvalid(err); bad {
		return h.draw(c, http.StatusUnprocessableEntity, func(p *views.RepaymentPage) {
			typed(p)
			p.Wrong = wrong
		})
	}
	if err != nil {
		return err
	}
	h.site.flash(c, flash)
	return redirect(c, paths.Repayment(lang(c), r))
}

// RepaymentRefunds send what a payment holds back the way it came.
type RepaymentRefunds struct{ site Site }

// Create promises one.
func (h RepaymentRefunds) Create(c echo.Context) error {
	r, err := Repayments(h).find(c)
	if err != nil {
		return err
	}
	var form billing.RefundForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	payment := c.FormValue("payment")
	_, err = r.SendBack(ctx(c), h.site.DB, me(c), payment, form)
	return Repayments(h).decided(c, r, err, "refund_asked", func(p *views.RepaymentPage) { p.Card, p.CardPayment, p.Key = form, payment, form.Key })
}

// RepaymentTransfers are transfers by which an operator paid back.
type RepaymentTransfers struct{ site Site }

// Create notes one.
func (h RepaymentTransfers) Create(c echo.Context) error {
	r, err := Repayments(h).find(c)
	if err != nil {
		return err
	}
	var form billing.RepaidForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	err = r.Transferred(ctx(c), h.site.DB, me(c), form)
	return Repayments(h).decided(c, r, err, "repayment_sent", func(p *views.RepaymentPage) { p.Transfer = form })
}

// RepaymentReturns are transfers that came back.
type RepaymentReturns struct{ site Site }

// Create notes one.
func (h RepaymentReturns) Create(c echo.Context) error {
	r, err := Repayments(h).find(c)
	if err != nil {
		return err
	}
	var form billing.RepaidBackForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	err = r.CameBack(ctx(c), h.site.DB, me(c), form)
	return Repayments(h).decided(c, r, err, "repayment_back", func(p *views.RepaymentPage) { p.Back = form })
}

// RepaymentKeepings are wishes of organisations to keep what they could have back as credit, written down by an operator.
type RepaymentKeepings struct{ site Site }

// Create notes one.
func (h RepaymentKeepings) Create(c echo.Context) error {
	r, err := Repayments(h).find(c)
	if err != nil {
		return err
	}
	var form billing.KeepingForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	err = r.Keep(ctx(c), h.site.DB, me(c), form)
	return Repayments(h).decided(c, r, err, "repayment_kept", func(p *views.RepaymentPage) { p.Keeping = form })
}

// OwnRepaymentKeepings are the same, said by the organisation's own treasurers.
type OwnRepaymentKeepings struct{ site Site }

// Create notes one.
func (h OwnRepaymentKeepings) Create(c echo.Context) error {
	r, err := billing.FindRepaymentOf(ctx(c), h.site.DB, org(c), c.Param("ref"))
	if err != nil {
		return err
	}
	var form billing.KeepingForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	if err := r.Keep(ctx(c), h.site.DB, me(c), form); err != nil {
		return err
	}
	h.site.flash(c, "repayment_kept")
	return redirect(c, paths.Invoices(lang(c), org(c)))
}

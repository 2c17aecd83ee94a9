package handlers

import (
	"chatiere/models/commons"
	"chatiere/models/files"
	"chatiere/models/store"
	"chatiere/views"

	"github.com/labstack/echo/v4"
)

// CounterInvoices are invoices that an organisation hands in under an agreement.
type CounterInvoices struct{ site Site }

// Create hands one in; its file survives a form that has to be filled in again.
func (h CounterInvoices) Create(c echo.Context) error {
	p := views.AgreementPage{At: "counter"}
	kept, wrong, err := h.site.uploads(c, "files", "drafts")
	if err != nil {
		return err
	}
	if err := c.Bind(&p.Counter); err != nil {
		return err
	}
	p.Counter.NetCents, p.Counter.VATCents, p.Counter.Files = amountIn(c, p.Counter.Net), amountIn(c, p.Counter.VAT), kept
	return h.site.onAgreement(c, p, func(a commons.Agreement) error {
		if len(wrong) > 0 {
			return wrong
		}
		_, err := a.Send(ctx(c), h.site.DB, me(c), p.Counter)
		return err
	})
}

// Show sends the document of one to the people of both sides.
func (h CounterInvoices) Show(c echo.Context) error {
	_, one, err := h.find(c)
	if err != nil {
		return err
	}
	all, err := files.Of(ctx(c), h.site.DB, "counter_invoice", one.ID)
	if err != nil || len(all) == 0 {
		return store.ErrNotFound
	}
	content, err := all[0].Content(ctx(c), h.site.DB)
	if err != nil {
		return err
	}
	return attach(c, all[0].Name, all[0].MediaType, content)
}

// find returns the one in the address with its agreement.
func (h CounterInvoices) find(c echo.Context) (commons.Agreement, commons.CounterInvoice, error) {
	a, err := commons.FindAgreement(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return a, commons.CounterInvoice{}, err
	}
	one, err := commons.FindCounterInvoice(ctx(c), h.site.DB, a, c.Param("counter"))
	return a, one, err
}

// CounterAcceptances is saying that an invoice of the other side is owed.
type CounterAcceptances struct{ site Site }

// Create says it.
func (h CounterAcceptances) Create(c echo.Context) error {
	_, one, err := CounterInvoices(h).find(c)
	if err != nil {
		return err
	}
	p := views.AgreementPage{At: "decide-" + one.Ref}
	return h.site.onAgreement(c, p, func(a commons.Agreement) error {
		return one.Accept(ctx(c), h.site.DB, me(c), a, c.FormValue("marked") != "")
	})
}

// CounterRefusals is saying that it is not.
type CounterRefusals struct{ site Site }

// Create says it, with a reason.
func (h CounterRefusals) Create(c echo.Context) error {
	_, one, err := CounterInvoices(h).find(c)
	if err != nil {
		return err
	}
	p := views.AgreementPage{At: "decide-" + one.Ref, Text: c.FormValue("reason")}
	return h.site.onAgreement(c, p, func(a commons.Agreement) error { return one.Refuse(ctx(c), h.site.DB, me(c), a, p.Text) })
}

// ReciprocityCredits is giving credit under a contract of rebate.
type ReciprocityCredits struct{ site Site }

// Create gives it.
func (h ReciprocityCredits) Create(c echo.Context) error {
	p := views.AgreementPage{At: "credit"}
	if err := c.Bind(&p.Credit); err != nil {
		return err
	}
	p.Credit.Cents = amountIn(c, p.Credit.Amount)
	return h.site.onAgreement(c, p, func(a commons.Agreement) error {
		_, err := a.Grant(ctx(c), h.site.DB, me(c), p.Credit)
		return err
	})
}

// InvoiceOffsets is settling an invoice without money.
type InvoiceOffsets struct{ site Site }

// Create settles it.
func (h InvoiceOffsets) Create(c echo.Context) error {
	p := views.AgreementPage{At: "offset"}
	if err := c.Bind(&p.Offset); err != nil {
		return err
	}
	p.Offset.Cents = amountIn(c, p.Offset.Amount)
	return h.site.onAgreement(c, p, func(a commons.Agreement) error {
		_, err := a.Offset(ctx(c), h.site.DB, me(c), p.Offset)
		return err
	})
}

// OffsetReversals is taking back what settled an invoice without money.
type OffsetReversals struct{ site Site }

// Create takes one back, for a reason.
func (h OffsetReversals) Create(c echo.Context) error {
	p := views.AgreementPage{At: "taken"}
	if err := c.Bind(&p.Taken); err != nil {
		return err
	}
	return h.site.onAgreement(c, p, func(a commons.Agreement) error { return a.TakeBack(ctx(c), h.site.DB, me(c), p.Taken) })
}

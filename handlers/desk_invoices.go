package handlers

import (
	"net/http"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// DeskInvoices are all issued documents, for those who keep the collective's money.
type DeskInvoices struct{ site Site }

// Index lists them.
func (h DeskInvoices) Index(c echo.Context) error {
	p := views.DeskInvoicesPage{Filter: h.site.filter(c), Today: h.site.today(c)}
	p.Years = years(p.Today)
	var err error
	if p.About, err = h.site.about(c); err != nil {
		return err
	}
	p.Filter.Organisation = p.About.Ref
	if p.Page, err = billing.Invoices(ctx(c), h.site.DB, me(c), p.Filter); err != nil {
		return err
	}
	return render(c, views.DeskInvoices(p))
}

// Show draws one, and where it can be corrected.
func (h DeskInvoices) Show(c echo.Context) error {
	i, err := billing.FindInvoice(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	return h.draw(c, http.StatusOK, i, func(*views.InvoicePage) {})
}

// draw shows an invoice with the forms of the desk, as far as was typed into one of them.
func (h DeskInvoices) draw(c echo.Context, status int, i billing.Invoice, typed func(*views.InvoicePage)) error {
	p, err := h.site.invoicePage(c, i)
	if err != nil {
		return err
	}
	p.Desk, p.Acts = true, me(c).Is(people.Operator)
	if p.Organisation, err = people.LoadOrganisation(ctx(c), h.site.DB, i.OrganisationID); err != nil {
		return err
	}
	p.Form = billing.CreditForm{Key: store.NewRef(), Then: billing.KeepCredit}
	p.LossForm = billing.WriteOffForm{Key: store.NewRef(), OnDay: h.site.today(c)}
	if i.WrittenCents > 0 {
		if p.Loss, err = i.WrittenOff(ctx(c), h.site.DB); err != nil {
			return err
		}
	}
	typed(&p)
	return renderStatus(c, status, views.Invoice(p))
}

// PDF is the issued document itself.
func (h DeskInvoices) PDF(c echo.Context) error {
	i, err := billing.FindInvoice(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	return h.site.issued(c, i)
}

// Export is the list as a table to save.
func (h DeskInvoices) Export(c echo.Context) error {
	return h.site.invoicesFile(c, people.Organisation{})
}

// CreditNotes correct invoices.
type CreditNotes struct{ site Site }

// Create issues one.
func (h CreditNotes) Create(c echo.Context) error {
	i, err := billing.FindInvoice(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	var form billing.CreditForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	if cents, ok := locales.ParseMoney(lang(c), form.Amount); ok {
		form.Cents = cents
	}
	note, err := i.Correct(ctx(c), h.site.DB, me(c), form)
	if wrong, bad := store.AsInvalid(err); bad {
		return DeskInvoices(h).draw(c, http.StatusUnprocessableEntity, i, func(p *views.InvoicePage) { p.Form, p.Wrong = form, wrong })
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "credited")
	return redirect(c, paths.DeskInvoice(lang(c), note))
}

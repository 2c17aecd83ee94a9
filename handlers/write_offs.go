package handlers

import (
	"net/http"

	"chatiere/models/billing"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// WriteOffs are debts that nobody expects to be paid any more.
type WriteOffs struct{ site Site }

// Index lists them.
func (h WriteOffs) Index(c echo.Context) error {
	p := views.WriteOffsPage{Filter: writeOffFilter(c), Years: years(h.site.today(c))}
	var err error
	if p.Page, err = billing.WriteOffs(ctx(c), h.site.DB, me(c), p.Filter); err != nil {
		return err
	}
	return render(c, views.WriteOffs(p))
}

// Export is the list as a table to save.
func (h WriteOffs) Export(c echo.Context) error {
	f := writeOffFilter(c)
	f.All = true
	all, err := uncut(func(after string) (store.Page[billing.WriteOff], error) {
		f.After = store.FromKey(after)
		return billing.WriteOffs(ctx(c), h.site.DB, me(c), f)
	})
	if err != nil {
		return err
	}
	return sendCSV(c, views.WriteOffsFileName(ctx(c)), views.WriteOffRows(ctx(c), all))
}

func writeOffFilter(c echo.Context) billing.WriteOffFilter {
	return billing.WriteOffFilter{Query: c.QueryParam("q"), Year: c.QueryParam("year"), After: store.FromKey(c.QueryParam("after"))}
}

// Create writes off what is due on an invoice.
func (h WriteOffs) Create(c echo.Context) error {
	i, err := billing.FindInvoice(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	var form billing.WriteOffForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	_, err = i.WriteOff(ctx(c), h.site.DB, me(c), form)
	if wrong, bad := store.AsInvalid(err); bad {
		return DeskInvoices(h).draw(c, http.StatusUnprocessableEntity, i, func(p *views.InvoicePage) { p.LossForm, p.Wrong = form, wrong })
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "written_off")
	return redirect(c, paths.DeskInvoice(lang(c), i))
}

// WriteOffReversals expect the money again.
type WriteOffReversals struct{ site Site }

// Create takes one back, for a reason.
func (h WriteOffReversals) Create(c echo.Context) error {
	w, err := billing.FindWriteOff(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	i, err := billing.LoadInvoice(ctx(c), h.site.DB, w.InvoiceID)
	if err != nil {
		return err
	}
	reason := c.FormValue("undo_reason")
	err = w.Undo(ctx(c), h.site.DB, me(c), reason)
	if wrong, bad := store.AsInvalid(err); bad {
		return DeskInvoices(h).draw(c, http.StatusUnprocessableEntity, i, func(p *views.InvoicePage) { p.UndoReason, p.Wrong = reason, wrong })
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "write_off_undone")
	return redirect(c, paths.DeskInvoice(lang(c), i))
}

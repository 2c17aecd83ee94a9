package handlers

import (
	"chatiere/models/billing"
	"chatiere/views/papers"

	"github.com/labstack/echo/v4"
)

// SettlementPapers say how an invoice was settled: a sheet of their own, so that the invoice stays as it was issued.
type SettlementPapers struct{ site Site }

// Show draws the sheet of one of the organisation's invoices.
func (h SettlementPapers) Show(c echo.Context) error {
	i, err := Invoices(h).find(c)
	if err != nil {
		return err
	}
	return h.site.settlement(c, i)
}

// DeskSettlementPapers are the same for those who keep the collective's money.
type DeskSettlementPapers struct{ site Site }

// Show draws the sheet of any invoice.
func (h DeskSettlementPapers) Show(c echo.Context) error {
	i, err := billing.FindInvoice(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	return h.site.settlement(c, i)
}

func (s Site) settlement(c echo.Context, i billing.Invoice) error {
	pieces, payments, err := billing.SettlementsOf(ctx(c), s.DB, i)
	if err != nil {
		return err
	}
	pdf, err := papers.Settlement(i, pieces, payments, s.day(c))
	if err != nil {
		return err
	}
	return attach(c, papers.FileName(i.FullName()+"-settlement"), "application/pdf", pdf)
}

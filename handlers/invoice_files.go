package handlers

import (
	"chatiere/models/billing"
	"chatiere/models/billing/facturx"
	"chatiere/models/store"
	"chatiere/views/papers"

	"github.com/labstack/echo/v4"
)

// ElectronicInvoices are what accounting software reads of an organisation's documents.
type ElectronicInvoices struct{ site Site }

// Show is the electronic form of one, as it was written at its issue.
func (h ElectronicInvoices) Show(c echo.Context) error {
	i, err := Invoices(h).find(c)
	if err != nil {
		return err
	}
	return h.site.electronic(c, i)
}

// DeskElectronicInvoices are the same for those who keep the collective's money.
type DeskElectronicInvoices struct{ site Site }

// Show is the electronic form of one, as it was written at its issue.
func (h DeskElectronicInvoices) Show(c echo.Context) error {
	i, err := billing.FindInvoice(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	return h.site.electronic(c, i)
}

// electronic sends the stored electronic form; a document without one has nothing there.
func (s Site) electronic(c echo.Context, i billing.Invoice) error {
	content, err := i.XML(ctx(c), s.DB)
	if err == nil && content == nil {
		err = store.ErrNotFound
	}
	if err != nil {
		return err
	}
	return attach(c, papers.FileStem(i.FullName())+".xml", facturx.MediaType, content)
}

// issued sends the stored document; one that no job has drawn yet is drawn now, once.
func (s Site) issued(c echo.Context, i billing.Invoice) error {
	if i.Carried { // its paper is with the system before
		return store.ErrNotFound
	}
	if i.FileID == nil {
		pdf, err := s.drawn(c, i)
		if err != nil {
			return err
		}
		if i, err = i.File(ctx(c), s.DB, papers.FileName(i.FullName()), pdf); err != nil {
			return err
		}
	}
	file, content, err := i.Document(ctx(c), s.DB)
	if err != nil {
		return err
	}
	return attach(c, file.Name, "application/pdf", content)
}

// drawn draws a document around its electronic form.
func (s Site) drawn(c echo.Context, i billing.Invoice) ([]byte, error) {
	electronic, err := i.XML(ctx(c), s.DB)
	if err != nil {
		return nil, err
	}
	return papers.Invoice(i, i.Every, electronic)
}

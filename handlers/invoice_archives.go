package handlers

import (
	"archive/zip"
	"fmt"
	"net/http"
	"strings"

	"chatiere/models/billing"
	"chatiere/models/store"
	"chatiere/views/papers"

	"github.com/labstack/echo/v4"
)

// InvoiceArchives are all documents of an organisation in one file: what a treasurer files away or hands over.
type InvoiceArchives struct{ site Site }

// Show sends them, those of one year or of all, each as it was issued and in its electronic form.
func (h InvoiceArchives) Show(c echo.Context) error {
	var all []billing.Invoice
	year := c.QueryParam("year")
	if len(year) != 4 {
		year = ""
	}
	err := billing.EachInvoiceOf(ctx(c), h.site.DB, org(c), func(i billing.Invoice) error {
		if strings.HasPrefix(i.IssuedOn, year) && !i.Carried { // its paper is with the system before
			all = append(all, i)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return h.site.archive(c, strings.Trim("documents-"+year, "-"), all)
}

// archive sends documents in one file, one after the other, so that no more than one is held at a time.
func (s Site) archive(c echo.Context, name string, all []billing.Invoice) error {
	if len(all) == 0 {
		return store.ErrNotFound
	}
	first, err := s.document(c, all[0])
	if err != nil {
		return err // while it can still be said
	}
	h := c.Response().Header()
	h.Set("Content-Security-Policy", filePolicy)
	h.Set(echo.HeaderCacheControl, "private, no-store")
	h.Set(echo.HeaderContentDisposition, disposition(name+".zip"))
	h.Set(echo.HeaderContentType, "application/zip")
	c.Response().WriteHeader(http.StatusOK)
	z := zip.NewWriter(c.Response())
	for n, i := range all {
		pdf := first
		if n > 0 {
			if pdf, err = s.document(c, i); err != nil {
				return fmt.Errorf("document %s of an archive: %w", i.Ref, err)
			}
		}
		if err := s.put(c, z, i, pdf); err != nil {
			return err
		}
	}
	return z.Close()
}

// put writes one document and its electronic form, if it has one.
func (s Site) put(c echo.Context, z *zip.Writer, i billing.Invoice, pdf []byte) error {
	electronic, err := i.XML(ctx(c), s.DB)
	if err != nil {
		return err
	}
	for _, part := range []struct {
		name    string
		content []byte
	}{{papers.FileName(i.FullName()), pdf}, {papers.FileStem(i.FullName()) + ".xml", electronic}} {
		if len(part.content) == 0 {
			continue
		}
		w, err := z.Create(part.name)
		if err != nil {
			return err
		}
		if _, err := w.Write(part.content); err != nil {
			return err
		}
	}
	return nil
}

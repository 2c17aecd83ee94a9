package handlers

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"

	"chatiere/models/billing"
	"chatiere/models/store"
	"chatiere/views"

	"github.com/labstack/echo/v4"
)

// AccountingFiles are what an accountant takes home of a year.
type AccountingFiles struct{ site Site }

// Show sends one of them. The file of the law is refused while something is wrong with it: the page says what.
func (h AccountingFiles) Show(c echo.Context) error {
	switch file := c.Param("file"); file {
	case "fec", "about", "journal", "beancount", "check", "balance":
		books, err := h.site.books(c)
		if err != nil {
			return err
		}
		return h.ofBooks(c, file, books)
	case "totals":
		p, err := h.site.totals(c)
		if err != nil {
			return err
		}
		return sendCSV(c, fmt.Sprintf("%d-totals", p.Year), views.TotalsRows(ctx(c), p))
	case "documents": // those that are deposited one by one
		p, err := h.site.reports(c)
		if err != nil {
			return err
		}
		return h.site.archive(c, strings.Trim(fmt.Sprintf("%d-%s", p.Year, p.Month), "-")+"-documents", p.Report.Deposits)
	case "sales", "payments", "ways", "deposits":
		p, err := h.site.reports(c)
		if err != nil {
			return err
		}
		return sendCSV(c, fmt.Sprintf("%d-%s", p.Year, file), views.ReportRows(ctx(c), p, file))
	}
	return h.entries(c)
}

// entries sends every line of the year in one unit, as it is read, or what that table is checked by.
func (h AccountingFiles) entries(c echo.Context) error {
	year, err := yearOf(c)
	if err != nil {
		return err
	}
	name, ending, _ := strings.Cut(strings.TrimPrefix(c.Param("file"), "entries-"), ".")
	if !strings.HasPrefix(c.Param("file"), "entries-") || ending != "csv" && ending != "json" {
		return store.ErrNotFound
	}
	t, err := billing.BookTableOf(ctx(c), h.site.DB, me(c), year, strings.ToUpper(name))
	if err != nil {
		return err
	}
	if ending == "csv" {
		return t.Write(ctx(c), h.site.DB, streamed(c, t.Name()+".csv", "text/csv; charset=utf-8"))
	}
	about, err := t.About(ctx(c), h.site.DB)
	if err != nil {
		return err
	}
	return attach(c, t.Name()+".json", "application/json", about)
}

func (h AccountingFiles) ofBooks(c echo.Context, file string, books billing.Books) error {
	switch file {
	case "fec":
		if !books.Report.Sound() {
			return renderStatus(c, http.StatusConflict, views.AccountingYear(books))
		}
		return attach(c, books.FileName(), "text/plain; charset=iso-8859-15", books.Content)
	case "about":
		return attach(c, books.DescriptionName(), "text/plain; charset=iso-8859-15", books.Description("Chatière "+h.site.Version))
	case "journal":
		var out bytes.Buffer
		if err := billing.WriteJournal(ctx(c), h.site.DB, me(c), books, &out); err != nil {
			return err
		}
		return attach(c, fmt.Sprintf("%d.journal", books.Year), "text/plain; charset=utf-8", out.Bytes())
	case "beancount":
		var out bytes.Buffer
		if err := billing.WriteBeancount(ctx(c), h.site.DB, me(c), books, &out); err != nil {
			return err
		}
		return attach(c, fmt.Sprintf("%d.beancount", books.Year), "text/plain; charset=utf-8", out.Bytes())
	case "check":
		return sendCSV(c, fmt.Sprintf("%d-check", books.Year), views.CheckRows(ctx(c), books))
	}
	return sendCSV(c, fmt.Sprintf("%d-balance", books.Year), views.BalanceRows(ctx(c), books))
}

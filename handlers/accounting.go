package handlers

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"

	"chatiere/models/billing"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Accounting is the books for those who keep or check them.
type Accounting struct{ site Site }

// Index lists the years with their totals, and what is closed.
func (h Accounting) Index(c echo.Context) error {
	return h.draw(c, http.StatusOK, billing.ClosingForm{}, nil)
}

func (h Accounting) draw(c echo.Context, status int, form billing.ClosingForm, wrong store.Invalid) error {
	p := views.AccountingPage{Acts: me(c).Is(people.Operator), Form: form, Wrong: wrong}
	var err error
	if p.Years, err = billing.BookYears(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	if p.Totals, err = billing.TotalsByYear(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	if p.Closings, err = billing.ClosingsOf(ctx(c), h.site.DB, me(c), p.Years); err != nil {
		return err
	}
	if p.Numbers, err = billing.LastNumberReport(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	if p.Looked, err = billing.LastBookReport(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	return renderStatus(c, status, views.Accounting(p))
}

// Show draws one year: its file, what the self-check found, the trial balance.
func (h Accounting) Show(c echo.Context) error {
	books, err := h.site.books(c)
	if err != nil {
		return err
	}
	return render(c, views.AccountingYear(books))
}

// books are those of the year in the address.
func (s Site) books(c echo.Context) (billing.Books, error) {
	year, err := yearOf(c)
	if err != nil {
		return billing.Books{}, err
	}
	return billing.BooksOf(ctx(c), s.DB, me(c), year)
}

var fourDigits = regexp.MustCompile(`^[12][0-9]{3}$`)

func yearOf(c echo.Context) (int, error) {
	if !fourDigits.MatchString(c.Param("year")) {
		return 0, store.ErrNotFound
	}
	return strconv.Atoi(c.Param("year"))
}

// AccountingPeriods close the books up to a day.
type AccountingPeriods struct{ site Site }

// Create closes them up to the end of a month.
func (h AccountingPeriods) Create(c echo.Context) error {
	var form billing.ClosingForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	err := billing.CloseBooks(ctx(c), h.site.DB, me(c), form)
	if wrong, bad := store.AsInvalid(err); bad {
		return Accounting(h).draw(c, http.StatusUnprocessableEntity, form, wrong)
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "books_closed")
	return redirect(c, paths.Accounting(lang(c)))
}

// AccountingTotals are sums by day or month.
type AccountingTotals struct{ site Site }

// Show draws them.
func (h AccountingTotals) Show(c echo.Context) error {
	p, err := h.site.totals(c)
	if err != nil {
		return err
	}
	return render(c, views.AccountingTotals(p))
}

func (s Site) totals(c echo.Context) (views.AccountingTotalsPage, error) {
	p := views.AccountingTotalsPage{ByDay: c.QueryParam("by") == "day"}
	var err error
	if p.Year, p.Month, err = spanOf(c); err != nil {
		return p, err
	}
	first, last := daysOf(p.Year, p.Month)
	span := ledger.ByMonth
	if p.ByDay {
		span = ledger.ByDay
	}
	p.Totals, err = billing.TotalsBetween(ctx(c), s.DB, me(c), first, last, span)
	return p, err
}

// AccountingReports are sums for e-reporting.
type AccountingReports struct{ site Site }

// Show draws them.
func (h AccountingReports) Show(c echo.Context) error {
	p, err := h.site.reports(c)
	if err != nil {
		return err
	}
	return render(c, views.AccountingReports(p))
}

func (s Site) reports(c echo.Context) (views.AccountingReportsPage, error) {
	var p views.AccountingReportsPage
	var err error
	if p.Year, p.Month, err = spanOf(c); err != nil {
		return p, err
	}
	first, last := daysOf(p.Year, p.Month)
	p.Report, err = billing.EReportOf(ctx(c), s.DB, me(c), first, last)
	return p, err
}

var twoDigits = regexp.MustCompile(`^(0[1-9]|1[0-2])$`)

// spanOf is the year in the address and the month asked for; no month is the whole year.
func spanOf(c echo.Context) (year int, month string, err error) {
	if month = c.QueryParam("month"); !twoDigits.MatchString(month) {
		month = ""
	}
	year, err = yearOf(c)
	return year, month, err
}

// daysOf are the first and last day; days are texts, so that the 31st of any month is past its end.
func daysOf(year int, month string) (first, last string) {
	if month == "" {
		return fmt.Sprintf("%04d-01-01", year), fmt.Sprintf("%04d-12-31", year)
	}
	return fmt.Sprintf("%04d-%s-01", year, month), fmt.Sprintf("%04d-%s-31", year, month)
}

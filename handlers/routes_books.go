package handlers

import (
	"chatiere/models/people"

	"github.com/labstack/echo/v4"
)

// accounting is what accountants read, and operators keep.
func (s Site) accounting(e *echo.Echo) {
	reads := staff(people.Operator, people.Accountant)
	e.GET("/:lang/desk/accounting", Accounting{s}.Index, reads)
	e.POST("/:lang/desk/accounting/periods", AccountingPeriods{s}.Create, staff(people.Operator))
	e.GET("/:lang/desk/accounting/:year", Accounting{s}.Show, reads)
	e.GET("/:lang/desk/accounting/:year/totals", AccountingTotals{s}.Show, reads)
	e.GET("/:lang/desk/accounting/:year/reports", AccountingReports{s}.Show, reads)
	e.GET("/:lang/desk/accounting/:year/files/:file", AccountingFiles{s}.Show, reads)
}

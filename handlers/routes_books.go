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
	e.GET("/:lang/desk/write-offs", WriteOffs{s}.Index, reads)
	e.GET("/:lang/desk/write-offs.csv", WriteOffs{s}.Export, reads)
	e.POST("/:lang/desk/invoices/:ref/write-offs", WriteOffs{s}.Create, staff(people.Operator))
	e.POST("/:lang/desk/write-offs/:ref/reversal", WriteOffReversals{s}.Create, staff(people.Operator))
	s.bank(e)
}

// bank is what came from the bank: accountants read it, operators decide.
func (s Site) bank(e *echo.Echo) {
	reads, acts := staff(people.Operator, people.Accountant), staff(people.Operator)
	e.GET("/:lang/desk/bank", Bank{s}.Index, reads)
	e.GET("/:lang/desk/bank.csv", BankExports{s}.Index, reads)
	e.POST("/:lang/desk/bank/certain", BankCertainties{s}.Create, acts)
	e.GET("/:lang/desk/bank/statements", BankStatements{s}.Index, reads)
	e.POST("/:lang/desk/bank/statements", BankStatements{s}.Create, acts)
	e.GET("/:lang/desk/bank/statements/:ref", BankStatements{s}.Show, reads)
	e.POST("/:lang/desk/bank/statements/:ref/mapping", BankMappings{s}.Update, acts)
	e.POST("/:lang/desk/bank/statements/:ref/import", BankImports{s}.Create, acts)
	e.POST("/:lang/desk/bank/statements/:ref/discard", BankDiscards{s}.Create, acts)
	e.GET("/:lang/desk/bank/lines/:ref", BankLines{s}.Show, reads)
	e.POST("/:lang/desk/bank/lines/:ref/match", BankMatches{s}.Create, acts)
	e.POST("/:lang/desk/bank/lines/:ref/gift", BankGifts{s}.Create, acts)
	e.POST("/:lang/desk/bank/lines/:ref/return", BankReturns{s}.Create, acts)
	e.POST("/:lang/desk/bank/lines/:ref/movement", BankMovements{s}.Create, acts)
	e.POST("/:lang/desk/bank/lines/:ref/aside", BankAsides{s}.Create, acts)
	e.POST("/:lang/desk/bank/lines/:ref/undoing", BankUndoings{s}.Create, acts)
}

package handlers

import (
	"chatiere/models/people"

	"github.com/labstack/echo/v4"
)

// repayments is the money that goes back: accountants read it, operators send it, an organisation may keep it as credit.
func (s Site) repayments(e *echo.Echo) {
	reads, acts := staff(people.Operator, people.Accountant), staff(people.Operator)
	e.GET("/:lang/desk/repayments", Repayments{s}.Index, reads)
	e.GET("/:lang/desk/repayments.csv", Repayments{s}.Export, reads)
	e.GET("/:lang/desk/repayments/:ref", Repayments{s}.Show, reads)
	e.POST("/:lang/desk/repayments/:ref/refunds", RepaymentRefunds{s}.Create, acts)
	e.POST("/:lang/desk/repayments/:ref/transfers", RepaymentTransfers{s}.Create, acts)
	e.POST("/:lang/desk/repayments/:ref/returns", RepaymentReturns{s}.Create, acts)
	e.POST("/:lang/desk/repayments/:ref/keeping", RepaymentKeepings{s}.Create, acts)
	e.POST("/:lang/o/:org/repayments/:ref/keeping", OwnRepaymentKeepings{s}.Create, inOrganisation(people.Treasurer))
}

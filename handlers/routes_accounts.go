package handlers

import (
	"chatiere/models/people"

	"github.com/labstack/echo/v4"
)

// accounts are what the staff knows of organisations, and how it treats the account of each.
func (s Site) accounts(e *echo.Echo) {
	e.GET("/:lang/desk/accounts", DeskAccounts{s}.Index, staff(people.Operator, people.Accountant))
	e.GET("/:lang/desk/accounts.csv", DeskAccounts{s}.Export, staff(people.Operator, people.Accountant))
	e.GET("/:lang/desk/accounts/:org", DeskAccounts{s}.Show, staff(people.Operator, people.Accountant, people.Agent))
	e.POST("/:lang/desk/accounts/:org/tags", ControlTags{s}.Create, staff(people.Operator))
	e.POST("/:lang/desk/accounts/:org/closure", Closures{s}.Create, staff(people.Operator))
	e.DELETE("/:lang/desk/accounts/:org/closure", Closures{s}.Destroy, staff(people.Operator))
	e.POST("/:lang/desk/accounts/:org/tags/removals", ControlTagRemovals{s}.Create, staff(people.Operator))
}

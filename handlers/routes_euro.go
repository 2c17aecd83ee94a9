package handlers

import (
	"chatiere/models/people"

	"github.com/labstack/echo/v4"
)

// euro is where each euro goes: sorted by those who keep the money, read by everybody.
func (s Site) euro(e *echo.Echo) {
	sorts := staff(people.Operator, people.Accountant)
	e.GET("/:lang/desk/spending", Spendings{s}.Index, sorts)
	e.GET("/:lang/desk/spending.csv", Spendings{s}.Export, sorts)
	e.GET("/:lang/desk/spending/rules", SpendingRules{s}.Index, sorts)
	e.POST("/:lang/desk/spending/rules/:ref/end", SpendingRuleEnds{s}.Create, sorts)
	e.GET("/:lang/desk/spending/:ref", Spendings{s}.Edit, sorts)
	e.POST("/:lang/desk/spending/:ref", Spendings{s}.Update, sorts)
	e.GET("/:lang/transparency/spending", PublicSpendings{s}.Index, s.public)
	e.GET("/:lang/transparency/spending.csv", PublicSpendings{s}.Export, everyone)
	e.GET("/:lang/transparency/spending.json", PublicSpendingSums{s}.Show, everyone)
	e.GET("/:lang/transparency/projects/:slug", ProjectShares{s}.Show, s.public)
	e.GET("/:lang/transparency.json", TransparencyFigures{s}.Show, everyone)
	e.GET("/:lang/transparency.atom", TransparencyFeeds{s}.Show, everyone)
	e.GET("/:lang/transparency.journal", TransparencyJournals{s}.Show, everyone)
}

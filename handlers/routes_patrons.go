package handlers

import "github.com/labstack/echo/v4"

// patronage is what companies give in kind, and the receipt they ask for.
func (s Site) patronage(e *echo.Echo) {
	receipts := InKindReceipts{s}
	e.GET("/:lang/contributions/:ref/receipt", receipts.New, members)
	e.POST("/:lang/contributions/:ref/receipt", receipts.Create, members)
}

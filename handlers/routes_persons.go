package handlers

import "github.com/labstack/echo/v4"

// persons is how somebody without an organisation comes in, and what they find.
func (s Site) persons(e *echo.Echo) {
	own := SignUps{s}
	e.GET("/:lang/sign-up", own.New, everyone)
	e.POST("/:lang/sign-up", own.Create, everyone)
	e.GET("/:lang/sign-up/sent", own.Index, everyone)
	e.GET("/:lang/mine", OwnPages{s}.Show, members)
}

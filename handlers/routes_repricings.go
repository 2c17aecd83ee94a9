package handlers

import (
	"chatiere/models/people"

	"github.com/labstack/echo/v4"
)

// setting is what the collective chooses about money that is late.
func (s Site) setting(e *echo.Echo) {
	e.GET("/:lang/desk/settings", Settings{s}.Index, staff(people.Operator, people.Admin))
	e.GET("/:lang/desk/reminders", Reminders{s}.Index, staff(people.Operator))
	e.POST("/:lang/desk/reminders", Reminders{s}.Create, staff(people.Operator))
	e.POST("/:lang/desk/reminders/removal", ReminderRemovals{s}.Create, staff(people.Operator))
}

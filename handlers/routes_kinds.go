package handlers

import (
	"chatiere/models/people"

	"github.com/labstack/echo/v4"
)

// naming is where the collective adds kinds of contributions of its own.
func (s Site) naming(e *echo.Echo) {
	e.GET("/:lang/desk/kinds", Kinds{s}.Index, staff(people.Admin))
	e.POST("/:lang/desk/kinds", Kinds{s}.Create, staff(people.Admin))
	e.POST("/:lang/desk/kinds/second-person", SecondPersons{s}.Update, staff(people.Admin))
	e.POST("/:lang/desk/kinds/:key/retirement", KindRetirements{s}.Create, staff(people.Admin))
	e.POST("/:lang/desk/kinds/:key/retirement/end", KindRetirements{s}.Destroy, staff(people.Admin))
}

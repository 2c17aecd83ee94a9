package handlers

import (
	"chatiere/models/people"

	"github.com/labstack/echo/v4"
)

// setting is what the collective chooses: days of reminders, prices that are announced.
func (s Site) setting(e *echo.Echo) {
	e.GET("/:lang/desk/settings", Settings{s}.Index, staff(people.Operator, people.Admin))
	e.GET("/:lang/desk/reminders", Reminders{s}.Index, staff(people.Operator))
	e.POST("/:lang/desk/reminders", Reminders{s}.Create, staff(people.Operator))
	e.POST("/:lang/desk/reminders/removal", ReminderRemovals{s}.Create, staff(people.Operator))
	e.GET("/:lang/desk/repricings", Repricings{s}.Index, staff(people.Operator, people.Accountant))
	e.GET("/:lang/desk/repricings/:ref", Repricings{s}.Show, staff(people.Operator, people.Accountant))
	e.GET("/:lang/desk/repricings/:ref/parts.csv", Repricings{s}.Export, staff(people.Operator, people.Accountant))
	e.POST("/:lang/desk/repricings/:ref/stop", RepricingStops{s}.Create, staff(people.Operator))
	e.GET("/:lang/desk/offers/:slug/repricings/new", Repricings{s}.New, staff(people.Operator))
	e.POST("/:lang/desk/offers/:slug/repricings", Repricings{s}.Create, staff(people.Operator))
	e.GET("/:lang/desk/offers/:slug/repricings.csv", RepricingPlans{s}.Export, staff(people.Operator))
	e.POST("/:lang/desk/offers/:slug/promises", PricePromises{s}.Create, staff(people.Operator))
	e.GET("/:lang/o/:org/subscriptions/:ref/repricing", OwnRepricings{s}.Show, inOrganisation(people.Treasurer))
	e.POST("/:lang/o/:org/subscriptions/:ref/repricing/refusal", RepricingRefusals{s}.Create, inOrganisation(people.Owner))
}

package handlers

import (
	"chatiere/models/people"

	"github.com/labstack/echo/v4"
)

// pooling is how a network head pays for its members, and what they say to it.
func (s Site) pooling(e *echo.Echo) {
	e.GET("/:lang/o/:org/network/pool", Pools{s}.Edit, inOrganisation(people.Treasurer))
	e.POST("/:lang/o/:org/network/pool", Pools{s}.Update, beginning(people.Treasurer))
	e.POST("/:lang/o/:org/network/members/:ref/approval", OpeningApprovals{s}.Create, beginning(people.Owner))
	e.GET("/:lang/o/:org/network/members/:ref/carriage", Carriages{s}.Edit, beginning(people.Treasurer))
	e.POST("/:lang/o/:org/network/members/:ref/carriage", Carriages{s}.Update, beginning(people.Treasurer))
	e.POST("/:lang/o/:org/head/carriage", HeadCarriages{s}.Create, beginning(people.Treasurer))
	e.POST("/:lang/o/:org/head/carriage/refusal", HeadCarriageRefusals{s}.Create, inOrganisation(people.Treasurer))
	e.POST("/:lang/o/:org/head/carriage/end", HeadCarriageEnds{s}.Create, inOrganisation(people.Treasurer))
}

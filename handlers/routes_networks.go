package handlers

import (
	"chatiere/models/people"

	"github.com/labstack/echo/v4"
)

// networks is what a network head does for its members, and what an organisation answers to a head.
func (s Site) networks(e *echo.Echo) {
	e.GET("/:lang/o/:org/network", Networks{s}.Show, inOrganisation())
	e.GET("/:lang/o/:org/network.csv", Networks{s}.Export, inOrganisation())
	e.GET("/:lang/o/:org/network/openings", MemberOpenings{s}.New, beginning(people.Owner))
	e.POST("/:lang/o/:org/network/rehearsals", Rehearsals{s}.Create, beginning(people.Owner))
	e.POST("/:lang/o/:org/network/openings", MemberOpenings{s}.Create, beginning(people.Owner))
	e.GET("/:lang/o/:org/network/proposals", Proposals{s}.New, beginning(people.Owner))
	e.POST("/:lang/o/:org/network/proposals", Proposals{s}.Create, beginning(people.Owner))
	e.POST("/:lang/o/:org/network/members/:ref/letters", OpeningLetters{s}.Create, beginning(people.Owner))
	e.GET("/:lang/o/:org/network/members/:ref/end", AffiliationEnds{s}.New, inOrganisation(people.Owner))
	e.POST("/:lang/o/:org/network/members/:ref/end", AffiliationEnds{s}.Create, inOrganisation(people.Owner))
	e.GET("/:lang/affiliations/:ref", NetworkProposals{s}.Show, members)
	e.POST("/:lang/affiliations/:ref/acceptance", NetworkAcceptances{s}.Create, members)
	e.POST("/:lang/affiliations/:ref/refusal", NetworkRefusals{s}.Create, members)
	e.GET("/:lang/o/:org/opening", SpaceOpenings{s}.Show, inOrganisation(people.Owner))
	e.POST("/:lang/o/:org/opening/acceptance", SpaceAcceptances{s}.Create, beginning(people.Owner))
	e.POST("/:lang/o/:org/opening/refusal", SpaceRefusals{s}.Create, inOrganisation(people.Owner))
	e.GET("/:lang/o/:org/head", NetworkHeads{s}.Show, inOrganisation())
	e.POST("/:lang/o/:org/head/end", NetworkHeadEnds{s}.Create, inOrganisation(people.Owner))
	e.GET("/:lang/desk/accounts/:org/network", DeskNetworks{s}.Edit, staff(people.Operator))
	e.POST("/:lang/desk/accounts/:org/network", DeskNetworks{s}.Update, staff(people.Operator))
}

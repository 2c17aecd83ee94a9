package handlers

import (
	"chatiere/models/people"

	"github.com/labstack/echo/v4"
)

// rounds are how the pot is shared: what everybody reads, the ballots of organisations, and what the council does.
func (s Site) rounds(e *echo.Echo) {
	desk := DeskRounds{s}
	e.GET("/:lang/rounds", Rounds{s}.Index, s.public)
	e.GET("/:lang/rounds.atom", RoundFeeds{s}.Show, everyone)
	e.GET("/:lang/rounds/:ref", Rounds{s}.Show, s.public)
	e.GET("/:lang/rounds/:ref/result.csv", RoundTables{s}.Show, everyone)
	e.GET("/:lang/rounds/:ref/result.json", RoundFiles{s}.Show, everyone)
	e.GET("/:lang/o/:org/rounds/:ref", Ballots{s}.Edit, inOrganisation(people.Treasurer))
	e.POST("/:lang/o/:org/rounds/:ref", Ballots{s}.Update, beginning(people.Treasurer))
	e.GET("/:lang/rounds/:ref/proposals", ProjectProposals{s}.Index, s.public)
	e.GET("/:lang/rounds/:ref/proposals.csv", ProjectProposals{s}.Export, everyone)
	e.GET("/:lang/o/:org/rounds/:ref/proposals/new", ProjectProposals{s}.New, beginning())
	e.POST("/:lang/o/:org/rounds/:ref/proposals", ProjectProposals{s}.Create, beginning())
	e.POST("/:lang/o/:org/round-proposals/:ref/withdrawal", ProjectWithdrawals{s}.Create, inOrganisation())
	e.GET("/:lang/desk/round-proposals/:ref", ProjectProposals{s}.Show, staff(councilors...))
	e.POST("/:lang/desk/round-proposals/:ref/answer", ProjectAnswers{s}.Create, staff(councilors...))
	e.GET("/:lang/desk/rounds", desk.Index, staff(councilors...))
	e.GET("/:lang/desk/rounds/new", desk.New, staff(councilors...))
	e.POST("/:lang/desk/rounds", desk.Create, staff(councilors...))
	e.GET("/:lang/desk/rounds/:ref", desk.Show, staff(councilors...))
	e.GET("/:lang/desk/rounds/:ref/ballots", CastBallots{s}.Index, staff(councilors...))
	e.GET("/:lang/desk/rounds/:ref/ballots.csv", CastBallots{s}.Export, staff(councilors...))
	e.GET("/:lang/desk/rounds/:ref/edit", desk.Edit, staff(councilors...))
	e.POST("/:lang/desk/rounds/:ref", desk.Update, staff(councilors...))
	e.POST("/:lang/desk/rounds/:ref/opening", RoundOpenings{s}.Create, staff(councilors...))
	e.POST("/:lang/desk/rounds/:ref/closure", RoundClosures{s}.Create, staff(councilors...))
	e.POST("/:lang/desk/rounds/:ref/approvals", s.lately(RoundApprovals{s}.Create), staff(councilors...))
	e.POST("/:lang/desk/rounds/:ref/export", RoundExports{s}.Create, staff(people.Accountant, people.Operator))
	e.POST("/:lang/desk/rounds/:ref/settlement", RoundSettlements{s}.Create, staff(people.Accountant, people.Operator))
	e.POST("/:lang/desk/rounds/:ref/cancellation", RoundCancellations{s}.Create, staff(councilors...))
}

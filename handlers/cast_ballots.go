package handlers

import (
	"chatiere/models/commons"
	"chatiere/views"

	"github.com/labstack/echo/v4"
)

// CastBallots are the ballots of a round whose vote is over, for those who count again before they approve.
type CastBallots struct{ site Site }

// Index lists them.
func (h CastBallots) Index(c echo.Context) error {
	p, err := h.page(c, false)
	if err != nil {
		return err
	}
	return render(c, views.CastBallots(p))
}

// Export is the same as a table with the sum of each project.
func (h CastBallots) Export(c echo.Context) error {
	p, err := h.page(c, true)
	if err != nil {
		return err
	}
	return sendCSV(c, "ballots", views.BallotRows(ctx(c), p))
}

func (h CastBallots) page(c echo.Context, all bool) (views.CastBallotsPage, error) {
	p := views.CastBallotsPage{}
	err := c.Bind(&p.Filter)
	if err != nil {
		return p, err
	}
	p.Filter.All = all
	if p.Round, err = commons.FindRound(ctx(c), h.site.DB, me(c), c.Param("ref")); err != nil {
		return p, err
	}
	if p.Found, err = p.Round.Ballots(ctx(c), h.site.DB, me(c), p.Filter); err != nil {
		return p, err
	}
	p.Projects, err = p.Round.Projects(ctx(c), h.site.DB)
	return p, err
}
